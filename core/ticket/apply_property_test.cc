// Long random lives: whatever is said by whomever in whatever order, some things are always true.
#include <gtest/gtest.h>

#include <iterator>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/proto_time.h"
#include "core/base/refusal.h"
#include "core/ticket/apply.h"
#include "core/ticket/event.h"
#include "core/ticket/follow_ups.h"
#include "core/ticket/test_support.h"
#include "core/ticket/transitions.h"
#include "core/ticket/words.h"

namespace interline::ticket {
namespace {

using store::v1::TicketRecord;
using v1::Ticket;
using E = v1::TicketEvent;

constexpr int kLives = 400;
constexpr int kEventsPerLife = 120;

class Life {
 public:
  // Adds the states it passes through to `seen`.
  Life(uint32_t seed, std::set<State>& seen) : random_(seed), seen_(seen) {}

  void Run() {
    Judge(MakeEvent(E::kTransferred, kGuangdong));
    for (int i = 0; i < kEventsPerLife && !::testing::Test::HasFailure(); ++i) {
      now_ += absl::Minutes(Below(600));
      if (waiting_.empty() || Below(4) > 0) {
        Judge(RandomEvent());
      } else {
        const E event = waiting_.front();
        waiting_.erase(waiting_.begin());
        Judge(event);
      }
    }
  }

 private:
  int Below(int bound) { return static_cast<int>(random_() % static_cast<uint32_t>(bound)); }
  template <typename T>
  T OneOf(const std::vector<T>& list) {
    return list[static_cast<size_t>(Below(static_cast<int>(list.size())))];
  }

  // Mostly something that the state takes, so that a life gets somewhere.
  Kind RandomKind() {
    std::vector<Kind> fitting;
    for (const Row& row : table::kRows) {
      if (row.states.Has(record_.ticket().state())) fitting.push_back(row.kind);
    }
    return fitting.empty() || Below(5) == 0 ? OneOf(AllKinds()) : OneOf(fitting);
  }

  E RandomEvent() {
    E event =
        MakeEvent(RandomKind(), OneOf<std::string>({kGuangdong, kGuangdong, kHotline, kHotline, kJiangsu, kInterline}));
    const v1::Decision decision = Below(2) == 0 ? v1::DECISION_APPROVED : v1::DECISION_REJECTED;
    if (event.has_return_decided()) event.mutable_return_decided()->set_decision(decision);
    if (event.has_extension_decided()) event.mutable_extension_decided()->set_decision(decision);
    if (event.has_resolution_decided()) event.mutable_resolution_decided()->set_decision(decision);
    if (event.has_transferred()) {
      event.mutable_transferred()->set_to(OneOf<std::string>({kHotline, kJiangsu}));
      *event.mutable_transferred()->mutable_limit() = RandomLimit();
    }
    if (event.has_urged()) *event.mutable_urged()->mutable_limit() = RandomLimit();
    if (event.has_merge_undone() && !record_.ticket().merged_into().empty()) {
      event.mutable_merge_undone()->set_into(record_.ticket().merged_into());
    }
    if (event.has_deadline_missed() && record_.ticket().limit().has_due_at()) {
      *event.mutable_deadline_missed()->mutable_due_at() = record_.ticket().limit().due_at();
    }
    event.set_generation(Below(10) == 0 ? static_cast<uint32_t>(Below(4)) : 0);
    *event.mutable_occurred_at() = ToProto(now_ - absl::Minutes(Below(10) == 0 ? Below(2000) - 200 : 0));
    return event;
  }

  v1::TimeLimit RandomLimit() {
    v1::TimeLimit limit;
    if (Below(3) == 0) return limit;
    limit.set_value(static_cast<uint32_t>(Below(20) + 1));
    limit.set_unit(static_cast<v1::TimeLimit::Unit>(Below(3) + 1));
    limit.set_start(static_cast<v1::TimeLimit::Start>(Below(3)));
    if (Below(3) == 0) *limit.mutable_due_at() = ToProto(now_ + absl::Hours(Below(300)));
    return limit;
  }

