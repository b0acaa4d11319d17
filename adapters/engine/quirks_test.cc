#include "adapters/engine/quirks.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "adapters/engine/compile.h"
#include "adapters/engine/test_support.h"
#include "adapters/engine/wire_tree.h"
#include "core/base/refusal.h"
#include "core/base/status_matchers.h"

namespace interline::adapters {
namespace {

// A platform that writes "'" for quotation marks, and a dialect whose documents stand behind a "!".
absl::StatusOr<WireMessage> WithQuotes(Direction, WireMessage message) {
  if (absl::StrContains(message.body, '"')) {
    return RefusalError(v1::REFUSAL_REASON_MALFORMED, "", "It writes other quotation marks.");
  }
  message.body = absl::StrReplaceAll(message.body, {{"'", "\""}});
  return message;
}

absl::StatusOr<WireMessage> WithApostrophes(Direction, WireMessage message) {
  message.body = absl::StrReplaceAll(message.body, {{"\"", "'"}});
  return message;
}

absl::StatusOr<WireMessage> WithoutMark(Direction, WireMessage message) {
  message.body.erase(0, 1);
  return message;
}

absl::StatusOr<WireMessage> WithMark(Direction, WireMessage message) {
  message.body.insert(0, "!");
  return message;
}

absl::StatusOr<WireAnswer> WithStatus(Direction, WireAnswer answer) {
  answer.http_status = 200;
  return answer;
}

const QuirksOf kPlatform("440001", {.before_decode = &WithQuotes, .after_encode = &WithApostrophes});
const QuirksOf kDialect("quirky", {.before_decode = &WithoutMark,
                                   .after_encode = &WithMark,
                                   .before_read_answer = &WithStatus,
                                   .after_write_answer = &WithStatus});

adapter::v1::Platform Platform() {
  adapter::v1::Platform platform = ParsePlatform(TestPlatformText());
  platform.set_id("440001");
  platform.set_dialect("quirky");
  platform.add_quirks("Writes apostrophes.");
  return platform;
}

adapter::v1::Dialect Dialect() {
  adapter::v1::Dialect dialect = ParseDialect(TestDialectText());
  dialect.set_name("quirky");
  dialect.add_quirks("A mark stands in front.");
  return dialect;
}

std::string Quirky(const std::string& body) {
  return absl::StrCat("!", absl::StrReplaceAll(body, {{"\"", "'"}, {"440000", "440001"}}));
}

TEST(Quirks, ChangeTheBytesOnTheWayInAndOut) {
  const auto adapter = MakeAdapter(Platform(), Dialect());
  ASSERT_OK(adapter.status());
  const std::string body = Quirky(absl::StrReplaceAll(FullTransferJson(), {{"\\\"文字\\\"", "文字"}}));
  const auto event = (*adapter)->Decode(Direction::kFromPlatform, {body, {}});
  ASSERT_OK(event.status());
  EXPECT_EQ(event->transferred().matter().title(), "签证延期");
  const auto written = (*adapter)->Encode(Direction::kFromPlatform, *event);
  ASSERT_OK(written.status());
  EXPECT_EQ(written->body, body);
}

TEST(Quirks, ApplyToWhatToolsSee) {
  Mistakes mistakes;
  const auto plan = CompilePlan(Platform(), Dialect(), mistakes);
  ASSERT_NE(plan, nullptr);
  const WireMessage message{"!{'head':{'type':'signed'}}", {}};
  EXPECT_EQ(*WireToJson(*plan, Direction::kFromPlatform, message), R"({"head":{"type":"signed"}})");
  const MessagePlan* chosen = ChooseMessage(*plan, Direction::kFromPlatform, message);
  ASSERT_NE(chosen, nullptr);
  EXPECT_EQ(chosen->name, "signed");
}

TEST(Quirks, MayRefuse) {
  const auto adapter = MakeAdapter(Platform(), Dialect());
  ASSERT_OK(adapter.status());
  const auto event = (*adapter)->Decode(Direction::kFromPlatform, {FullTransferJson(), {}});
  EXPECT_EQ(ReasonName(GetRefusal(event.status())->reason()), "MALFORMED");
}

TEST(Quirks, DoNotLookAtWhatIsTooLarge) {
  const auto adapter = MakeAdapter(Platform(), Dialect());
  ASSERT_OK(adapter.status());
  const auto event = (*adapter)->Decode(Direction::kFromPlatform, {std::string(2 << 20, '"'), {}});
  EXPECT_EQ(ReasonName(GetRefusal(event.status())->reason()), "TOO_LARGE");
}

TEST(Quirks, AreListedJustWhenTheyAreThere) {
  adapter::v1::Platform silent = Platform();
  silent.clear_quirks();
  EXPECT_NE(MakeAdapter(silent, Dialect()).status().message().find("platform: There is a quirks.cc"),
            absl::string_view::npos);
  adapter::v1::Platform other = Platform();
  other.set_id("440002");
  EXPECT_NE(MakeAdapter(other, Dialect())
                .status()
                .message()
                .find("platform.quirks[0]: No quirks.cc for '440002' is part of this program."),
            absl::string_view::npos);
  adapter::v1::Dialect dialect = Dialect();
  dialect.clear_quirks();
  EXPECT_NE(MakeAdapter(Platform(), dialect).status().message().find("dialect: There is a quirks.cc"),
            absl::string_view::npos);
}

}  // namespace
}  // namespace interline::adapters
