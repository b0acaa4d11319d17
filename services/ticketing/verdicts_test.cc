// What is accepted, refused and recognised, and who hears of it.
#include "core/base/proto_time.h"
#include "core/base/refusal.h"
#include "core/base/status_matchers.h"
#include "services/ticketing/proposal.h"
#include "services/ticketing/test_world.h"

namespace interline::ticketing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class VerdictsTest : public testing::Test {
 protected:
  TicketingWorld world_;
};

TEST_F(VerdictsTest, AcceptsAnEventAndTellsTheOtherSide) {
  world_.SubmitAndRun(Opening());
  EXPECT_THAT(world_.Story(), ElementsAre("440000: transferred"));
  ASSERT_THAT(world_.Outbox(kHotline), SizeIs(1));
  const v1::Delivery delivery = world_.Outbox(kHotline)[0];
  EXPECT_EQ(delivery.id(), "440000:DH2611240012/1/12367");
  EXPECT_EQ(delivery.event().recipient(), kHotline);
  EXPECT_EQ(delivery.event().recipient_number(), "");
  EXPECT_EQ(delivery.event().journal().sequence(), 1u);
  EXPECT_EQ(world_.bus().Committed("outbox.12367")[0].key, kTicket);
  EXPECT_THAT(world_.Outbox(kGuangdong), IsEmpty());
  EXPECT_THAT(world_.Rejections(), IsEmpty());
}

TEST_F(VerdictsTest, ShowsAPlatformItsOwnNumber) {
  world_.Submit(Opening());
  v1::TicketEvent taken = Signed("s", kHotline);
  taken.set_source_number("NIA-7");
  world_.Submit(taken);
  world_.SubmitAndRun(Supplement("u", kGuangdong));
  ASSERT_THAT(world_.Told(kHotline), ElementsAre("transferred", "supplemented"));
  EXPECT_EQ(world_.Outbox(kHotline)[1].event().recipient_number(), "NIA-7");
  EXPECT_EQ(world_.Outbox(kGuangdong)[0].event().recipient_number(), "DH2611240012");
}

TEST_F(VerdictsTest, JournalsInCloudEventsBinaryMode) {
  world_.SubmitAndRun(Opening());
  const bus::Record record = world_.bus().Committed("events").at(0);
  EXPECT_EQ(record.key, kTicket);
  EXPECT_EQ(bus::FindHeader(record.headers, "ce_id"), "open-DH2611240012");
  EXPECT_EQ(bus::FindHeader(record.headers, "ce_type"), "cn.interline.v1.transferred");
  EXPECT_EQ(bus::FindHeader(record.headers, "ce_subject"), kTicket);
}

TEST_F(VerdictsTest, FillsInTheTicketIdOfATransferThatGivesItsNumberOnly) {
  v1::TicketEvent opening = Opening();
  opening.clear_ticket_id();
  world_.SubmitAndRun(opening);
  ASSERT_THAT(world_.Story(), ElementsAre("440000: transferred"));
  EXPECT_EQ(world_.Journal()[0].ticket_id(), kTicket);
  world_.SubmitAndRun(Opening());
  EXPECT_THAT(world_.Story(), ElementsAre("440000: transferred", "interline: repeat_recognised note"));
}

TEST_F(VerdictsTest, RecognisesARepeatAndDoesNothing) {
  world_.Submit(Opening());
  world_.Submit(Signed("s", kHotline));
  world_.SubmitAndRun(Signed("s", kHotline));
  EXPECT_THAT(world_.Story(), ElementsAre("440000: transferred", "12367: signed", "interline: repeat_recognised note"));
  EXPECT_THAT(world_.Told(kGuangdong), ElementsAre("signed"));
  const v1::TicketEvent note = world_.Journal()[2];
  EXPECT_EQ(note.journal().sequence(), 2u);
  EXPECT_EQ(note.journal().state_after(), v1::Ticket::STATE_SIGNED);
  EXPECT_EQ(note.journal().holder(), kHotline);
  EXPECT_EQ(note.repeat_recognised().event_id(), "s");
  EXPECT_EQ(note.repeat_recognised().from(), kHotline);
  EXPECT_EQ(note.repeat_recognised().event_kind(), "signed");
  EXPECT_TRUE(note.repeat_recognised().accepted());
  EXPECT_EQ(note.repeat_recognised().position().topic(), "commands");
}

TEST_F(VerdictsTest, GivesEachRepeatANoteOfItsOwn) {
  world_.Submit(Opening());
  world_.Submit(Opening());
  world_.SubmitAndRun(Opening());
  ASSERT_THAT(world_.Journal(), SizeIs(3));
  EXPECT_NE(world_.Journal()[1].id(), world_.Journal()[2].id());
}

