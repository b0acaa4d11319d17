// Texts inside a document that are documents of their own.
#ifndef INTERLINE_ADAPTERS_ENGINE_NESTED_H_
#define INTERLINE_ADAPTERS_ENGINE_NESTED_H_

#include <simdjson.h>

#include "absl/status/status.h"
#include "adapters/engine/wire_plan.h"
#include "core/wire/json_writer.h"

namespace interline::adapters {

// Copies `document` with each text that `plan` names replaced by what is in it. No name stands twice in `document`.
// Errors are refusals: see Nested in the schema.
absl::Status ExpandNested(const WirePlan& plan, const simdjson::dom::object& document, wire::JsonWriter& json);

// The other way.
absl::Status CollapseNested(const WirePlan& plan, const simdjson::dom::object& document, wire::JsonWriter& json);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_NESTED_H_
