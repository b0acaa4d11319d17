// Who is told of an event, and whom it concerns.
#ifndef INTERLINE_CORE_TICKET_AUDIENCE_H_
#define INTERLINE_CORE_TICKET_AUDIENCE_H_

#include <string>
#include <vector>

#include "core/ticket/vocabulary.h"
#include "interline/v1/ticket.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::ticket {

// Platforms without the event's source, each once. The two sides are those from before the event, so that a handler
// hears that it has lost the ticket.
std::vector<std::string> Audience(Tell tell, const v1::Ticket& before, const v1::Ticket& after,
                                  const v1::TicketEvent& event);

// The origin, and whoever was or is now the holder or the addressee, each once, in ascending order.
std::vector<std::string> Parties(const v1::Ticket& before, const v1::Ticket& after);

}  // namespace interline::ticket

#endif  // INTERLINE_CORE_TICKET_AUDIENCE_H_