TEST_F(VerdictsTest, AnswersARepeatOfARefusedEventWithTheFirstVerdict) {
  world_.Submit(Opening());
  world_.Submit(Progress("p", kGuangdong));
  world_.Submit(Signed("s", kHotline));
  world_.SubmitAndRun(Progress("p", kGuangdong));
  EXPECT_THAT(world_.Reasons(), ElementsAre("ACTOR_NOT_ALLOWED"));
  EXPECT_THAT(world_.Told(kGuangdong), ElementsAre("refused", "signed"));
  ASSERT_THAT(world_.Journal(), SizeIs(3));
  EXPECT_FALSE(world_.Journal()[2].repeat_recognised().accepted());
  EXPECT_EQ(world_.Journal()[2].repeat_recognised().refusal(), v1::REFUSAL_REASON_ACTOR_NOT_ALLOWED);
}

TEST_F(VerdictsTest, RefusesAnotherContentUnderAnIdThatWasUsed) {
  world_.Submit(Opening());
  v1::TicketEvent other = Opening();
  other.mutable_transferred()->mutable_matter()->set_title("另一件事");
  world_.Submit(other);
  world_.Submit(other);
  world_.SubmitAndRun(Opening());
  EXPECT_THAT(world_.Reasons(), ElementsAre("CONFLICTING_DUPLICATE", "CONFLICTING_DUPLICATE"));
  // The first stays untouched, and is still recognised.
  EXPECT_THAT(world_.Story(), ElementsAre("440000: transferred", "interline: repeat_recognised note"));
  EXPECT_TRUE(world_.Journal()[1].repeat_recognised().accepted());
  EXPECT_EQ(world_.Counted("interline_ticketing_events_total", {{"kind", "transferred"}, {"verdict", "conflict"}}), 2);
}

TEST_F(VerdictsTest, TellsTheSenderWhyAnEventWasRefused) {
  world_.Submit(Opening());
  world_.SubmitAndRun(Signed("s", kGuangdong));
  ASSERT_THAT(world_.Told(kGuangdong), ElementsAre("refused"));
  const v1::Delivery delivery = world_.Outbox(kGuangdong)[0];
  EXPECT_EQ(delivery.event().source(), "interline");
  EXPECT_EQ(delivery.event().ticket_id(), kTicket);
  EXPECT_EQ(delivery.event().recipient(), kGuangdong);
  EXPECT_EQ(delivery.event().recipient_number(), "DH2611240012");
  EXPECT_EQ(delivery.event().causation_id(), "s");
  EXPECT_EQ(delivery.event().refused().event_id(), "s");
  EXPECT_EQ(delivery.event().refused().refusal().reason(), v1::REFUSAL_REASON_ACTOR_NOT_ALLOWED);

  const v1::Rejection rejection = world_.Rejections().at(0);
  EXPECT_EQ(rejection.stage(), v1::Rejection::STAGE_JUDGE);
  EXPECT_EQ(rejection.platform(), kGuangdong);
  EXPECT_EQ(rejection.ticket_id(), kTicket);
  EXPECT_EQ(rejection.event_id(), "s");
  EXPECT_EQ(rejection.position().topic(), "commands");
  v1::TicketEvent original;
  ASSERT_TRUE(original.ParseFromString(rejection.original()));
  EXPECT_EQ(original.id(), "s");
}

TEST_F(VerdictsTest, TellsNobodyWhatTheBrokerWasRefused) {
  world_.Submit(Opening());
  v1::TicketEvent event = Event("b", "interline");
  event.mutable_resumed();
  world_.SubmitAndRun(event);
  EXPECT_THAT(world_.Rejections(), SizeIs(1));
  EXPECT_THAT(world_.Told(kHotline), ElementsAre("transferred"));
  EXPECT_THAT(world_.Told(kGuangdong), IsEmpty());
}

TEST_F(VerdictsTest, RefusesAnEventThatBreaksTheContract) {
  v1::TicketEvent event = Opening();
  event.mutable_transferred()->mutable_matter()->clear_title();
  world_.SubmitAndRun(event);
  ASSERT_THAT(world_.Reasons(), ElementsAre("MISSING_FIELD"));
  EXPECT_EQ(world_.Rejections()[0].refusal().path(), "transferred.matter.title");
  EXPECT_THAT(world_.Told(kGuangdong), ElementsAre("refused"));
  // It was not remembered, so it can be sent again once mended.
  world_.SubmitAndRun(Opening());
  EXPECT_THAT(world_.Story(), ElementsAre("440000: transferred"));
}

TEST_F(VerdictsTest, RefusesARecordThatIsNoEvent) {
  bus::Message message;
  message.topic = "commands";
  message.key = kTicket;
  message.value = "\xFFnot an event";
  world_.Write(message);
  message.value.reset();
  world_.Write(message);
  world_.SubmitAndRun(Opening());
  EXPECT_THAT(world_.Reasons(), ElementsAre("MALFORMED", "MALFORMED"));
  EXPECT_EQ(world_.Rejections()[0].original(), "\xFFnot an event");
  EXPECT_THAT(world_.Story(), ElementsAre("440000: transferred"));
}

