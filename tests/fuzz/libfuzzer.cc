// The door of libFuzzer. `--target=NAME` says which target; `--seeds=FOLDER` only writes its seeds there, `--list` only
// prints all names. Run in the root of the tree; tests/fuzz/run does.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "tests/fuzz/targets.h"

namespace {

using interline::fuzz::Target;

const Target* chosen = nullptr;

const std::vector<Target>& AllTargets() {
  static const auto* const kAll = [] {
    auto* all = new std::vector<Target>(interline::fuzz::RawTargets());
    for (std::vector<Target>& more : std::vector<std::vector<Target>>{interline::fuzz::FormatTargets(),
                                                                      interline::fuzz::AdapterTargets("adapters")}) {
      std::move(more.begin(), more.end(), std::back_inserter(*all));
    }
    return all;
  }();
  return *kAll;
}

void WriteSeeds(const std::string& folder) {
  for (size_t i = 0; i < chosen->seeds.size(); ++i) {
    std::ofstream(absl::StrCat(folder, "/seed_", i), std::ios::binary) << chosen->seeds[i];
  }
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  std::string seeds;
  for (int i = 1; i < *argc; ++i) {
    absl::string_view argument = (*argv)[i];
    if (argument == "--list") {
      for (const Target& target : AllTargets()) std::puts(target.name.c_str());
      std::exit(0);
    }
    if (absl::ConsumePrefix(&argument, "--seeds=")) seeds = std::string(argument);
    if (!absl::ConsumePrefix(&argument, "--target=")) continue;
    for (const Target& target : AllTargets()) {
      if (target.name == argument) chosen = &target;
    }
  }
  if (chosen == nullptr) {
    std::fputs("there is no such target; --list prints all\n", stderr);
    std::exit(2);
  }
  if (!seeds.empty()) {
    WriteSeeds(seeds);
    std::exit(0);
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string wrong = chosen->run({reinterpret_cast<const char*>(data), size});
  if (wrong.empty()) return 0;
  std::fprintf(stderr, "%s: %s\n", chosen->name.c_str(), wrong.c_str());
  std::abort();
}
