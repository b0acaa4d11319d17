#include "services/translator/platform_topics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status_matchers.h"
#include "core/bus/memory_bus.h"
#include "core/bus/topics.h"

namespace interline::translator {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class PlatformTopicsTest : public testing::Test {
 protected:
  void Create(const std::vector<std::string>& platforms) {
    ASSERT_OK(bus_.admin().CreateTopics(bus::InterlineTopics(platforms, 1, 1)));
  }

  FakeClock clock_;
  bus::MemoryBus bus_{clock_};
};

TEST_F(PlatformTopicsTest, AreThoseOfEveryPlatformThatHasThemAll) {
  Create({"12367", "440000"});
  const auto topics = FindPlatformTopics(bus_.admin(), {"12367", "440000"});
  ASSERT_OK(topics);
  EXPECT_THAT(topics->in, ElementsAre("in.12367", "in.440000"));
  EXPECT_THAT(topics->outbox, ElementsAre("outbox.12367", "outbox.440000"));
  EXPECT_THAT(topics->left_out, IsEmpty());
}

TEST_F(PlatformTopicsTest, LeaveOutAPlatformThatLacksOneAndServeTheOthers) {
  Create({"12367", "440000"});
  ASSERT_OK(bus_.admin().DeleteTopics({"out.440000"}));
  const auto topics = FindPlatformTopics(bus_.admin(), {"12367", "440000", "510000"});
  ASSERT_OK(topics);
  EXPECT_THAT(topics->in, ElementsAre("in.12367"));
  EXPECT_THAT(topics->left_out, ElementsAre("440000", "510000"));
}

TEST_F(PlatformTopicsTest, SayHowToMendItWhenThereAreNone) {
  const auto expect_remedy = [&] {
    const auto topics = FindPlatformTopics(bus_.admin(), {"12367"});
    EXPECT_THAT(topics, HasCode(absl::StatusCode::kFailedPrecondition));
    EXPECT_THAT(std::string(topics.status().message()), HasSubstr("interline topics create"));
  };
  expect_remedy();
  Create({"510000"});
  expect_remedy();
}

}  // namespace
}  // namespace interline::translator
