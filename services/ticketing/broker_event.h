// Events of which the broker itself is the source.
#ifndef INTERLINE_SERVICES_TICKETING_BROKER_EVENT_H_
#define INTERLINE_SERVICES_TICKETING_BROKER_EVENT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "interline/v1/refusal.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::ticketing {

// An event without a kind that happens now. Its id is "<purpose>-<digest of seed>", the same for the same cause.
v1::TicketEvent BrokerEvent(absl::string_view purpose, absl::string_view seed, absl::string_view ticket_id,
                            absl::Time now);

// The seed of what follows from one record of the log: there is one for each record.
std::string SeedOf(const v1::LogPosition& position);

}  // namespace interline::ticketing

#endif  // INTERLINE_SERVICES_TICKETING_BROKER_EVENT_H_
