#include "tests/simulation/simulation.h"

#include <gtest/gtest.h>

namespace interline::simulation {
namespace {

// More seeds: tests/simulation/run --seeds N.
constexpr uint64_t kSeeds = 200;

TEST(Simulation, NothingIsLostDoubledReorderedOrIllegalWhateverFails) {
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const Result result = Simulate(seed);
    ASSERT_TRUE(result.ok()) << "tests/simulation/run --seed " << seed << "\n"
                             << result.story << (result.settled ? "" : ", never settled") << "\n"
                             << result.verdict.Summary() << "\n"
                             << (result.verdict.findings.empty() ? "" : result.verdict.findings[0]);
  }
}

TEST(Simulation, ASeedDoesTheSameTwice) {
  const Result first = Simulate(7);
  const Result second = Simulate(7);
  EXPECT_EQ(first.story, second.story);
  EXPECT_EQ(first.verdict.Summary(), second.verdict.Summary());
  EXPECT_GT(first.verdict.events, 100u);
}

}  // namespace
}  // namespace interline::simulation
