// From an event to a platform's bytes.
#ifndef INTERLINE_ADAPTERS_ENGINE_ENCODE_H_
#define INTERLINE_ADAPTERS_ENGINE_ENCODE_H_

#include "absl/status/statusor.h"
#include "adapters/engine/adapter.h"
#include "adapters/engine/plan.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::adapters {

// See Adapter::Encode. Of several messages for the kind, the first is taken that the event fits and that can be
// written. Left out without a word: journal, provenance, received_at, traceparent; source and recipient when no row has
// them; a generation of 0 or 1; the ticket id when it follows from a number, which is checked. A number that the rule
// for the ticket id needs is taken from the ticket id when the event does not hold it.
absl::StatusOr<WireMessage> Encode(const Plan& plan, Direction direction, const v1::TicketEvent& event);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_ENCODE_H_
