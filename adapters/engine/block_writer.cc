#include "adapters/engine/block_writer.h"

#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/unknown_field_set.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "adapters/engine/value_reader.h"
#include "core/base/proto_time.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"

namespace interline::adapters {

using google::protobuf::Message;
using wire::JsonWriter;
using wire::PathStep;

BlockWriter::BlockWriter(const Block& block, const Message& ours, const PathStep* up, Day day)
    : block_(block), up_(up), day_(day), ours_(block.ours.size(), nullptr) {
  ours_[0] = &ours;
  for (size_t i = 1; i < ours_.size(); ++i) {
    const OurNode& node = block_.ours[i];
    const Message* above = ours_[static_cast<size_t>(node.above)];
    if (above != nullptr && node.access->is_stated(*above)) ours_[i] = &node.access->message(*above);
  }
  if (block_.day_row == kNone) return;
  const RowPlan& row = block_.rows[static_cast<size_t>(block_.day_row)];
  const Message* holder = Find(row.node);
  if (holder == nullptr) return;
  const auto& moment = static_cast<const google::protobuf::Timestamp&>(row.access->message(*holder));
  day_ = DayOf(FromProto(moment), block_.zone);
}

absl::Status BlockWriter::Write(JsonWriter& json) const {
  RETURN_IF_ERROR(CheckExpressible());
  json.BeginObject();
  OpenObject object{nullptr, {}, true};
  RETURN_IF_ERROR(WriteFields(block_.theirs[0], object, json));
  json.EndObject();
  return absl::OkStatus();
}

absl::Status BlockWriter::CheckExpressible() const {
  for (size_t i = 0; i < ours_.size(); ++i) {
    if (ours_[i] == nullptr) continue;
    for (const FieldAccess* access : block_.ours[i].inexpressible) {
      if (!access->is_stated(*ours_[i])) continue;
      return NotExpressible(i, access->field->name(), "The receiver's message has no place for it.");
    }
    if (!block_.ours[i].reflection->GetUnknownFields(*ours_[i]).empty()) {
      return NotExpressible(i, "", "It holds a field that this version of the contract does not know.");
    }
  }
  return absl::OkStatus();
}

absl::Status BlockWriter::NotExpressible(size_t node, absl::string_view field, absl::string_view explanation) const {
  std::string path(field);
  for (size_t at = node; at != 0; at = static_cast<size_t>(block_.ours[at].above)) {
    path = absl::StrCat(block_.ours[at].field->name(), path.empty() ? "" : ".", path);
  }
  if (path.empty() && up_ != nullptr) return RefuseAt(v1::REFUSAL_REASON_NOT_EXPRESSIBLE, *up_, explanation);
  if (path.empty()) return RefusalError(v1::REFUSAL_REASON_NOT_EXPRESSIBLE, "", explanation);
  return RefuseAt(v1::REFUSAL_REASON_NOT_EXPRESSIBLE, PathStep{up_, path}, explanation);
}

absl::Status BlockWriter::WriteFields(const TheirNode& node, OpenObject& object, JsonWriter& json) const {
  for (const int index : node.children) {
    const TheirNode& child = block_.theirs[static_cast<size_t>(index)];
    if (child.row != kNone) {
      const RowPlan& row = block_.rows[static_cast<size_t>(child.row)];
      RETURN_IF_ERROR(WriteRow(row, child.part, Target{object, child.name, json}));
    } else if (child.slot == kNone) {
      OpenObject inner{&object, child.name, false};
      RETURN_IF_ERROR(WriteFields(child, inner, json));
      if (inner.is_open) json.EndObject();
    }
  }
  return absl::OkStatus();
}

absl::Status BlockWriter::WriteRow(const RowPlan& row, size_t part, const Target& target) const {
  const PathStep at{up_, row.ours};
  const auto* group = std::get_if<AsGroup>(&row.as);
  if (group != nullptr) return WriteGroup(row, *group, at, target);
  return WriteValue(row, part, day_, row.field == nullptr ? nullptr : Find(row.node), at, target);
}

absl::Status BlockWriter::WriteGroup(const RowPlan& row, const AsGroup& group, const PathStep& at,
                                     const Target& target) const {
  const Message* holder = Find(row.node);
  const int size = holder == nullptr ? 0 : row.access->size(*holder);
  if (size == 0) return NotStated(row, at);
  if (static_cast<size_t>(size) > group.max_items) {
    return RefuseAt(v1::REFUSAL_REASON_TOO_LONG_FOR_RECEIVER, at, "The list is longer than the receiver takes.");
  }
  JsonWriter& json = target.Begin();
  json.BeginList();
  for (int i = 0; i < size; ++i) {
    const PathStep step{&at, {}, i};
    const Message& entry = row.access->message_at(*holder, i);
    RETURN_IF_ERROR(BlockWriter(*group.block, entry, &step, day_).Write(json));
  }
  json.EndList();
  return absl::OkStatus();
}

}  // namespace interline::adapters
