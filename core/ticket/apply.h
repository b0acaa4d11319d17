// The life of a ticket as a pure function: a state and an event go in, the next state and everything that follows come
// out. No clock, no store, no bus. What the table (transitions.h) does not list is refused.
#ifndef INTERLINE_CORE_TICKET_APPLY_H_
#define INTERLINE_CORE_TICKET_APPLY_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "core/calendar/calendar.h"
#include "core/ticket/escalation.h"
#include "interline/store/v1/ticket_record.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::ticket {

// The rules that an operator may set.
struct Rules {
  // Never null.
  const calendar::Calendar* calendar = nullptr;
  // Transfers after the first that a ticket may go through before it is put to arbitration (争议审核).
  uint32_t hop_cap = 2;
  // How long before its due time a ticket is called near-due.
  absl::Duration near_due = absl::Hours(24);
  // Which tickets the broker escalates by itself.
  std::vector<EscalationRule> escalation = DefaultEscalation();
  // Most events that one ticket takes, those counted that were refused; past it LIMIT_REACHED. What ends a ticket
  // (Withdrawn, Archived) is taken all the same, and of the broker's own events as many again.
  int max_events = 1000;
};

// What an accepted event leads to.
struct Applied {
  // The ticket afterwards.
  store::v1::TicketRecord record;
  // The event as it goes into the journal: `journal` is set.
  v1::TicketEvent event;
  // Platforms to be told of it, without its source.
  std::vector<std::string> tell;
  // Proposals of the broker that follow, to be judged in their turn: an escalation at the hop cap or when time is over,
  // a NotTaken for an offer that was refused, what passes between tickets that are merged. Each has a ticket id, which
  // may be another ticket's, and an id that is the same however often this event is applied. What follows when one of
  // them is refused: follow_ups.h.
  std::vector<v1::TicketEvent> follow_ups;
  // When the ticket is near-due and overdue from now on; absent = no such moment (unknown limit, clock stopped, or
  // closed).
  absl::optional<absl::Time> near_due_at;
  absl::optional<absl::Time> overdue_at;
  // When the broker escalates it next because it is overdue.
  absl::optional<absl::Time> escalate_at;
};

// Judges one event. `before` is null for a ticket that does not exist. Recognising and remembering repeats is not its
// task (see judged.h): `judged` is carried over as it is. Errors are refusals (core/base/refusal.h): the event has no
// effect and its sender is told why. `event` has passed Validate.
absl::StatusOr<Applied> Apply(const store::v1::TicketRecord* before, const v1::TicketEvent& event, absl::Time now,
                              const Rules& rules);

}  // namespace interline::ticket

#endif  // INTERLINE_CORE_TICKET_APPLY_H_
