#include "services/inbox/people/rate.h"

#include <string>

#include "core/base/status_matchers.h"
#include "services/inbox/people/retry_after.h"

namespace interline::inbox {
namespace {

constexpr RateLimit kTwoAMinute = {.most = 2, .within = absl::Minutes(1)};

TEST(Rate, StopsAKeyThatIsTooFastAndSaysHowLong) {
  FakeClock clock;
  Rate rate(clock, kTwoAMinute);
  EXPECT_OK(rate.Take("a"));
  clock.Advance(absl::Seconds(20));
  EXPECT_OK(rate.Take("a"));
  const absl::Status third = rate.Take("a");
  EXPECT_THAT(third, HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(RetryAfter(third), absl::Seconds(40));
  EXPECT_OK(rate.Take("b"));
  clock.Advance(absl::Seconds(40));
  EXPECT_OK(rate.Take("a"));
  EXPECT_THAT(rate.Take("a"), HasCode(absl::StatusCode::kResourceExhausted));
}

TEST(Rate, CountsNothingWhenItIsOnlyAsked) {
  FakeClock clock;
  Rate rate(clock, kTwoAMinute);
  for (int i = 0; i < 5; ++i) EXPECT_OK(rate.Check("a"));
  EXPECT_EQ(rate.keys(), 0u);
}

TEST(Rate, RemembersABoundedNumberOfKeys) {
  FakeClock clock;
  Rate rate(clock, kTwoAMinute, 3);
  for (const char* key : {"a", "b", "c"}) EXPECT_OK(rate.Take(key));
  EXPECT_THAT(rate.Take("d"), HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_OK(rate.Take("a"));
  clock.Advance(absl::Minutes(1));
  EXPECT_OK(rate.Take("d"));
  EXPECT_EQ(rate.keys(), 1u);
}

TEST(AddressKey, IsOneForAHousehold) {
  EXPECT_EQ(AddressKey("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(AddressKey("2001:db8:1:2::1"), AddressKey("2001:db8:1:2:ffff::9"));
  EXPECT_NE(AddressKey("2001:db8:1:2::1"), AddressKey("2001:db8:1:3::1"));
  EXPECT_EQ(AddressKey("::ffff:192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(AddressKey("unknown"), "unknown");
}

TEST(RetryAfter, IsWholeSecondsAndAtLeastOne) {
  EXPECT_EQ(RetryAfter(Exhausted("x", absl::Milliseconds(1))), absl::Seconds(1));
  EXPECT_EQ(RetryAfter(Exhausted("x", absl::Milliseconds(1001))), absl::Seconds(2));
  EXPECT_EQ(RetryAfter(Exhausted("x", -absl::Seconds(5))), absl::Seconds(1));
  EXPECT_EQ(RetryAfter(absl::ResourceExhaustedError("x")), absl::nullopt);
}

}  // namespace
}  // namespace interline::inbox
