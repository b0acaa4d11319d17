#include "core/identity/parameter_fields.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/wire/json_reader.h"
#include "core/wire/json_writer.h"
#include "core/wire/percent.h"

namespace interline::identity {
namespace {

using adapter::v1::ParameterSignature;

Fields NamedHeaders(const ParameterSignature& rule, const Request& request) {
  Fields fields;
  for (const std::string& name : {rule.app_id(), rule.timestamp(), rule.nonce(), rule.sign()}) {
    if (name.empty()) continue;
    if (auto value = OneHeader(request, name)) fields.emplace(name, *std::move(value));
  }
  return fields;
}

absl::optional<Fields> ReadForm(absl::string_view form) {
  Fields fields;
  for (const absl::string_view pair : absl::StrSplit(form, '&', absl::SkipEmpty())) {
    const size_t equals = pair.find('=');
    if (equals == absl::string_view::npos || fields.size() == kMaxParameterFields) return absl::nullopt;
    auto name = wire::PercentDecode(pair.substr(0, equals));
    auto value = wire::PercentDecode(pair.substr(equals + 1));
    if (!name || !value || !fields.emplace(*std::move(name), *std::move(value)).second) return absl::nullopt;
  }
  return fields;
}

absl::optional<std::string> ScalarText(const simdjson::dom::element& value) {
  using simdjson::dom::element_type;
  switch (value.type()) {
    case element_type::STRING:
      return std::string(std::string_view(value));
    case element_type::INT64:
      return absl::StrCat(int64_t(value));
    case element_type::UINT64:
      return absl::StrCat(uint64_t(value));
    case element_type::BOOL:
      return std::string(bool(value) ? "true" : "false");
    default:
      return absl::nullopt;
  }
}

absl::optional<Fields> ReadJson(absl::string_view body) {
  thread_local wire::JsonReader reader;
  const auto object = reader.Parse(body);
  if (!object.ok() || object->size() > kMaxParameterFields) return absl::nullopt;
  Fields fields;
  for (const auto [name, value] : *object) {
    // Its digits are lost once it is read, so what was signed cannot be told.
    if (value.is<double>() && !value.is<int64_t>() && !value.is<uint64_t>()) return absl::nullopt;
    if (auto text = ScalarText(value)) fields.emplace(std::string(name), *std::move(text));
  }
  return fields;
}

void AppendPair(const std::string& name, const std::string& value, std::string& form) {
  if (!form.empty()) form.push_back('&');
  wire::AppendPercentEncoded(name, "+", form);
  form.push_back('=');
  wire::AppendPercentEncoded(value, "+", form);
}

std::string JsonText(absl::string_view text) {
  wire::JsonWriter json;
  json.Text(text);
  return std::string(json.json());
}

void InsertIntoJson(const std::string& name, const std::string& value, std::string& body) {
  const size_t end = body.rfind('}');
  if (end == std::string::npos) return;
  const size_t last = body.find_last_not_of(" \t\r\n", end - 1);
  const bool is_empty = last != std::string::npos && body[last] == '{';
  body.insert(end, absl::StrCat(is_empty ? "" : ",", JsonText(name), ":", JsonText(value)));
}

}  // namespace

absl::optional<Fields> ReadFields(const ParameterSignature& rule, const Request& request) {
  switch (rule.place()) {
    case ParameterSignature::PLACE_HEADER:
      return NamedHeaders(rule, request);
    case ParameterSignature::PLACE_QUERY:
      return ReadForm(request.query);
    case ParameterSignature::PLACE_FORM:
      return ReadForm(request.body);
    case ParameterSignature::PLACE_JSON:
      return ReadJson(request.body);
    default:
      return absl::nullopt;
  }
}

void AddField(const ParameterSignature& rule, const std::string& name, const std::string& value, Request& request) {
  switch (rule.place()) {
    case ParameterSignature::PLACE_HEADER:
      request.headers.emplace(name, value);
      break;
    case ParameterSignature::PLACE_QUERY:
      AppendPair(name, value, request.query);
      break;
    case ParameterSignature::PLACE_FORM:
      AppendPair(name, value, request.body);
      break;
    case ParameterSignature::PLACE_JSON:
      InsertIntoJson(name, value, request.body);
      break;
    default:
      break;
  }
}

}  // namespace interline::identity
