// The headers of the topic `events`: CloudEvents 1.0, binary mode, so that a reader can route without our schema.
#ifndef INTERLINE_SERVICES_TICKETING_CLOUD_EVENTS_H_
#define INTERLINE_SERVICES_TICKETING_CLOUD_EVENTS_H_

#include <vector>

#include "core/bus/bus.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::ticketing {

// The source is "/platforms/<platform>", or "/interline" for the broker's own; the time is when it happened.
std::vector<bus::Header> CloudEventHeaders(const v1::TicketEvent& event);

}  // namespace interline::ticketing

#endif  // INTERLINE_SERVICES_TICKETING_CLOUD_EVENTS_H_
