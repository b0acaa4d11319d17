#include "services/inbox/open_api.h"

#include <google/protobuf/descriptor.pb.h>

#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/wire/json_writer.h"

namespace interline::inbox {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using wire::JsonWriter;

constexpr char kTimestamp[] = "google.protobuf.Timestamp";
constexpr const char* kErrors[][2] = {
    {"400", "The request is wrong; the text names the field."},
    {"401", "No session, or it has ended."},
    {"403", "The account's roles or sub-centres do not allow it, or another page asked."},
    {"404", "There is no such thing, or it is not shown to this account."},
    {"409", "Another was faster."},
    {"429", "Too much at once."},
    {"503", "The database or the log does not answer: call again."},
};

void Member(absl::string_view name, absl::string_view value, JsonWriter& json) {
  json.Name(name);
  json.Text(value);
}

void Reference(absl::string_view name, JsonWriter& json) {
  json.BeginObject();
  Member("$ref", absl::StrCat("#/components/schemas/", name), json);
  json.EndObject();
}

// Every message and enumeration that can be reached.
class Schemas {
 public:
  void Reach(const Descriptor& message) {
    if (message.full_name() == kTimestamp || !messages_.emplace(message.full_name(), &message).second) return;
    for (int i = 0; i < message.field_count(); ++i) {
      const FieldDescriptor& field = *message.field(i);
      if (field.message_type() != nullptr) Reach(*field.message_type());
      if (field.enum_type() != nullptr) enums_.emplace(field.enum_type()->full_name(), field.enum_type());
    }
  }

  void Write(JsonWriter& json) const {
    for (const auto& [name, message] : messages_) {
      // A map's entries have no name of their own in JSON.
      if (message->options().map_entry()) continue;
      json.Name(name);
      WriteMessage(*message, json);
    }
    for (const auto& [name, values] : enums_) {
      json.Name(name);
      json.BeginObject();
      Member("type", "string", json);
      json.Name("enum");
      json.BeginList();
      for (int i = 0; i < values->value_count(); ++i) json.Text(values->value(i)->name());
      json.EndList();
      json.EndObject();
    }
  }

 private:
  static void WriteMessage(const Descriptor& message, JsonWriter& json) {
    json.BeginObject();
    Member("type", "object", json);
    json.Name("additionalProperties");
    json.Bool(false);
    json.Name("properties");
    json.BeginObject();
    for (int i = 0; i < message.field_count(); ++i) {
      json.Name(message.field(i)->json_name());
      WriteField(*message.field(i), json);
    }
    json.EndObject();
    json.EndObject();
  }

  static void WriteField(const FieldDescriptor& field, JsonWriter& json) {
    if (field.is_map()) {
      json.BeginObject();
      Member("type", "object", json);
      json.Name("additionalProperties");
      WriteValue(*field.message_type()->map_value(), json);
      json.EndObject();
    } else if (field.is_repeated()) {
      json.BeginObject();
      Member("type", "array", json);
      json.Name("items");
      WriteValue(field, json);
      json.EndObject();
    } else {
      WriteValue(field, json);
    }
  }

  static void WriteValue(const FieldDescriptor& field, JsonWriter& json) {
    if (field.message_type() != nullptr && field.message_type()->full_name() != kTimestamp) {
      return Reference(field.message_type()->full_name(), json);
    }
    if (field.enum_type() != nullptr) return Reference(field.enum_type()->full_name(), json);
    const auto [type, format] = TypeOf(field);
    json.BeginObject();
    Member("type", type, json);
    if (!format.empty()) Member("format", format, json);
    json.EndObject();
  }

  // As protobuf's JSON mapping writes it: 64 bits stand as text.
  static std::pair<absl::string_view, absl::string_view> TypeOf(const FieldDescriptor& field) {
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return {"string", "date-time"};
      case FieldDescriptor::CPPTYPE_BOOL:
        return {"boolean", ""};
      case FieldDescriptor::CPPTYPE_INT32:
      case FieldDescriptor::CPPTYPE_UINT32:
        return {"integer", ""};
      case FieldDescriptor::CPPTYPE_DOUBLE:
      case FieldDescriptor::CPPTYPE_FLOAT:
        return {"number", ""};
      case FieldDescriptor::CPPTYPE_INT64:
        return {"string", "int64"};
      case FieldDescriptor::CPPTYPE_UINT64:
        return {"string", "uint64"};
      default:
        if (field.type() == FieldDescriptor::TYPE_BYTES) return {"string", "byte"};
        return {"string", ""};
    }
  }

  std::map<std::string, const Descriptor*> messages_;
  std::map<std::string, const EnumDescriptor*> enums_;
};

void Content(absl::string_view schema, JsonWriter& json) {
  json.Name("content");
  json.BeginObject();
  json.Name("application/json");
  json.BeginObject();
  json.Name("schema");
  Reference(schema, json);
  json.EndObject();
  json.EndObject();
}

void Operation(const google::protobuf::MethodDescriptor& method, JsonWriter& json) {
  json.BeginObject();
  json.Name("post");
  json.BeginObject();
  Member("operationId", method.name(), json);
  json.Name("requestBody");
  json.BeginObject();
  json.Name("required");
  json.Bool(true);
  Content(method.input_type()->full_name(), json);
  json.EndObject();
  json.Name("responses");
  json.BeginObject();
  json.Name("200");
  json.BeginObject();
  Member("description", "Done.", json);
  Content(method.output_type()->full_name(), json);
  json.EndObject();
  for (const auto& [status, description] : kErrors) {
    json.Name(status);
    json.BeginObject();
    Member("description", description, json);
    json.EndObject();
  }
  json.EndObject();
  json.EndObject();
  json.EndObject();
}

}  // namespace

std::string OpenApi(const Methods& methods, absl::string_view title, absl::string_view prefix) {
  Schemas schemas;
  JsonWriter json;
  json.BeginObject();
  Member("openapi", "3.1.0", json);
  json.Name("info");
  json.BeginObject();
  Member("title", title, json);
  Member("version", "v1", json);
  json.EndObject();
  json.Name("paths");
  json.BeginObject();
  for (int i = 0; i < methods.service().method_count(); ++i) {
    const google::protobuf::MethodDescriptor& method = *methods.service().method(i);
    if (methods.NewRequest(method.name()) == nullptr) continue;
    schemas.Reach(*method.input_type());
    schemas.Reach(*method.output_type());
    json.Name(absl::StrCat(prefix, "/", method.name()));
    Operation(method, json);
  }
  json.EndObject();
  json.Name("components");
  json.BeginObject();
  json.Name("schemas");
  json.BeginObject();
  schemas.Write(json);
  json.EndObject();
  json.EndObject();
  json.EndObject();
  return std::string(json.json());
}

}  // namespace interline::inbox
