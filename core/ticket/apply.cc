#include "core/ticket/apply.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/base/check.h"
#include "core/base/ids.h"
#include "core/base/proto_time.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"
#include "core/ticket/audience.h"
#include "core/ticket/effects.h"
#include "core/ticket/event.h"
#include "core/ticket/late.h"
#include "core/ticket/limits.h"
#include "core/ticket/numbers.h"
#include "core/ticket/transitions.h"

namespace interline::ticket {
namespace {

using store::v1::TicketRecord;
using v1::Journal;
using v1::Ticket;
using v1::TicketEvent;

// The broker's own events may fill the memory this many times over, so that a flood of a platform's does not silence
// them. They end by themselves, since each answers an event of a platform.
constexpr int kBrokerShare = 2;

absl::Status CheckTicket(const TicketRecord* before, const TicketEvent& event) {
  const std::string id = before == nullptr ? TicketIdOf(event) : before->ticket().id();
  if (before == nullptr && (!event.has_transferred() || id.empty())) {
    return RefusalError(v1::REFUSAL_REASON_UNKNOWN_TICKET, "ticket_id", "No ticket with this id is known.");
  }
  if (event.has_transferred() && SplitTicketId(id).origin != event.source()) {
    return RefusalError(v1::REFUSAL_REASON_FOREIGN_SOURCE, "ticket_id",
                        "Only the platform that took the demand dispatches it.");
  }
  if (!event.has_transferred() && event.generation() > before->ticket().generation()) {
    return RefusalError(v1::REFUSAL_REASON_UNKNOWN_TICKET, "generation", "No such dispatch of the ticket is known.");
  }
  return absl::OkStatus();
}

absl::Status CheckLimit(const TicketRecord& before, const TicketEvent& event, const Rules& rules) {
  // A ticket that is full must still find its end.
  if (event.has_withdrawn() || event.has_archived()) return absl::OkStatus();
  const int most = event.source() == kBroker ? kBrokerShare * rules.max_events : rules.max_events;
  if (before.judged_size() < most) return absl::OkStatus();
  return RefusalError(v1::REFUSAL_REASON_LIMIT_REACHED, "", "The ticket takes no more events.");
}

State NextState(const Next& next, const TicketRecord& record) {
  switch (next.how) {
    case Next::How::kTo:
      return next.state;
    case Next::How::kSame:
      return record.ticket().state();
    case Next::How::kBeforeReturn:
      return record.state_before_request();
    case Next::How::kBeforeMerge:
      return record.state_before_merge();
  }
  return record.ticket().state();
}

Journal::Effect EffectOf(const Row& row) {
  const bool is_note = std::find(row.effects.begin(), row.effects.end(), Effect::kNote) != row.effects.end();
  return is_note ? Journal::EFFECT_NOTE : Journal::EFFECT_APPLIED;
}

void WriteJournal(const Ticket& before, State before_state, Journal::Effect effect, absl::Time now, Applied& applied) {
  const Ticket& ticket = applied.record.ticket();
  Journal& journal = *applied.event.mutable_journal();
  journal.Clear();
  journal.set_sequence(ticket.sequence());
  journal.set_state_before(before_state);
  journal.set_state_after(ticket.state());
  journal.set_effect(effect);
  *journal.mutable_accepted_at() = ToProto(now);
  journal.set_holder(ticket.holder());
  if (ticket.has_limit()) *journal.mutable_limit() = ticket.limit();
  for (std::string& party : Parties(before, ticket)) journal.add_parties(std::move(party));
}

// When the next rule for overdue tickets that is for this one comes to be used.
absl::optional<absl::Time> NextEscalation(const Rules& rules, const TicketRecord& record, absl::Time due) {
  for (size_t i = record.overdue_steps(); i < rules.escalation.size(); ++i) {
    const EscalationRule& rule = rules.escalation[i];
    if (rule.when != EscalationRule::When::kOverdue) break;
    if (IsFor(rule, record.ticket())) return due + rule.after;
  }
  return absl::nullopt;
}

// What was said once for a due time is not said again.
void SetAlarms(const Rules& rules, Applied& applied) {
  const TicketRecord& record = applied.record;
  const absl::optional<absl::Time> due = RunningDueTime(record);
  if (!due.has_value()) return;
  if (record.has_overdue_told() && FromProto(record.overdue_told()) == *due) {
    applied.escalate_at = NextEscalation(rules, record, *due);
    return;
  }
  applied.overdue_at = due;
  if (record.has_near_due_told() && FromProto(record.near_due_told()) == *due) return;
  applied.near_due_at = *due - rules.near_due;
}

// A platform other than the origin may tell its own number; the origin's follows from the ticket's id.
void NoteNumber(const Ticket& before, const TicketEvent& event, Ticket& ticket) {
  const Role role = RoleOf(before, event.source());
  if (event.source_number().empty() || (role != Role::kAddressee && role != Role::kHolder)) return;
  SetNumber(event.source(), event.source_number(), ticket);
}

absl::Status Run(const Row& row, const TicketRecord& before, absl::Time now, const Rules& rules, Applied& applied) {
  const TicketEvent& event = applied.event;
  TicketRecord& record = applied.record;
  const absl::Time moment = std::min(FromProto(event.occurred_at()), now);
  const State next = NextState(row.next, record);
  const Step step{event, moment, now, rules, record, applied.follow_ups};
  for (const Effect effect : row.effects) RETURN_IF_ERROR(Perform(effect, step));
  record.mutable_ticket()->set_state(next);
  NoteNumber(before.ticket(), event, *record.mutable_ticket());
  if (next == Ticket::STATE_ARCHIVED) return absl::OkStatus();  // keeps no times
  FillDueTime(*rules.calendar, record);
  if (event.source() != kBroker) NoteTime(event, moment, record);
  return absl::OkStatus();
}

Applied ApplyLate(const TicketRecord& before, absl::Time now, const Rules& rules, Applied applied) {
  Ticket& ticket = *applied.record.mutable_ticket();
  // A first number is worth knowing whenever it comes.
  if (NumberFor(ticket, applied.event.source()).empty()) NoteNumber(before.ticket(), applied.event, ticket);
  if (IsToldThoughLate(before, applied.event)) {
    const absl::StatusOr<const Row*> row = FindRow(before, applied.event);
    if (row.ok()) applied.tell = Audience((*row)->tell, before.ticket(), ticket, applied.event);
  }
  WriteJournal(before.ticket(), ticket.state(), Journal::EFFECT_LATE, now, applied);
  SetAlarms(rules, applied);
  return applied;
}

// The ticket as the table sees it before it is opened.
TicketRecord NoTicket(const TicketEvent& event) {
  TicketRecord record;
  record.mutable_ticket()->set_origin(event.source());
  return record;
}

}  // namespace

absl::StatusOr<Applied> Apply(const TicketRecord* before_or_null, const TicketEvent& event, absl::Time now,
                              const Rules& rules) {
  CHECK(rules.calendar != nullptr);
  RETURN_IF_ERROR(CheckTicket(before_or_null, event));
  const TicketRecord none = NoTicket(event);
  const TicketRecord& before = before_or_null == nullptr ? none : *before_or_null;
  RETURN_IF_ERROR(CheckLimit(before, event, rules));

  Applied applied{before, event, {}, {}, absl::nullopt, absl::nullopt, absl::nullopt};
  applied.event.set_ticket_id(before_or_null == nullptr ? TicketIdOf(event) : before.ticket().id());
  applied.record.mutable_ticket()->set_sequence(before.ticket().sequence() + 1);
  // An archived ticket takes nothing any more, not even to keep it.
  if (before.ticket().state() != Ticket::STATE_ARCHIVED && IsLate(before, event)) {
    return ApplyLate(before, now, rules, std::move(applied));
  }
  ASSIGN_OR_RETURN(const Row* const row, FindRow(before, event));
  if (IsStaleDeadline(before, event)) return ApplyLate(before, now, rules, std::move(applied));
  RETURN_IF_ERROR(Run(*row, before, now, rules, applied));
  applied.tell = Audience(row->tell, before.ticket(), applied.record.ticket(), event);
  WriteJournal(before.ticket(), before.ticket().state(), EffectOf(*row), now, applied);
  SetAlarms(rules, applied);
  return applied;
}

}  // namespace interline::ticket
