#include "adapters/schema/layout_pattern.h"

#include <gtest/gtest.h>

#include <regex>
#include <string>

namespace interline::schema {
namespace {

TEST(LayoutPattern, TakesTheLayoutAndNothingElse) {
  const struct {
    const char* layout;
    const char* example;
    const char* other;
  } cases[] = {
      {"%Y-%m-%d %H:%M:%S", "2026-01-05 15:04:05", "2026-1-5 15:04:05"},
      {"%Y%m%d%H%M%S", "20260105150405", "2026-01-05"},
      {"%y%m%d%H%M%S", "260105150405", "20260105150405"},
      {"%Y-%m-%dT%H:%M:%E3S", "2026-01-05T15:04:05.678", "2026-01-05T15:04:05x678"},
      {"%b %-d, %Y %-I:%-M:%-S %p", "Jan 5, 2026 3:4:5 PM", "Jän 5, 2026 3:4:5 PM"},
      {"%Y.%m.%d (%H:%M:%S)", "2026.01.05 (15:04:05)", "2026-01.05 (15:04:05)"},
      {"100%% %Y[%m]%d%H%M%S", "100% 2026[01]05150405", "1000 2026[01]05150405"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(ExampleOfLayout(c.layout), c.example);
    const std::regex pattern(PatternOfLayout(c.layout));
    EXPECT_TRUE(std::regex_match(std::string(c.example), pattern)) << c.layout;
    EXPECT_FALSE(std::regex_match(std::string(c.other), pattern)) << c.layout;
  }
}

}  // namespace
}  // namespace interline::schema
