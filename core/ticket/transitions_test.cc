#include "core/ticket/transitions.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "core/base/proto_time.h"
#include "core/ticket/apply.h"
#include "core/ticket/event.h"
#include "core/ticket/test_support.h"
#include "core/ticket/words.h"

namespace interline::ticket {
namespace {

using store::v1::TicketRecord;
using v1::Ticket;
using v1::TicketEvent;

// ---- What the table must say, said once more by hand -------------------------------------------------------------
//
// Per state and speaker: every event that is taken, with the state it leads to, "=" for the same. "+" stands behind a
// decision that approves, "-" behind one that rejects, "!" behind an escalation because of the hop cap. What is not
// named must be refused.

struct Expected {
  const char* state;
  const char* origin;
  const char* handling_side;  // the addressee or the holder, whichever there is in this state
  const char* broker;
};

constexpr Expected kExpected[] = {
    {"OFFERED", "supplemented= urged= escalated= withdrawn>WITHDRAWN merged>MERGED",
     "received= not_taken>NOT_TAKEN signed>SIGNED return_requested>RETURN_REQUESTED urge_signed= escalated= "
     "progress_reported>IN_PROGRESS resolution_submitted>RESOLUTION_SUBMITTED",
     "not_taken>NOT_TAKEN escalated= escalated!>IN_ARBITRATION child_merged= deadline_approached= deadline_missed= "
     "delivery_reported= duplicate_suspected="},
    {"NOT_TAKEN", "transferred>OFFERED supplemented= escalated= withdrawn>WITHDRAWN merged>MERGED",
     "received>OFFERED signed>SIGNED escalated=",
     "escalated= escalated!>IN_ARBITRATION child_merged= deadline_approached= deadline_missed= delivery_reported= "
     "duplicate_suspected="},
    {"SIGNED",
     "supplemented= urged= escalated= withdrawn>WITHDRAWN merged>MERGED co_handlers_added= extension_decided+= "
     "extension_decided-=",
     "received= return_requested>RETURN_REQUESTED reassigned= co_handlers_added= progress_reported>IN_PROGRESS "
     "urge_signed= extension_requested= suspended>SUSPENDED resolution_submitted>RESOLUTION_SUBMITTED escalated=",
     "escalated= escalated!= child_merged= deadline_approached= deadline_missed= delivery_reported= "
     "duplicate_suspected="},
    {"IN_PROGRESS",
     "supplemented= urged= escalated= withdrawn>WITHDRAWN merged>MERGED co_handlers_added= extension_decided+= "
     "extension_decided-=",
     "received= return_requested>RETURN_REQUESTED reassigned= co_handlers_added= progress_reported= urge_signed= "
     "extension_requested= suspended>SUSPENDED resolution_submitted>RESOLUTION_SUBMITTED escalated=",
     "escalated= escalated!= child_merged= deadline_approached= deadline_missed= delivery_reported= "
     "duplicate_suspected="},
    {"SUSPENDED",
     "supplemented= urged= escalated= withdrawn>WITHDRAWN merged>MERGED co_handlers_added= extension_decided+= "
     "extension_decided-=",
     "return_requested>RETURN_REQUESTED reassigned= co_handlers_added= progress_reported= urge_signed= "
     "extension_requested= resumed>IN_PROGRESS resolution_submitted>RESOLUTION_SUBMITTED escalated=",
     "escalated= escalated!= child_merged= delivery_reported= duplicate_suspected="},
    {"RETURN_REQUESTED before signing",
     "supplemented= urged= escalated= withdrawn>WITHDRAWN merged>MERGED return_decided+>RETURNED "
     "return_decided->OFFERED extension_decided+= extension_decided-=",
     "urge_signed= escalated=",
     "escalated= escalated!= child_merged= deadline_approached= deadline_missed= delivery_reported= "
     "duplicate_suspected="},
    {"RETURN_REQUESTED",
     "supplemented= urged= escalated= withdrawn>WITHDRAWN merged>MERGED return_decided+>RETURNED "
     "return_decided->IN_PROGRESS extension_decided+= extension_decided-=",
     "urge_signed= escalated=",
     "escalated= escalated!= child_merged= deadline_approached= deadline_missed= delivery_reported= "
     "duplicate_suspected="},
    {"RETURNED", "transferred>OFFERED supplemented= escalated= withdrawn>WITHDRAWN merged>MERGED", "",
     "escalated= escalated!>IN_ARBITRATION child_merged= deadline_approached= deadline_missed= delivery_reported= "
     "duplicate_suspected="},
    {"IN_ARBITRATION", "transferred>OFFERED supplemented= escalated= withdrawn>WITHDRAWN merged>MERGED",
     "received= signed>SIGNED escalated=",
     "escalated= escalated!= child_merged= deadline_approached= deadline_missed= delivery_reported= "
     "duplicate_suspected="},
    {"RESOLUTION_SUBMITTED",
     "supplemented= urged= escalated= withdrawn>WITHDRAWN merged>MERGED resolution_decided+>RESOLVED "
     "resolution_decided->IN_PROGRESS extension_decided+= extension_decided-=",
     "progress_reported= urge_signed= escalated=",
     "escalated= escalated!= child_merged= delivery_reported= duplicate_suspected="},
    {"RESOLVED", "transferred>OFFERED callback_recorded>CALLED_BACK reopened>SIGNED archived>ARCHIVED", "",
     "child_merged= archived>ARCHIVED delivery_reported="},
    {"CALLED_BACK", "transferred>OFFERED callback_recorded= reopened>SIGNED archived>ARCHIVED", "",
     "child_merged= archived>ARCHIVED delivery_reported="},
    {"WITHDRAWN", "transferred>OFFERED archived>ARCHIVED", "", "archived>ARCHIVED delivery_reported="},
    {"MERGED", "callback_recorded= archived>ARCHIVED", "",
     "resolution_submitted= merge_undone>IN_PROGRESS archived>ARCHIVED delivery_reported="},
    {"ARCHIVED", "", "", "delivery_reported="},
};

// ---- Tickets in each of these states -----------------------------------------------------------------------------

std::string StateOf(const Expected& expected) {
  const std::string name = expected.state;
  return name.substr(0, name.find(' '));
}

TicketRecord MakeRecord(const Expected& expected, bool extension_open) {
  TicketRecord record;
  Ticket& ticket = *record.mutable_ticket();
  Ticket::State state = Ticket::STATE_UNSPECIFIED;
  EXPECT_TRUE(Ticket::State_Parse("STATE_" + StateOf(expected), &state)) << expected.state;
  ticket.set_state(state);
  ticket.set_id(kTicketId);
  ticket.set_origin(kGuangdong);
  ticket.set_generation(1);
  ticket.set_sequence(7);
  const StateSet unsigned_states = {Ticket::STATE_OFFERED, Ticket::STATE_NOT_TAKEN, Ticket::STATE_IN_ARBITRATION};
  const StateSet without_handler = {Ticket::STATE_RETURNED, Ticket::STATE_WITHDRAWN};
  const bool before_signing = absl::StrContains(expected.state, "before signing");
  if (unsigned_states.Has(state) || before_signing) {
    ticket.set_holder(kGuangdong);
    ticket.set_offered_to(kHotline);
  } else {
    ticket.set_holder(without_handler.Has(state) ? kGuangdong : kHotline);
  }
  record.set_state_before_request(before_signing ? Ticket::STATE_OFFERED : Ticket::STATE_IN_PROGRESS);
  record.set_state_before_merge(Ticket::STATE_IN_PROGRESS);
  ticket.set_merged_into("440000:DH1");
  // As MakeEvent says it, so that deadlines are not stale.
  *ticket.mutable_limit()->mutable_due_at() = ToProto(At(48));
  if (extension_open) record.mutable_extension_asked()->set_value(3);
  record.add_open_urges(MakeEvent(TicketEvent::kUrged, kGuangdong).urged().urge_id());
  return record;
}

// ---- Every event in every guise ----------------------------------------------------------------------------------

struct Said {
  TicketEvent event;
  std::string name;  // as in the list above
};

std::vector<Said> EverythingThatCanBeSaid(const std::string& source) {
  std::vector<Said> all;
  for (const Kind kind : AllKinds()) {
    const TicketEvent event = MakeEvent(kind, source);
    const std::string name(KindName(kind));
    if (!absl::EndsWith(name, "_decided")) {
      all.push_back({event, name});
      if (kind != TicketEvent::kEscalated || source != kInterline) continue;
      all.push_back({event, name + "!"});
      all.back().event.mutable_escalated()->set_cause(v1::Escalated::CAUSE_HOP_CAP);
      continue;
    }
    for (const v1::Decision decision : {v1::DECISION_APPROVED, v1::DECISION_REJECTED}) {
      all.push_back({event, name + (decision == v1::DECISION_APPROVED ? "+" : "-")});
      TicketEvent& said = all.back().event;
      if (said.has_return_decided()) said.mutable_return_decided()->set_decision(decision);
      if (said.has_extension_decided()) said.mutable_extension_decided()->set_decision(decision);
      if (said.has_resolution_decided()) said.mutable_resolution_decided()->set_decision(decision);
    }
  }
  return all;
}

// "urged=" and "signed>SIGNED" as a map from the event to the next state.
std::map<std::string, std::string> Parse(const Expected& expected, absl::string_view list) {
  std::map<std::string, std::string> next;
  for (absl::string_view entry : absl::StrSplit(list, ' ', absl::SkipEmpty())) {
    if (absl::ConsumeSuffix(&entry, "=")) {
      next[std::string(entry)] = StateOf(expected);
      continue;
    }
    const std::vector<std::string> parts = absl::StrSplit(entry, absl::MaxSplits('>', 1));
    next[parts.at(0)] = parts.at(1);
  }
  return next;
}

bool IsTakenInState(const std::string& state, const std::string& name) {
  for (const Expected& expected : kExpected) {
    if (StateOf(expected) != state) continue;
    for (const char* list : {expected.origin, expected.handling_side, expected.broker}) {
      if (Parse(expected, list).count(name) > 0) return true;
    }
  }
  return false;
}

std::string ExpectedRefusal(const Expected& expected, const std::string& source, const Said& said, bool is_listed) {
  const Kind kind = said.event.kind_case();
  if (kind == TicketEvent::kTransferred) return source == kGuangdong ? "TICKET_EXISTS" : "FOREIGN_SOURCE";
  if (!is_listed && IsTakenInState(StateOf(expected), said.name)) return "ACTOR_NOT_ALLOWED";
  if (absl::StrContains(said.name, "_decided")) return "NOTHING_TO_DECIDE";
  return "TRANSITION_NOT_ALLOWED";
}

void Check(const Expected& expected, const std::string& source, const char* list, const Said& said,
           bool extension_open) {
  SCOPED_TRACE(
      absl::StrCat(expected.state, ": ", said.name, " from ", source, extension_open ? ", extension open" : ""));
  const Rules rules{.calendar = &ChinaCalendar()};
  const TicketRecord before = MakeRecord(expected, extension_open);
  const auto applied = Apply(&before, said.event, At(0), rules);
  const auto next = Parse(expected, list);
  const auto entry = next.find(said.name);
  const bool is_about_extension = absl::StartsWith(said.name, "extension_");
  const bool fits = !is_about_extension || said.event.has_extension_decided() == extension_open;
  if (entry == next.end() || !fits) {
    EXPECT_EQ(ReasonOf(applied.status()), ExpectedRefusal(expected, source, said, entry != next.end()));
    return;
  }
  ASSERT_TRUE(applied.ok()) << applied.status();
  EXPECT_EQ(StateName(applied->record.ticket().state()), entry->second);
  EXPECT_EQ(applied->record.ticket().sequence(), 8u);
  EXPECT_EQ(applied->event.journal().sequence(), 8u);
  EXPECT_EQ(applied->event.journal().state_before(), before.ticket().state());
  EXPECT_EQ(applied->event.journal().state_after(), applied->record.ticket().state());
  EXPECT_EQ(applied->event.journal().holder(), applied->record.ticket().holder());
  EXPECT_NE(applied->event.journal().effect(), v1::Journal::EFFECT_LATE);
  for (const std::string& platform : applied->tell) {
    EXPECT_NE(platform, source);
    EXPECT_TRUE(platform == kGuangdong || platform == kHotline) << platform;
  }
}

TEST(Transitions, TakeWhatIsListedAndRefuseAllElseInEveryStateFromEverySpeaker) {
  for (const Expected& expected : kExpected) {
    const std::map<std::string, const char*> speakers = {{kGuangdong, expected.origin},
                                                         {kHotline, expected.handling_side},
                                                         {kInterline, expected.broker},
                                                         {kJiangsu, ""}};
    for (const auto& [source, list] : speakers) {
      for (const Said& said : EverythingThatCanBeSaid(source)) {
        Check(expected, source, list, said, false);
        Check(expected, source, list, said, true);
      }
    }
  }
}

TEST(Transitions, StartWithATransferAndNothingElse) {
  const Rules rules{.calendar = &ChinaCalendar()};
  for (const char* source : {kGuangdong, kHotline, kInterline, kJiangsu}) {
    for (const Said& said : EverythingThatCanBeSaid(source)) {
      SCOPED_TRACE(absl::StrCat(said.name, " from ", source));
      TicketEvent event = said.event;
      if (event.has_transferred()) event.mutable_transferred()->set_to("110000");
      const auto applied = Apply(nullptr, event, At(0), rules);
      if (!event.has_transferred()) {
        EXPECT_EQ(ReasonOf(applied.status()), "UNKNOWN_TICKET");
      } else if (source != absl::string_view(kGuangdong)) {
        EXPECT_EQ(ReasonOf(applied.status()), "FOREIGN_SOURCE");
      } else {
        ASSERT_TRUE(applied.ok()) << applied.status();
        EXPECT_EQ(applied->record.ticket().state(), Ticket::STATE_OFFERED);
      }
    }
  }
}

// ---- What must be true of any such table -------------------------------------------------------------------------

// Where a row may lead from one of its states.
std::set<State> NextStates(const Row& row, State from) {
  switch (row.next.how) {
    case Next::How::kTo:
      return {row.next.state};
    case Next::How::kSame:
      return {from};
    default: {
      std::set<State> states;
      for (const StateWords& words : kStateWords) {
        if (kOpenStates.Has(words.state)) states.insert(words.state);
      }
      return states;
    }
  }
}

std::set<State> Reachable(State start) {
  std::set<State> seen = {start};
  std::vector<State> waiting = {start};
  while (!waiting.empty()) {
    const State from = waiting.back();
    waiting.pop_back();
    for (const Row& row : table::kRows) {
      if (!row.states.Has(from)) continue;
      for (const State to : NextStates(row, from)) {
        if (seen.insert(to).second) waiting.push_back(to);
      }
    }
  }
  return seen;
}

TEST(Transitions, ReachEveryStateAndNeverLeaveTheArchive) {
  EXPECT_EQ(Reachable(Ticket::STATE_UNSPECIFIED).size(), static_cast<size_t>(Ticket::State_ARRAYSIZE));
  EXPECT_EQ(Reachable(Ticket::STATE_ARCHIVED), std::set<State>{Ticket::STATE_ARCHIVED});
}

TEST(Transitions, LeadFromEveryStateToTheArchive) {
  for (const StateWords& words : kStateWords) {
    EXPECT_EQ(Reachable(words.state).count(Ticket::STATE_ARCHIVED), 1u) << StateName(words.state);
  }
}

TEST(Transitions, KnowEveryKindThatIsEverProposed) {
  for (const Kind kind : AllKinds()) {
    bool is_taken = false;
    for (const Row& row : table::kRows) is_taken = is_taken || row.kind == kind;
    const bool is_answer = kind == TicketEvent::kRefused || kind == TicketEvent::kRepeatRecognised;
    EXPECT_EQ(is_taken, !is_answer) << KindName(kind);
  }
}

TEST(Transitions, LetTheOriginAloneDecide) {
  for (const Row& row : table::kRows) {
    if (!absl::EndsWith(KindName(row.kind), "_decided")) continue;
    EXPECT_TRUE(row.who.Has(Role::kOrigin));
    EXPECT_FALSE(row.who.Overlaps(Role::kAddressee | Role::kHolder) || row.who.Has(Role::kBroker))
        << KindName(row.kind);
  }
}

TEST(Transitions, LetNoPlatformSayWhatOnlyTheBrokerKnows) {
  for (const Row& row : table::kRows) {
    if (row.kind < 60) continue;  // the broker's kinds are numbered from 60 on
    EXPECT_FALSE(row.who.Overlaps(Role::kOrigin | Role::kAddressee) || row.who.Has(Role::kHolder))
        << KindName(row.kind);
  }
}

TEST(Transitions, NeverCloseATicketWithoutItsOrigin) {
  for (const Row& row : table::kRows) {
    const bool closes = row.next.how == Next::How::kTo && !kOpenStates.Has(row.next.state);
    if (!closes || row.next.state == Ticket::STATE_ARCHIVED) continue;
    EXPECT_FALSE(row.who.Overlaps(Role::kAddressee | Role::kHolder) || row.who.Has(Role::kBroker))
        << KindName(row.kind);
  }
}

TEST(Words, NameEveryStateAndEveryKindOnce) {
  std::set<State> states;
  for (const StateWords& words : kStateWords) EXPECT_TRUE(states.insert(words.state).second);
  EXPECT_EQ(states.size(), static_cast<size_t>(Ticket::State_ARRAYSIZE));
  std::vector<Kind> kinds;
  for (const KindWords& words : kKindWords) kinds.push_back(words.kind);
  EXPECT_EQ(kinds, AllKinds());
}

TEST(Words, UseEveryEffectSomewhere) {
  std::set<Effect> used;
  for (const Row& row : table::kRows) used.insert(row.effects.begin(), row.effects.end());
  for (const EffectWords& words : kEffectWords) EXPECT_EQ(used.count(words.effect), 1u) << words.name;
}

}  // namespace
}  // namespace interline::ticket
