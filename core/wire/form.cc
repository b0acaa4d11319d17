#include "core/wire/form.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/types/optional.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"
#include "core/wire/controls.h"
#include "core/wire/percent.h"
#include "core/wire/scalar_text.h"
#include "core/wire/wire_path.h"

namespace interline::wire {
namespace {

namespace dom = simdjson::dom;

absl::Status Refuse(v1::RefusalReason reason, absl::string_view path, absl::string_view explanation) {
  return RefusalError(reason, path, explanation);
}

absl::StatusOr<std::string> DecodePart(absl::string_view part, absl::string_view path, Charset charset) {
  const absl::optional<std::string> bytes = PercentDecode(part);
  if (!bytes) return Refuse(v1::REFUSAL_REASON_MALFORMED, path, "The percent-encoding is broken.");
  absl::StatusOr<std::string> text = ToUtf8(*bytes, charset);
  if (!text.ok()) {
    return Refuse(v1::REFUSAL_REASON_WRONG_CHARSET, path, "The bytes are not of the agreed character set.");
  }
  if (HasControls(*text)) return Refuse(v1::REFUSAL_REASON_MALFORMED, path, "The text holds a control character.");
  return text;
}

using Field = std::pair<std::string, std::string>;

absl::StatusOr<Field> DecodeField(absl::string_view field, Charset charset) {
  const size_t equals = field.find('=');
  if (equals == absl::string_view::npos || equals == 0) {
    return Refuse(v1::REFUSAL_REASON_MALFORMED, "", "A field of a form is a name, \"=\" and a value.");
  }
  ASSIGN_OR_RETURN(std::string name, DecodePart(field.substr(0, equals), "", charset));
  const PathStep step{nullptr, name};
  ASSIGN_OR_RETURN(std::string value, DecodePart(field.substr(equals + 1), RenderPath(&step), charset));
  return Field(std::move(name), std::move(value));
}

absl::Status AppendField(absl::string_view name, const dom::element& value, Charset charset, std::string& form) {
  const PathStep step{nullptr, name};
  if (value.is_object() || value.is_array()) {
    return Refuse(v1::REFUSAL_REASON_NOT_EXPRESSIBLE, RenderPath(&step), "A form has no objects.");
  }
  ASSIGN_OR_RETURN(const std::string name_bytes, FromUtf8(name, charset));
  ASSIGN_OR_RETURN(const std::string bytes, FromUtf8(ScalarText(value), charset));
  if (!form.empty()) form.push_back('&');
  AppendPercentEncoded(name_bytes, "+", form);
  form.push_back('=');
  AppendPercentEncoded(bytes, "+", form);
  return absl::OkStatus();
}

}  // namespace

absl::Status FormToJson(absl::string_view form, size_t most_bytes, Charset charset, JsonWriter& json) {
  if (form.size() > most_bytes) return Refuse(v1::REFUSAL_REASON_TOO_LARGE, "", "The form is too large.");
  if (form.empty()) return Refuse(v1::REFUSAL_REASON_MALFORMED, "", "The form is empty.");
  std::vector<Field> fields;
  for (const absl::string_view part : absl::StrSplit(form, '&')) {
    if (fields.size() == kMaxFormFields) {
      return Refuse(v1::REFUSAL_REASON_TOO_LARGE, "", "The form has too many fields.");
    }
    ASSIGN_OR_RETURN(Field field, DecodeField(part, charset));
    fields.push_back(std::move(field));
  }
  std::stable_sort(fields.begin(), fields.end(), [](const Field& a, const Field& b) { return a.first < b.first; });
  json.BeginObject();
  for (auto first = fields.begin(); first != fields.end();) {
    const auto end = std::find_if(first, fields.end(), [&](const Field& field) { return field.first != first->first; });
    json.Name(first->first);
    if (end - first > 1) json.BeginList();
    for (auto field = first; field != end; ++field) json.Text(field->second);
    if (end - first > 1) json.EndList();
    first = end;
  }
  json.EndObject();
  return absl::OkStatus();
}

absl::StatusOr<std::string> JsonToForm(const dom::object& object, size_t most_bytes, Charset charset) {
  std::string form;
  for (const dom::key_value_pair member : object) {
    const absl::string_view name(member.key.data(), member.key.size());
    dom::array list;
    if (member.value.get(list) != simdjson::SUCCESS) {
      RETURN_IF_ERROR(AppendField(name, member.value, charset, form));
      continue;
    }
    for (const dom::element item : list) RETURN_IF_ERROR(AppendField(name, item, charset, form));
  }
  if (form.size() > most_bytes) {
    return Refuse(v1::REFUSAL_REASON_TOO_LONG_FOR_RECEIVER, "", "The whole message is longer than a form may be.");
  }
  return form;
}

}  // namespace interline::wire
