#include "services/ticketing/backoff.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace interline::ticketing {
namespace {

TEST(Backoff, LiesBetweenNothingAndTheBaseDoubledWithEveryAttempt) {
  for (uint32_t attempt = 1; attempt <= 40; ++attempt) {
    const absl::Duration most =
        attempt > 20 ? kBackoffCap : std::min(kBackoffCap, kBackoffBase * (int64_t{1} << (attempt - 1)));
    for (int i = 0; i < 100; ++i) {
      const absl::Duration wait = Backoff("ticket/" + std::to_string(i), attempt);
      EXPECT_GE(wait, absl::ZeroDuration());
      EXPECT_LT(wait, most);
    }
  }
}

TEST(Backoff, IsTheSameForTheSameAttempt) { EXPECT_EQ(Backoff("a/1/320000", 3), Backoff("a/1/320000", 3)); }

TEST(Backoff, SpreadsDeliveriesThatFailedTogether) {
  std::set<int64_t> quarters;
  for (int i = 0; i < 100; ++i) {
    quarters.insert(Backoff("ticket/" + std::to_string(i), 20) / (kBackoffCap / 4));
  }
  EXPECT_EQ(quarters.size(), 4u);
}

TEST(Backoff, RidesOutTheLongestHolidayOnTheAverage) {
  absl::Duration total;
  for (int i = 0; i < 100; ++i) {
    for (uint32_t attempt = 1; attempt < kMaxAttempts; ++attempt) total += Backoff(std::to_string(i), attempt);
  }
  EXPECT_GT(total / 100, absl::Hours(24 * 7));
}

}  // namespace
}  // namespace interline::ticketing