  void Judge(const E& event) {
    SCOPED_TRACE(
        absl::StrCat(StateName(record_.ticket().state()), ": ", KindName(event.kind_case()), " from ", event.source()));
    const bool is_new = record_.ticket().sequence() == 0;
    const TicketRecord before = record_;
    const auto applied = Apply(is_new ? nullptr : &before, event, now_, rules_);
    const auto again = Apply(is_new ? nullptr : &before, event, now_, rules_);
    ASSERT_EQ(applied.ok(), again.ok());
    if (!applied.ok()) {
      ASSERT_TRUE(GetRefusal(applied.status()).has_value()) << applied.status();
      return;
    }
    ASSERT_EQ(applied->record.SerializeAsString(), again->record.SerializeAsString());
    CheckTicket(before.ticket(), applied->record);
    CheckOutcome(event, *applied);
    for (const E& follow_up : applied->follow_ups) {
      ASSERT_TRUE(Validate(follow_up).ok()) << Validate(follow_up);
      ASSERT_EQ(follow_up.source(), kInterline);
      if (follow_up.ticket_id() == kTicketId) waiting_.push_back(follow_up);
    }
    record_ = applied->record;
    seen_.insert(record_.ticket().state());
  }

  static void CheckTicket(const Ticket& before, const TicketRecord& record) {
    const Ticket& after = record.ticket();
    ASSERT_EQ(after.id(), kTicketId);
    ASSERT_EQ(after.origin(), kGuangdong);
    ASSERT_EQ(after.sequence(), before.sequence() + 1);
    ASSERT_GE(after.generation(), before.generation());
    ASSERT_GE(after.counters().hops(), before.counters().hops());
    ASSERT_GE(after.counters().returns(), before.counters().returns());
    // Somebody is always bound to act, and nobody is holder and addressee at a time.
    ASSERT_FALSE(after.holder().empty());
    ASSERT_TRUE(after.offered_to().empty() || after.holder() == after.origin());
    const StateSet held_by_the_origin = {Ticket::STATE_OFFERED, Ticket::STATE_NOT_TAKEN, Ticket::STATE_RETURNED,
                                         Ticket::STATE_IN_ARBITRATION, Ticket::STATE_WITHDRAWN};
    if (held_by_the_origin.Has(after.state())) {
      ASSERT_EQ(after.holder(), after.origin());
    }
    const StateSet held_by_the_handler = kAtWorkOrSuspended | kResolved | StateSet{Ticket::STATE_RESOLUTION_SUBMITTED};
    if (held_by_the_handler.Has(after.state())) {
      ASSERT_NE(after.holder(), after.origin());
    }
    ASSERT_EQ(
        record.state_before_request() != Ticket::STATE_UNSPECIFIED,
        after.state() == Ticket::STATE_RETURN_REQUESTED ||
            (after.state() == Ticket::STATE_MERGED && record.state_before_merge() == Ticket::STATE_RETURN_REQUESTED));
    if (before.state() == Ticket::STATE_ARCHIVED) {
      ASSERT_EQ(after.state(), Ticket::STATE_ARCHIVED);
    }
    if (after.state() == Ticket::STATE_ARCHIVED) {
      ASSERT_FALSE(after.has_matter());
    }
    if (after.state() == Ticket::STATE_SUSPENDED) {
      ASSERT_TRUE(record.has_suspended_at());
    }
  }

  static void CheckOutcome(const E& event, const Applied& applied) {
    const v1::Journal& journal = applied.event.journal();
    ASSERT_EQ(journal.holder(), applied.record.ticket().holder());
    if (journal.effect() != v1::Journal::EFFECT_APPLIED) {
      ASSERT_EQ(journal.state_before(), journal.state_after());
    }
    for (const std::string& platform : applied.tell) ASSERT_NE(platform, event.source());
    if (applied.near_due_at.has_value()) {
      ASSERT_TRUE(applied.overdue_at.has_value());
      ASSERT_LE(*applied.near_due_at, *applied.overdue_at);
    }
    if (applied.overdue_at.has_value()) {
      ASSERT_TRUE(kTicking.Has(applied.record.ticket().state()));
    }
    // What was said stays as it was said.
    E said = applied.event;
    said.clear_journal();
    ASSERT_EQ(said.SerializeAsString(), event.SerializeAsString());
  }

  std::mt19937 random_;
  std::set<State>& seen_;
  absl::Time now_ = At(0);
  Rules rules_{.calendar = &ChinaCalendar(), .hop_cap = 0};  // so that some come to arbitration
  TicketRecord record_;
  std::vector<E> waiting_;
};

TEST(ApplyProperty, HoldsThroughLongRandomLives) {
  std::set<State> seen = {Ticket::STATE_UNSPECIFIED};
  for (int seed = 0; seed < kLives && !HasFailure(); ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    Life(static_cast<uint32_t>(seed), seen).Run();
  }
  // Lives that never get anywhere would prove nothing.
  EXPECT_EQ(seen.size(), std::size(kStateWords));
}

}  // namespace
}  // namespace interline::ticket
