#include "core/ticket/apply.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/base/proto_time.h"
#include "core/base/status_matchers.h"
#include "core/ticket/event.h"
#include "core/ticket/numbers.h"
#include "core/ticket/test_support.h"

namespace interline::ticket {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1::Journal;
using v1::Ticket;
using E = v1::TicketEvent;

E Timed(Kind kind, absl::string_view source, double hours) {
  E event = MakeEvent(kind, source);
  *event.mutable_occurred_at() = ToProto(At(hours));
  return event;
}

E TransferTo(absl::string_view to, double hours) {
  E event = Timed(E::kTransferred, kGuangdong, hours);
  event.mutable_transferred()->set_to(std::string(to));
  return event;
}

E Rejected(Kind kind, double hours) {
  E event = Timed(kind, kGuangdong, hours);
  if (event.has_return_decided()) event.mutable_return_decided()->set_decision(v1::DECISION_REJECTED);
  if (event.has_extension_decided()) event.mutable_extension_decided()->set_decision(v1::DECISION_REJECTED);
  if (event.has_resolution_decided()) event.mutable_resolution_decided()->set_decision(v1::DECISION_REJECTED);
  return event;
}

// Brings the ticket to the desk of the immigration hotline: offered at 0, signed at 1.
void SignIt(World& world) {
  ASSERT_OK(world.Say(E::kTransferred, kGuangdong, 0));
  ASSERT_OK(world.Say(E::kSigned, kHotline, 1));
  world.TakeTold();
  world.TakeJournal();
}

// ---- The straight way --------------------------------------------------------------------------------------------

TEST(Apply, CarriesATicketFromTransferToArchive) {
  World world;
  ASSERT_OK(world.Say(E::kTransferred, kGuangdong, 0));
  EXPECT_EQ(world.State(), "OFFERED");
  EXPECT_EQ(world.ticket().holder(), kGuangdong);
  EXPECT_EQ(world.ticket().offered_to(), kHotline);
  EXPECT_EQ(world.ticket().generation(), 1u);
  EXPECT_EQ(FromProto(world.ticket().created_at()), At(0));

  E received = Timed(E::kReceived, kHotline, 1);
  received.set_source_number("SH1");
  ASSERT_OK(world.Say(received));
  EXPECT_EQ(world.State(), "OFFERED");
  ASSERT_OK(world.Say(E::kSigned, kHotline, 2));
  EXPECT_EQ(world.State(), "SIGNED");
  EXPECT_EQ(world.ticket().holder(), kHotline);
  EXPECT_EQ(world.ticket().offered_to(), "");
  ASSERT_OK(world.Say(E::kProgressReported, kHotline, 3));
  EXPECT_EQ(world.State(), "IN_PROGRESS");
  ASSERT_OK(world.Say(E::kResolutionSubmitted, kHotline, 4));
  EXPECT_EQ(world.State(), "RESOLUTION_SUBMITTED");
  ASSERT_OK(world.Say(E::kResolutionDecided, kGuangdong, 5));
  EXPECT_EQ(world.State(), "RESOLVED");
  ASSERT_OK(world.Say(E::kCallbackRecorded, kGuangdong, 6));
  EXPECT_EQ(world.State(), "CALLED_BACK");
  EXPECT_EQ(world.ticket().holder(), kHotline);
  ASSERT_OK(world.Say(E::kArchived, kGuangdong, 7));
  EXPECT_EQ(world.State(), "ARCHIVED");

  EXPECT_EQ(world.ticket().sequence(), 8u);
  EXPECT_EQ(NumberFor(world.ticket(), kGuangdong), "DH2611240012");
  EXPECT_EQ(NumberFor(world.ticket(), kHotline), "SH1");
  EXPECT_THAT(world.TakeTold(),
              ElementsAre("12367: transferred", "440000: received", "440000: signed", "440000: progress_reported",
                          "440000: resolution_submitted", "12367: resolution_decided", "12367: callback_recorded",
                          "12367: archived"));
}

TEST(Apply, SaysWhomAnEventConcernsBeforeAndAfterIt) {
  World world;
  const auto parties = [&] {
    const auto& named = world.last().event.journal().parties();
    return std::vector<std::string>(named.begin(), named.end());
  };
  ASSERT_OK(world.Say(TransferTo(kHotline, 0)));
  EXPECT_THAT(parties(), ElementsAre(kHotline, kGuangdong));
  ASSERT_OK(world.Say(E::kSupplemented, kGuangdong, 1));
  EXPECT_THAT(parties(), ElementsAre(kHotline, kGuangdong)) << "an addressee that has not signed yet";
  ASSERT_OK(world.Say(E::kReturnRequested, kHotline, 2));
  ASSERT_OK(world.Say(E::kReturnDecided, kGuangdong, 3));
  EXPECT_THAT(parties(), ElementsAre(kHotline, kGuangdong)) << "the one that has just lost it";
  ASSERT_OK(world.Say(TransferTo(kJiangsu, 4)));
  EXPECT_THAT(parties(), ElementsAre(kJiangsu, kGuangdong));
}

TEST(Apply, KeepsOnlyNumbersAndDigestsInTheArchive) {
  World world;
  E transferred = TransferTo(kHotline, 0);
  v1::Matter& matter = *transferred.mutable_transferred()->mutable_matter();
  matter.set_content("CANARY content");
  matter.mutable_caller()->set_name("CANARY name");
  transferred.mutable_transferred()->set_note("CANARY note");
  ASSERT_OK(world.Say(transferred));
  E submitted = Timed(E::kResolutionSubmitted, kHotline, 1);
  submitted.mutable_resolution_submitted()->set_text("CANARY result");
  ASSERT_OK(world.Say(submitted));
  ASSERT_OK(world.Say(E::kResolutionDecided, kGuangdong, 2));
  EXPECT_NE(world.record().SerializeAsString().find("CANARY"), std::string::npos);
  ASSERT_OK(world.Say(E::kArchived, kGuangdong, 3));

  EXPECT_EQ(world.record().SerializeAsString().find("CANARY"), std::string::npos);
  EXPECT_FALSE(world.ticket().has_matter());
  EXPECT_EQ(world.record().judged_size(), 4);
  EXPECT_EQ(world.ticket().sequence(), 4u);
  EXPECT_EQ(NumberFor(world.ticket(), kGuangdong), "DH2611240012");
  EXPECT_EQ(world.record().newest_size(), 0);
  // Not even to keep it as late.
  EXPECT_EQ(ReasonOf(world.Say(E::kProgressReported, kHotline, 0.5)), "TRANSITION_NOT_ALLOWED");
}

// A file that came inside a message, as one part of two.
void AddPart(google::protobuf::RepeatedPtrField<v1::Attachment>& attachments) {
  v1::Attachment& attachment = *attachments.Add();
  attachment.set_id("f1");
  attachment.set_file_name("a.jpg");
  attachment.set_content("CANARY bytes");
  attachment.set_part(1);
  attachment.set_parts(2);
}

TEST(Apply, PassesFilesOnAndKeepsThemInTheJournalOnly) {
  World world;
  E transferred = TransferTo(kHotline, 0);
  AddPart(*transferred.mutable_transferred()->mutable_matter()->mutable_attachments());
  ASSERT_OK(world.Say(transferred));
  EXPECT_EQ(world.last().event.transferred().matter().attachments(0).content(), "CANARY bytes");
  EXPECT_THAT(world.TakeTold(), ElementsAre("12367: transferred"));
  ASSERT_EQ(world.ticket().matter().attachments_size(), 1);
  EXPECT_EQ(world.ticket().matter().attachments(0).ShortDebugString(), "id: \"f1\" file_name: \"a.jpg\"");
  ASSERT_OK(world.Say(E::kSigned, kHotline, 1));
  E progress = Timed(E::kProgressReported, kHotline, 2);
  AddPart(*progress.mutable_progress_reported()->mutable_attachments());
  ASSERT_OK(world.Say(progress));
  E submitted = Timed(E::kResolutionSubmitted, kHotline, 3);
  AddPart(*submitted.mutable_resolution_submitted()->mutable_attachments());
  ASSERT_OK(world.Say(submitted));
  EXPECT_EQ(world.last().event.resolution_submitted().attachments(0).part(), 1u);
  ASSERT_EQ(world.record().result().attachments_size(), 1);
  EXPECT_EQ(world.record().result().attachments(0).ShortDebugString(), "id: \"f1\" file_name: \"a.jpg\"");
  EXPECT_EQ(world.record().SerializeAsString().find("CANARY"), std::string::npos);
}

TEST(Apply, MakesTheIdFromTheOriginsNumber) {
  World world;
  E event = TransferTo(kHotline, 0);
  event.clear_ticket_id();
  event.set_source_number("DH77");
  ASSERT_OK(world.Say(event));
  EXPECT_EQ(world.State("440000:DH77"), "OFFERED");
  EXPECT_EQ(world.last().event.ticket_id(), "440000:DH77");
}

TEST(Apply, SaysTheSameHoweverOftenItIsAsked) {
  World world({.hop_cap = 0});
  ASSERT_OK(world.Say(E::kTransferred, kGuangdong, 0));
  ASSERT_OK(world.Say(E::kNotTaken, kHotline, 1));
  const E again = TransferTo(kJiangsu, 2);
  const Rules rules{.calendar = &ChinaCalendar(), .hop_cap = 0};
  const auto first = Apply(&world.record(), again, At(2), rules);
  const auto second = Apply(&world.record(), again, At(2), rules);
  ASSERT_OK(first);
  ASSERT_OK(second);
  EXPECT_EQ(first->record.SerializeAsString(), second->record.SerializeAsString());
  EXPECT_EQ(first->event.SerializeAsString(), second->event.SerializeAsString());
  ASSERT_EQ(first->follow_ups.size(), 1u);
  EXPECT_EQ(first->follow_ups[0].SerializeAsString(), second->follow_ups[0].SerializeAsString());
  EXPECT_OK(Validate(first->follow_ups[0]));
}

TEST(Apply, ProposesTheSameAlsoWhenItIsAskedLater) {
  World world;
  ASSERT_OK(world.Say(E::kTransferred, kGuangdong, 0));
  ASSERT_OK(world.Say(E::kNotTaken, kHotline, 1));
  E again = TransferTo(kJiangsu, 2);
  *again.mutable_received_at() = ToProto(At(2.5));
  const Rules rules{.calendar = &ChinaCalendar(), .hop_cap = 0};
  const auto first = Apply(&world.record(), again, At(3), rules);
  const auto second = Apply(&world.record(), again, At(9), rules);
  ASSERT_OK(first);
  ASSERT_OK(second);
  EXPECT_EQ(first->follow_ups[0].SerializeAsString(), second->follow_ups[0].SerializeAsString());
  EXPECT_EQ(FromProto(first->follow_ups[0].occurred_at()), At(2.5));
  EXPECT_EQ(first->follow_ups[0].causation_id(), again.id());
}

TEST(Apply, TakesWorkThatIsReportedBeforeSigningAsSigning) {
  for (const Kind kind : {E::kProgressReported, E::kResolutionSubmitted}) {
    World world;
    ASSERT_OK(world.Say(E::kTransferred, kGuangdong, 0));
    ASSERT_OK(world.Say(kind, kHotline, 1));
    EXPECT_EQ(world.ticket().holder(), kHotline);
    EXPECT_EQ(world.ticket().offered_to(), "");
    EXPECT_TRUE(world.record().has_signed_at());
  }
}

// ---- Requests and decisions --------------------------------------------------------------------------------------

TEST(Apply, GivesATicketBackThatNobodySigned) {
  World world;
  ASSERT_OK(world.Say(E::kTransferred, kGuangdong, 0));
  ASSERT_OK(world.Say(E::kReturnRequested, kHotline, 1));
  EXPECT_EQ(world.State(), "RETURN_REQUESTED");
  EXPECT_EQ(world.ticket().offered_to(), kHotline);
  world.TakeTold();
  ASSERT_OK(world.Say(E::kReturnDecided, kGuangdong, 2));
  EXPECT_EQ(world.State(), "RETURNED");
  EXPECT_EQ(world.ticket().holder(), kGuangdong);
  EXPECT_EQ(world.ticket().offered_to(), "");
  EXPECT_EQ(world.ticket().counters().returns(), 1u);
  EXPECT_THAT(world.TakeTold(), ElementsAre("12367: return_decided"));
}

TEST(Apply, GoesOnFromWhereARefusedReturnWasAskedFor) {
  World offered;
  ASSERT_OK(offered.Say(E::kTransferred, kGuangdong, 0));
  ASSERT_OK(offered.Say(E::kReturnRequested, kHotline, 1));
  ASSERT_OK(offered.Say(Rejected(E::kReturnDecided, 2)));
  EXPECT_EQ(offered.State(), "OFFERED");
  EXPECT_OK(offered.Say(E::kSigned, kHotline, 3));

  World suspended;
  SignIt(suspended);
  ASSERT_OK(suspended.Say(E::kSuspended, kHotline, 2));
  ASSERT_OK(suspended.Say(E::kReturnRequested, kHotline, 3));
  ASSERT_OK(suspended.Say(Rejected(E::kReturnDecided, 4)));
  EXPECT_EQ(suspended.State(), "SUSPENDED");
  EXPECT_EQ(suspended.ticket().holder(), kHotline);
  EXPECT_EQ(suspended.ticket().counters().returns(), 0u);
  EXPECT_EQ(ReasonOf(suspended.Say(E::kReturnDecided, kGuangdong, 5)), "NOTHING_TO_DECIDE");
}

TEST(Apply, ForgetsTheFormerHandlerWhenTheTicketIsOfferedAnew) {
  World world;
  SignIt(world);
  ASSERT_OK(world.Say(E::kExtensionRequested, kHotline, 2));
  ASSERT_OK(world.Say(E::kReturnRequested, kHotline, 3));
  ASSERT_OK(world.Say(E::kReturnDecided, kGuangdong, 4));
  world.TakeTold();
  ASSERT_OK(world.Say(TransferTo(kJiangsu, 5)));
  EXPECT_THAT(world.TakeTold(), ElementsAre("320000: transferred"));
  EXPECT_EQ(world.ticket().counters().hops(), 1u);
  EXPECT_EQ(world.ticket().generation(), 1u);
  EXPECT_FALSE(world.record().has_extension_asked());
  EXPECT_EQ(ReasonOf(world.Say(E::kSigned, kHotline, 6)), "ACTOR_NOT_ALLOWED");
  EXPECT_OK(world.Say(E::kSigned, kJiangsu, 6));
}

TEST(Apply, LetsWorkGoOnWhileMoreTimeIsAskedFor) {
  World world;
  SignIt(world);
  EXPECT_EQ(ReasonOf(world.Say(E::kExtensionDecided, kGuangdong, 2)), "NOTHING_TO_DECIDE");
  ASSERT_OK(world.Say(E::kExtensionRequested, kHotline, 2));
  EXPECT_EQ(world.State(), "SIGNED");
  EXPECT_EQ(ReasonOf(world.Say(E::kExtensionRequested, kHotline, 3)), "TRANSITION_NOT_ALLOWED");
  ASSERT_OK(world.Say(E::kProgressReported, kHotline, 3));
  ASSERT_OK(world.Say(Rejected(E::kExtensionDecided, 4)));
  EXPECT_EQ(world.ticket().counters().extensions(), 0u);
  ASSERT_OK(world.Say(E::kExtensionRequested, kHotline, 5));
  ASSERT_OK(world.Say(E::kExtensionDecided, kGuangdong, 6));
  EXPECT_EQ(world.State(), "IN_PROGRESS");
  EXPECT_EQ(world.ticket().counters().extensions(), 1u);
  EXPECT_EQ(ReasonOf(world.Say(E::kExtensionDecided, kGuangdong, 7)), "NOTHING_TO_DECIDE");
}

TEST(Apply, ForgetsARequestForMoreTimeWithTheResult) {
  World world;
  SignIt(world);
  ASSERT_OK(world.Say(E::kExtensionRequested, kHotline, 2));
  ASSERT_OK(world.Say(E::kResolutionSubmitted, kHotline, 3));
  ASSERT_OK(world.Say(E::kResolutionDecided, kGuangdong, 4));
  ASSERT_OK(world.Say(E::kReopened, kGuangdong, 5));
  EXPECT_EQ(ReasonOf(world.Say(E::kExtensionDecided, kGuangdong, 6)), "NOTHING_TO_DECIDE");
  EXPECT_OK(world.Say(E::kExtensionRequested, kHotline, 7));
}

TEST(Apply, CountsWhatHappensOftenAndKeepsTheCounts) {
  World world;
  SignIt(world);
  ASSERT_OK(world.Say(E::kUrged, kGuangdong, 2));
  ASSERT_OK(world.Say(E::kUrged, kGuangdong, 3));
  ASSERT_OK(world.Say(E::kResolutionSubmitted, kHotline, 4));
  ASSERT_OK(world.Say(Rejected(E::kResolutionDecided, 5)));
  EXPECT_EQ(world.State(), "IN_PROGRESS");
  ASSERT_OK(world.Say(E::kResolutionSubmitted, kHotline, 6));
  ASSERT_OK(world.Say(E::kResolutionDecided, kGuangdong, 7));
  ASSERT_OK(world.Say(E::kReopened, kGuangdong, 8));
  EXPECT_EQ(world.State(), "SIGNED");
  EXPECT_EQ(world.ticket().holder(), kHotline);
  ASSERT_OK(world.Say(E::kWithdrawn, kGuangdong, 9));
  ASSERT_OK(world.Say(E::kTransferred, kGuangdong, 10));
  EXPECT_EQ(world.ticket().counters().urges(), 2u);
  EXPECT_EQ(world.ticket().counters().rejections(), 1u);
  EXPECT_EQ(world.ticket().counters().reopenings(), 1u);
}

E UrgeNumber(const std::string& number, int hour) {
  E event = Timed(E::kUrged, kGuangdong, hour);
  event.mutable_urged()->set_urge_id(number);
  return event;
}

E SigningOfUrge(const std::string& number, int hour) {
  E event = Timed(E::kUrgeSigned, kHotline, hour);
  event.mutable_urge_signed()->set_urge_id(number);
  return event;
}

TEST(Apply, LetsEachUrgeBeSignedOnceByItsNumber) {
  World world;
  SignIt(world);
  ASSERT_OK(world.Say(UrgeNumber("CB1", 2)));
  ASSERT_OK(world.Say(UrgeNumber("CB2", 3)));
  EXPECT_EQ(ReasonOf(world.Say(SigningOfUrge("CB9", 4))), "NOTHING_TO_DECIDE") << "nobody has urged under this number";
  EXPECT_OK(world.Say(SigningOfUrge("CB2", 4)));
  EXPECT_OK(world.Say(SigningOfUrge("CB1", 5)));
  EXPECT_EQ(ReasonOf(world.Say(SigningOfUrge("CB1", 6))), "NOTHING_TO_DECIDE") << "it is signed already";
  ASSERT_OK(world.Say(UrgeNumber("CB1", 7)));
  EXPECT_OK(world.Say(SigningOfUrge("CB1", 8))) << "urged again under the same number";
}

TEST(Apply, ForgetsTheUrgesOfAnEarlierDispatch) {
  World world;
  SignIt(world);
  ASSERT_OK(world.Say(UrgeNumber("CB1", 2)));
  ASSERT_OK(world.Say(E::kReturnRequested, kHotline, 3));
  ASSERT_OK(world.Say(E::kReturnDecided, kGuangdong, 4));
  ASSERT_OK(world.Say(E::kTransferred, kGuangdong, 5));
  ASSERT_OK(world.Say(E::kSigned, kHotline, 6));
  EXPECT_EQ(ReasonOf(world.Say(SigningOfUrge("CB1", 7))), "NOTHING_TO_DECIDE");
}

// ---- Offers that fail --------------------------------------------------------------------------------------------

TEST(Apply, PutsPingPongToArbitration) {
  World world({.hop_cap = 2});
  ASSERT_OK(world.Say(E::kTransferred, kGuangdong, 0));
  for (const int hop : {1, 2, 3}) {
    ASSERT_EQ(world.State(), "OFFERED");
    const char* addressee = hop % 2 == 1 ? kHotline : kJiangsu;
    ASSERT_OK(world.Say(E::kReturnRequested, addressee, 10 * hop));
    ASSERT_OK(world.Say(E::kReturnDecided, kGuangdong, 10 * hop + 1));
    world.TakeTold();
    ASSERT_OK(world.Say(TransferTo(hop % 2 == 1 ? kJiangsu : kHotline, 10 * hop + 2)));
  }
  EXPECT_EQ(world.ticket().counters().hops(), 3u);
  EXPECT_EQ(world.ticket().counters().returns(), 3u);
  EXPECT_EQ(world.State(), "IN_ARBITRATION");
  EXPECT_EQ(world.ticket().holder(), kGuangdong);
  EXPECT_THAT(world.TakeTold(), ElementsAre("320000: transferred", "440000: escalated", "320000: escalated"));

  // What the person decides is not disputed again.
  ASSERT_OK(world.Say(TransferTo(kHotline, 40)));
  EXPECT_EQ(world.State(), "OFFERED");
  EXPECT_EQ(world.ticket().counters().hops(), 4u);
  EXPECT_THAT(world.last().follow_ups, IsEmpty());
}

TEST(Apply, EndsADisputeWhenTheAddresseeSignsAfterAll) {
  World world({.hop_cap = 0});
  ASSERT_OK(world.Say(E::kTransferred, kGuangdong, 0));
  ASSERT_OK(world.Say(E::kNotTaken, kHotline, 1));
  EXPECT_EQ(world.State(), "NOT_TAKEN");
  ASSERT_OK(world.Say(TransferTo(kJiangsu, 2)));
  ASSERT_EQ(world.State(), "IN_ARBITRATION");
  ASSERT_OK(world.Say(E::kSigned, kJiangsu, 3));
  EXPECT_EQ(world.State(), "SIGNED");
  EXPECT_EQ(world.ticket().holder(), kJiangsu);
}

TEST(Apply, TakesATicketThatWasFoundAfterAll) {
  World world;
  ASSERT_OK(world.Say(E::kTransferred, kGuangdong, 0));
  ASSERT_OK(world.Say(E::kNotTaken, kHotline, 1));
  ASSERT_OK(world.Say(E::kReceived, kHotline, 2));
  EXPECT_EQ(world.State(), "OFFERED");
  ASSERT_OK(world.Say(E::kNotTaken, kHotline, 3));
  ASSERT_OK(world.Say(E::kSigned, kHotline, 4));
  EXPECT_EQ(world.State(), "SIGNED");
}

E Report(absl::string_view delivery_id, v1::DeliveryReported::Result result) {
  E event = Timed(E::kDeliveryReported, kInterline, 1);
  event.mutable_delivery_reported()->set_delivery_id(std::string(delivery_id));
  event.mutable_delivery_reported()->set_result(result);
  event.mutable_delivery_reported()->mutable_refusal()->set_reason(v1::REFUSAL_REASON_NOT_EXPRESSIBLE);
  return event;
}

TEST(Apply, TellsTheOriginThatAnOfferNeverArrived) {
  World world;
  ASSERT_OK(world.Say(E::kTransferred, kGuangdong, 0));
  world.TakeTold();
  ASSERT_OK(world.Say(Report(DeliveryId(kTicketId, 1, kHotline), v1::DeliveryReported::RESULT_REFUSED)));
  EXPECT_EQ(world.last().event.journal().effect(), Journal::EFFECT_NOTE);
  EXPECT_EQ(world.State(), "NOT_TAKEN");
  EXPECT_THAT(world.TakeTold(), ElementsAre("440000: not_taken"));
  EXPECT_THAT(world.TakeJournal(), ElementsAre("transferred", "delivery_reported", "not_taken"));
}

TEST(Apply, OnlyNotesWhatElseBecameOfADelivery) {
  World world;
  ASSERT_OK(world.Say(E::kTransferred, kGuangdong, 0));
  world.TakeTold();
  for (const auto& [delivery, result] : std::vector<std::pair<std::string, v1::DeliveryReported::Result>>{
           {DeliveryId(kTicketId, 1, kHotline), v1::DeliveryReported::RESULT_DELIVERED},
           {DeliveryId(kTicketId, 1, kHotline), v1::DeliveryReported::RESULT_IN_DOUBT},
           {DeliveryId(kTicketId, 1, kHotline), v1::DeliveryReported::RESULT_PARKED},
           {DeliveryId(kTicketId, 2, kHotline), v1::DeliveryReported::RESULT_REFUSED},
           {DeliveryId(kTicketId, 1, kJiangsu), v1::DeliveryReported::RESULT_REFUSED}}) {
    ASSERT_OK(world.Say(Report(delivery, result)));
    EXPECT_EQ(world.State(), "OFFERED") << delivery;
    EXPECT_THAT(world.TakeTold(), IsEmpty());
  }
}

// ---- Order and generations ---------------------------------------------------------------------------------------

TEST(Apply, KeepsALateEventWithoutEffect) {
  World world;
  SignIt(world);
  ASSERT_OK(world.Say(E::kProgressReported, kHotline, 5));
  world.TakeTold();
  ASSERT_OK(world.Say(E::kSuspended, kHotline, 4));
  EXPECT_EQ(world.last().event.journal().effect(), Journal::EFFECT_LATE);
  EXPECT_EQ(world.last().event.journal().state_after(), Ticket::STATE_IN_PROGRESS);
  EXPECT_EQ(world.State(), "IN_PROGRESS");
  EXPECT_EQ(world.ticket().sequence(), 4u);
  EXPECT_THAT(world.TakeTold(), IsEmpty());
  // Another source's older time is not late, nor is an equal one.
  ASSERT_OK(world.Say(E::kUrged, kGuangdong, 3));
  EXPECT_EQ(world.last().event.journal().effect(), Journal::EFFECT_APPLIED);
  ASSERT_OK(world.Say(E::kSuspended, kHotline, 5));
  EXPECT_EQ(world.last().event.journal().effect(), Journal::EFFECT_APPLIED);
}

TEST(Apply, PassesLateWordsOnWithoutMovingTheTicket) {
  World world;
  SignIt(world);
  ASSERT_OK(world.Say(E::kSuspended, kHotline, 5));
  world.TakeTold();
  ASSERT_OK(world.Say(E::kProgressReported, kHotline, 4));
  EXPECT_EQ(world.last().event.journal().effect(), Journal::EFFECT_LATE);
  EXPECT_EQ(world.State(), "SUSPENDED");
  ASSERT_OK(world.Say(E::kSupplemented, kGuangdong, -1));
  EXPECT_THAT(world.TakeTold(), ElementsAre("440000: progress_reported", "12367: supplemented"));
}

TEST(Apply, IsNotSilencedByAClockThatWasAhead) {
  World world;
  ASSERT_OK(world.Say(E::kTransferred, kGuangdong, 0));
  ASSERT_OK(world.Say(Timed(E::kSigned, kHotline, 100), At(1)));
  ASSERT_OK(world.Say(Timed(E::kProgressReported, kHotline, 2), At(2)));
  EXPECT_EQ(world.last().event.journal().effect(), Journal::EFFECT_APPLIED);
  EXPECT_EQ(world.State(), "IN_PROGRESS");
}

TEST(Apply, KnowsWhatIsLateThoughItsOwnClockWentBack) {
  World world;
  ASSERT_OK(world.Say(E::kTransferred, kGuangdong, 0));
  ASSERT_OK(world.Say(Timed(E::kSigned, kHotline, 10), At(10)));
  ASSERT_OK(world.Say(Timed(E::kProgressReported, kHotline, 12), At(5)));
  EXPECT_EQ(world.last().event.journal().effect(), Journal::EFFECT_APPLIED);
  ASSERT_OK(world.Say(Timed(E::kSuspended, kHotline, 8), At(6)));
  EXPECT_EQ(world.last().event.journal().effect(), Journal::EFFECT_LATE);
}

TEST(Apply, CountsDispatchesAsTheOriginDoes) {
  World world;
  E first = TransferTo(kHotline, 0);
  first.set_generation(3);
  ASSERT_OK(world.Say(first));
  EXPECT_EQ(world.ticket().generation(), 3u);
  ASSERT_OK(world.Say(E::kResolutionSubmitted, kHotline, 1));
  ASSERT_OK(world.Say(E::kWithdrawn, kGuangdong, 2));
  E next = TransferTo(kHotline, 3);
  next.set_generation(7);
  ASSERT_OK(world.Say(next));
  EXPECT_EQ(world.ticket().generation(), 7u);
  EXPECT_FALSE(world.record().has_result());
}

TEST(Apply, DispatchesTheSameNumberAnewAsTheNextGeneration) {
  World world;
  SignIt(world);
  EXPECT_EQ(ReasonOf(world.Say(E::kTransferred, kGuangdong, 2)), "TICKET_EXISTS");
  ASSERT_OK(world.Say(E::kResolutionSubmitted, kHotline, 3));
  ASSERT_OK(world.Say(E::kResolutionDecided, kGuangdong, 4));
  E same_dispatch = TransferTo(kJiangsu, 5);
  same_dispatch.set_generation(1);
  EXPECT_EQ(ReasonOf(world.Say(same_dispatch)), "TICKET_EXISTS");
  ASSERT_OK(world.Say(TransferTo(kJiangsu, 5)));
  EXPECT_EQ(world.State(), "OFFERED");
  EXPECT_EQ(world.ticket().generation(), 2u);
  EXPECT_EQ(world.ticket().counters().hops(), 0u);
  EXPECT_EQ(world.ticket().sequence(), 5u);

  E of_the_first = Timed(E::kUrged, kGuangdong, 6);
  of_the_first.set_generation(1);
  ASSERT_OK(world.Say(of_the_first));
  EXPECT_EQ(world.last().event.journal().effect(), Journal::EFFECT_LATE);
  // Nor do words of an old dispatch go to the new addressee.
  E words = Timed(E::kSupplemented, kGuangdong, 6);
  words.set_generation(1);
  world.TakeTold();
  ASSERT_OK(world.Say(words));
  EXPECT_THAT(world.TakeTold(), IsEmpty());
  E of_the_third = Timed(E::kUrged, kGuangdong, 6);
  of_the_third.set_generation(3);
  EXPECT_EQ(ReasonOf(world.Say(of_the_third)), "UNKNOWN_TICKET");
}

TEST(Apply, TakesNothingIntoTheArchiveNotEvenOfAnOldDispatch) {
  World world;
  ASSERT_OK(world.Say(E::kTransferred, kGuangdong, 0));
  ASSERT_OK(world.Say(E::kWithdrawn, kGuangdong, 1));
  ASSERT_OK(world.Say(E::kTransferred, kGuangdong, 2));
  ASSERT_OK(world.Say(E::kWithdrawn, kGuangdong, 3));
  ASSERT_OK(world.Say(E::kArchived, kGuangdong, 4));
  E of_the_first = Timed(E::kProgressReported, kHotline, 5);
  of_the_first.set_generation(1);
  EXPECT_EQ(ReasonOf(world.Say(of_the_first)), "TRANSITION_NOT_ALLOWED");
}

TEST(Apply, RefusesTransfersInAnothersName) {
  World world;
  ASSERT_OK(world.Say(E::kTransferred, kGuangdong, 0));
  E event = MakeEvent(E::kTransferred, kJiangsu);
  EXPECT_EQ(ReasonOf(world.Say(event)), "FOREIGN_SOURCE");
  event = MakeEvent(E::kTransferred, kJiangsu);
  event.set_ticket_id("110000:1");
  EXPECT_EQ(ReasonOf(world.Say(event)), "FOREIGN_SOURCE");
  EXPECT_FALSE(world.Knows("110000:1"));
}

// ---- Numbers and limits ------------------------------------------------------------------------------------------

TEST(Apply, LearnsWhatAPlatformCallsTheTicket) {
  World world;
  SignIt(world);
  E progress = Timed(E::kProgressReported, kHotline, 5);
  ASSERT_OK(world.Say(progress));
  EXPECT_EQ(NumberFor(world.ticket(), kHotline), "");
  E late = Timed(E::kReceived, kHotline, 0.5);
  late.set_source_number("SH1");
  ASSERT_OK(world.Say(late));
  EXPECT_EQ(NumberFor(world.ticket(), kHotline), "SH1");
  E later = Timed(E::kProgressReported, kHotline, 6);
  later.set_source_number("SH2");
  ASSERT_OK(world.Say(later));
  EXPECT_EQ(NumberFor(world.ticket(), kHotline), "SH2");
  late.set_id("once-more");
  ASSERT_OK(world.Say(late));
  EXPECT_EQ(NumberFor(world.ticket(), kHotline), "SH2");
  EXPECT_EQ(world.ticket().numbers_size(), 2);
}

TEST(Apply, TakesALimitedNumberOfEventsButAlwaysFindsAnEnd) {
  World world({.max_events = 4});
  SignIt(world);
  ASSERT_OK(world.Say(E::kProgressReported, kHotline, 2));
  ASSERT_OK(world.Say(E::kProgressReported, kHotline, 3));
  EXPECT_EQ(ReasonOf(world.Say(E::kProgressReported, kHotline, 4)), "LIMIT_REACHED");
  EXPECT_EQ(world.record().judged_size(), 4);  // a flood does not fill the memory
  ASSERT_OK(world.Say(E::kDeliveryReported, kInterline, 4));
  ASSERT_OK(world.Say(E::kWithdrawn, kGuangdong, 5));
  ASSERT_OK(world.Say(E::kArchived, kGuangdong, 6));
  EXPECT_EQ(world.State(), "ARCHIVED");
}

TEST(Apply, CountsRefusedEventsToTheLimitToo) {
  World world({.max_events = 3});
  SignIt(world);
  EXPECT_EQ(ReasonOf(world.Say(E::kUrged, kJiangsu, 2)), "ACTOR_NOT_ALLOWED");
  EXPECT_EQ(ReasonOf(world.Say(E::kUrged, kGuangdong, 3)), "LIMIT_REACHED");
}

}  // namespace
}  // namespace interline::ticket
