// A short run of every target from one seed, as part of the unit tests; tests/fuzz/run looks longer and wider.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "core/base/refusal.h"
#include "tests/fuzz/mutator.h"
#include "tests/fuzz/targets.h"

namespace interline::fuzz {
namespace {

constexpr unsigned kSeed = 20261124;
constexpr int kRawInputs = 5000;
constexpr int kFormatInputs = 1000;
constexpr int kAdapterInputs = 400;
// Documents of 1 MiB need a few buffers of several times their size; more is a leak or a bomb.
constexpr long kMostGrowthKib = 128 << 10;
constexpr size_t kShown = 2000;

long PeakKib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

void RunAll(const std::vector<Target>& targets, int inputs) {
  ASSERT_FALSE(targets.empty());
  const long before = PeakKib();
  for (const Target& target : targets) {
    ASSERT_FALSE(target.seeds.empty()) << target.name;
    for (const std::string& seed : target.seeds) EXPECT_EQ(target.run(seed), "") << target.name;
    Mutator mutator(kSeed);
    for (int i = 0; i < inputs; ++i) {
      const std::string input = mutator.Next(target.seeds);
      ASSERT_EQ(target.run(input), "") << target.name << ", input " << i << ":\n"
                                       << absl::CHexEscape(input.substr(0, kShown));
    }
  }
  EXPECT_LT(PeakKib() - before, kMostGrowthKib);
}

TEST(Fuzz, NoticesABadRefusal) {
  EXPECT_EQ(CheckRefusal(RefusalError(v1::REFUSAL_REASON_MALFORMED, "a.b", "Wrong.")), "");
  EXPECT_NE(CheckRefusal(absl::InternalError("Wrong.")), "");
  EXPECT_NE(CheckRefusal(RefusalError(v1::REFUSAL_REASON_UNSPECIFIED, "a", "Wrong.")), "");
  EXPECT_NE(CheckRefusal(RefusalError(v1::REFUSAL_REASON_MALFORMED, "a", "")), "");
  EXPECT_NE(CheckRefusal(RefusalError(v1::REFUSAL_REASON_MALFORMED, "a", kSecret)), "");
  EXPECT_NE(CheckRefusal(RefusalError(v1::REFUSAL_REASON_MALFORMED, kSecret, "Wrong.")), "");
  EXPECT_NE(CheckRefusal(RefusalError(v1::REFUSAL_REASON_MALFORMED, std::string(100000, 'a'), "Wrong.")), "");
}

TEST(Fuzz, MakesTheSameInputsFromTheSameSeed) {
  const std::vector<std::string> seeds{"abcdef", "123456"};
  Mutator one(7);
  Mutator same(7);
  Mutator other(8);
  bool differs = false;
  for (int i = 0; i < 100; ++i) {
    const std::string input = one.Next(seeds);
    EXPECT_EQ(input, same.Next(seeds));
    differs |= input != other.Next(seeds);
  }
  EXPECT_TRUE(differs);
}

TEST(Fuzz, ReadersRefuseOrReadWhateverComes) { RunAll(RawTargets(), kRawInputs); }

TEST(Fuzz, FormatsRefuseOrReadWhateverComes) { RunAll(FormatTargets(), kFormatInputs); }

TEST(Fuzz, AdaptersRefuseOrReadWhateverComes) { RunAll(AdapterTargets("adapters"), kAdapterInputs); }

}  // namespace
}  // namespace interline::fuzz
