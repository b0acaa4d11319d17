#include "services/ticketing/deadlines.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/proto_time.h"
#include "services/ticketing/broker_event.h"

namespace interline::ticketing {
namespace {

void SetOrCancel(absl::string_view prefix, const std::string& ticket_id, absl::optional<absl::Time> due,
                 stream::Context& context) {
  const std::string key = absl::StrCat(prefix, ticket_id);
  if (due.has_value()) {
    context.SetTimer(key, *due);
  } else {
    context.CancelTimer(key);
  }
}

}  // namespace

void SetDeadlines(const ticket::Applied& applied, stream::Context& context) {
  const std::string& ticket_id = applied.record.ticket().id();
  SetOrCancel(kNearDueTimer, ticket_id, applied.near_due_at, context);
  SetOrCancel(kOverdueTimer, ticket_id, applied.overdue_at, context);
  SetOrCancel(kEscalateTimer, ticket_id, applied.escalate_at, context);
}

absl::optional<v1::TicketEvent> DeadlineEvent(absl::string_view prefix, const store::v1::TicketRecord& record,
                                              absl::Time now) {
  const v1::Ticket& ticket = record.ticket();
  if (!ticket.limit().has_due_at()) return absl::nullopt;
  const google::protobuf::Timestamp& due_at = ticket.limit().due_at();
  const bool near = prefix == kNearDueTimer;
  const bool escalate = prefix == kEscalateTimer;
  const absl::string_view purpose = near ? "near-due" : escalate ? "escalate" : "overdue";
  // A due time that comes back after another one is told again, so the sequence belongs to the seed.
  const std::string seed =
      absl::StrCat(purpose, " ", ticket.id(), " ", absl::ToUnixNanos(FromProto(due_at)), " ", ticket.sequence());
  v1::TicketEvent event = BrokerEvent(purpose, seed, ticket.id(), now);
  if (escalate) {
    event.mutable_escalated()->set_cause(v1::Escalated::CAUSE_OVERDUE);
  } else if (near) {
    *event.mutable_deadline_approached()->mutable_due_at() = due_at;
  } else {
    *event.mutable_deadline_missed()->mutable_due_at() = due_at;
  }
  return event;
}

}  // namespace interline::ticketing
