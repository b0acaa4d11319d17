#include "adapters/engine/losses.h"

#include <set>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "adapters/engine/our_path.h"

namespace interline::adapters {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using Json = rapidjson::Value;
using Allocator = rapidjson::Document::AllocatorType;

bool SaysNothing(const Json& value) {
  return value.IsNull() || (value.IsString() && value.GetStringLength() == 0) || (value.IsArray() && value.Empty()) ||
         (value.IsObject() && value.ObjectEmpty());
}

// A code or word as text, however it stands in JSON.
std::string WordOf(const Json& value) {
  if (value.IsBool()) return value.GetBool() ? "true" : "false";
  if (value.IsInt64()) return absl::StrCat(value.GetInt64());
  return value.IsString() ? std::string(value.GetString(), value.GetStringLength()) : "";
}

class Reducer {
 public:
  Reducer(const Block& block, Allocator& allocator) : block_(block), allocator_(allocator) {}

  void Reduce(const TheirNode& node, Json& object) const {
    for (auto member = object.MemberBegin(); member != object.MemberEnd();) {
      const TheirNode* child = Find(node, WordOf(member->name));
      if (child != nullptr && Keep(*child, member->value)) {
        ++member;
      } else {
        member = object.EraseMember(member);
      }
    }
  }

 private:
  const TheirNode* Find(const TheirNode& node, const std::string& name) const {
    for (const int index : node.children) {
      const TheirNode& child = block_.theirs[static_cast<size_t>(index)];
      if (child.name == name) return &child;
    }
    return nullptr;
  }

  bool Keep(const TheirNode& node, Json& value) const {
    if (node.slot == kNone && value.IsObject()) Reduce(node, value);
    if (SaysNothing(value)) return false;
    if (node.slot == kNone) return true;
    if (node.row == kNone) return false;
    const RowPlan& row = block_.rows[static_cast<size_t>(node.row)];
    if (row.field == nullptr) return row.required;
    return row.reads && Rewrite(row, value);
  }

  // Puts the value into the words in which it is written; false when it would not be written at all.
  bool Rewrite(const RowPlan& row, Json& value) const {
    const std::string word = WordOf(value);
    const bool is_optional = !row.required && !row.field->has_presence();
    if (const auto* as = std::get_if<AsBool>(&row.as)) {
      const bool is_true = absl::c_linear_search(as->true_words, word);
      SetText(is_true ? as->true_words.front() : as->false_words.front(), value);
      return is_true || !is_optional;
    }
    if (const auto* as = std::get_if<AsCode>(&row.as)) {
      const absl::optional<int> ours = as->table->Ours(word);
      const std::string* theirs = ours ? as->table->Theirs(*ours) : nullptr;
      if (theirs != nullptr) SetText(*theirs, value);
      return theirs != nullptr;
    }
    if (const auto* as = std::get_if<AsTime>(&row.as)) {
      const absl::optional<absl::Time> time = as->format.is_number() ? absl::nullopt : as->format.Read(word);
      TimeFormat::Buffer buffer;
      if (time) SetText(std::string(as->format.WriteText(*time, buffer)), value);
      return true;
    }
    if (const auto* as = std::get_if<AsGroup>(&row.as)) {
      const Reducer inner(*as->block, allocator_);
      for (Json& item : value.GetArray()) {
        if (item.IsObject()) inner.Reduce(as->block->theirs[0], item);
      }
      return true;
    }
    return !std::holds_alternative<AsNumber>(row.as) || !is_optional || word != "0";
  }

  void SetText(const std::string& text, Json& value) const {
    value.SetString(text.data(), static_cast<rapidjson::SizeType>(text.size()), allocator_);
  }

  const Block& block_;
  Allocator& allocator_;
};

// Our paths that are both read and written, those inside lists included.
void CollectBothWays(const Block& block, const std::string& above, std::set<std::string>& paths) {
  const auto has = [&](const std::string& ours, bool RowPlan::*way) {
    return absl::c_any_of(block.rows, [&](const RowPlan& row) { return row.ours == ours && row.*way; });
  };
  for (const RowPlan& row : block.rows) {
    if (row.field == nullptr || !has(row.ours, &RowPlan::reads) || !has(row.ours, &RowPlan::writes)) continue;
    const std::string path = absl::StrCat(above, row.ours);
    if (const auto* group = std::get_if<AsGroup>(&row.as)) {
      CollectBothWays(*group->block, path + ".", paths);
    } else {
      paths.insert(path);
    }
  }
}

// Clears every field that does not stand in `paths`, and messages that are empty then.
void Prune(const std::set<std::string>& paths, const std::string& above, Message& message) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string path = absl::StrCat(above, field->name());
    if (paths.count(path) > 0) continue;
    if (field->message_type() == nullptr || IsTimestamp(*field)) {
      reflection.ClearField(&message, field);
    } else if (field->is_repeated()) {
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        Prune(paths, path + ".", *reflection.MutableRepeatedMessage(&message, field, i));
      }
    } else {
      Message& inner = *reflection.MutableMessage(&message, field);
      Prune(paths, path + ".", inner);
      // The kind stays without its fields too.
      if (inner.ByteSizeLong() == 0 && field->real_containing_oneof() == nullptr)
        reflection.ClearField(&message, field);
    }
  }
}

}  // namespace

void KeepWhatIsWrittenBack(const Block& block, rapidjson::Document& message) {
  if (message.IsObject()) Reducer(block, message.GetAllocator()).Reduce(block.theirs[0], message);
}

void KeepWhatIsReadBack(const MessagePlan& message, bool keep_id, v1::TicketEvent& event) {
  std::set<std::string> paths{"ticket_id"};
  CollectBothWays(message.block, "", paths);
  for (const ImpliedPlan& implied : message.implied) paths.insert(implied.ours);
  if (keep_id) paths.insert("id");
  Prune(paths, "", event);
}

}  // namespace interline::adapters
