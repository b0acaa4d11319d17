// The hotline's published rules, as deploy/config/routing.textproto states them, over every case there is.
#include "core/routing/table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "absl/strings/match.h"
#include "core/base/status_matchers.h"

namespace interline::routing {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kNational[] = "NIA";

const Table& Published() {
  static const absl::StatusOr<Table>* const table =
      new absl::StatusOr<Table>(Table::Load("deploy/config/routing.textproto"));
  if (!table->ok()) ADD_FAILURE() << table->status();
  return **table;
}

struct Place {
  const char* region_code;
  const char* country;
};

// A place of every kind: unknown, abroad in three ways, mainland with one office, with a city's own, in gaps.
constexpr Place kPlaces[] = {{"", ""},       {"", "FRA"},    {"", "HKG"},    {"810000", ""},
                             {"710000", ""}, {"", "CHN"},    {"310115", ""}, {"440300", ""},
                             {"441400", ""}, {"350200", ""}, {"660000", ""}, {"999999", ""}};

template <typename Enum>
std::vector<Enum> Values(const google::protobuf::EnumDescriptor* type) {
  std::vector<Enum> values;
  for (int i = 0; i < type->value_count(); ++i) values.push_back(static_cast<Enum>(type->value(i)->number()));
  return values;
}

// Every case that the contract can state.
void ForEveryCase(const std::function<void(const Facts&, const Decision&)>& look) {
  Facts facts;
  for (const auto language : Values<v1::Language>(v1::Language_descriptor())) {
    for (const auto option : Values<v1::BusinessOption>(v1::BusinessOption_descriptor())) {
      for (const auto category : Values<v1::Category>(v1::Category_descriptor())) {
        for (const auto channel : Values<v1::Channel>(v1::Channel_descriptor())) {
          for (const Place& place : kPlaces) {
            facts = {language, option, category, channel, place.region_code, place.country};
            SCOPED_TRACE(testing::Message() << language << '/' << option << '/' << category << '/' << channel << '/'
                                            << place.region_code << place.country);
            look(facts, Published().Decide(facts));
            if (testing::Test::HasFailure()) return;
          }
        }
      }
    }
  }
}

bool IsChinese(const Facts& facts) { return facts.language == v1::LANGUAGE_ZH || facts.language == v1::LANGUAGE_YUE; }
bool IsForeignLanguage(const Facts& facts) { return facts.language != v1::LANGUAGE_UNSPECIFIED && !IsChinese(facts); }
bool IsAbroad(const Facts& facts) {
  return (!facts.country.empty() && facts.country != "CHN") || facts.region_code == "810000" ||
         facts.region_code == "710000";
}
bool IsInProvince(const Facts& facts) {
  return facts.region_code == "310115" || facts.region_code == "440300" || facts.region_code == "441400" ||
         facts.region_code == "350200" || facts.region_code == "660000";
}
bool IsMainland(const Facts& facts) { return facts.country == "CHN" || IsInProvince(facts); }
bool IsOutside(const Facts& facts) { return facts.category == v1::CATEGORY_OUTSIDE_IMMIGRATION; }
bool IsOwnBusiness(const Facts& facts) { return facts.category != v1::CATEGORY_UNSPECIFIED && !IsOutside(facts); }

std::string UnitOf(const Decision& decision) {
  return decision.verdict == Verdict::kStays ? decision.routing.unit_code() : "";
}

TEST(PublishedRouting, SendsCallersAbroadToTheNationalCentreWhateverTheyAsk) {
  ForEveryCase([](const Facts& facts, const Decision& decision) {
    if (!IsAbroad(facts)) return;
    EXPECT_EQ(UnitOf(decision), kNational);
    EXPECT_EQ(decision.routing.rule(), "abroad");
  });
}

TEST(PublishedRouting, SendsMattersOutsideImmigrationToThe12345OfTheCallersProvince) {
  const std::map<std::string, std::string> platforms = {
      {"310115", "310000"}, {"440300", "440000"}, {"441400", "440000"}, {"350200", "350000"}, {"660000", "660000"}};
  ForEveryCase([&](const Facts& facts, const Decision& decision) {
    if (!IsOutside(facts) || !IsInProvince(facts)) return;
    EXPECT_EQ(decision.verdict, Verdict::kLeaves);
    EXPECT_EQ(decision.routing.platform(), platforms.at(facts.region_code));
  });
}

TEST(PublishedRouting, SendsNothingElseToA12345) {
  ForEveryCase([](const Facts& facts, const Decision& decision) {
    if (IsOutside(facts) && IsInProvince(facts)) return;
    EXPECT_NE(decision.verdict, Verdict::kLeaves);
  });
}

TEST(PublishedRouting, SendsEnglishAndOtherLanguagesToTheNationalCentre) {
  ForEveryCase([](const Facts& facts, const Decision& decision) {
    if (!IsForeignLanguage(facts) || !IsOwnBusiness(facts)) return;
    EXPECT_EQ(UnitOf(decision), kNational);
  });
}

TEST(PublishedRouting, SendsCommentsInTheChineseMenuToTheNationalCentre) {
  ForEveryCase([](const Facts& facts, const Decision& decision) {
    if (!IsChinese(facts) || !IsOwnBusiness(facts) || facts.option != v1::BUSINESS_OPTION_COMMENTS) return;
    EXPECT_EQ(UnitOf(decision), kNational);
  });
}

TEST(PublishedRouting, SendsPortClearanceInTheChineseMenuToTheNearestBorderInspection) {
  const std::map<std::string, std::string> units = {
      {"310115", "BI-31"}, {"440300", "BI-4403"}, {"441400", ""}, {"350200", "BI-3502"}, {"660000", ""}};
  ForEveryCase([&](const Facts& facts, const Decision& decision) {
    if (!IsChinese(facts) || !IsOwnBusiness(facts) || !IsInProvince(facts)) return;
    if (facts.option != v1::BUSINESS_OPTION_PORT_CLEARANCE) return;
    EXPECT_EQ(UnitOf(decision), units.at(facts.region_code));
  });
}

TEST(PublishedRouting, SendsDocumentsInTheChineseMenuToTheExitEntryDepartmentOfTheCallersProvince) {
  const std::map<std::string, std::string> units = {
      {"310115", "EE-31"}, {"440300", "EE-44"}, {"441400", "EE-44"}, {"350200", "EE-35"}, {"660000", ""}};
  ForEveryCase([&](const Facts& facts, const Decision& decision) {
    if (!IsChinese(facts) || !IsOwnBusiness(facts) || !IsInProvince(facts)) return;
    if (facts.option != v1::BUSINESS_OPTION_ENTRY_EXIT_DOCUMENTS) return;
    EXPECT_EQ(UnitOf(decision), units.at(facts.region_code));
  });
}

TEST(PublishedRouting, LeavesComplaintsAndReportsWithoutAMenuToAPerson) {
  ForEveryCase([](const Facts& facts, const Decision& decision) {
    if (!IsChinese(facts) || IsAbroad(facts) || facts.option != v1::BUSINESS_OPTION_UNSPECIFIED) return;
    if (facts.category != v1::CATEGORY_COMPLAINT && facts.category != v1::CATEGORY_VIOLATION_REPORT) return;
    EXPECT_EQ(decision.verdict, Verdict::kUnclear);
  });
}

TEST(PublishedRouting, NamesARuleAndItsSourceOrSaysWhyNot) {
  ForEveryCase([](const Facts&, const Decision& decision) {
    EXPECT_FALSE(decision.why.empty());
    EXPECT_EQ(decision.steps.size(), static_cast<size_t>(Published().rows().rules_size()));
    if (decision.verdict == Verdict::kUnclear) {
      EXPECT_FALSE(decision.routing.IsInitialized() && decision.routing.ByteSizeLong() > 0);
      EXPECT_FALSE(decision.source.has_value());
    } else {
      EXPECT_EQ(decision.routing.table(), Published().version());
      EXPECT_THAT(decision.missing, IsEmpty());
      EXPECT_TRUE(decision.source.has_value());
    }
  });
}

// What was decided without a fact must be what is decided with any value of it.
TEST(PublishedRouting, NeverGuessesAFactThatWasNotTold) {
  ForEveryCase([](const Facts& facts, const Decision& decision) {
    if (decision.verdict == Verdict::kUnclear) return;
    std::vector<Facts> told;
    if (facts.language == v1::LANGUAGE_UNSPECIFIED) {
      for (const auto one : {v1::LANGUAGE_ZH, v1::LANGUAGE_EN, v1::LANGUAGE_JA}) {
        told.push_back(facts);
        told.back().language = one;
      }
    }
    if (facts.category == v1::CATEGORY_UNSPECIFIED) {
      for (const auto one : Values<v1::Category>(v1::Category_descriptor())) {
        if (one == v1::CATEGORY_UNSPECIFIED) continue;
        told.push_back(facts);
        told.back().category = one;
      }
    }
    if (!IsAbroad(facts) && !IsMainland(facts)) {
      for (const char* country : {"CHN", "FRA"}) {
        told.push_back(facts);
        told.back().region_code.clear();
        told.back().country = country;
      }
    }
    for (const Facts& one : told) {
      EXPECT_EQ(UnitOf(Published().Decide(one)), UnitOf(decision)) << one.language << one.category << one.country;
    }
  });
}

TEST(PublishedRouting, SaysWhichFactsWouldHelp) {
  const auto missing = [](Facts facts) { return Published().Decide(facts).missing; };
  const auto zh = v1::LANGUAGE_ZH;
  const auto port = v1::BUSINESS_OPTION_PORT_CLEARANCE;
  const auto category = v1::CATEGORY_PORT_CLEARANCE;
  const auto phone = v1::CHANNEL_PHONE;
  EXPECT_THAT(missing({zh, port, category, phone, "", ""}), ElementsAre("caller_place"));
  EXPECT_THAT(missing({zh, port, category, phone, "", "CHN"}), ElementsAre("caller_place"));
  EXPECT_THAT(missing({zh, v1::BUSINESS_OPTION_UNSPECIFIED, category, phone, "310000", ""}),
              ElementsAre("transferred.matter.business_option"));
  EXPECT_THAT(missing({zh, port, v1::CATEGORY_UNSPECIFIED, phone, "310000", ""}),
              ElementsAre("transferred.matter.category"));
  EXPECT_THAT(missing({v1::LANGUAGE_UNSPECIFIED, port, category, phone, "310000", ""}),
              Contains("transferred.matter.language"));
  EXPECT_THAT(missing({zh, v1::BUSINESS_OPTION_UNSPECIFIED, category, v1::CHANNEL_UNSPECIFIED, "310000", ""}),
              Contains("transferred.matter.channel"));
  // No fact would help where the table has no answer.
  EXPECT_THAT(missing({zh, port, category, phone, "441400", ""}), IsEmpty());
  EXPECT_THAT(Published().Decide({zh, port, category, phone, "441400", ""}).why, HasSubstr("Guangdong"));
}

TEST(PublishedRouting, TellsWhatBecameOfEachRule) {
  const Decision decision = Published().Decide(
      {v1::LANGUAGE_ZH, v1::BUSINESS_OPTION_COMMENTS, v1::CATEGORY_COMMENTS, v1::CHANNEL_PHONE, "", ""});
  std::map<std::string, Step> steps;
  for (const Step& step : decision.steps) steps[step.rule] = step;
  EXPECT_EQ(steps["abroad"].outcome, Step::Outcome::kOpen);
  EXPECT_EQ(steps["outside-immigration"].outcome, Step::Outcome::kDoesNotHold);
  EXPECT_EQ(steps["outside-immigration"].why, "the category is comments");
  EXPECT_EQ(steps["comments"].outcome, Step::Outcome::kHolds);
  EXPECT_EQ(steps["comments"].why, "the language is zh, the menu option is comments");
  EXPECT_EQ(steps["documents"].outcome, Step::Outcome::kNotTried);
  // The open rule leads to the same office, so nothing is in doubt.
  EXPECT_EQ(UnitOf(decision), kNational);
}

TEST(PublishedRouting, HasA12345ForEveryConnectedProvince) {
  int platforms = 0;
  for (const auto& province : Published().rows().provinces()) {
    Facts facts;
    facts.category = v1::CATEGORY_OUTSIDE_IMMIGRATION;
    facts.region_code = province.code() + "0000";
    const Decision decision = Published().Decide(facts);
    EXPECT_EQ(decision.routing.platform(), facts.region_code);
    ++platforms;
  }
  EXPECT_EQ(platforms, 32);
}

}  // namespace
}  // namespace interline::routing
