#include "adapters/schema/message_form.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "adapters/engine/our_path.h"
#include "adapters/schema/contract_words.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::schema {
namespace {

using adapter::v1::Nested;
using adapter::v1::Row;
using adapters::Direction;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using Rows = google::protobuf::RepeatedPtrField<Row>;
using Conditions = google::protobuf::RepeatedPtrField<adapter::v1::Condition>;

bool IsIn(adapter::v1::Direction stated, Direction direction) {
  return stated != (direction == Direction::kFromPlatform ? adapter::v1::DIRECTION_TO_PLATFORM
                                                          : adapter::v1::DIRECTION_FROM_PLATFORM);
}

// Builds the tree of one message.
class Builder {
 public:
  Builder(const Specification& specification, Direction direction)
      : specification_(specification), direction_(direction) {}

  void AddConditions(const Conditions& conditions, FieldForm& root) const {
    for (const auto& condition : conditions) {
      if (condition.path().empty()) continue;
      FieldForm& field = At(root, "", condition.path());
      field.value = FixedForm(condition.equals(), condition.lexical());
      field.meaning = {"报文种类", "which message it is"};
      field.required = true;
    }
  }

  // Signatures and what proves who writes: known, made outside the rows.
  void AddProofs(FieldForm& root) const {
    const auto& access = specification_.platform.access();
    const auto& proofs = direction_ == Direction::kFromPlatform ? access.from_platform() : access.to_platform();
    for (const adapter::v1::Proof& proof : proofs) {
      for (const std::string& path : proof.body_fields().paths()) {
        if (HasRootOf(path, root)) AddProof(path, {"身份验证", "proves who writes"}, root);
      }
    }
    if (!specification_.dialect.signature().path().empty()) {
      AddProof(specification_.dialect.signature().path(), {"签名", "signature"}, root);
    }
  }

  void AddRows(const Rows& rows, const Descriptor& ours, const std::string& above, FieldForm& object) const {
    for (const Row& row : rows) {
      // What we only read is never written.
      if (direction_ == Direction::kToPlatform && !Goes(row.way(), direction_)) continue;
      AddRow(row, ours, above, object);
    }
  }

  void AddIgnored(const google::protobuf::RepeatedPtrField<std::string>& paths, const std::string& above,
                  FieldForm& object) const {
    if (direction_ == Direction::kToPlatform) return;
    for (const std::string& path : paths) {
      FieldForm& field = At(object, above, path);
      if (!field.children.empty()) {
        field.is_open = true;
        continue;
      }
      field.is_ignored = true;
      field.is_passed_over = true;
      field.meaning = {"不使用", "not used"};
      field.value.words = {"任意", "anything"};
    }
  }

  static bool SetRequired(FieldForm& field) {
    bool inside = false;
    for (FieldForm& child : field.children) inside = SetRequired(child) || inside;
    // An empty list says nothing of its entries.
    if (!field.is_list) field.required = field.required || inside;
    return field.required;
  }

 private:
  const Nested* NestedAt(const std::string& path) const {
    const auto& all = specification_.dialect.nested();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Nested& n) { return n.path() == path; });
    return found == all.end() ? nullptr : &*found;
  }

  // The field at `path` below `object`, made when it is not there yet. `above` is the path of the object.
  FieldForm& At(FieldForm& object, std::string above, const std::string& path) const {
    FieldForm* field = &object;
    for (const absl::string_view step : absl::StrSplit(path, '.')) {
      const std::string name(step);
      absl::StrAppend(&above, above.empty() ? "" : ".", name);
      FieldForm* child = field->Child(name);
      if (child == nullptr) {
        field->children.emplace_back();
        child = &field->children.back();
        child->name = name;
        if (const Nested* nested = NestedAt(above)) {
          child->nested = nested->encoding();
          child->patterns.assign(nested->patterns().begin(), nested->patterns().end());
        }
      }
      field = child;
    }
    return *field;
  }

  // In XML all fields are below one element.
  bool HasRootOf(const std::string& path, const FieldForm& root) const {
    const std::string first = path.substr(0, path.find('.'));
    return !IsXml(FormatOf(specification_.dialect, direction_)) ||
           std::any_of(root.children.begin(), root.children.end(),
                       [&](const FieldForm& child) { return child.name == first; });
  }

  void AddProof(const std::string& path, const Bilingual& meaning, FieldForm& root) const {
    FieldForm& field = At(root, "", path);
    field.value.words = {"接入时约定", "agreed when the platform is connected"};
    field.meaning = meaning;
    field.is_proof = true;
  }

  void AddRow(const Row& row, const Descriptor& ours, const std::string& above, FieldForm& object) const {
    const FieldDescriptor* last = nullptr;
    Bilingual meaning;
    if (!row.ours().empty()) {
      const auto fields = adapters::ResolveOurPath(ours, row.ours());
      if (!fields.ok()) return;
      last = fields->back();
      const Words words = WordsOfField(*last);
      meaning = {std::string(words.zh), std::string(words.en)};
    }
    FieldForm& field = At(object, above, row.theirs());
    const bool is_first = field.ours.empty() && field.value.words.en.empty() && field.children.empty();
    field.required = field.required || row.required();
    field.is_one_way = field.is_one_way || row.way() != adapter::v1::WAY_UNSPECIFIED;
    if (row.has_group()) {
      field.is_list = true;
      field.max_items = row.group().max_items() == 0 ? 100 : row.group().max_items();
      field.ours = row.ours();
      field.meaning = meaning;
      const std::string path = absl::StrCat(above, above.empty() ? "" : ".", row.theirs());
      AddRows(row.group().rows(), *last->message_type(), path, field);
      AddIgnored(row.group().ignores(), path, field);
      return;
    }
    const ValueForm value = ValueFormOf(specification_, row, last, direction_);
    if (!is_first) {
      Widen(value, field.value);
      // The row that is read says more than one that only stands there.
      if (!field.is_passed_over || !Goes(row.way(), direction_)) return;
    }
    field.value = value;
    field.ours = row.ours();
    field.meaning = row.has_constant() ? Bilingual{"固定值", "always the same"} : meaning;
    field.is_list = row.has_text() && last != nullptr && last->is_repeated();
    field.is_passed_over = !Goes(row.way(), direction_);
    for (const std::string& more : row.text().more()) {
      FieldForm& rest = At(object, above, more);
      rest.value = value;
      rest.ours = row.ours();
      rest.meaning = {meaning.zh + "（续）", meaning.en + ", continued"};
    }
  }

  // A second row for the same field: what either allows is allowed.
  static void Widen(const ValueForm& other, ValueForm& value) {
    if (other.allowed.empty() || value.allowed.empty()) {
      value.allowed.clear();
    } else {
      for (const std::string& code : other.allowed) {
        if (std::count(value.allowed.begin(), value.allowed.end(), code) == 0) value.allowed.push_back(code);
      }
    }
    if (other.pattern != value.pattern) value.pattern.clear();
    if (other.json_format != value.json_format) value.json_format.clear();
    value.max_chars = other.max_chars == 0 || value.max_chars == 0 ? 0 : std::max(other.max_chars, value.max_chars);
  }

  const Specification& specification_;
  const Direction direction_;
};

