#include "adapters/engine/text_pattern.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_join.h"
#include "core/base/status_matchers.h"

namespace interline::adapters {
namespace {

// The values, or "-" when the text does not follow the pattern.
std::string Match(const std::string& pattern, const std::string& text) {
  const auto made = TextPattern::Make(pattern);
  if (!made.ok()) return made.status().ToString();
  const auto values = made->Match(text);
  return values ? absl::StrJoin(*values, "|") : "-";
}

TEST(TextPattern, TakesEachValueUpToTheNextPlainText) {
  const struct {
    const char* pattern;
    const char* text;
    const char* values;
  } cases[] = {
      {"办理意见：{note}，办理截止时间：【{due}】", "办理意见：请速办，办理截止时间：【2026-12-01 10:00】",
       "请速办|2026-12-01 10:00"},
      {"{all}", "x", "x"},
      {"{all}", "", "-"},
      {"{a}-{b}", "1-2-3", "1|2-3"},
      {"{a}-{b}", "-2", "-"},
      {"{a}-{b}", "1-", "-"},
      {"{a}-{b}.", "1-2.3.", "1|2.3"},
      {"<{a}>", "<>", "-"},
      {"<{a}>", "<x", "-"},
      {"<{a}>", "x>", "-"},
      {"{{{a}}}", "{x}", "x"},
      {"意{a}", "意意", "意"},
  };
  for (const auto& one : cases) EXPECT_EQ(Match(one.pattern, one.text), one.values) << one.pattern << " " << one.text;
}

TEST(TextPattern, FillsWhatItMatches) {
  const auto pattern = TextPattern::Make("{{{a}}}，【{b}】");
  ASSERT_TRUE(pattern.ok());
  EXPECT_EQ(pattern->Fill({"1", "2"}), "{1}，【2】");
}

TEST(TextPattern, RefusesWhatCannotBeTakenApart) {
  for (const char* pattern : {"", "plain", "{a}{b}", "{a", "a}", "{}", "{a b}", "{a}-{a}", "{{a}}"}) {
    EXPECT_FALSE(TextPattern::Make(pattern).ok()) << pattern;
  }
}

}  // namespace
}  // namespace interline::adapters
