"""The names that Bazel 4's own BUILD files load from rules_cc, bound to the rules built into Bazel.

Bazel 4 would fetch rules_cc from the network, and the version that Debian 12 ships needs a newer Bazel than Debian 12 has. Used by
Bazel 4 only; see bazel/debian.bzl.
"""

cc_binary = native.cc_binary
cc_import = native.cc_import
cc_library = native.cc_library
cc_test = native.cc_test
cc_toolchain = native.cc_toolchain
cc_toolchain_suite = native.cc_toolchain_suite
cc_flags_supplier = native.cc_library
compiler_flag = native.cc_library
