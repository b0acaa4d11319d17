#include "core/ticket/limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/time/civil_time.h"
#include "core/base/proto_time.h"
#include "core/base/status_matchers.h"
#include "core/ticket/test_support.h"

namespace interline::ticket {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1::TimeLimit;
using E = v1::TicketEvent;

// "2026-09-30T09:00:00", in China.
absl::Time China(const std::string& text) {
  absl::CivilSecond civil;
  EXPECT_TRUE(absl::ParseCivilTime(text, &civil)) << text;
  return absl::FromCivil(civil, calendar::ChinaTime());
}

std::string InChina(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%S", FromProto(time), calendar::ChinaTime());
}

TimeLimit WorkingDays(uint32_t value, TimeLimit::Start start) {
  TimeLimit limit;
  limit.set_value(value);
  limit.set_unit(TimeLimit::UNIT_WORKING_DAY);
  limit.set_start(start);
  return limit;
}

TimeLimit Hours(uint32_t value, TimeLimit::Start start) {
  TimeLimit limit = WorkingDays(value, start);
  limit.set_unit(TimeLimit::UNIT_HOUR);
  return limit;
}

TimeLimit DueAt(absl::Time due) {
  TimeLimit limit;
  *limit.mutable_due_at() = ToProto(due);
  return limit;
}

E Timed(Kind kind, absl::string_view source, absl::Time time) {
  E event = MakeEvent(kind, source);
  *event.mutable_occurred_at() = ToProto(time);
  return event;
}

E Transfer(const TimeLimit& limit, absl::Time time) {
  E event = Timed(E::kTransferred, kGuangdong, time);
  *event.mutable_transferred()->mutable_limit() = limit;
  return event;
}

// Offers the ticket with this limit at At(0) and signs it at At(1).
void SignWith(const TimeLimit& limit, World& world) {
  ASSERT_OK(world.Say(Transfer(limit, At(0))));
  ASSERT_OK(world.Say(E::kSigned, kHotline, 1));
}

// ---- When it is due ----------------------------------------------------------------------------------------------

TEST(Limits, AreComputedFromTheDispatchOverHolidays) {
  World world;
  // The National Day holiday of 2026 runs from 1 to 7 October; Saturday the 10th is a working day in its stead.
  ASSERT_OK(world.Say(Transfer(WorkingDays(3, TimeLimit::START_DISPATCHED), China("2026-09-30T09:00:00"))));
  EXPECT_EQ(InChina(world.ticket().limit().due_at()), "2026-10-10T23:59:59");
  EXPECT_EQ(world.ticket().limit().computed_by(), kInterline);
  EXPECT_FALSE(world.ticket().limit().provisional());
  EXPECT_EQ(InChina(world.last().event.journal().limit().due_at()), "2026-10-10T23:59:59");
  // What the platform said is left as it said it.
  EXPECT_FALSE(world.last().event.transferred().limit().has_due_at());
}

TEST(Limits, WaitForTheSigningIfTheyCountFromIt) {
  World world;
  ASSERT_OK(world.Say(Transfer(WorkingDays(1, TimeLimit::START_SIGNED), China("2026-09-28T09:00:00"))));
  EXPECT_FALSE(world.ticket().limit().has_due_at());
  EXPECT_FALSE(world.last().overdue_at.has_value());
  ASSERT_OK(world.Say(Timed(E::kSigned, kHotline, China("2026-09-30T09:00:00"))));
  EXPECT_EQ(InChina(world.ticket().limit().due_at()), "2026-10-08T23:59:59");
  EXPECT_EQ(world.last().overdue_at, FromProto(world.ticket().limit().due_at()));
  EXPECT_EQ(world.last().near_due_at, *world.last().overdue_at - absl::Hours(24));
}

TEST(Limits, SayWhenTheCalendarOfTheYearIsNotKnown) {
  World world;
  ASSERT_OK(world.Say(Transfer(WorkingDays(5, TimeLimit::START_DISPATCHED), China("2030-09-30T09:00:00"))));
  EXPECT_TRUE(world.ticket().limit().provisional());
}

TEST(Limits, AreNotGuessed) {
  World world;
  SignWith(WorkingDays(3, TimeLimit::START_UNSPECIFIED), world);
  EXPECT_EQ(world.ticket().limit().value(), 3u);
  EXPECT_FALSE(world.ticket().limit().has_due_at());
  EXPECT_FALSE(world.last().near_due_at.has_value());
}

TEST(Limits, DoNotGainFromAClockThatIsAhead) {
  World world;
  ASSERT_OK(world.Say(Transfer(Hours(2, TimeLimit::START_DISPATCHED), At(100)), At(0)));
  EXPECT_EQ(FromProto(world.ticket().limit().due_at()), At(2));
}

TEST(Limits, OfAPlatformAreNeverComputedAnew) {
  World world;
  TimeLimit told = WorkingDays(3, TimeLimit::START_SIGNED);
  *told.mutable_due_at() = ToProto(At(48));
  SignWith(told, world);
  EXPECT_EQ(FromProto(world.ticket().limit().due_at()), At(48));
  EXPECT_EQ(world.ticket().limit().computed_by(), kGuangdong);
  ASSERT_OK(world.Say(E::kSuspended, kHotline, 2));
  ASSERT_OK(world.Say(E::kResumed, kHotline, 10));
  EXPECT_EQ(FromProto(world.ticket().limit().due_at()), At(48));
  ASSERT_OK(world.Say(E::kReturnRequested, kHotline, 11));
  ASSERT_OK(world.Say(E::kReturnDecided, kGuangdong, 12));
  EXPECT_EQ(FromProto(world.ticket().limit().due_at()), At(48));
  ASSERT_OK(world.Say(E::kTransferred, kGuangdong, 13));
  EXPECT_EQ(FromProto(world.ticket().limit().due_at()), At(48));
}

TEST(Limits, OfOursAreForgottenWhenTheTicketGoesBack) {
  World world;
  SignWith(Hours(10, TimeLimit::START_SIGNED), world);
  EXPECT_EQ(FromProto(world.ticket().limit().due_at()), At(11));
  ASSERT_OK(world.Say(E::kReturnRequested, kHotline, 2));
  ASSERT_OK(world.Say(E::kReturnDecided, kGuangdong, 3));
  EXPECT_FALSE(world.ticket().limit().has_due_at());
  ASSERT_OK(world.Say(E::kTransferred, kGuangdong, 4));
  ASSERT_OK(world.Say(E::kSigned, kHotline, 5));
  EXPECT_EQ(FromProto(world.ticket().limit().due_at()), At(15));
}

// ---- Standing still ----------------------------------------------------------------------------------------------

TEST(Limits, MoveByTheTimeForWhichTheClockStood) {
  World world;
  SignWith(Hours(10, TimeLimit::START_SIGNED), world);
  ASSERT_OK(world.Say(E::kSuspended, kHotline, 3));
  EXPECT_FALSE(world.last().overdue_at.has_value());
  ASSERT_OK(world.Say(E::kResumed, kHotline, 8));
  EXPECT_EQ(FromProto(world.ticket().limit().due_at()), At(16));
  EXPECT_EQ(world.last().overdue_at, At(16));
}

TEST(Limits, StandStillThroughAReturnThatIsRefused) {
  World world;
  SignWith(Hours(10, TimeLimit::START_SIGNED), world);
  ASSERT_OK(world.Say(E::kSuspended, kHotline, 3));
  ASSERT_OK(world.Say(E::kReturnRequested, kHotline, 4));
  EXPECT_FALSE(world.last().overdue_at.has_value());
  E refused = Timed(E::kReturnDecided, kGuangdong, At(5));
  refused.mutable_return_decided()->set_decision(v1::DECISION_REJECTED);
  ASSERT_OK(world.Say(refused));
  ASSERT_OK(world.Say(E::kResumed, kHotline, 8));
  EXPECT_EQ(FromProto(world.ticket().limit().due_at()), At(16));
}

TEST(Limits, GoOnWhenAResultIsHandedInWhileTheClockStood) {
  World world;
  SignWith(Hours(10, TimeLimit::START_SIGNED), world);
  ASSERT_OK(world.Say(E::kSuspended, kHotline, 3));
  ASSERT_OK(world.Say(E::kResolutionSubmitted, kHotline, 8));
  EXPECT_FALSE(world.last().overdue_at.has_value());
  E rejected = Timed(E::kResolutionDecided, kGuangdong, At(9));
  rejected.mutable_resolution_decided()->set_decision(v1::DECISION_REJECTED);
  ASSERT_OK(world.Say(rejected));
  EXPECT_EQ(world.last().overdue_at, At(16));
}

// ---- More time and new limits ------------------------------------------------------------------------------------

E Decide(const TimeLimit& limit, double hours) {
  E event = Timed(E::kExtensionDecided, kGuangdong, At(hours));
  if (limit.ByteSizeLong() > 0) *event.mutable_extension_decided()->mutable_limit() = limit;
  return event;
}

E Ask(const TimeLimit& by, double hours) {
  E event = Timed(E::kExtensionRequested, kHotline, At(hours));
  *event.mutable_extension_requested()->mutable_by() = by;
  return event;
}

TEST(Limits, AreReplacedByTheDecision) {
  World world;
  SignWith(Hours(10, TimeLimit::START_SIGNED), world);
  ASSERT_OK(world.Say(Ask(Hours(5, TimeLimit::START_UNSPECIFIED), 2)));
  ASSERT_OK(world.Say(Decide(DueAt(At(60)), 3)));
  EXPECT_EQ(FromProto(world.ticket().limit().due_at()), At(60));
  EXPECT_EQ(world.ticket().limit().computed_by(), kGuangdong);
}

TEST(Limits, CountFromWhereTheyDidWhenTheDecisionNamesNoDueTime) {
  World world;
  SignWith(Hours(10, TimeLimit::START_SIGNED), world);
  ASSERT_OK(world.Say(E::kSuspended, kHotline, 2));
  ASSERT_OK(world.Say(E::kResumed, kHotline, 4));
  ASSERT_OK(world.Say(Ask(Hours(5, TimeLimit::START_UNSPECIFIED), 5)));
  ASSERT_OK(world.Say(Decide(Hours(15, TimeLimit::START_UNSPECIFIED), 6)));
  // Signed at 1, stood still for 2, 15 hours in all.
  EXPECT_EQ(FromProto(world.ticket().limit().due_at()), At(18));
  EXPECT_EQ(world.ticket().limit().computed_by(), kInterline);
}

TEST(Limits, GrowByWhatWasAskedForWhenTheDecisionNamesNone) {
  World world;
  SignWith(DueAt(At(48)), world);
  ASSERT_OK(world.Say(Ask(Hours(5, TimeLimit::START_UNSPECIFIED), 2)));
  ASSERT_OK(world.Say(Decide({}, 3)));
  EXPECT_EQ(FromProto(world.ticket().limit().due_at()), At(53));
  EXPECT_EQ(world.ticket().limit().computed_by(), kInterline);  // and nobody else
  ASSERT_OK(world.Say(Ask(DueAt(At(70)), 4)));
  ASSERT_OK(world.Say(Decide({}, 5)));
  EXPECT_EQ(FromProto(world.ticket().limit().due_at()), At(70));
  EXPECT_EQ(world.ticket().limit().computed_by(), kHotline);
}

TEST(Limits, KeepTheirWayOfCountingWhenTheyAreExtended) {
  World world;
  TimeLimit limit = WorkingDays(2, TimeLimit::START_DISPATCHED);
  limit.set_counting(TimeLimit::COUNTING_INCLUSIVE);
  ASSERT_OK(world.Say(Transfer(limit, China("2026-11-23T09:00:00"))));
  EXPECT_EQ(InChina(world.ticket().limit().due_at()), "2026-11-24T23:59:59");
  ASSERT_OK(world.Say(Timed(E::kSigned, kHotline, China("2026-11-23T10:00:00"))));
  ASSERT_OK(world.Say(Timed(E::kSuspended, kHotline, China("2026-11-23T11:00:00"))));
  ASSERT_OK(world.Say(Timed(E::kResumed, kHotline, China("2026-11-24T11:00:00"))));
  ASSERT_OK(world.Say(Timed(E::kExtensionRequested, kHotline, China("2026-11-24T12:00:00"))));
  E decided = Timed(E::kExtensionDecided, kGuangdong, China("2026-11-24T13:00:00"));
  *decided.mutable_extension_decided()->mutable_limit() = WorkingDays(3, TimeLimit::START_UNSPECIFIED);
  ASSERT_OK(world.Say(decided));
  // Dispatched on the 23rd and stood still for a day: the 24th is the first of three.
  EXPECT_EQ(InChina(world.ticket().limit().due_at()), "2026-11-26T23:59:59");
}

TEST(Limits, GrowFromTheDayAfterTheOldDueTime) {
  World world;
  SignWith(DueAt(China("2026-11-25T23:59:59")), world);
  TimeLimit one_day = WorkingDays(1, TimeLimit::START_UNSPECIFIED);
  one_day.set_counting(TimeLimit::COUNTING_INCLUSIVE);
  ASSERT_OK(world.Say(Ask(one_day, 2)));
  ASSERT_OK(world.Say(Decide({}, 3)));
  EXPECT_EQ(InChina(world.ticket().limit().due_at()), "2026-11-26T23:59:59");
}

TEST(Limits, StayWhenMoreTimeIsRefused) {
  World world;
  SignWith(DueAt(At(48)), world);
  ASSERT_OK(world.Say(Ask(Hours(5, TimeLimit::START_UNSPECIFIED), 2)));
  E rejected = Decide(DueAt(At(99)), 3);
  rejected.mutable_extension_decided()->set_decision(v1::DECISION_REJECTED);
  ASSERT_OK(world.Say(rejected));
  EXPECT_EQ(FromProto(world.ticket().limit().due_at()), At(48));
}

TEST(Limits, OfAnUrgeCountFromTheUrgeOrItsSigning) {
  World world;
  SignWith(DueAt(At(48)), world);
  E urged = Timed(E::kUrged, kGuangdong, At(2));
  *urged.mutable_urged()->mutable_limit() = Hours(4, TimeLimit::START_DISPATCHED);
  ASSERT_OK(world.Say(urged));
  EXPECT_EQ(FromProto(world.ticket().limit().due_at()), At(6));
  urged = Timed(E::kUrged, kGuangdong, At(3));
  *urged.mutable_urged()->mutable_limit() = Hours(4, TimeLimit::START_SIGNED);
  ASSERT_OK(world.Say(urged));
  EXPECT_FALSE(world.ticket().limit().has_due_at());
  ASSERT_OK(world.Say(E::kUrgeSigned, kHotline, 4));
  EXPECT_EQ(FromProto(world.ticket().limit().due_at()), At(8));
  ASSERT_OK(world.Say(E::kUrged, kGuangdong, 5));  // without a limit
  EXPECT_EQ(FromProto(world.ticket().limit().due_at()), At(8));
}

TEST(Limits, ToldWhileTheClockStandsLoseOnlyTheTimeSince) {
  World world;
  SignWith(Hours(10, TimeLimit::START_SIGNED), world);
  ASSERT_OK(world.Say(E::kSuspended, kHotline, 2));
  E urged = Timed(E::kUrged, kGuangdong, At(5));
  *urged.mutable_urged()->mutable_limit() = Hours(4, TimeLimit::START_DISPATCHED);
  ASSERT_OK(world.Say(urged));
  ASSERT_OK(world.Say(E::kResumed, kHotline, 6));
  EXPECT_EQ(FromProto(world.ticket().limit().due_at()), At(10));
}

void ResolveAndReopen(const E& reopened, World& world) {
  ASSERT_OK(world.Say(E::kResolutionSubmitted, kHotline, 2));
  ASSERT_OK(world.Say(E::kResolutionDecided, kGuangdong, 3));
  EXPECT_FALSE(world.last().overdue_at.has_value());
  ASSERT_OK(world.Say(reopened));
}

TEST(Limits, StartAgainWhenTheTicketIsReopened) {
  World ours;
  SignWith(Hours(10, TimeLimit::START_SIGNED), ours);
  ResolveAndReopen(Timed(E::kReopened, kGuangdong, At(20)), ours);
  EXPECT_EQ(FromProto(ours.ticket().limit().due_at()), At(30));

  World theirs;
  SignWith(DueAt(At(48)), theirs);
  ResolveAndReopen(Timed(E::kReopened, kGuangdong, At(20)), theirs);
  EXPECT_EQ(FromProto(theirs.ticket().limit().due_at()), At(48));

  World told;
  SignWith(DueAt(At(48)), told);
  E reopened = Timed(E::kReopened, kGuangdong, At(20));
  *reopened.mutable_reopened()->mutable_limit() = Hours(5, TimeLimit::START_SIGNED);
  ResolveAndReopen(reopened, told);
  EXPECT_EQ(FromProto(told.ticket().limit().due_at()), At(25));
}

TEST(Limits, OfAnOlderGenerationDoNotHoldForTheNext) {
  World world;
  SignWith(DueAt(At(48)), world);
  ASSERT_OK(world.Say(E::kWithdrawn, kGuangdong, 2));
  EXPECT_FALSE(world.last().overdue_at.has_value());
  ASSERT_OK(world.Say(E::kTransferred, kGuangdong, 3));
  EXPECT_FALSE(world.ticket().has_limit());
}

// ---- Deadlines ---------------------------------------------------------------------------------------------------

E Deadline(Kind kind, double due, double hours) {
  E event = Timed(kind, kInterline, At(hours));
  if (event.has_deadline_approached()) *event.mutable_deadline_approached()->mutable_due_at() = ToProto(At(due));
  if (event.has_deadline_missed()) *event.mutable_deadline_missed()->mutable_due_at() = ToProto(At(due));
  return event;
}

TEST(Deadlines, AreSaidOnceToWhoMustActAndThenEscalated) {
  World world;
  SignWith(DueAt(At(48)), world);
  EXPECT_EQ(world.last().near_due_at, At(24));
  EXPECT_EQ(world.last().overdue_at, At(48));
  world.TakeTold();
  ASSERT_OK(world.Say(Deadline(E::kDeadlineApproached, 48, 24)));
  EXPECT_FALSE(world.last().near_due_at.has_value());
  EXPECT_EQ(world.last().overdue_at, At(48));
  EXPECT_EQ(world.last().event.journal().effect(), v1::Journal::EFFECT_NOTE);
  EXPECT_THAT(world.TakeTold(), ElementsAre("12367: deadline_approached"));
  ASSERT_OK(world.Say(Deadline(E::kDeadlineMissed, 48, 48)));
  EXPECT_FALSE(world.last().overdue_at.has_value());
  EXPECT_THAT(world.TakeTold(), ElementsAre("12367: deadline_missed", "440000: escalated", "12367: escalated"));
  EXPECT_EQ(world.State(), "SIGNED");
  // Later events do not bring them back; a new due time does.
  ASSERT_OK(world.Say(E::kProgressReported, kHotline, 50));
  EXPECT_FALSE(world.last().near_due_at.has_value());
  EXPECT_FALSE(world.last().overdue_at.has_value());
  ASSERT_OK(world.Say(Ask(Hours(9, TimeLimit::START_UNSPECIFIED), 51)));
  ASSERT_OK(world.Say(Decide(DueAt(At(99)), 52)));
  EXPECT_EQ(world.last().near_due_at, At(75));
  EXPECT_EQ(world.last().overdue_at, At(99));
}

TEST(Deadlines, GoToTheOriginWhileNobodyHasSigned) {
  World world;
  ASSERT_OK(world.Say(Transfer(DueAt(At(48)), At(0))));
  world.TakeTold();
  ASSERT_OK(world.Say(Deadline(E::kDeadlineApproached, 48, 24)));
  EXPECT_THAT(world.TakeTold(), ElementsAre("440000: deadline_approached"));
}

TEST(Deadlines, ThatHaveMovedAreLate) {
  World world;
  SignWith(DueAt(At(48)), world);
  world.TakeTold();
  ASSERT_OK(world.Say(Deadline(E::kDeadlineMissed, 40, 41)));
  EXPECT_EQ(world.last().event.journal().effect(), v1::Journal::EFFECT_LATE);
  EXPECT_THAT(world.TakeTold(), IsEmpty());
  EXPECT_EQ(world.last().overdue_at, At(48));
}

TEST(Deadlines, DoNotExistAfterTheEnd) {
  World world;
  SignWith(DueAt(At(48)), world);
  for (const Kind kind : {E::kResolutionSubmitted, E::kResolutionDecided, E::kCallbackRecorded, E::kArchived}) {
    ASSERT_OK(world.Say(kind, kind == E::kResolutionSubmitted ? kHotline : kGuangdong, 2));
    EXPECT_FALSE(world.last().near_due_at.has_value());
    EXPECT_FALSE(world.last().overdue_at.has_value());
  }
}

}  // namespace
}  // namespace interline::ticket
