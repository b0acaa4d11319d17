// Writes one field of ours as a platform's value.
#ifndef INTERLINE_ADAPTERS_ENGINE_VALUE_WRITER_H_
#define INTERLINE_ADAPTERS_ENGINE_VALUE_WRITER_H_

#include <google/protobuf/message.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "adapters/engine/plan.h"
#include "core/wire/json_writer.h"
#include "core/wire/wire_path.h"

namespace interline::adapters {

// An object of theirs that is begun when its first field is written, so that none stands empty.
struct OpenObject {
  OpenObject* above = nullptr;
  absl::string_view name;
  bool is_open = false;

  void Open(wire::JsonWriter& json);
};

// The place of one value: a name in an object.
struct Target {
  OpenObject& object;
  absl::string_view name;
  wire::JsonWriter& json;

  // Opens the object and writes the name; the value is due next.
  wire::JsonWriter& Begin() const;
};

// Writes the value of any row but a group, or nothing when our field says nothing. `part` is that of the text that goes
// to the target (TheirNode::part); codes are those of `day`. `holder` is null when the message that holds the field is
// not there. `at` is our path. Errors are refusals: NOT_EXPRESSIBLE (nothing to write in a
// required row, a control character in a text), UNMAPPED_CODE, INVALID_TIME, INVALID_REGION, OUT_OF_RANGE (a number
// beyond the row's bounds), TOO_LONG_FOR_RECEIVER.
absl::Status WriteValue(const RowPlan& row, size_t part, Day day, const google::protobuf::Message* holder,
                        const wire::PathStep& at, const Target& target);

// What it means that our field says nothing.
absl::Status NotStated(const RowPlan& row, const wire::PathStep& at);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_VALUE_WRITER_H_
