#include "cli/simulator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/base/proto_time.h"
#include "core/base/status_matchers.h"
#include "core/ticket/event.h"

namespace interline::cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

adapter::v1::Platform Platform(const std::string& id, bool acknowledges = true) {
  adapter::v1::Platform platform;
  platform.set_id(id);
  platform.mutable_capabilities()->set_acknowledges(acknowledges);
  return platform;
}

std::string Line(const std::string& number, const std::string& outcome) {
  return absl::StrCat(R"({"number":")", number,
                      R"(","from":"440000","to":"12367","title":"t","content":"c","outcome":")", outcome, "\"}\n");
}

std::vector<std::string> Kinds(const std::vector<v1::TicketEvent>& events) {
  std::vector<std::string> kinds;
  for (const auto& event : events) kinds.push_back(std::string(ticket::KindName(event.kind_case())));
  return kinds;
}

class SimulatorTest : public testing::Test {
 protected:
  // What the addressee is told when the origin sends ticket `index`.
  v1::TicketEvent Told(size_t index) const {
    v1::TicketEvent event = origin_.Transfer(scenario_.tickets()[index]);
    event.set_recipient("12367");
    return event;
  }

  const Scenario scenario_ =
      *Scenario::Parse(absl::StrCat(Line("1", "resolve"), Line("2", "return"), Line("3", "resolve_after_rejection"),
                                    Line("4", "nothing"), Line("5", "resolve_after_urge")),
                       "R7", absl::FromUnixSeconds(1795482000));
  const Simulator origin_{Platform("440000"), "R7", scenario_};
  const Simulator addressee_{Platform("12367"), "R7", scenario_};
};

TEST_F(SimulatorTest, SendsTransfersThatKeepTheContract) {
  for (size_t i = 0; i < scenario_.tickets().size(); ++i) EXPECT_OK(ticket::Validate(Told(i)));
  EXPECT_EQ(Told(0).ticket_id(), "440000:R7-1");
  EXPECT_EQ(Told(0).source_number(), "R7-1");
  EXPECT_NE(Told(0).id(), Told(1).id());
}

TEST_F(SimulatorTest, AnswersATransferAsTheScenarioSays) {
  EXPECT_THAT(Kinds(addressee_.React(Told(0))),
              ElementsAre("received", "signed", "progress_reported", "resolution_submitted"));
  EXPECT_THAT(Kinds(addressee_.React(Told(1))), ElementsAre("received", "return_requested"));
  EXPECT_THAT(Kinds(addressee_.React(Told(3))), IsEmpty());
  for (size_t i = 0; i < scenario_.tickets().size(); ++i) {
    absl::Time last = FromProto(Told(i).occurred_at());
    for (const v1::TicketEvent& answer : addressee_.React(Told(i))) {
      EXPECT_OK(ticket::Validate(answer));
      EXPECT_EQ(answer.source(), "12367");
      EXPECT_EQ(answer.ticket_id(), Told(i).ticket_id());
      EXPECT_EQ(answer.recipient_number(), Told(i).source_number());
      EXPECT_GT(FromProto(answer.occurred_at()), last) << "later than what it answers";
      last = FromProto(answer.occurred_at());
    }
  }
}

TEST_F(SimulatorTest, DoesNotAcknowledgeWhenThePlatformCannot) {
  const Simulator silent(Platform("12367", false), "R7", scenario_);
  EXPECT_THAT(Kinds(silent.React(Told(0))), ElementsAre("signed", "progress_reported", "resolution_submitted"));
}

TEST_F(SimulatorTest, AnswersAnEnglishTicketInEnglish) {
  v1::TicketEvent told = Told(0);
  told.mutable_transferred()->mutable_matter()->set_language(v1::LANGUAGE_EN);
  const std::string text = addressee_.React(told)[3].resolution_submitted().text();
  EXPECT_NE(text, kFirstResult);
  EXPECT_TRUE(std::all_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x80; })) << text;
}

