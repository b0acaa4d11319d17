"""Where Debian 12's Bazel 4 finds the rules that it would otherwise fetch from the network."""

def debian_rules():
    # Debian's Bazel calls itself "no_version", which Starlark sees as an empty string. A newer Bazel brings these along.
    if not native.bazel_version or native.bazel_version.startswith("4."):
        native.local_repository(name = "rules_cc", path = "bazel/bazel4/rules_cc")
        native.local_repository(name = "remote_coverage_tools", path = "bazel/bazel4/remote_coverage_tools")
        native.local_repository(name = "rules_java", path = "/usr/share/bazel/rules/java")
