#include "adapters/engine/block_reader.h"

#include "adapters/engine/value_reader.h"
#include "core/base/status_macros.h"
#include "core/wire/json_reader.h"

namespace interline::adapters {

namespace dom = simdjson::dom;
using google::protobuf::Message;
using wire::PathStep;

BlockReader::BlockReader(const Block& block, Message& ours, bool refuse_unknown_fields, const PathStep* up)
    : block_(block),
      refuse_unknown_fields_(refuse_unknown_fields),
      up_(up),
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
    message = block_.ours[static_cast<size_t>(plan.above)].reflection->MutableMessage(above, plan.field);
  }
  return message;
}

const dom::element* BlockReader::Value(int slot) const {
  const Slot& found = slots_[static_cast<size_t>(slot)];
  return found.is_stated ? &found.value : nullptr;
}

absl::Status BlockReader::Read(const dom::object& object) {
  RETURN_IF_ERROR(Gather(object, block_.theirs[0], up_));
  for (const RowPlan& row : block_.rows) {
    if (!row.reads) continue;
    const PathStep at{up_, row.theirs};
    const dom::element* value = Value(row.slot);
    if (value == nullptr) {
      if (!row.required) continue;
      return RefuseAt(v1::REFUSAL_REASON_MISSING_FIELD, at, "This field is required.");
    }
    if (const auto* group = std::get_if<AsGroup>(&row.as)) {
      RETURN_IF_ERROR(ReadGroup(row, *group, *value, at));
    } else {
      RETURN_IF_ERROR(ReadValue(row, *value, row.field == nullptr ? nullptr : Mutable(row.node), at));
    }
  }
  return absl::OkStatus();
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
    } else if (refuse_unknown_fields_) {
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
  if (value.get(inner) != simdjson::SUCCESS) {
    return RefuseAt(v1::REFUSAL_REASON_WRONG_TYPE, at, "An object is due.");
  }
  return Gather(inner, there, &at);
}

absl::Status BlockReader::ReadGroup(const RowPlan& row, const AsGroup& group, const dom::element& value,
                                    const PathStep& at) {
  dom::array list;
  if (value.get(list) != simdjson::SUCCESS) return RefuseAt(v1::REFUSAL_REASON_WRONG_TYPE, at, "A list is due.");
  Message* holder = Mutable(row.node);
  PathStep step{&at, {}, 0};
  for (const dom::element item : list) {
    if (static_cast<size_t>(step.index) >= group.max_items) {
      return RefuseAt(v1::REFUSAL_REASON_OUT_OF_RANGE, at, "The list is too long.");
    }
    dom::object object;
    if (item.get(object) != simdjson::SUCCESS) {
      return RefuseAt(v1::REFUSAL_REASON_WRONG_TYPE, step, "An object is due.");
    }
    Message* ours = row.reflection->AddMessage(holder, row.field);
    RETURN_IF_ERROR(BlockReader(*group.block, *ours, refuse_unknown_fields_, &step).Read(object));
    ++step.index;
  }
  return absl::OkStatus();
}

}  // namespace interline::adapters
