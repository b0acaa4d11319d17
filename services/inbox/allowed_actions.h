// Which actions an account can take on a ticket now, and why not the others: first by the state of the ticket, as
// ticketing will judge it, then by who asks.
#ifndef INTERLINE_SERVICES_INBOX_ALLOWED_ACTIONS_H_
#define INTERLINE_SERVICES_INBOX_ALLOWED_ACTIONS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "interline/inbox/v1/inbox_service.pb.h"
#include "interline/store/v1/ticket_record.pb.h"
#include "interline/v1/ticket_event.pb.h"
#include "services/inbox/people/principal.h"

namespace interline::inbox {

// How a ticket stands inside the platform.
struct Desk {
  // The unit that has it; empty = none.
  std::string unit_code;
  // Staff id of who works on it; empty = nobody.
  std::string assignee;
};

// One for each kind of ActRequest, in its order. `platform`: whom the account speaks for. The record of a ticket that
// does not exist yet has an origin and nothing else.
std::vector<v1::ActionView> AllowedActions(const Principal& who, absl::string_view platform,
                                           const store::v1::TicketRecord& record, const Desk& desk);

// Whether the account may say this event, which has a source and a kind. A refusal (FAILED_PRECONDITION) by the state,
// PERMISSION_DENIED by who asks. Handing a ticket to a colleague or to another unit is the supervisor's, and an agent's
// for a ticket of their own.
absl::Status MayAct(const Principal& who, const ::interline::v1::TicketEvent& event,
                    const store::v1::TicketRecord& record, const Desk& desk);

// Copies the kind of the request into the event. False when the request has none.
bool CopyKind(const v1::ActRequest& request, ::interline::v1::TicketEvent& event);

}  // namespace interline::inbox

#endif  // INTERLINE_SERVICES_INBOX_ALLOWED_ACTIONS_H_
