// Writes one field of ours as a platform's value.
#ifndef INTERLINE_ADAPTERS_ENGINE_VALUE_WRITER_H_
#define INTERLINE_ADAPTERS_ENGINE_VALUE_WRITER_H_

#include <google/protobuf/message.h>

#include "absl/status/status.h"
#include "adapters/engine/plan.h"
#include "core/wire/json_writer.h"
#include "core/wire/wire_path.h"

namespace interline::adapters {

// Whether there is something to write. `holder` is null when the message that holds the field is not there.
bool IsStated(const RowPlan& row, const google::protobuf::Message* holder);

// Writes a stated value of any row but a group. `at` is our path. Errors are refusals: UNMAPPED_CODE, INVALID_TIME,
// INVALID_REGION, OUT_OF_RANGE (a number beyond the row's bounds), TOO_LONG_FOR_RECEIVER, NOT_EXPRESSIBLE (a control
// character in a text).
absl::Status WriteValue(const RowPlan& row, const google::protobuf::Message* holder, const wire::PathStep& at,
                        wire::JsonWriter& json);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_VALUE_WRITER_H_
