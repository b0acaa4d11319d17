// What the broker proposes because of what it has accepted. The id of a proposal follows from the ticket and the place
// in its journal, so that the same cause never leads to two of them; so does everything in it.
#ifndef INTERLINE_CORE_TICKET_FOLLOW_UPS_H_
#define INTERLINE_CORE_TICKET_FOLLOW_UPS_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "interline/v1/refusal.pb.h"
#include "interline/v1/ticket.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::ticket {

// An event of the broker without a kind, about the ticket `about`. `cause` is what it follows from, accepted as number
// `sequence` of its ticket; `purpose` tells apart what follows from one cause, at most 20 characters.
v1::TicketEvent FollowUp(const v1::TicketEvent& cause, uint64_t sequence, absl::string_view purpose,
                         absl::string_view about, absl::Time now);

// What follows when the broker's own proposal was refused, for whatever reason: a ticket that could not be merged goes
// on by itself. Empty for everything else. The caller proposes them like those of an accepted event.
std::vector<v1::TicketEvent> FollowUpsOfRefusal(const v1::TicketEvent& refused, const v1::Refusal& refusal,
                                                absl::Time now);

}  // namespace interline::ticket

#endif  // INTERLINE_CORE_TICKET_FOLLOW_UPS_H_