TEST_F(VerdictsTest, RefusesAPlatformThatSpeaksInAnothersName) {
  world_.Submit(Opening());
  world_.SubmitAs(kJiangsu, Signed("s", kHotline));
  world_.SubmitAs(kJiangsu, Event("d", "interline"));
  world_.Run();
  EXPECT_THAT(world_.Reasons(), ElementsAre("FOREIGN_SOURCE", "FOREIGN_SOURCE"));
  EXPECT_THAT(world_.Story(), ElementsAre("440000: transferred"));
  // It goes back to the one who sent it. The second waits for the first, since that platform is gated.
  EXPECT_THAT(world_.Told(kJiangsu), ElementsAre("refused"));
  EXPECT_THAT(world_.Told(kHotline), ElementsAre("transferred"));
}

TEST_F(VerdictsTest, RefusesPlatformsThatAreNotConnected) {
  world_.Submit(Opening(kTicket, "110000"));
  world_.SubmitAndRun(Opening("110000:1"));
  EXPECT_THAT(world_.Reasons(), ElementsAre("UNKNOWN_PLATFORM", "UNKNOWN_PLATFORM"));
  EXPECT_THAT(world_.Journal(), IsEmpty());
  EXPECT_THAT(world_.Told(kGuangdong), ElementsAre("refused"));
}

TEST_F(VerdictsTest, RefusesARequestThatTheOtherSideCannotDecide) {
  world_.Submit(Opening("540000:1"));
  v1::TicketEvent back = Event("r", kHotline, "540000:1");
  back.mutable_return_requested()->set_reason(v1::RETURN_REASON_OUTSIDE_DUTIES);
  world_.SubmitAndRun(back);
  EXPECT_THAT(world_.Reasons(), ElementsAre("NOT_EXPRESSIBLE"));
  EXPECT_THAT(world_.Story(), ElementsAre("540000: transferred"));
  EXPECT_THAT(world_.Told(kHotline), ElementsAre("transferred", "refused"));
}

TEST_F(VerdictsTest, DoesNotTellAPlatformWhatItDoesNotTake) {
  world_.Submit(Opening(kTicket, kTibet));
  v1::TicketEvent done = Event("d", kTibet);
  done.mutable_resolution_submitted()->set_outcome(v1::OUTCOME_SOLVED);
  world_.Submit(done);
  v1::TicketEvent agreed = Event("a", kGuangdong);
  agreed.mutable_resolution_decided()->set_decision(v1::DECISION_APPROVED);
  world_.Submit(agreed);
  v1::TicketEvent callback = Event("c", kGuangdong);
  callback.mutable_callback_recorded()->set_reached(true);
  world_.SubmitAndRun(callback);
  EXPECT_THAT(world_.Journal(), SizeIs(4));
  EXPECT_THAT(world_.Told(kTibet), ElementsAre("transferred", "resolution_decided"));
}

TEST_F(VerdictsTest, SendsARecordWithAWrongKeyToItsTicket) {
  world_.SubmitAndRun(Opening());
  for (int i = 0; i < 12; ++i) {
    Proposal proposal;
    proposal.event = Progress("p" + std::to_string(i), kHotline);
    world_.Write(CommandMessage(proposal, "key" + std::to_string(i)));
  }
  world_.Run();
  EXPECT_THAT(world_.Journal(), SizeIs(13));
  EXPECT_THAT(world_.Rejections(), IsEmpty());
}

TEST_F(VerdictsTest, ProposesWhatFollowsAsEventsOfTheBroker) {
  // Two tickets are merged, and the result of one goes to the other.
  const std::string parent = "440000:P";
  world_.Submit(Opening());
  world_.SubmitAndRun(Opening(parent));
  v1::TicketEvent merged = Event("m", kGuangdong);
  merged.mutable_merged()->set_into(parent);
  world_.SubmitAndRun(merged);
  v1::TicketEvent done = Event("d", kHotline, parent);
  done.mutable_resolution_submitted()->set_outcome(v1::OUTCOME_SOLVED);
  world_.SubmitAndRun(done);
  v1::TicketEvent agreed = Event("a", kGuangdong, parent);
  agreed.mutable_resolution_decided()->set_decision(v1::DECISION_APPROVED);
  world_.SubmitAndRun(agreed);
  std::vector<std::string> of_child;
  for (const v1::TicketEvent& event : world_.Journal()) {
    if (event.ticket_id() == kTicket) of_child.push_back(event.source());
  }
  EXPECT_THAT(of_child, ElementsAre(kGuangdong, kGuangdong, "interline"));
  EXPECT_EQ(world_.Told(kGuangdong).back(), "resolution_submitted");
}

TEST_F(VerdictsTest, UndoesAMergeIntoATicketThatNeverAppears) {
  world_.Submit(Opening());
  v1::TicketEvent merged = Event("m", kGuangdong);
  merged.mutable_merged()->set_into("440000:NEVER");
  world_.SubmitAndRun(merged);
  world_.Pass(absl::Hours(25));
  EXPECT_THAT(world_.Reasons(), ElementsAre("TICKET_NEVER_APPEARED"));
  EXPECT_THAT(world_.Story(), ElementsAre("440000: transferred", "440000: merged", "interline: merge_undone"));
}

}  // namespace
}  // namespace interline::ticketing
