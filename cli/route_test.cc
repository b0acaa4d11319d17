#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "cli/test_world.h"

namespace interline::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(Route, SaysWhereATicketGoesByWhichRuleAndWhoSaysSo) {
  TestWorld world;
  EXPECT_EQ(world.Run({"route", "--language", "zh", "--category", "outside-immigration", "--region", "440100"}), kOk);
  EXPECT_THAT(world.out, AllOf(HasSubstr("leaves: for 440000, 广东12345\n"), HasSubstr("rule: outside-immigration"),
                               HasSubstr("source: inferred, 国办发〔2020〕53号")));
  EXPECT_EQ(world.Run({"route", "--country", "FRA"}), kOk);
  EXPECT_THAT(world.out, HasSubstr("stays: with 12367, 国家移民管理局移民事务服务中心 (NIA)\n"));
}

TEST(Route, ExplainsEachRule) {
  TestWorld world;
  EXPECT_EQ(world.Run({"route", "--explain", "--language", "ZH", "--category", "port_clearance", "--option",
                       "port-clearance", "--region", "440300"}),
            kOk);
  EXPECT_THAT(world.out, AllOf(HasSubstr("the citizen is in the mainland"), HasSubstr("the category is port_clearance"),
                               HasSubstr("the language is zh, the menu option is port_clearance"),
                               HasSubstr("not tried"), HasSubstr("深圳边检分中心 (BI-4403)")));
}

TEST(Route, SaysThatItCannotSayAndWhatWouldHelp) {
  TestWorld world;
  EXPECT_EQ(world.Run({"route", "--language", "zh", "--option", "port-clearance"}), kFailed);
  EXPECT_THAT(world.out,
              AllOf(HasSubstr("unclear: "), HasSubstr("caller_place"), HasSubstr("transferred.matter.category")));
  EXPECT_THAT(world.err, HasSubstr("a person decides"));
}

TEST(Route, SpeaksJson) {
  TestWorld world;
  EXPECT_EQ(world.Run({"route", "--json", "--explain", "--country", "FRA"}), kOk);
  EXPECT_THAT(world.out,
              AllOf(HasSubstr(R"("verdict":"stays")"), HasSubstr(R"("unitCode":"NIA")"),
                    HasSubstr(R"("grade":"published")"), HasSubstr(R"("rules":[{"rule":"abroad","outcome":"holds")")));
  EXPECT_EQ(std::count(world.out.begin(), world.out.end(), '\n'), 1);
  EXPECT_EQ(world.Run({"route", "--json"}), kFailed);
  EXPECT_THAT(world.out, AllOf(HasSubstr(R"("verdict":"unclear")"), Not(HasSubstr("rules"))));
}

TEST(Route, ReadsAnEventAndPutsTheFlagsOverIt) {
  TestWorld world;
  const std::string path = testing::TempDir() + "/transfer.json";
  std::ofstream(path) << R"({"transferred": {"matter": {"title": ")" << kCanary
                      << R"(", "language": "LANGUAGE_ZH", "category": "CATEGORY_OUTSIDE_IMMIGRATION"}}})";
  EXPECT_EQ(world.Run({"route", "--event", path, "--region", "310000"}), kOk);
  EXPECT_THAT(world.out, AllOf(HasSubstr("310000"), Not(HasSubstr(kCanary))));
  EXPECT_EQ(
      world.Run({"route", "--event", path, "--region", "310000", "--category", "comments", "--option", "comments"}),
      kOk);
  EXPECT_THAT(world.out, HasSubstr("stays"));
  std::ofstream(path) << R"({"transferred": {"to": "320000"}})";
  EXPECT_EQ(world.Run({"route", "--event", path, "--country", "FRA"}), kOk);
  EXPECT_THAT(world.err, HasSubstr("names its addressee, 320000"));
  std::ofstream(path) << R"({"signed": {}})";
  EXPECT_EQ(world.Run({"route", "--event", path}), kUsage);
}

TEST(Route, KnowsTheWordsOfTheContractOnly) {
  TestWorld world;
  for (const char* flag : {"--language", "--option", "--category", "--channel"}) {
    for (const char* word : {"klingon", "unspecified"}) {
      EXPECT_EQ(world.Run({"route", flag, word}), kUsage) << flag;
      EXPECT_THAT(world.err, HasSubstr(std::string(flag) + " is one of ")) << flag;
    }
  }
}

TEST(Route, ChecksATableAndNamesTheLineOfAMistake) {
  TestWorld world;
  EXPECT_EQ(world.Run({"route", "--check"}), kOk);
  EXPECT_THAT(world.out, HasSubstr("nothing found"));
  const std::string path = testing::TempDir() + "/table.textproto";
  std::ofstream(path) << "version: \"1\"\nhome: \"12367\"\nrules { id: \"all\" to: \"nowhere\" source: \"me\" }\n";
  EXPECT_EQ(world.Run({"route", "--check", "--table", path}), kUsage);
  EXPECT_THAT(world.err,
              AllOf(HasSubstr(path + ":3: A rule without conditions"), HasSubstr(path + ":3: The rule leads")));
  EXPECT_EQ(world.Run({"route", "--table", "no/such/table"}), kNotFound);
}

}  // namespace
}  // namespace interline::cli
