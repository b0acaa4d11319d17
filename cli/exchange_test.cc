#include "cli/exchange.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "adapters/engine/registry.h"
#include "core/base/status_matchers.h"

namespace interline::cli {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr char kId[] = "440000:R7-1";
const absl::Time kSent = absl::FromUnixSeconds(1795482000);

const adapters::Adapter& Platform(const std::string& id) {
  static const adapters::Registry registry = *adapters::Registry::Load("adapters");
  return *registry.Find(id);
}

// A scenario of one ticket, and what the log says of it: at first exactly what should be there.
class Case {
 public:
  explicit Case(const std::string& more = "")
      : scenario_(*Scenario::Parse(
            absl::StrCat(R"({"number":"1","from":"440000","to":"12367","title":"标题","content":"内容")", more, "}"),
            "R7", kSent)),
        conversations_({Converse(scenario_.tickets()[0], scenario_, Platform("440000"), Platform("12367"))}),
        exchange(scenario_, conversations_),
        to_addressee(conversations_[0].told_to_addressee),
        to_origin(conversations_[0].told_to_origin) {}

  Finding Judge() {
    if (is_sent) exchange.OnSent("440000", "R7-1", kSent);
    for (const auto& event : to_addressee) exchange.OnTold("12367", event, kSent + absl::Milliseconds(20), "");
    for (const auto& event : to_origin) exchange.OnTold("440000", event, kSent + absl::Milliseconds(70), "");
    return exchange.Judge()[0];
  }

  void Journal(v1::Ticket::State state) {
    v1::TicketEvent accepted;
    accepted.set_ticket_id(kId);
    accepted.mutable_resolution_decided();
    accepted.mutable_journal()->set_effect(v1::Journal::EFFECT_APPLIED);
    accepted.mutable_journal()->set_state_after(state);
    exchange.OnJournal(accepted);
  }

  void Repeat(const std::string& kind = "transferred") {
    v1::TicketEvent note;
    note.set_ticket_id(kId);
    note.mutable_repeat_recognised()->set_event_kind(kind);
    exchange.OnJournal(note);
  }

  // As the translator or the ticketing service rejects it.
  void Reject(const std::string& ticket_id, const std::string& original) {
    v1::Rejection rejection;
    rejection.set_platform("440000");
    rejection.set_ticket_id(ticket_id);
    rejection.set_original(original);
    rejection.mutable_refusal()->set_reason(v1::REFUSAL_REASON_UNMAPPED_CODE);
    rejection.mutable_refusal()->set_path("body.category");
    exchange.OnRejected(rejection);
  }

 private:
  const Scenario scenario_;
  const std::vector<Conversation> conversations_;

 public:
  Exchange exchange;
  bool is_sent = true;
  std::vector<v1::TicketEvent> to_addressee;
  std::vector<v1::TicketEvent> to_origin;
};

TEST(Exchange, FindsNothingWhenAllCameAsItWasSent) {
  for (const char* outcome : {"resolve", "return", "resolve_after_rejection", "resolve_after_urge", "nothing"}) {
    Case c(absl::StrCat(R"(,"outcome":")", outcome, "\""));
    const Finding finding = c.Judge();
    EXPECT_THAT(finding.differences, IsEmpty()) << outcome;
    EXPECT_TRUE(finding.exchanged);
    EXPECT_FALSE(finding.lost);
  }
}

TEST(Exchange, SaysHowATicketEndedAndHowLongItTook) {
  const Finding finding = Case().Judge();
  EXPECT_EQ(finding.happened, "resolved 办结");
  EXPECT_EQ(finding.took, absl::Milliseconds(70));
  EXPECT_EQ(Case(R"(,"outcome":"return")").Judge().happened, "returned 退回");
}

TEST(Exchange, SaysHowATicketEndedThoughTheAddresseeCannotBeToldTheDecision) {
  for (const auto& [state, word] :
       {std::pair{v1::Ticket::STATE_RESOLVED, "resolved 办结"}, std::pair{v1::Ticket::STATE_RETURNED, "returned 退回"},
        std::pair{v1::Ticket::STATE_IN_PROGRESS, "transferred 转办"}}) {
    Case c;
    c.to_addressee.pop_back();
    c.Journal(state);
    EXPECT_THAT(c.Judge().happened, testing::StartsWith(word));
  }
}

TEST(Exchange, NamesWhatIsMissing) {
  Case without_transfer;
  without_transfer.to_addressee.clear();
  Case without_result;
  without_result.to_origin.pop_back();
  Case without_anything;
  without_anything.to_addressee.clear();
  without_anything.to_origin.clear();
  for (Case* c : {&without_transfer, &without_result, &without_anything}) {
    const Finding finding = c->Judge();
    EXPECT_TRUE(finding.lost);
    EXPECT_FALSE(finding.exchanged);
    EXPECT_THAT(finding.differences, Not(IsEmpty()));
    EXPECT_THAT(finding.differences.back(), AllOf(HasSubstr("was told"), HasSubstr("should have been told")));
    EXPECT_THAT(finding.happened, HasSubstr("DIFFERS"));
  }
}

TEST(Exchange, NamesWhatCameTwiceOrInAnotherOrder) {
  Case twice;
  twice.to_addressee.push_back(twice.to_addressee[0]);
  Case swapped;
  std::swap(swapped.to_origin[1], swapped.to_origin[2]);
  for (Case* c : {&twice, &swapped}) {
    const Finding finding = c->Judge();
    EXPECT_EQ(finding.differences.size(), 1u);
    EXPECT_FALSE(finding.exchanged);
    EXPECT_FALSE(finding.lost);
  }
}

