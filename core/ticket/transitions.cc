#include "core/ticket/transitions.h"

#include <iterator>

#include "absl/strings/str_cat.h"
#include "core/base/ids.h"
#include "core/base/refusal.h"
#include "core/ticket/event.h"
#include "core/ticket/words.h"

namespace interline::ticket {
namespace {

using v1::Ticket;
using v1::TicketEvent;

// Two rows may say something about the same event only under conditions that exclude each other.
constexpr bool Unambiguous() {
  for (size_t i = 0; i < std::size(table::kRows); ++i) {
    for (size_t j = i + 1; j < std::size(table::kRows); ++j) {
      const Row& a = table::kRows[i];
      const Row& b = table::kRows[j];
      if (a.kind != b.kind || !a.who.Overlaps(b.who) || !a.states.Overlaps(b.states)) continue;
      if (a.when == When::kAlways || b.when == When::kAlways || a.when == b.when) return false;
    }
  }
  return true;
}
static_assert(Unambiguous());

v1::Decision DecisionOf(const TicketEvent& event) {
  switch (event.kind_case()) {
    case TicketEvent::kReturnDecided:
      return event.return_decided().decision();
    case TicketEvent::kExtensionDecided:
      return event.extension_decided().decision();
    case TicketEvent::kResolutionDecided:
      return event.resolution_decided().decision();
    default:
      return v1::DECISION_UNSPECIFIED;
  }
}

bool IsDecision(Kind kind) {
  return kind == TicketEvent::kReturnDecided || kind == TicketEvent::kExtensionDecided ||
         kind == TicketEvent::kResolutionDecided;
}

bool Holds(When when, const store::v1::TicketRecord& record, const TicketEvent& event) {
  const bool approved = DecisionOf(event) == v1::DECISION_APPROVED;
  const bool rejected = DecisionOf(event) == v1::DECISION_REJECTED;
  const bool hop_cap = event.escalated().cause() == v1::Escalated::CAUSE_HOP_CAP;
  switch (when) {
    case When::kAlways:
      return true;
    case When::kApproved:
      return approved;
    case When::kRejected:
      return rejected;
    case When::kNoExtensionOpen:
      return !record.has_extension_asked();
    case When::kExtensionApproved:
      return record.has_extension_asked() && approved;
    case When::kExtensionRejected:
      return record.has_extension_asked() && rejected;
    case When::kHopCap:
      return hop_cap;
    case When::kNotHopCap:
      return !hop_cap;
  }
  return false;
}

absl::Status NotInTable(const Ticket& ticket, const TicketEvent& event, bool other_roles_may) {
  const absl::string_view kind = KindName(event.kind_case());
  const std::string state = StateName(ticket.state());
  if (other_roles_may) {
    return RefusalError(v1::REFUSAL_REASON_ACTOR_NOT_ALLOWED, "source",
                        absl::StrCat("A ticket in state ", state, " takes ", kind, " from another platform only."));
  }
  if (IsDecision(event.kind_case())) {
    return RefusalError(v1::REFUSAL_REASON_NOTHING_TO_DECIDE, kind, "No such request is open.");
  }
  if (event.kind_case() == TicketEvent::kTransferred) {
    return RefusalError(v1::REFUSAL_REASON_TICKET_EXISTS, kind,
                        absl::StrCat("The ticket exists and cannot be dispatched anew in state ", state, "."));
  }
  return RefusalError(v1::REFUSAL_REASON_TRANSITION_NOT_ALLOWED, kind,
                      absl::StrCat("A ticket in state ", state, " does not take ", kind, "."));
}

}  // namespace

absl::StatusOr<const Row*> FindRow(const store::v1::TicketRecord& record, const TicketEvent& event) {
  const Ticket& ticket = record.ticket();
  const Role role = RoleOf(ticket, event.source());
  bool role_may = false;
  bool other_roles_may = false;
  for (const Row& row : table::kRows) {
    if (row.kind != event.kind_case() || !row.states.Has(ticket.state())) continue;
    if (!row.who.Has(role)) {
      other_roles_may = true;
      continue;
    }
    if (Holds(row.when, record, event)) return &row;
    role_may = true;
  }
  if (role_may && event.kind_case() == TicketEvent::kExtensionRequested) {
    return RefusalError(v1::REFUSAL_REASON_TRANSITION_NOT_ALLOWED, KindName(event.kind_case()),
                        "A request for more time is open already.");
  }
  return NotInTable(ticket, event, other_roles_may && !role_may);
}

Role RoleOf(const Ticket& ticket, absl::string_view source) {
  if (source == kBroker) return Role::kBroker;
  if (source == ticket.origin()) return Role::kOrigin;
  if (source == ticket.offered_to()) return Role::kAddressee;
  if (source == ticket.holder()) return Role::kHolder;
  return Role::kStranger;
}

}  // namespace interline::ticket
