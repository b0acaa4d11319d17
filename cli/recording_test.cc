#include "cli/recording.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status_matchers.h"

namespace interline::cli {
namespace {

using adapters::Direction;
using testing::HasSubstr;
using testing::Not;

TEST(Recording, HoldsAMessageWithItsHeaders) {
  const auto recorded = ParseRecorded(
      R"({"platform":"510000","direction":"to_platform","headers":{":Path":"/a"},"body":"{\"a\":1}","note":"x"})");
  ASSERT_OK(recorded);
  EXPECT_EQ(recorded->platform, "510000");
  EXPECT_EQ(recorded->direction, Direction::kToPlatform);
  EXPECT_EQ(recorded->message.headers.at(":path"), "/a");
  EXPECT_EQ(recorded->message.body, R"({"a":1})");
  EXPECT_FALSE(recorded->event.has_value());
}

TEST(Recording, HoldsBytesThatAreNoTextAndComesFromThePlatformUnlessTold) {
  const auto recorded = ParseRecorded(R"({"body_base64":"1qQ="})");
  ASSERT_OK(recorded);
  EXPECT_EQ(recorded->message.body, "\xD6\xA4");
  EXPECT_EQ(recorded->direction, Direction::kFromPlatform);
  EXPECT_EQ(recorded->platform, "");
}

TEST(Recording, HoldsAnEventToBeWritten) {
  const auto recorded = ParseRecorded(R"({"direction":"to_platform","event":{"id":"a","signed":{}}})");
  ASSERT_OK(recorded);
  ASSERT_TRUE(recorded->event.has_value());
  EXPECT_TRUE(recorded->event->has_signed_());
}

TEST(Recording, SaysWhatIsWrongAndNeverAValue) {
  const struct {
    const char* line;
    const char* says;
  } cases[] = {
      {"no JSON", "no JSON object"},
      {"[]", "no JSON object"},
      {"{}", "one of body, body_base64 and event"},
      {R"({"body":"a","body_base64":""})", "one of body, body_base64 and event"},
      {R"({"body":1})", "body is a text"},
      {R"({"body":"a","direction":"secret"})", "direction is from_platform or to_platform"},
      {R"({"body":"a","headers":{"x":1}})", "headers is an object of texts"},
      {R"({"body_base64":"secret!"})", "body_base64 is no base64"},
      {R"({"event":{"nothing":"secret"}})", "event is no TicketEvent"},
  };
  for (const auto& c : cases) {
    const auto recorded = ParseRecorded(c.line);
    EXPECT_EQ(recorded.status().code(), absl::StatusCode::kInvalidArgument) << c.line;
    EXPECT_THAT(std::string(recorded.status().message()), HasSubstr(c.says));
    EXPECT_THAT(std::string(recorded.status().message()), Not(HasSubstr("secret"))) << c.line;
  }
}

}  // namespace
}  // namespace interline::cli
