#include "cli/scenario.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "cli/text_file.h"
#include "core/base/proto_time.h"
#include "core/base/status_matchers.h"

namespace interline::cli {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const absl::Time kStart = absl::FromUnixSeconds(1795482000);

constexpr char kLine[] =
    R"({"number":"GD1","from":"440000","to":"12367","title":"护照","content":"遗失","category":"CITIZEN_DOCUMENTS",)"
    R"("demandType":"HELP","language":"YUE","region":"440106","workingDays":5,)"
    R"("caller":{"name":"例某","callingNumber":"19900001234","documentType":"PASSPORT","nationality":"CHN"},)"
    R"("outcome":"return","send":"twice"})";

TEST(Scenario, ReadsATicketWithAllItsFields) {
  const auto scenario = Scenario::Parse(absl::StrCat("# a remark\n\n", kLine, "\n"), "R7", kStart);
  ASSERT_OK(scenario);
  ASSERT_EQ(scenario->tickets().size(), 1u);
  const ScenarioTicket& ticket = scenario->tickets()[0];
  EXPECT_EQ(ticket.ticket_id(), "440000:R7-GD1");
  EXPECT_EQ(ticket.to, "12367");
  EXPECT_EQ(ticket.ending, Ending::kReturn);
  EXPECT_EQ(ticket.sending, Sending::kTwice);
  EXPECT_EQ(ticket.repeats(), 1);
  EXPECT_EQ(ticket.refusals(), 0);
  EXPECT_TRUE(ticket.arrives());
  EXPECT_EQ(ticket.transferred.to(), "12367");
  EXPECT_EQ(ticket.transferred.limit().value(), 5u);
  const v1::Matter& matter = ticket.transferred.matter();
  EXPECT_EQ(matter.title(), "护照");
  EXPECT_EQ(matter.category(), v1::CATEGORY_CITIZEN_DOCUMENTS);
  EXPECT_EQ(matter.demand_type(), v1::DEMAND_TYPE_HELP);
  EXPECT_EQ(matter.language(), v1::LANGUAGE_YUE);
  EXPECT_EQ(matter.channel(), v1::CHANNEL_PHONE);
  EXPECT_EQ(matter.region().code(), "440106");
  EXPECT_EQ(matter.caller().calling_number(), "19900001234");
  EXPECT_EQ(matter.caller().document_type(), v1::DOCUMENT_TYPE_PASSPORT);
  EXPECT_EQ(scenario->Find("440000:R7-GD1"), &ticket);
  EXPECT_EQ(scenario->Find("440000:GD1"), nullptr);
}

TEST(Scenario, GivesEachTicketASecondOfItsOwnUpToTheStart) {
  const std::string second = R"({"number":"GD2","from":"440000","to":"12367","title":"t","content":"c"})";
  const auto scenario = Scenario::Parse(absl::StrCat(kLine, "\n", second), "R7", kStart);
  ASSERT_OK(scenario);
  EXPECT_EQ(scenario->tickets()[0].occurred_at, kStart - absl::Seconds(1));
  EXPECT_EQ(scenario->tickets()[1].occurred_at, kStart);
}

TEST(Scenario, NamesTheLineAndWhatIsWrongWithIt) {
  const struct {
    const char* line;
    const char* what;
  } cases[] = {
      {"{", "line 2: Missing a name"},
      {"[]", "line 2: is not a JSON object"},
      {R"({"from":"440000","to":"12367","title":"t","content":"c"})", "number is missing"},
      {R"({"number":"a b","from":"440000","to":"12367","title":"t","content":"c"})", "number is not a ticket number"},
      {R"({"number":"1","from":"GD","to":"12367","title":"t","content":"c"})", "from is not a platform id"},
      {R"({"number":"1","from":"12367","to":"12367","title":"t","content":"c"})", "to is not another platform's id"},
      {R"({"number":"1","from":"440000","to":"12367","content":"c"})", "title is missing"},
      {R"({"number":"1","from":"440000","to":"12367","title":7,"content":"c"})", "title is not a string"},
      {R"({"number":"1","from":"440000","to":"12367","title":"t","content":"c","colour":"red"})",
       "colour is not a known name"},
      {R"({"number":"1","from":"440000","to":"12367","title":"t","content":"c","category":"NOISE"})",
       "category is not one of the known values"},
      {R"({"number":"1","from":"440000","to":"12367","title":"t","content":"c","outcome":"vanish"})",
       "outcome is not one of the known words"},
      {R"({"number":"1","from":"440000","to":"12367","title":"t","content":"c","workingDays":0})", "not a count"},
      {R"({"number":"1","from":"440000","to":"12367","title":"t","content":"c","caller":{"age":"7"}})",
       "caller: age is not a known name"},
      {R"({"number":"1","from":"440000","to":"12367","title":"t","content":"c","send":"unmapped_code"})", "alterPath"},
      {R"({"number":"1","from":"440000","to":"12367","title":"t","content":"c","alterPath":"a","alterTo":"b"})",
       "alterPath"},
      {R"({"number":"1","from":"12367","to":"440000","title":"t","content":"c","send":"unmapped_code",)"
       R"("alterPath":"a","alterTo":"b"})",
       "no bytes to alter"},
      {R"({"number":"GD1","from":"440000","to":"12367","title":"t","content":"c"})", "stands twice"},
  };
  for (const auto& c : cases) {
    const auto scenario = Scenario::Parse(absl::StrCat(kLine, "\n", c.line), "R7", kStart);
    EXPECT_THAT(scenario, HasCode(absl::StatusCode::kInvalidArgument)) << c.line;
    EXPECT_THAT(std::string(scenario.status().message()), StartsWith("line 2"));
    EXPECT_THAT(std::string(scenario.status().message()), HasSubstr(c.what));
  }
  for (const char* run : {"", "a-b", "123456789012345678901"}) {
    EXPECT_THAT(Scenario::Parse(kLine, run, kStart), HasCode(absl::StatusCode::kInvalidArgument)) << run;
  }
}

TEST(RunStart, IsTheMomentThatTheRunIsNamedAfter) {
  EXPECT_EQ(RunStart("20261124090000", absl::UnixEpoch()), kStart);
  for (const char* run : {"R7", "20261124", "20261324090000"}) EXPECT_EQ(RunStart(run, kStart), kStart) << run;
}

// The tickets of the quick start are also what it promises to show.
TEST(QuickstartScenario, ShowsEveryKindOfExchange) {
  const auto text = ReadTextFile("deploy/scenario/quickstart.jsonl");
  ASSERT_OK(text);
  const auto scenario = Scenario::Parse(*text, "20261124090000", kStart);
  ASSERT_OK(scenario);
  EXPECT_GE(scenario->tickets().size(), 44u);
  std::map<std::pair<std::string, std::string>, int> ways;
  std::map<Sending, int> sendings;
  std::map<Ending, int> endings;
  std::set<v1::Language> languages;
  for (const ScenarioTicket& ticket : scenario->tickets()) {
    ++ways[{ticket.from, ticket.to}];
    ++sendings[ticket.sending];
    ++endings[ticket.ending];
    languages.insert(ticket.transferred.matter().language());
    // Nobody's number: this range is not given to people, and the documents are made up.
    const v1::Caller& caller = ticket.transferred.matter().caller();
    EXPECT_THAT(caller.calling_number(), StartsWith("1990000")) << ticket.number;
    if (!caller.document_number().empty()) {
      EXPECT_THAT(caller.document_number(), StartsWith("E0000")) << ticket.number;
    }
  }
  for (const char* province : {"440000", "510000"}) {
    EXPECT_GE((ways[{"12367", province}]), 5) << province;
    EXPECT_GE((ways[{province, "12367"}]), 5) << province;
  }
  for (const char* province : {"110000", "320000", "350000"}) {
    EXPECT_GE((ways[{"12367", province}]), 2) << province;
    EXPECT_GE((ways[{province, "12367"}]), 2) << province;
  }
  EXPECT_GE((ways[{"440000", "510000"}]), 1);
  EXPECT_EQ(sendings[Sending::kTwice] + sendings[Sending::kThrice], 3);
  EXPECT_EQ(sendings[Sending::kConflict], 1);
  EXPECT_EQ(sendings[Sending::kUnmappedCode], 1);
  EXPECT_GE(endings[Ending::kReturn], 2);
  EXPECT_GE(endings[Ending::kResolveAfterRejection], 1);
  EXPECT_GE(languages.size(), 2u);
}

}  // namespace
}  // namespace interline::cli
