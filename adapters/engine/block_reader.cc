#include "adapters/engine/block_reader.h"

#include <google/protobuf/timestamp.pb.h>

#include <string>

#include "adapters/engine/value_reader.h"
#include "core/base/proto_time.h"
#include "core/base/status_macros.h"
#include "core/wire/json_reader.h"

namespace interline::adapters {

namespace dom = simdjson::dom;
using google::protobuf::Message;
using wire::PathStep;

BlockReader::BlockReader(const Block& block, Message& ours, bool refuse_unknown_fields, const PathStep* up, Day day)
    : block_(block),
      refuse_unknown_fields_(refuse_unknown_fields),
      up_(up),
      day_(day),
      slots_(block.slots),
      met_(block.theirs.size(), false),
      ours_(block.ours.size(), nullptr) {
  ours_[0] = &ours;
}

Message* BlockReader::Mutable(int node) {
  Message*& message = ours_[static_cast<size_t>(node)];
  if (message == nullptr) {
    const OurNode& plan = block_.ours[static_cast<size_t>(node)];
    Message* above = Mutable(plan.above);
    message = &plan.access->mutable_message(*above);
  }
  return message;
}

const dom::element* BlockReader::Value(int slot) const {
  const Slot& found = slots_[static_cast<size_t>(slot)];
  return found.is_stated ? &found.value : nullptr;
}

absl::Status BlockReader::Read(const dom::object& object) {
  RETURN_IF_ERROR(Gather(object, block_.theirs[0], up_));
  return ReadRows();
}

absl::Status BlockReader::ReadEntry(const dom::element& entry, bool takes_text) {
  dom::object object;
  if (entry.get(object) == simdjson::SUCCESS) return Read(object);
  std::string_view text;
  if (!takes_text || entry.get(text) != simdjson::SUCCESS) {
    return RefuseAt(v1::REFUSAL_REASON_WRONG_TYPE, *up_, "An object is due.");
  }
  RETURN_IF_ERROR(GatherText(entry, text, block_.theirs[0], *up_));
  return ReadRows();
}

absl::Status BlockReader::ReadRows() {
  if (block_.day_row != kNone) RETURN_IF_ERROR(ReadDay());
  for (const RowPlan& row : block_.rows) {
    if (row.reads) RETURN_IF_ERROR(ReadRow(row));
  }
  return absl::OkStatus();
}

// Codes may stand before the time by which they are chosen.
absl::Status BlockReader::ReadDay() {
  const RowPlan& row = block_.rows[static_cast<size_t>(block_.day_row)];
  RETURN_IF_ERROR(ReadRow(row));
  const Message& moment = row.access->message(*Mutable(row.node));
  day_ = DayOf(FromProto(static_cast<const google::protobuf::Timestamp&>(moment)), block_.zone);
  return absl::OkStatus();
}

absl::Status BlockReader::ReadRow(const RowPlan& row) {
  const PathStep at{up_, row.theirs};
  const dom::element* value = Value(row.slot);
  if (!row.more.empty()) return ReadParts(row, std::get<AsText>(row.as), at);
  if (value == nullptr) return Absent(row, at);
  if (const auto* group = std::get_if<AsGroup>(&row.as)) return ReadGroup(row, *group, *value, at);
  return ReadValue(row, *value, day_, row.field == nullptr ? nullptr : Mutable(row.node), at);
}

absl::Status BlockReader::Absent(const RowPlan& row, const PathStep& at) {
  if (!row.required) return absl::OkStatus();
  return RefuseAt(v1::REFUSAL_REASON_MISSING_FIELD, at, "This field is required.");
}

absl::Status BlockReader::ReadParts(const RowPlan& row, const AsText& as, const PathStep& at) {
  std::string text;
  if (Value(row.slot) != nullptr) RETURN_IF_ERROR(AppendPart(as, *Value(row.slot), text, at));
  for (const MorePlan& more : row.more) {
    const dom::element* part = Value(more.slot);
    if (part != nullptr) RETURN_IF_ERROR(AppendPart(as, *part, text, PathStep{up_, more.theirs}));
  }
  return text.empty() ? Absent(row, at) : ReadWhole(row, text, Mutable(row.node), at);
}

absl::Status BlockReader::Gather(const dom::object& object, const TheirNode& node, const PathStep* up) {
  // Fields mostly come in the order of the rows, so the search starts after the last one found.
  size_t next = 0;
  const size_t known = node.children.size();
  for (const dom::key_value_pair member : object) {
    int child = kNone;
    for (size_t tried = 0; tried < known && child == kNone; ++tried) {
      const size_t candidate = next + tried < known ? next + tried : next + tried - known;
      if (block_.theirs[static_cast<size_t>(node.children[candidate])].name != member.key) continue;
      child = node.children[candidate];
      next = candidate + 1;
    }
    const PathStep at{up, {member.key.data(), member.key.size()}};
    if (child != kNone) {
      RETURN_IF_ERROR(GatherOne(member.value, child, at));
    } else if (refuse_unknown_fields_ && !node.passes_over) {
      return RefuseAt(v1::REFUSAL_REASON_UNKNOWN_FIELD, at, "The dialect does not know this field.");
    }
  }
  return absl::OkStatus();
}

absl::Status BlockReader::GatherOne(const dom::element& value, int node, const PathStep& at) {
  bool& met = met_[static_cast<size_t>(node)];
  if (met) return RefuseAt(v1::REFUSAL_REASON_DUPLICATE_KEY, at, "The name stands twice in one object.");
  met = true;
  const TheirNode& there = block_.theirs[static_cast<size_t>(node)];
  if (there.slot != kNone) {
    slots_[static_cast<size_t>(there.slot)] = {value, !IsNotStated(value)};
    return there.is_read ? absl::OkStatus() : wire::CheckRepeatedNames(value, at);
  }
  if (value.is_null()) return absl::OkStatus();
  dom::object inner;
  if (value.get(inner) == simdjson::SUCCESS) return Gather(inner, there, &at);
  std::string_view text;
  if (there.is_texts && value.get(text) == simdjson::SUCCESS) return GatherText(value, text, there, at);
  return RefuseAt(v1::REFUSAL_REASON_WRONG_TYPE, at, "An object is due.");
}

// An element without attributes and elements, where such are known.
absl::Status BlockReader::GatherText(const dom::element& value, std::string_view text, const TheirNode& node,
                                     const PathStep& at) {
  for (const int child : node.children) {
    if (block_.theirs[static_cast<size_t>(child)].name == "#text") return GatherOne(value, child, at);
  }
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return absl::OkStatus();
  return RefuseAt(v1::REFUSAL_REASON_WRONG_TYPE, at, "An object is due.");
}

absl::Status BlockReader::ReadGroup(const RowPlan& row, const AsGroup& group, const dom::element& value,
                                    const PathStep& at) {
  Message* holder = Mutable(row.node);
  dom::array list;
  if (value.get(list) != simdjson::SUCCESS) {
    if (!group.takes_one) return RefuseAt(v1::REFUSAL_REASON_WRONG_TYPE, at, "A list is due.");
    Message& ours = row.access->add_message(*holder);
    return BlockReader(*group.block, ours, refuse_unknown_fields_, &at, day_).ReadEntry(value, group.takes_one);
  }
  PathStep step{&at, {}, 0};
  for (const dom::element item : list) {
    if (static_cast<size_t>(step.index) >= group.max_items) {
      return RefuseAt(v1::REFUSAL_REASON_OUT_OF_RANGE, at, "The list is too long.");
    }
    Message& ours = row.access->add_message(*holder);
    BlockReader reader(*group.block, ours, refuse_unknown_fields_, &step, day_);
    RETURN_IF_ERROR(reader.ReadEntry(item, group.takes_one));
    ++step.index;
  }
  return absl::OkStatus();
}

}  // namespace interline::adapters
