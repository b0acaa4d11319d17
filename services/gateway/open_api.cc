#include "services/gateway/open_api.h"

#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "adapters/schema/json_schema.h"
#include "adapters/schema/message_form.h"
#include "core/wire/json_writer.h"
#include "services/gateway/limits.h"

namespace interline::gateway {
namespace {

using schema::MessageForm;
using wire::JsonWriter;

using ByPath = std::map<std::string, std::vector<const MessageForm*>>;

// Where the dialect does not tell messages apart by their path, any will do; this one is written.
constexpr char kAnyPath[] = "/messages";

void Member(const char* name, absl::string_view value, JsonWriter& json) {
  json.Name(name);
  json.Text(value);
}

// What the platform sends.
std::vector<MessageForm> FormsOf(const PlatformRoute& route) {
  const adapter::v1::Platform platform = route.Platform();
  std::vector<MessageForm> forms;
  for (MessageForm& form : schema::MessageFormsOf({platform, route.door.adapter->dialect()})) {
    if (form.direction == adapters::Direction::kFromPlatform) forms.push_back(std::move(form));
  }
  return forms;
}

// By the dialect's path.
ByPath Sorted(const std::vector<MessageForm>& forms) {
  ByPath by_path;
  for (const MessageForm& form : forms) {
    std::string path = kAnyPath;
    for (const adapter::v1::Condition& condition : form.message->when()) {
      if (condition.header() == ":path") path = condition.equals();
    }
    by_path[path].push_back(&form);
  }
  return by_path;
}

void HeaderParameter(absl::string_view name, bool required, absl::string_view description, JsonWriter& json) {
  json.BeginObject();
  Member("name", name, json);
  Member("in", "header", json);
  json.Name("required");
  json.Bool(required);
  Member("description", description, json);
  json.Name("schema");
  json.BeginObject();
  Member("type", "string", json);
  json.EndObject();
  json.EndObject();
}

void Parameters(const adapter::v1::Access& access, JsonWriter& json) {
  json.Name("parameters");
  json.BeginList();
  if (access.idempotency_key() != adapter::v1::IDEMPOTENCY_KEY_UNSPECIFIED) {
    HeaderParameter(
        "Idempotency-Key", access.idempotency_key() == adapter::v1::IDEMPOTENCY_KEY_REQUIRED,
        "A string in double quotes, the same for every attempt of the same request. Remembered for 30 days.", json);
  }
  for (const adapter::v1::Proof& proof : access.from_platform()) {
    if (proof.has_webhook_signature()) {
      const std::string& given = proof.webhook_signature().header_prefix();
      const std::string prefix = given.empty() ? "webhook-" : given;
      HeaderParameter(prefix + "id", true, "The same for every attempt.", json);
      HeaderParameter(prefix + "timestamp", true, "Seconds since 1970.", json);
      HeaderParameter(prefix + "signature", true, "Over <id>.<timestamp>.<raw body>, as Standard Webhooks says.", json);
    } else if (proof.has_api_key()) {
      HeaderParameter(proof.api_key().header(), true, "The key that was agreed.", json);
    } else if (proof.has_bearer()) {
      HeaderParameter("Authorization", true, "Bearer and the token that was agreed.", json);
    } else if (proof.parameter_signature().place() == adapter::v1::ParameterSignature::PLACE_HEADER) {
      const adapter::v1::ParameterSignature& rule = proof.parameter_signature();
      for (const std::string& name : {rule.app_id(), rule.timestamp(), rule.nonce(), rule.sign()}) {
        if (!name.empty()) HeaderParameter(name, true, "Of the signature that was agreed.", json);
      }
    }
  }
  json.EndList();
}

void Reference(absl::string_view kind, absl::string_view name, JsonWriter& json) {
  json.BeginObject();
  Member("$ref", absl::StrCat("#/components/", kind, "/", name), json);
  json.EndObject();
}

void Body(const std::vector<const MessageForm*>& messages, JsonWriter& json) {
  json.Name("requestBody");
  json.BeginObject();
  json.Name("required");
  json.Bool(true);
  json.Name("content");
  json.BeginObject();
  json.Name("application/json");
  json.BeginObject();
  json.Name("schema");
  json.BeginObject();
  json.Name("oneOf");
  json.BeginList();
  for (const MessageForm* message : messages) Reference("schemas", message->name, json);
  json.EndList();
  for (int i = 0; i < 4; ++i) json.EndObject();
}

struct Response {
  const char* status;
  const char* description;
};

void Responses(const adapter::v1::Dialect& dialect, JsonWriter& json) {
  static constexpr Response kResponses[] = {
      {"400", "Refused: `reason` and `path` say what to mend. Or Idempotency-Key is missing or malformed."},
      {"401", "The request does not prove that it comes from this platform."},
      {"409", "The same request is under way; send it again after Retry-After."},
      {"413", "Larger than 1 MiB."},
      {"422", "The same id or key was used before for another content; nothing was done."},
      {"429", "Too much at once; send the same again after Retry-After."},
      {"503", "It could not be kept; send the same again after Retry-After."},
  };
  json.Name("responses");
  json.BeginObject();
  json.Name("2XX");
  json.BeginObject();
  Member("description", "Kept, now or before. What becomes of it is told as messages of the other direction.", json);
  json.EndObject();
  for (const Response& response : kResponses) {
    json.Name(response.status);
    json.BeginObject();
    Member("description", response.description, json);
    // The dialect's own answers are explained in its README.
    if (dialect.answers().empty()) {
      json.Name("content");
      json.BeginObject();
      json.Name("application/problem+json");
      json.BeginObject();
      json.Name("schema");
      Reference("schemas", "Problem", json);
      json.EndObject();
      json.EndObject();
    }
    json.EndObject();
  }
  json.EndObject();
}

void Problems(JsonWriter& json) {
  json.Name("Problem");
  json.BeginObject();
  Member("type", "object", json);
  json.Name("properties");
  json.BeginObject();
  for (const char* name : {"type", "detail", "reason", "path"}) {
    json.Name(name);
    json.BeginObject();
    Member("type", "string", json);
    json.EndObject();
  }
  json.Name("status");
  json.BeginObject();
  Member("type", "integer", json);
  json.EndObject();
  json.EndObject();
  json.EndObject();
}

void Info(const PlatformRoute& route, JsonWriter& json) {
  json.Name("info");
  json.BeginObject();
  Member("title", absl::StrCat("Interline for ", route.door.adapter->platform().name_en()), json);
  Member("version", route.door.adapter->mapping(), json);
  Member("description", route.door.adapter->dialect().summary(), json);
  json.EndObject();
}

}  // namespace

std::string OpenApi(const PlatformRoute& route, const std::string& public_url) {
  const adapter::v1::Dialect& dialect = route.door.adapter->dialect();
  const std::vector<MessageForm> forms = FormsOf(route);
  const ByPath by_path = Sorted(forms);
  JsonWriter json;
  json.BeginObject();
  Member("openapi", "3.1.0", json);
  Info(route, json);
  json.Name("servers");
  json.BeginList();
  json.BeginObject();
  Member("url", absl::StrCat(public_url, "/v1/platforms/", route.door.platform), json);
  json.EndObject();
  json.EndList();
  json.Name("paths");
  json.BeginObject();
  for (const auto& [path, messages] : by_path) {
    json.Name(path);
    json.BeginObject();
    json.Name("post");
    json.BeginObject();
    Parameters(route.access, json);
    Body(messages, json);
    Responses(dialect, json);
    json.EndObject();
    json.EndObject();
  }
  json.EndObject();
  json.Name("components");
  json.BeginObject();
  json.Name("schemas");
  json.BeginObject();
  for (const MessageForm& form : forms) {
    json.Name(form.name);
    schema::WriteObjectSchema(form.root, schema::IsClosed(dialect), json);
  }
  Problems(json);
  json.EndObject();
  json.EndObject();
  json.EndObject();
  return std::string(json.json());
}

}  // namespace interline::gateway
