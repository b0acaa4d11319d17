// Small facts about an event that several parts need.
#ifndef INTERLINE_CORE_TICKET_EVENT_H_
#define INTERLINE_CORE_TICKET_EVENT_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::ticket {

// Name of the kind's field, "transferred"; empty when the event has no kind.
absl::string_view KindName(v1::TicketEvent::KindCase kind);

// The ticket that the event is about: its ticket_id, or what follows from source and source_number for a Transferred
// without one. Empty when the event names the ticket by another number only.
std::string TicketIdOf(const v1::TicketEvent& event);

// "<ticket id>/<sequence>/<platform>": the id of the delivery that tells the platform of the ticket's event number
// `sequence`, the same for every attempt.
std::string DeliveryId(absl::string_view ticket_id, uint64_t sequence, absl::string_view platform);

// Digest of what the event says: 16 bytes, the same for every copy of the same message however it came in. Covers
// everything but when and how it arrived (received_at, provenance, traceparent, journal) and whom a copy is for
// (recipient and its number), and the addressee that Interline found (provenance.routing).
std::string Digest(const v1::TicketEvent& event);

// Whether the event keeps the contract: form of ids, required fields, bounds of numbers, texts and lists. Errors are
// refusals whose path is ours ("transferred.matter.title"). Needs no ticket; every door calls it before the event goes
// into the log.
absl::Status Validate(const v1::TicketEvent& event);

}  // namespace interline::ticket

#endif  // INTERLINE_CORE_TICKET_EVENT_H_
