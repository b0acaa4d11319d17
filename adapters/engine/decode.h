// From a platform's bytes to an event.
#ifndef INTERLINE_ADAPTERS_ENGINE_DECODE_H_
#define INTERLINE_ADAPTERS_ENGINE_DECODE_H_

#include <simdjson.h>

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "adapters/engine/adapter.h"
#include "adapters/engine/plan.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::adapters {

// See Adapter::Decode.
absl::StatusOr<v1::TicketEvent> Decode(const Plan& plan, Direction direction, const WireMessage& message);

// Which message of the dialect it is; null when none.
const MessagePlan* ChooseMessage(const Plan& plan, Direction direction,
                                 const std::map<std::string, std::string>& headers, const simdjson::dom::object& body);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_DECODE_H_
