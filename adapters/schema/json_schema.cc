#include "adapters/schema/json_schema.h"

#include <rapidjson/document.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace interline::schema {
namespace {

using adapter::v1::Nested;
using adapters::Direction;
using wire::JsonWriter;

constexpr char kDraft[] = "https://json-schema.org/draft/2020-12/schema";

bool HoldsJson(Nested::Encoding encoding) {
  return encoding == Nested::ENCODING_JSON || encoding == Nested::ENCODING_URL_JSON ||
         encoding == Nested::ENCODING_BASE64_JSON;
}

void WriteText(JsonWriter& out, absl::string_view name, absl::string_view value) {
  out.Name(name);
  out.Text(value);
}

void WriteNumber(JsonWriter& out, absl::string_view name, int64_t value) {
  out.Name(name);
  out.Int(value);
}

std::string DescriptionOf(const FieldForm& field) {
  std::string text =
      absl::StrCat(field.meaning.zh, "；", field.value.words.zh, " / ", field.meaning.en, "; ", field.value.words.en);
  if (!field.patterns.empty()) absl::StrAppend(&text, ": ", absl::StrJoin(field.patterns, " | "));
  if (field.is_passed_over) text += "（不读取 / not read）";
  return text;
}

void WriteType(const char* type, bool may_be_empty, JsonWriter& out) {
  out.Name("type");
  if (!may_be_empty) {
    out.Text(type);
    return;
  }
  out.BeginList();
  out.Text(type);
  out.Text("null");
  out.EndList();
}

// What the values of a field must be.
void WriteValue(const FieldForm& field, bool may_be_empty, JsonWriter& out) {
  const ValueForm& value = field.value;
  const bool is_text = value.type == ValueForm::Type::kText;
  const char* type = is_text ? "string" : value.type == ValueForm::Type::kInteger ? "integer" : "boolean";
  WriteType(type, may_be_empty, out);
  if (!value.allowed.empty()) {
    out.Name("enum");
    out.BeginList();
    for (const std::string& word : value.allowed) {
      if (is_text) {
        out.Text(word);
      } else {
        out.Raw(word);
      }
    }
    if (may_be_empty && is_text) out.Text("");
    if (may_be_empty) out.Null();
    out.EndList();
    return;
  }
  if (!value.pattern.empty()) {
    WriteText(out, "pattern", may_be_empty ? absl::StrCat("^(", value.pattern, ")?$") : "^" + value.pattern + "$");
  }
  // An empty text would be no date-time.
  if (!value.json_format.empty() && !may_be_empty) WriteText(out, "format", value.json_format);
  if (is_text && value.max_chars > 0) WriteNumber(out, "maxLength", static_cast<int64_t>(value.max_chars));
  if (is_text && !may_be_empty) WriteNumber(out, "minLength", 1);
  if (value.min && !is_text) WriteNumber(out, "minimum", *value.min);
  if (value.max && !is_text) WriteNumber(out, "maximum", *value.max);
}

// A field, or a list of fields or objects.
void WriteField(const FieldForm& field, bool closed, JsonWriter& out) {
  out.BeginObject();
  if (field.is_ignored || field.is_proof) {
    WriteText(out, "description", DescriptionOf(field));
    out.EndObject();
    return;
  }
  const bool is_object = !field.children.empty() && field.nested == Nested::ENCODING_UNSPECIFIED;
  if (field.is_list) {
    WriteText(out, "description", absl::StrCat(field.meaning.zh, " / ", field.meaning.en));
    WriteType("array", /*may_be_empty=*/true, out);
    if (field.max_items > 0) WriteNumber(out, "maxItems", static_cast<int64_t>(field.max_items));
    out.Name("items");
    if (is_object) {
      WriteObjectSchema(field, closed, out);
    } else {
      out.BeginObject();
      WriteValue(field, /*may_be_empty=*/false, out);
      out.EndObject();
    }
  } else {
    WriteText(out, "description", DescriptionOf(field));
    if (field.nested != Nested::ENCODING_UNSPECIFIED) {
      WriteType("string", !field.required, out);
      if (HoldsJson(field.nested)) WriteText(out, "contentMediaType", "application/json");
      if (field.nested == Nested::ENCODING_BASE64_JSON) WriteText(out, "contentEncoding", "base64");
      if (field.nested == Nested::ENCODING_XML) WriteText(out, "contentMediaType", "application/xml");
    } else {
      WriteValue(field, !field.required, out);
    }
  }
  out.EndObject();
}

void CollectNested(const std::string& key, const std::string& above, const FieldForm& object, bool is_inner,
                   std::vector<JsonDocument>& documents) {
  for (const FieldForm& field : object.children) {
    const std::string path = absl::StrCat(above, above.empty() ? "" : ".", field.name);
    if (HoldsJson(field.nested)) documents.push_back({absl::StrCat(key, ":", path), &field, is_inner});
    CollectNested(key, path, field, is_inner || HoldsJson(field.nested), documents);
  }
}

void Collect(const std::vector<MessageForm>& forms, absl::string_view prefix, std::vector<JsonDocument>& documents) {
  for (const MessageForm& form : forms) {
    const std::string key = absl::StrCat(prefix, KeyOf(form));
    if (!IsXml(form.format) && !form.root.children.empty()) documents.push_back({key, &form.root});
    CollectNested(key, "", form.root, /*is_inner=*/!IsXml(form.format), documents);
  }
}

// The documents that are whole messages in one direction.
std::vector<std::string> MessagesIn(const std::vector<JsonDocument>& documents, absl::string_view direction) {
  std::vector<std::string> keys;
  const std::string prefix = absl::StrCat(direction, ".");
  for (const JsonDocument& document : documents) {
    if (!document.is_inner && absl::StartsWith(document.key, prefix)) keys.push_back(document.key);
  }
  return keys;
}

// Any of these definitions.
void WriteAny(const std::vector<std::string>& keys, JsonWriter& out) {
  out.Name("anyOf");
  out.BeginList();
  for (const std::string& key : keys) {
    out.BeginObject();
    WriteText(out, "$ref", absl::StrCat("#/$defs/", key));
    out.EndObject();
  }
  out.EndList();
}

}  // namespace

