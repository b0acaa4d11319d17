// Reads the fields of one object into a message of ours, by the rows of a block.
#ifndef INTERLINE_ADAPTERS_ENGINE_BLOCK_READER_H_
#define INTERLINE_ADAPTERS_ENGINE_BLOCK_READER_H_

#include <google/protobuf/message.h>
#include <simdjson.h>

#include <string_view>

#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "adapters/engine/plan.h"
#include "core/wire/wire_path.h"

namespace interline::adapters {

// Looks at every name, so that none stands twice in one object unseen; only below unknown fields that are passed over
// it does not look. Used once. One thread.
class BlockReader {
 public:
  // `up` is the object's place, null for the object at the top. Codes are those of `day` unless the block has a row
  // that tells the day.
  BlockReader(const Block& block, google::protobuf::Message& ours, bool refuse_unknown_fields, const wire::PathStep* up,
              Day day = 0);

  // Errors are refusals, the first that is met.
  absl::Status Read(const simdjson::dom::object& object);
  // The same for an entry of a list, which may be an element without attributes and elements where `takes_text`.
  absl::Status ReadEntry(const simdjson::dom::element& entry, bool takes_text);

  // The message of ours for a node; Mutable makes it, Find gives null when nothing made it.
  google::protobuf::Message* Mutable(int node);
  google::protobuf::Message* Find(int node) const { return ours_[static_cast<size_t>(node)]; }

  // The value in a slot, or null when the field is absent or says nothing.
  const simdjson::dom::element* Value(int slot) const;

 private:
  absl::Status Gather(const simdjson::dom::object& object, const TheirNode& node, const wire::PathStep* up);
  absl::Status GatherOne(const simdjson::dom::element& value, int node, const wire::PathStep& at);
  absl::Status GatherText(const simdjson::dom::element& value, std::string_view text, const TheirNode& node,
                          const wire::PathStep& at);
  absl::Status ReadRows();
  absl::Status ReadDay();
  absl::Status ReadRow(const RowPlan& row);
  static absl::Status Absent(const RowPlan& row, const wire::PathStep& at);
  absl::Status ReadParts(const RowPlan& row, const AsText& as, const wire::PathStep& at);
  absl::Status ReadGroup(const RowPlan& row, const AsGroup& group, const simdjson::dom::element& value,
                         const wire::PathStep& at);

  struct Slot {
    simdjson::dom::element value;
    bool is_stated = false;
  };

  const Block& block_;
  const bool refuse_unknown_fields_;
  const wire::PathStep* up_;
  Day day_;
  absl::InlinedVector<Slot, 48> slots_;
  // By node of theirs: whether its name was met.
  absl::InlinedVector<bool, 64> met_;
  absl::InlinedVector<google::protobuf::Message*, 16> ours_;
};

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_BLOCK_READER_H_