TEST(Exchange, ComparesTheContentByteForByteAndShowsNoneOfIt) {
  Case title;
  title.to_addressee[0].mutable_transferred()->mutable_matter()->set_title("标题 ");
  Case content;
  content.to_addressee[0].mutable_transferred()->mutable_matter()->mutable_content()->pop_back();
  Case result;
  result.to_origin.back().mutable_resolution_submitted()->set_text("?");
  Case outcome;
  outcome.to_origin.back().mutable_resolution_submitted()->set_outcome(v1::OUTCOME_UNSOLVED);
  EXPECT_THAT(title.Judge().differences, ElementsAre("the title of transferred came to 12367 changed"));
  EXPECT_THAT(content.Judge().differences, ElementsAre("the content of transferred came to 12367 changed"));
  EXPECT_THAT(result.Judge().differences, ElementsAre("the text of resolution_submitted came to 440000 changed"));
  EXPECT_THAT(outcome.Judge().differences, ElementsAre("the outcome of resolution_submitted came to 440000 changed"));
}

TEST(Exchange, SeesADecisionThatTurnedIntoItsOpposite) {
  Case c;
  c.to_addressee.back().mutable_resolution_decided()->set_decision(v1::DECISION_REJECTED);
  EXPECT_THAT(c.Judge().differences, ElementsAre(HasSubstr("resolution_decided rejected")));
}

TEST(Exchange, CountsRepeatsOfTheTransfer) {
  Case twice(R"(,"send":"twice")");
  twice.Repeat();
  // A simulator that was started again.
  twice.Repeat("signed");
  const Finding finding = twice.Judge();
  EXPECT_THAT(finding.differences, IsEmpty());
  EXPECT_EQ(finding.repeats, 1);
  EXPECT_THAT(finding.happened, HasSubstr("重复 x1"));
  EXPECT_THAT(Case(R"(,"send":"thrice")").Judge().differences, ElementsAre("0 repeats recognised instead of 2"));
  Case unasked;
  unasked.Repeat();
  EXPECT_THAT(unasked.Judge().differences, ElementsAre("1 repeats recognised instead of 0"));
}

TEST(Exchange, TakesARefusedTicketForRefusedAndNotForLost) {
  Case c(R"(,"send":"unmapped_code","alterPath":"body.category","alterTo":"x")");
  c.Reject("", R"({"ourNumber":"R7-1"})");
  const Finding finding = c.Judge();
  EXPECT_THAT(finding.differences, IsEmpty());
  EXPECT_FALSE(finding.exchanged);
  EXPECT_FALSE(finding.lost);
  EXPECT_EQ(finding.refused, 1);
  EXPECT_THAT(finding.happened, HasSubstr("UNMAPPED_CODE at body.category"));
}

TEST(Exchange, DoesNotTakeARefusalOfAnotherTicketForItsOwn) {
  Case c;
  c.Reject("", R"({"ourNumber":"R7-12"})");
  c.Reject("440000:R7-12", R"({"ourNumber":"R7-1"})");
  EXPECT_EQ(c.Judge().refused, 0);
  Case own;
  own.Reject(kId, "");
  EXPECT_THAT(own.Judge().differences, ElementsAre("1 messages refused instead of 0"));
}

TEST(Exchange, ExpectsTheRefusalOfAConflict) {
  Case c(R"(,"send":"conflict")");
  c.Reject(kId, "");
  const Finding finding = c.Judge();
  EXPECT_THAT(finding.differences, IsEmpty());
  EXPECT_TRUE(finding.exchanged);
}

TEST(Exchange, SaysThatATicketWasNotSentRatherThanLost) {
  Case c;
  c.is_sent = false;
  c.to_addressee.clear();
  c.to_origin.clear();
  const Finding finding = c.Judge();
  EXPECT_THAT(finding.differences, ElementsAre("440000 has not sent it"));
  EXPECT_FALSE(finding.lost);
  EXPECT_FALSE(finding.exchanged);
}

TEST(Exchange, SeesATicketThatWentToAPlatformWithoutAPart) {
  Case c;
  c.exchange.OnTold("510000", c.to_addressee[0], kSent, "");
  EXPECT_THAT(c.Judge().differences, ElementsAre(HasSubstr("510000")));
}

TEST(Exchange, PassesOverOtherRunsAndTheBrokersOwnWords) {
  Case c;
  v1::TicketEvent other = c.to_addressee[0];
  other.set_ticket_id("440000:R8-1");
  c.exchange.OnTold("12367", other, kSent, "");
  v1::TicketEvent due = c.to_addressee[0];
  due.mutable_deadline_approached();
  c.exchange.OnTold("12367", due, kSent, "");
  EXPECT_THAT(c.Judge().differences, IsEmpty());
}

TEST(Exchange, CountsWhatIsBroughtOnceThePlatformHasIt) {
  Case c;
  const v1::TicketEvent first = c.to_addressee[0];
  c.exchange.OnSent("440000", "R7-1", kSent);
  c.exchange.OnTold("12367", first, kSent, "d1");
  EXPECT_THAT(c.exchange.Judge()[0].differences, Not(IsEmpty())) << "it is on its way only";
  v1::TicketEvent report;
  report.set_ticket_id(kId);
  report.mutable_delivery_reported()->set_delivery_id("d1");
  report.mutable_delivery_reported()->set_result(v1::DeliveryReported::RESULT_DELIVERED);
  c.exchange.OnJournal(report);
  c.exchange.OnTold("12367", first, kSent, "d1");  // a further attempt of the same delivery
  c.to_addressee.erase(c.to_addressee.begin());
  EXPECT_THAT(c.Judge().differences, IsEmpty());
}

}  // namespace
}  // namespace interline::cli