bool IsClosed(const adapter::v1::Dialect& dialect) {
  return dialect.unknown_fields() == adapter::v1::UNKNOWN_FIELDS_REFUSE;
}

std::string Indented(absl::string_view json) {
  rapidjson::Document document;
  document.Parse(json.data(), json.size());
  rapidjson::StringBuffer buffer;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> out(buffer);
  out.SetIndent(' ', 2);
  document.Accept(out);
  return absl::StrCat(buffer.GetString(), "\n");
}

std::vector<JsonDocument> JsonDocumentsOf(const std::vector<MessageForm>& messages,
                                          const std::vector<MessageForm>& answers) {
  std::vector<JsonDocument> documents;
  Collect(messages, "", documents);
  Collect(answers, "answer.", documents);
  return documents;
}

void WriteObjectSchema(const FieldForm& object, bool closed, JsonWriter& out) {
  out.BeginObject();
  if (!object.meaning.en.empty()) {
    WriteText(out, "description", absl::StrCat(object.meaning.zh, " / ", object.meaning.en));
  }
  const bool is_document = object.name.empty() || object.nested != Nested::ENCODING_UNSPECIFIED;
  WriteType("object", !object.required && !object.is_list && !is_document, out);
  std::vector<std::string> required;
  out.Name("properties");
  out.BeginObject();
  for (const FieldForm& field : object.children) {
    if (field.required) required.push_back(field.name);
    out.Name(field.name);
    if (!field.children.empty() && field.nested == Nested::ENCODING_UNSPECIFIED && !field.is_list) {
      WriteObjectSchema(field, closed, out);
    } else {
      WriteField(field, closed, out);
    }
  }
  out.EndObject();
  if (!required.empty()) {
    out.Name("required");
    out.BeginList();
    for (const std::string& name : required) out.Text(name);
    out.EndList();
  }
  if (closed && !object.is_open) {
    out.Name("additionalProperties");
    out.Bool(false);
  }
  out.EndObject();
}

std::string JsonSchemaOf(const Specification& specification) {
  const std::vector<MessageForm> messages = MessageFormsOf(specification);
  const std::vector<MessageForm> answers = AnswerFormsOf(specification);
  const std::vector<JsonDocument> documents = JsonDocumentsOf(messages, answers);
  if (documents.empty()) return "";
  JsonWriter out;
  out.BeginObject();
  WriteText(out, "$schema", kDraft);
  WriteText(out, "title", absl::StrCat(specification.platform.name_zh(), " / ", specification.platform.name_en()));
  WriteText(out, "description", absl::StrCat(specification.mapping(), ": ", specification.dialect.summary()));
  std::vector<std::string> directions;
  for (const char* direction : {"from_platform", "to_platform"}) {
    if (!MessagesIn(documents, direction).empty()) directions.push_back(direction);
  }
  if (!directions.empty()) WriteAny(directions, out);
  out.Name("$defs");
  out.BeginObject();
  for (const std::string& direction : directions) {
    out.Name(direction);
    out.BeginObject();
    WriteAny(MessagesIn(documents, direction), out);
    out.EndObject();
  }
  const bool closed = IsClosed(specification.dialect);
  for (const JsonDocument& document : documents) {
    out.Name(document.key);
    WriteObjectSchema(*document.root, closed, out);
  }
  out.EndObject();
  out.EndObject();
  return Indented(out.json());
}

}  // namespace interline::schema
