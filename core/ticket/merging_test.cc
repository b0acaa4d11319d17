#include "core/ticket/merging.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/proto_time.h"
#include "core/base/refusal.h"
#include "core/base/status_matchers.h"
#include "core/ticket/event.h"
#include "core/ticket/follow_ups.h"
#include "core/ticket/test_support.h"

namespace interline::ticket {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using E = v1::TicketEvent;

constexpr char kParent[] = "440000:PARENT";
constexpr char kChild[] = "440000:CHILD";

E About(const std::string& ticket, Kind kind, absl::string_view source, double hours) {
  E event = MakeEvent(kind, source);
  event.set_ticket_id(ticket);
  *event.mutable_occurred_at() = ToProto(At(hours));
  return event;
}

E Merge(const std::string& child, const std::string& into, double hours) {
  E event = About(child, E::kMerged, child.substr(0, 6), hours);
  event.mutable_merged()->set_into(into);
  return event;
}

E Result(const std::string& ticket, double hours) {
  E event = About(ticket, E::kResolutionSubmitted, kHotline, hours);
  event.mutable_resolution_submitted()->set_text("已办结");
  return event;
}

// Two tickets of Guangdong at the immigration hotline, both signed.
void SignBoth(World& world) {
  for (const char* ticket : {kParent, kChild}) {
    ASSERT_OK(world.Say(About(ticket, E::kTransferred, kGuangdong, 0)));
    ASSERT_OK(world.Say(About(ticket, E::kSigned, kHotline, 1)));
  }
  world.TakeTold();
  world.TakeJournal();
}

TEST(Merging, TellsBothTicketsAndSendsTheResultToTheChild) {
  World world;
  SignBoth(world);
  ASSERT_OK(world.Say(Merge(kChild, kParent, 2)));
  EXPECT_EQ(world.State(kChild), "MERGED");
  EXPECT_EQ(world.ticket(kChild).merged_into(), kParent);
  EXPECT_THAT(world.ticket(kParent).merged_children(), ElementsAre(kChild));
  EXPECT_THAT(world.TakeTold(), ElementsAre("12367: merged", "440000: child_merged", "12367: child_merged"));

  ASSERT_OK(world.Say(Result(kParent, 3)));
  world.TakeTold();
  ASSERT_OK(world.Say(About(kParent, E::kResolutionDecided, kGuangdong, 4)));
  EXPECT_EQ(world.State(kParent), "RESOLVED");
  EXPECT_EQ(world.State(kChild), "MERGED");
  EXPECT_EQ(world.record(kChild).result().text(), "已办结");
  EXPECT_THAT(world.TakeTold(), ElementsAre("12367: resolution_decided", "440000: resolution_submitted"));
  ASSERT_OK(world.Say(About(kChild, E::kCallbackRecorded, kGuangdong, 5)));
  ASSERT_OK(world.Say(About(kChild, E::kArchived, kGuangdong, 6)));
}

TEST(Merging, SendsTheResultToEachChildUnderItsOwnId) {
  World world;
  SignBoth(world);
  constexpr char kSecond[] = "440000:SECOND";
  ASSERT_OK(world.Say(About(kSecond, E::kTransferred, kGuangdong, 0)));
  ASSERT_OK(world.Say(Merge(kChild, kParent, 2)));
  ASSERT_OK(world.Say(Merge(kSecond, kParent, 2)));
  ASSERT_OK(world.Say(Result(kParent, 3)));
  ASSERT_OK(world.Say(About(kParent, E::kResolutionDecided, kGuangdong, 4)));
  ASSERT_EQ(world.last().follow_ups.size(), 2u);
  EXPECT_NE(world.last().follow_ups[0].id(), world.last().follow_ups[1].id());
  EXPECT_TRUE(world.record(kChild).has_result());
  EXPECT_TRUE(world.record(kSecond).has_result());
}

TEST(Merging, SendsNoResultThatWasNotAccepted) {
  World world;
  SignBoth(world);
  ASSERT_OK(world.Say(Merge(kChild, kParent, 2)));
  ASSERT_OK(world.Say(Result(kParent, 3)));
  E rejected = About(kParent, E::kResolutionDecided, kGuangdong, 4);
  rejected.mutable_resolution_decided()->set_decision(v1::DECISION_REJECTED);
  ASSERT_OK(world.Say(rejected));
  EXPECT_FALSE(world.record(kChild).has_result());
}

TEST(Merging, SendsTheResultToAChildThatComesLate) {
  World world;
  SignBoth(world);
  ASSERT_OK(world.Say(Result(kParent, 2)));
  ASSERT_OK(world.Say(About(kParent, E::kResolutionDecided, kGuangdong, 3)));
  ASSERT_OK(world.Say(Merge(kChild, kParent, 4)));
  EXPECT_EQ(world.record(kChild).result().text(), "已办结");
}

TEST(Merging, SendsTheNextResultWhenTheParentWasReopened) {
  World world;
  SignBoth(world);
  ASSERT_OK(world.Say(Merge(kChild, kParent, 2)));
  ASSERT_OK(world.Say(Result(kParent, 3)));
  ASSERT_OK(world.Say(About(kParent, E::kResolutionDecided, kGuangdong, 4)));
  ASSERT_OK(world.Say(About(kParent, E::kReopened, kGuangdong, 5)));
  E better = Result(kParent, 6);
  better.mutable_resolution_submitted()->set_text("重新办结");
  ASSERT_OK(world.Say(better));
  ASSERT_OK(world.Say(About(kParent, E::kResolutionDecided, kGuangdong, 7)));
  EXPECT_EQ(world.record(kChild).result().text(), "重新办结");
}

TEST(Merging, PassesTheResultThroughAChildThatIsAParent) {
  World world;
  SignBoth(world);
  constexpr char kGrandchild[] = "440000:GRANDCHILD";
  ASSERT_OK(world.Say(About(kGrandchild, E::kTransferred, kGuangdong, 0)));
  ASSERT_OK(world.Say(Merge(kGrandchild, kChild, 2)));
  ASSERT_OK(world.Say(Merge(kChild, kParent, 3)));
  ASSERT_OK(world.Say(Result(kParent, 4)));
  ASSERT_OK(world.Say(About(kParent, E::kResolutionDecided, kGuangdong, 5)));
  EXPECT_EQ(world.record(kGrandchild).result().text(), "已办结");
}

TEST(Merging, IsUndoneWhenTheParentIsClosedOrMergedItself) {
  World world;
  SignBoth(world);
  ASSERT_OK(world.Say(About(kChild, E::kSuspended, kHotline, 2)));
  ASSERT_OK(world.Say(About(kParent, E::kWithdrawn, kGuangdong, 2)));
  world.TakeTold();
  ASSERT_OK(world.Say(Merge(kChild, kParent, 3)));
  EXPECT_EQ(world.State(kChild), "SUSPENDED");
  EXPECT_EQ(world.ticket(kChild).merged_into(), "");
  EXPECT_THAT(world.TakeTold(), ElementsAre("12367: merged", "440000: merge_undone", "12367: merge_undone"));

  World circle;
  SignBoth(circle);
  ASSERT_OK(circle.Say(Merge(kChild, kParent, 2)));
  ASSERT_OK(circle.Say(Merge(kParent, kChild, 3)));
  EXPECT_EQ(circle.State(kChild), "MERGED");
  EXPECT_EQ(circle.State(kParent), "SIGNED");
  EXPECT_THAT(circle.ticket(kParent).merged_children(), ElementsAre(kChild));
}

TEST(Merging, GivesTheChildBackItsOpenRequest) {
  World world;
  SignBoth(world);
  ASSERT_OK(world.Say(About(kParent, E::kWithdrawn, kGuangdong, 2)));
  ASSERT_OK(world.Say(About(kChild, E::kReturnRequested, kHotline, 3)));
  ASSERT_OK(world.Say(Merge(kChild, kParent, 4)));
  EXPECT_EQ(world.State(kChild), "RETURN_REQUESTED");
  E refused = About(kChild, E::kReturnDecided, kGuangdong, 5);
  refused.mutable_return_decided()->set_decision(v1::DECISION_REJECTED);
  ASSERT_OK(world.Say(refused));
  EXPECT_EQ(world.State(kChild), "SIGNED");
}

TEST(Merging, IsUndoneWhenTheParentIsCalledOff) {
  World world;
  SignBoth(world);
  ASSERT_OK(world.Say(Merge(kChild, kParent, 2)));
  world.TakeTold();
  ASSERT_OK(world.Say(About(kParent, E::kWithdrawn, kGuangdong, 3)));
  EXPECT_EQ(world.State(kChild), "SIGNED");
  EXPECT_THAT(world.ticket(kParent).merged_children(), IsEmpty());
  EXPECT_THAT(world.TakeTold(), ElementsAre("12367: withdrawn", "440000: merge_undone", "12367: merge_undone"));
}

TEST(Merging, IsUndoneWhenTheParentNeverAppears) {
  World world;
  SignBoth(world);
  ASSERT_OK(world.Say(Merge(kChild, "440000:NONE", 2)));
  EXPECT_EQ(world.State(kChild), "SIGNED");
  EXPECT_FALSE(world.Knows("440000:NONE"));
}

TEST(Merging, ShowsNoForeignResult) {
  // Jiangsu's ticket may not join one between Guangdong and the hotline, or Jiangsu would read its result.
  World world;
  SignBoth(world);
  constexpr char kForeign[] = "320000:F1";
  ASSERT_OK(world.Say(About(kForeign, E::kTransferred, kJiangsu, 0)));
  ASSERT_OK(world.Say(Merge(kForeign, kParent, 2)));
  EXPECT_EQ(world.State(kForeign), "OFFERED");
  EXPECT_THAT(world.ticket(kParent).merged_children(), IsEmpty());
  // The hotline is a party of it, so its own ticket may.
  constexpr char kOfTheHotline[] = "12367:SH1";
  E transferred = About(kOfTheHotline, E::kTransferred, kHotline, 0);
  transferred.mutable_transferred()->set_to(kGuangdong);
  ASSERT_OK(world.Say(transferred));
  E merged = About(kOfTheHotline, E::kMerged, kHotline, 2);
  merged.mutable_merged()->set_into(kParent);
  ASSERT_OK(world.Say(merged));
  EXPECT_EQ(world.State(kOfTheHotline), "MERGED");
}

TEST(Merging, HasALimit) {
  World world;
  SignBoth(world);
  for (int i = 0; i <= kMostChildren; ++i) {
    const std::string child = absl::StrCat("440000:C", i);
    ASSERT_OK(world.Say(About(child, E::kTransferred, kGuangdong, 0)));
    ASSERT_OK(world.Say(Merge(child, kParent, 1)));
    EXPECT_EQ(world.State(child), i < kMostChildren ? "MERGED" : "OFFERED");
  }
  EXPECT_EQ(world.ticket(kParent).merged_children_size(), kMostChildren);
}

TEST(Merging, UndoesOnlyTheMergeThatIsMeant) {
  World world;
  SignBoth(world);
  ASSERT_OK(world.Say(Merge(kChild, kParent, 2)));
  E undone = About(kChild, E::kMergeUndone, kInterline, 3);
  undone.mutable_merge_undone()->set_into("440000:OTHER");
  EXPECT_EQ(ReasonOf(world.Say(undone)), "TRANSITION_NOT_ALLOWED");
  EXPECT_EQ(world.State(kChild), "MERGED");
}

TEST(FollowUpsOfRefusal, CarryTheReasonAndNothingElseFollows) {
  v1::Refusal refusal;
  refusal.set_reason(v1::REFUSAL_REASON_TICKET_NEVER_APPEARED);
  E asked = About(kParent, E::kChildMerged, kInterline, 0);
  asked.mutable_child_merged()->set_child(kChild);
  const auto follow_ups = FollowUpsOfRefusal(asked, refusal, At(1));
  ASSERT_EQ(follow_ups.size(), 1u);
  EXPECT_OK(Validate(follow_ups[0]));
  EXPECT_EQ(follow_ups[0].ticket_id(), kChild);
  EXPECT_EQ(follow_ups[0].merge_undone().into(), kParent);
  EXPECT_EQ(follow_ups[0].merge_undone().refusal().reason(), v1::REFUSAL_REASON_TICKET_NEVER_APPEARED);
  EXPECT_EQ(follow_ups[0].SerializeAsString(), FollowUpsOfRefusal(asked, refusal, At(1))[0].SerializeAsString());

  asked.set_source(kGuangdong);  // no platform makes the broker speak
  EXPECT_THAT(FollowUpsOfRefusal(asked, refusal, At(1)), IsEmpty());
  EXPECT_THAT(FollowUpsOfRefusal(About(kParent, E::kEscalated, kInterline, 0), refusal, At(1)), IsEmpty());
}

}  // namespace
}  // namespace interline::ticket
