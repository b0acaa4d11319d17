#include "core/runtime/json_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>

#include <sstream>

namespace interline::runtime {
namespace {

struct Escape {
  std::string text;
  std::string json;
};

TEST(JsonString, EscapesWhatWouldBreakTheLineAndKeepsTheRest) {
  const Escape cases[] = {
      {"plain", R"("plain")"},
      {"", R"("")"},
      {"a\"b\\c", R"("a\"b\\c")"},
      {"line\nnext\ttab\r", R"("line\u000anext\u0009tab\u000d")"},
      {std::string("nul\0end", 7), R"("nul\u0000end")"},
      {"delete\x7F", R"("delete\u007f")"},
      {"签收 😀", "\"签收 😀\""},
  };
  for (const Escape& c : cases) EXPECT_EQ(JsonString(c.text), c.json);
}

TEST(JsonString, ReplacesEveryByteThatIsNotUtf8) {
  const std::string r = "\xEF\xBF\xBD";
  const Escape cases[] = {
      {"a\xFFz", "\"a" + r + "z\""},
      {"\xC0\xAF", "\"" + r + r + "\""},                  // overlong
      {"\xED\xA0\x80", "\"" + r + r + r + "\""},          // surrogate
      {"\xF4\x90\x80\x80", "\"" + r + r + r + r + "\""},  // beyond U+10FFFF
      {"cut \xE7\xAD", "\"cut " + r + r + "\""},
  };
  for (const Escape& c : cases) EXPECT_EQ(JsonString(c.text), c.json);
}

TEST(JsonFormatter, WritesOneObjectPerLineWhateverTheMessage) {
  std::ostringstream out;
  spdlog::logger logger("tick\"eting", std::make_shared<spdlog::sinks::ostream_sink_st>(out));
  logger.set_formatter(std::make_unique<JsonFormatter>());
  logger.warn("first\n{\"level\":\"error\"}");
  logger.info("second");
  EXPECT_THAT(
      out.str(),
      testing::MatchesRegex(
          "\\{\"time\":\"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z\",\"level\":\"warn\","
          "\"service\":\"tick\\\\\"eting\",\"message\":\"first\\\\u000a\\{\\\\\"level\\\\\":\\\\\"error\\\\\"\\}\"\\}\n"
          "\\{\"time\":\"[^\"]*\",\"level\":\"info\",\"service\":\"tick\\\\\"eting\",\"message\":\"second\"\\}\n"));
}

}  // namespace
}  // namespace interline::runtime
