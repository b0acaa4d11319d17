#include "cli/send_variation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status_matchers.h"

namespace interline::cli {
namespace {

v1::TicketEvent Transfer() {
  v1::TicketEvent event;
  event.set_id("m-1");
  event.mutable_transferred()->mutable_matter()->set_content("内容");
  return event;
}

TEST(TransfersToSend, AreTheSameMessageAsOftenAsTheVariationSays) {
  const struct {
    Sending sending;
    size_t times;
  } cases[] = {{Sending::kOnce, 1}, {Sending::kUnmappedCode, 1}, {Sending::kTwice, 2}, {Sending::kThrice, 3}};
  for (const auto& c : cases) {
    const auto transfers = TransfersToSend(Transfer(), c.sending);
    EXPECT_EQ(transfers.size(), c.times);
    for (const auto& transfer : transfers) EXPECT_EQ(transfer.DebugString(), Transfer().DebugString());
  }
}

TEST(TransfersToSend, OfAConflictHaveOneIdAndTwoContents) {
  const auto transfers = TransfersToSend(Transfer(), Sending::kConflict);
  ASSERT_EQ(transfers.size(), 2u);
  EXPECT_EQ(transfers[0].DebugString(), Transfer().DebugString());
  EXPECT_EQ(transfers[1].id(), transfers[0].id());
  EXPECT_NE(transfers[1].transferred().matter().content(), transfers[0].transferred().matter().content());
}

TEST(AlterField, ReplacesOneValueAndKeepsTheRest) {
  const struct {
    const char* path;
    const char* value;
    const char* altered;
  } cases[] = {
      {"a", "x", R"({"a":"x","b":{"c":3,"d":["内容"],"e":1.5}})"},
      {"b.c", "99", R"({"a":"甲","b":{"c":99,"d":["内容"],"e":1.5}})"},
  };
  for (const auto& c : cases) {
    std::string json = R"({"a": "甲", "b": {"c": 3, "d": ["内容"], "e": 1.5}})";
    EXPECT_OK(AlterField(json, c.path, c.value));
    EXPECT_EQ(json, c.altered);
  }
}

TEST(AlterField, SaysWhenThereIsNothingToAlter) {
  for (const char* path : {"", "z", "a.b", "b", "b.d", "b.c.d"}) {
    std::string json = R"({"a":"甲","b":{"c":3,"d":[1]}})";
    EXPECT_THAT(AlterField(json, path, "x"), HasCode(absl::StatusCode::kNotFound)) << path;
    EXPECT_EQ(json, R"({"a":"甲","b":{"c":3,"d":[1]}})");
  }
  std::string number = R"({"c":3})";
  EXPECT_THAT(AlterField(number, "c", "no number"), HasCode(absl::StatusCode::kNotFound));
  std::string broken = "{";
  EXPECT_THAT(AlterField(broken, "c", "x"), HasCode(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace interline::cli
