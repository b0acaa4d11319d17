// A message as tools see it, whatever its wire format.
#ifndef INTERLINE_ADAPTERS_ENGINE_WIRE_TREE_H_
#define INTERLINE_ADAPTERS_ENGINE_WIRE_TREE_H_

#include <string>

#include "absl/status/statusor.h"
#include "adapters/engine/adapter.h"
#include "adapters/engine/plan.h"

namespace interline::adapters {

// The one document that rows work on, with everything nested in its place, as JSON. Errors as in Adapter::Decode.
absl::StatusOr<std::string> WireToJson(const Plan& plan, Direction direction, const WireMessage& message);
// The same for an answer, which has a body.
absl::StatusOr<std::string> AnswerToJson(const Plan& plan, const WireAnswer& answer);

// Which message of the dialect it is; null when none, and when it cannot be read.
const MessagePlan* ChooseMessage(const Plan& plan, Direction direction, const WireMessage& message);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_WIRE_TREE_H_
