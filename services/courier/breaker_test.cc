// When a platform is left alone.
#include "services/courier/breaker.h"

#include <gtest/gtest.h>

namespace interline::courier {
namespace {

class BreakerTest : public testing::Test {
 protected:
  void Fail(int times) {
    for (int i = 0; i < times; ++i) {
      breaker_.Started();
      breaker_.Failed(now_);
    }
  }

  Breaker breaker_;
  absl::Time now_ = absl::FromUnixSeconds(1795482000);
};

TEST_F(BreakerTest, OpensAfterFailuresInARowOnly) {
  Fail(Breaker::kFailures - 1);
  breaker_.Started();
  breaker_.Succeeded();
  Fail(Breaker::kFailures - 1);
  EXPECT_TRUE(breaker_.Allows(now_));
  Fail(1);
  EXPECT_FALSE(breaker_.Allows(now_));
  EXPECT_EQ(breaker_.state(now_), Breaker::State::kOpen);
}

TEST_F(BreakerTest, LetsOneCallTryWhetherThePlatformIsBack) {
  Fail(Breaker::kFailures);
  now_ += Breaker::kFirstPause;
  ASSERT_TRUE(breaker_.Allows(now_));
  breaker_.Started();
  EXPECT_FALSE(breaker_.Allows(now_));
  breaker_.Succeeded();
  EXPECT_TRUE(breaker_.Allows(now_));
  EXPECT_EQ(breaker_.state(now_), Breaker::State::kClosed);
}

TEST_F(BreakerTest, WaitsLongerEachTimeTheTryFailsButNotForEver) {
  Fail(Breaker::kFailures);
  absl::Duration pause = Breaker::kFirstPause;
  for (int i = 0; i < 30; ++i) {
    EXPECT_FALSE(breaker_.Allows(now_ + pause - absl::Seconds(1))) << i;
    now_ += pause;
    ASSERT_TRUE(breaker_.Allows(now_)) << i;
    Fail(1);
    pause = std::min(2 * pause, Breaker::kMostPause);
  }
}

TEST_F(BreakerTest, DoesNotCountFailuresOfCallsThatStartedBeforeItOpened) {
  for (int i = 0; i < 20; ++i) breaker_.Started();
  for (int i = 0; i < 20; ++i) breaker_.Failed(now_);
  EXPECT_TRUE(breaker_.Allows(now_ + Breaker::kFirstPause));
}

TEST_F(BreakerTest, LeavesAPlatformAloneThatAsksForIt) {
  breaker_.Rest(now_ + absl::Seconds(30), now_);
  EXPECT_FALSE(breaker_.Allows(now_ + absl::Seconds(29)));
  EXPECT_TRUE(breaker_.Allows(now_ + absl::Seconds(30)));
  breaker_.Rest(now_ + absl::Hours(1000), now_);
  EXPECT_TRUE(breaker_.Allows(now_ + Breaker::kMostRest));
}

}  // namespace
}  // namespace interline::courier