void Flatten(const FieldForm& object, const std::string& above, std::vector<FlatField>& flat) {
  for (const FieldForm& field : object.children) {
    const std::string path = absl::StrCat(above, above.empty() ? "" : ".", field.name, field.is_list ? "[]" : "");
    const bool is_text = field.children.empty() || field.nested != Nested::ENCODING_UNSPECIFIED;
    if (is_text || field.is_list) flat.push_back({path, &field});
    Flatten(field, path, flat);
  }
}

}  // namespace

FieldForm* FieldForm::Child(const std::string& child_name) {
  const auto found =
      std::find_if(children.begin(), children.end(), [&](const FieldForm& child) { return child.name == child_name; });
  return found == children.end() ? nullptr : &*found;
}

std::string KeyOf(const MessageForm& form) {
  const bool from = form.direction == Direction::kFromPlatform;
  return absl::StrCat(from ? "from_platform." : "to_platform.", form.name);
}

adapter::v1::WireFormat FormatOf(const adapter::v1::Dialect& dialect, Direction direction) {
  const auto own = dialect.to_platform_wire_format();
  const bool is_own = direction == Direction::kToPlatform && own != adapter::v1::WIRE_FORMAT_UNSPECIFIED;
  return is_own ? own : dialect.wire_format();
}

bool IsXml(adapter::v1::WireFormat format) {
  return format == adapter::v1::WIRE_FORMAT_XML || format == adapter::v1::WIRE_FORMAT_SOAP_1_1 ||
         format == adapter::v1::WIRE_FORMAT_SOAP_1_2;
}

std::vector<MessageForm> MessageFormsOf(const Specification& specification) {
  std::vector<MessageForm> forms;
  for (const Direction direction : {Direction::kFromPlatform, Direction::kToPlatform}) {
    for (const auto& message : specification.dialect.messages()) {
      if (!IsIn(message.direction(), direction)) continue;
      MessageForm form{message.name(), direction, FormatOf(specification.dialect, direction), &message, nullptr, {}};
      const Builder builder(specification, direction);
      builder.AddConditions(message.when(), form.root);
      builder.AddRows(message.rows(), *v1::TicketEvent::descriptor(), "", form.root);
      builder.AddIgnored(message.ignores(), "", form.root);
      builder.AddProofs(form.root);
      Builder::SetRequired(form.root);
      forms.push_back(std::move(form));
    }
  }
  return forms;
}

std::vector<MessageForm> AnswerFormsOf(const Specification& specification) {
  std::vector<MessageForm> forms;
  for (const auto& answer : specification.dialect.answers()) {
    for (const Direction direction : {Direction::kFromPlatform, Direction::kToPlatform}) {
      if (!IsIn(answer.direction(), direction)) continue;
      const auto own = specification.dialect.answer_wire_format();
      const auto format = own == adapter::v1::WIRE_FORMAT_UNSPECIFIED ? specification.dialect.wire_format() : own;
      MessageForm form{answer.name(), direction, format, nullptr, &answer, {}};
      const Builder builder(specification, form.direction);
      builder.AddConditions(answer.when(), form.root);
      builder.AddRows(answer.rows(), *adapter::v1::AnswerContent::descriptor(), "", form.root);
      Builder::SetRequired(form.root);
      forms.push_back(std::move(form));
    }
  }
  return forms;
}

std::vector<FlatField> FlatFieldsOf(const FieldForm& root) {
  std::vector<FlatField> flat;
  Flatten(root, "", flat);
  return flat;
}

}  // namespace interline::schema