TEST_F(SimulatorTest, ApprovesAResultAtOnceOrAfterOneRejection) {
  const v1::TicketEvent result = addressee_.React(Told(0))[3];
  ASSERT_THAT(Kinds(origin_.React(result)), ElementsAre("resolution_decided"));
  EXPECT_EQ(origin_.React(result)[0].resolution_decided().decision(), v1::DECISION_APPROVED);
  EXPECT_THAT(addressee_.React(origin_.React(result)[0]), IsEmpty());

  const v1::TicketEvent first = addressee_.React(Told(2))[3];
  const v1::TicketEvent rejection = origin_.React(first)[0];
  EXPECT_EQ(rejection.resolution_decided().decision(), v1::DECISION_REJECTED);
  ASSERT_THAT(Kinds(addressee_.React(rejection)), ElementsAre("resolution_submitted"));
  v1::TicketEvent second = addressee_.React(rejection)[0];
  EXPECT_NE(second.id(), first.id());
  // Not every dialect carries ids.
  second.set_id("another");
  const v1::TicketEvent approval = origin_.React(second)[0];
  EXPECT_EQ(approval.resolution_decided().decision(), v1::DECISION_APPROVED);
  EXPECT_NE(approval.id(), rejection.id());
}

TEST_F(SimulatorTest, UrgesWhoOnlySigns) {
  const std::vector<v1::TicketEvent> taken = addressee_.React(Told(4));
  ASSERT_THAT(Kinds(taken), ElementsAre("received", "signed"));
  const std::vector<v1::TicketEvent> urge = origin_.React(taken[1]);
  ASSERT_THAT(Kinds(urge), ElementsAre("urged"));
  EXPECT_OK(ticket::Validate(urge[0]));
  const std::vector<v1::TicketEvent> answers = addressee_.React(urge[0]);
  ASSERT_THAT(Kinds(answers), ElementsAre("urge_signed", "progress_reported", "resolution_submitted"));
  EXPECT_EQ(answers[0].urge_signed().urge_id(), urge[0].urged().urge_id());
  for (const v1::TicketEvent& answer : answers) EXPECT_OK(ticket::Validate(answer));
  EXPECT_THAT(Kinds(origin_.React(answers[2])), ElementsAre("resolution_decided"));
}

TEST_F(SimulatorTest, SignsAnUrgeOfATicketThatItWorksOn) {
  v1::TicketEvent urge = Told(0);
  urge.mutable_urged()->set_urge_id("CB1");
  EXPECT_THAT(Kinds(addressee_.React(urge)), ElementsAre("urge_signed"));
}

TEST_F(SimulatorTest, AgreesToAReturn) {
  const v1::TicketEvent request = addressee_.React(Told(1))[1];
  ASSERT_THAT(Kinds(origin_.React(request)), ElementsAre("return_decided"));
  EXPECT_EQ(origin_.React(request)[0].return_decided().decision(), v1::DECISION_APPROVED);
}

TEST_F(SimulatorTest, RepeatsItselfToTheLastByte) {
  const Simulator again(Platform("12367"), "R7", scenario_);
  for (size_t i = 0; i < 3; ++i) {
    const auto first = addressee_.React(Told(i));
    const auto second = again.React(Told(i));
    ASSERT_EQ(first.size(), second.size());
    for (size_t j = 0; j < first.size(); ++j) EXPECT_EQ(first[j].DebugString(), second[j].DebugString());
  }
}

TEST_F(SimulatorTest, AnswersForItsRunOnly) {
  v1::TicketEvent other = Told(0);
  other.set_ticket_id("440000:R70-1");
  EXPECT_THAT(addressee_.React(other), IsEmpty());
  EXPECT_THAT(Kinds(Simulator(Platform("12367"), "", scenario_).React(other)),
              ElementsAre("received", "signed", "progress_reported", "resolution_submitted"));
}

TEST_F(SimulatorTest, SaysNothingToWhatNeedsNoAnswer) {
  v1::TicketEvent told = Told(0);
  told.mutable_refused()->set_event_id("x");
  EXPECT_THAT(addressee_.React(told), IsEmpty());
  told.mutable_deadline_missed();
  EXPECT_THAT(addressee_.React(told), IsEmpty());
}

}  // namespace
}  // namespace interline::cli
