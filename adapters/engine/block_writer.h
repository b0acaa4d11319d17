// Writes a message of ours as one object, by the rows of a block.
#ifndef INTERLINE_ADAPTERS_ENGINE_BLOCK_WRITER_H_
#define INTERLINE_ADAPTERS_ENGINE_BLOCK_WRITER_H_

#include <google/protobuf/message.h>

#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "adapters/engine/plan.h"
#include "adapters/engine/value_writer.h"
#include "core/wire/json_writer.h"
#include "core/wire/wire_path.h"

namespace interline::adapters {

// Used once. One thread.
class BlockWriter {
 public:
  // `up` is our place, null for the event itself. Codes are those of `day` unless the block has a row that tells the
  // day.
  BlockWriter(const Block& block, const google::protobuf::Message& ours, const wire::PathStep* up, Day day = 0);

  // The message of ours for a node; null when it is not there.
  const google::protobuf::Message* Find(int node) const { return ours_[static_cast<size_t>(node)]; }

  // Writes the object. Errors are refusals with our path, the first that is met; what was written until then is of no
  // use.
  absl::Status Write(wire::JsonWriter& json) const;

 private:
  absl::Status CheckExpressible() const;
  absl::Status WriteFields(const TheirNode& node, OpenObject& object, wire::JsonWriter& json) const;
  absl::Status WriteRow(const RowPlan& row, size_t part, const Target& target) const;
  absl::Status WriteGroup(const RowPlan& row, const AsGroup& group, const wire::PathStep& at,
                          const Target& target) const;
  absl::Status NotExpressible(size_t node, absl::string_view field, absl::string_view explanation) const;

  const Block& block_;
  const wire::PathStep* up_;
  Day day_;
  absl::InlinedVector<const google::protobuf::Message*, 16> ours_;
};

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_BLOCK_WRITER_H_
