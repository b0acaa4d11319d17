#include "adapters/engine/losses.h"

#include <set>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "adapters/engine/our_path.h"
#include "adapters/engine/phone.h"

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
  Reducer(const Block& block, Day day, Allocator& allocator) : block_(block), day_(day), allocator_(allocator) {}

  // Puts texts that stand in several fields into the first of them, as the parts may be cut otherwise.
  void JoinParts(Json& object) const {
    for (const RowPlan& row : block_.rows) {
      Json* whole = row.reads ? FindField(object, row.theirs) : nullptr;
      for (const MorePlan& more : row.more) {
        Json* part = FindField(object, more.theirs);
        if (whole == nullptr || part == nullptr) continue;
        SetText(WordOf(*whole) + WordOf(*part), *whole);
        part->SetNull();
      }
    }
  }

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

  static Json* FindField(Json& object, absl::string_view path) {
    Json* at = &object;
    for (const absl::string_view step : absl::StrSplit(path, '.')) {
      if (!at->IsObject()) return nullptr;
      const auto member = at->FindMember(std::string(step).c_str());
      if (member == at->MemberEnd()) return nullptr;
      at = &member->value;
    }
    return at;
  }

  bool Keep(const TheirNode& node, Json& value) const {
    if (node.slot == kNone && value.IsObject()) Reduce(node, value);
    if (SaysNothing(value)) return false;
    // Blanks alone where elements could stand say nothing.
    if (node.slot == kNone) return !value.IsString() || Find(node, "#text") != nullptr;
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
      const absl::optional<int> ours = as->table->Ours(word, day_);
      const std::string* theirs = ours ? as->table->Theirs(*ours, day_) : nullptr;
      if (theirs != nullptr) SetText(*theirs, value);
      return theirs != nullptr;
    }
    if (const auto* as = std::get_if<AsTime>(&row.as)) {
      const absl::optional<absl::Time> time = as->format.is_number() ? absl::nullopt : as->format.Read(word);
      TimeFormat::Buffer buffer;
      if (time) SetText(std::string(as->format.WriteText(*time, buffer)), value);
      return true;
    }
    if (const auto* as = std::get_if<AsRegion>(&row.as)) {
      const std::string* ours = as->zones == nullptr ? nullptr : as->zones->Ours(word);
      const std::string* theirs = ours == nullptr ? nullptr : as->zones->Theirs(*ours);
      if (theirs != nullptr) SetText(*theirs, value);
      return true;
    }
    if (const auto* as = std::get_if<AsPhone>(&row.as)) {
      const std::string ours = ReadPhone(word);
      SetText(as->e164 ? ours : WritePhone(ours), value);
      return true;
    }
    if (const auto* as = std::get_if<AsGroup>(&row.as)) {
      ReduceEntries(*as->block, value);
      return true;
    }
    return !std::holds_alternative<AsNumber>(row.as) || !is_optional || word != "0";
  }

  // A list of one may stand there as its one entry.
  void ReduceEntries(const Block& block, Json& value) const {
    const Reducer inner(block, day_, allocator_);
    const auto reduce = [&](Json& item) {
      if (!item.IsObject()) return;
      inner.JoinParts(item);
      inner.Reduce(block.theirs[0], item);
    };
    if (!value.IsArray()) return reduce(value);
    for (Json& item : value.GetArray()) reduce(item);
  }

  void SetText(const std::string& text, Json& value) const {
    value.SetString(text.data(), static_cast<rapidjson::SizeType>(text.size()), allocator_);
  }

  const Block& block_;
  const Day day_;
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

void KeepWhatIsWrittenBack(const Block& block, Day day, rapidjson::Document& message) {
  if (!message.IsObject()) return;
  const Reducer reducer(block, day, message.GetAllocator());
  reducer.JoinParts(message);
  reducer.Reduce(block.theirs[0], message);
}

void KeepWhatIsReadBack(const MessagePlan& message, bool keep_id, v1::TicketEvent& event) {
  std::set<std::string> paths{"ticket_id"};
  CollectBothWays(message.block, "", paths);
  for (const ImpliedPlan& implied : message.implied) paths.insert(implied.ours);
  if (keep_id) paths.insert("id");
  Prune(paths, "", event);
}

}  // namespace interline::adapters
