#include "core/routing/table_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"
#include "core/base/status_matchers.h"
#include "core/routing/table.h"

namespace interline::routing {
namespace {

using testing::HasSubstr;

constexpr char kWhole[] = R"(version: "1"
home: "12367"
menu_channels: CHANNEL_PHONE
abroad_areas: ["81"]
sources { id: "law" grade: GRADE_PUBLISHED title: "A law" }
provinces { code: "31" name: "上海" }
provinces { code: "44" name: "广东" }
destinations {
  name: "centre" name_zh: "中心"
  offices { platform: "12367" unit_code: "C" unit_name: "中心" source: "law" }
}
destinations {
  name: "local" name_zh: "属地"
  offices { area: "31" platform: "310000" unit_name: "上海" source: "law" }
  gaps { area: "44" why: "Not told." source: "law" }
}
rules { id: "abroad" place: PLACE_ABROAD to: "centre" source: "law" }
rules { id: "outside" categories: CATEGORY_OUTSIDE_IMMIGRATION to: "local" source: "law" }
)";

TEST(RoutingTableFile, TakesATableThatIsWhole) {
  const absl::StatusOr<Table> table = Table::Parse(kWhole, "t");
  ASSERT_OK(table);
  EXPECT_EQ(table->version(), "1");
  EXPECT_EQ(table->home(), "12367");
}

TEST(RoutingTableFile, SaysWithFileAndLineWhatIsWrong) {
  const struct {
    const char* old_text;
    const char* new_text;
    const char* finding;
  } cases[] = {
      {"home:", "house:", "t:2: "},
      {"CHANNEL_PHONE", "CHANNEL_PIGEON", "Unknown enumeration value"},
      {"menu_channels: CHANNEL_PHONE", "menu_channels: CHANNEL_UNSPECIFIED", "t:3: What was not told"},
      {"version: \"1\"", "version: \"\"", "t:1: The table needs a version"},
      {"home: \"12367\"", "home: \"1236\"", "t:1: The table needs the home platform"},
      {"[\"81\"]", "[\"8\"]", "t:4: An area is"},
      {"[\"81\"]", "[\"81\", \"81\"]", "t:4: The area 81 is there already"},
      {"[\"81\"]", "[\"31\"]", "t:14: The area counts as abroad"},
      {"grade: GRADE_PUBLISHED", "", "t:5: A source needs a grade"},
      {"title: \"A law\"", "", "t:5: A source needs a title"},
      {"provinces { code: \"31\"", "provinces { code: \"44\"", "t:7: The province 44 is there already"},
      {"provinces { code: \"31\"", "provinces { code: \"310\"", "t:6: A province has a code of 2 digits"},
      {"name: \"local\"", "name: \"centre\"", "t:12: The destination centre is there already"},
      {"name_zh: \"属地\"", "", "t:12: A destination needs a name in Chinese"},
      {"  offices { area: \"31\" platform: \"310000\" unit_name: \"上海\" source: \"law\" }\n", "",
       "t:12: A destination needs an office"},
      {"platform: \"310000\"", "platform: \"\"", "t:14: An office needs a platform"},
      {"unit_code: \"C\"", "", "t:10: An office at the home platform needs a unit_code"},
      {"unit_name: \"上海\"", "", "t:14: An office needs a unit_name"},
      {"area: \"31\" platform", "area: \"99\" platform", "t:14: The area lies in no province"},
      {"area: \"31\" platform", "platform", "t:12: One office for all leaves no gap"},
      {"  gaps { area: \"44\" why: \"Not told.\" source: \"law\" }\n", "",
       "t:12: The destination local has no office and no gap for the province 44"},
      {"gaps { area: \"44\"", "gaps { area: \"31\"", "t:15: The area 31 is there already"},
      {"gaps { area: \"44\"", "gaps { area: \"4403\"", "t:15: A gap is a province"},
      {"why: \"Not told.\"", "", "t:15: A gap needs a reason"},
      {"why: \"Not told.\" source: \"law\"", "why: \"Not told.\" source: \"rumour\"", "t:15: The row names no source"},
      {"id: \"outside\"", "id: \"abroad\"", "t:18: The rule abroad is there already"},
      {"id: \"outside\"", "id: \"Out side\"", "t:18: A rule needs an id"},
      {"to: \"local\"", "to: \"nowhere\"", "t:18: The rule leads to no destination"},
      {"to: \"local\"", "to: \"centre\"", "t:12: No rule leads to local"},
      {"to: \"local\" source: \"law\"", "to: \"local\"", "t:18: The row names no source"},
      {"categories: CATEGORY_OUTSIDE_IMMIGRATION", "", "t:18: A rule without conditions would be a default"},
      {"categories: CATEGORY_OUTSIDE_IMMIGRATION", "categories: CATEGORY_UNSPECIFIED", "t:18: What was not told"},
      {"categories: CATEGORY_OUTSIDE_IMMIGRATION", "languages: [LANGUAGE_EN, LANGUAGE_EN]",
       "t:18: A code stands twice"},
      {"categories: CATEGORY_OUTSIDE_IMMIGRATION", "no_menu: true options: BUSINESS_OPTION_COMMENTS",
       "t:18: Without a menu there is no option"},
      {"categories: CATEGORY_OUTSIDE_IMMIGRATION", "place: PLACE_ABROAD languages: LANGUAGE_EN",
       "t:18: The rule is never reached; abroad in line 17"},
  };
  for (const auto& c : cases) {
    const std::string text = absl::StrReplaceAll(kWhole, {{c.old_text, c.new_text}});
    ASSERT_NE(text, kWhole) << c.old_text;
    const absl::Status status = Table::Parse(text, "t").status();
    EXPECT_THAT(status, HasCode(absl::StatusCode::kInvalidArgument)) << c.new_text;
    EXPECT_THAT(std::string(status.message()), HasSubstr(c.finding)) << c.old_text << " -> " << c.new_text;
  }
}

TEST(RoutingTableFile, FindsASourceThatNoRowNames) {
  const std::string text = std::string(kWhole) + "sources { id: \"spare\" grade: GRADE_OURS title: \"Spare\" }\n";
  EXPECT_THAT(std::string(Table::Parse(text, "t").status().message()),
              HasSubstr("t:19: No row names the source spare"));
}

TEST(RoutingTableFile, ListsEverythingThatIsWrongByLine) {
  const std::string text =
      absl::StrReplaceAll(kWhole, {{"unit_name: \"上海\"", ""}, {"grade: GRADE_PUBLISHED", ""}, {"to: \"local\"", ""}});
  const std::string message(Table::Parse(text, "t").status().message());
  EXPECT_LT(message.find("t:5:"), message.find("t:14:"));
  EXPECT_LT(message.find("t:14:"), message.find("t:18:"));
  EXPECT_NE(message.find("t:18:"), std::string::npos);
}

TEST(RoutingTableFile, SaysWhenThereIsNone) {
  EXPECT_THAT(Table::Load("no/such/table").status(), HasCode(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace interline::routing
