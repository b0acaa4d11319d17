#include "cli/documents/async_api.h"

#include <rapidjson/document.h>

#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "adapters/schema/contract_words.h"
#include "adapters/schema/json_schema.h"
#include "adapters/schema/message_form.h"
#include "core/wire/json_writer.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::cli {
namespace {

using adapters::Direction;
using adapters::Plan;
using schema::FormatOf;
using schema::KeyOf;
using schema::MessageForm;
using schema::MessageFormsOf;
using schema::Words;
using schema::WordsOfField;
using wire::JsonWriter;

constexpr char kVersion[] = "3.0.0";
// Headers that stand for parts of an HTTP request.
constexpr char kPathHeader[] = ":path";

// One for each way in or out.
struct ChannelOf {
  std::string key;
  // Empty when it is agreed when the partner is connected.
  std::string address;
  Direction direction;
  std::vector<const MessageForm*> messages;
};

void WriteText(JsonWriter& out, absl::string_view name, absl::string_view value) {
  out.Name(name);
  out.Text(value);
}

void Reference(JsonWriter& out, const std::string& to) {
  out.BeginObject();
  WriteText(out, "$ref", to);
  out.EndObject();
}

bool IsKafka(const Plan& plan) { return plan.platform.transport() == adapter::v1::TRANSPORT_KAFKA; }

std::string AddressOf(const Plan& plan, const MessageForm& form) {
  if (IsKafka(plan)) {
    return absl::StrCat(form.direction == Direction::kFromPlatform ? "in." : "out.", plan.platform.id());
  }
  for (const auto& condition : form.message->when()) {
    if (condition.header() == kPathHeader) return condition.equals();
  }
  return "";
}

std::vector<ChannelOf> ChannelsOf(const Plan& plan, const std::vector<MessageForm>& messages) {
  std::vector<ChannelOf> channels;
  std::map<std::pair<Direction, std::string>, size_t> known;
  for (const MessageForm& form : messages) {
    const std::string address = AddressOf(plan, form);
    const auto [it, is_new] = known.emplace(std::make_pair(form.direction, address), channels.size());
    if (is_new) {
      const bool is_only = IsKafka(plan) || address.empty();
      const std::string direction = form.direction == Direction::kFromPlatform ? "from_platform" : "to_platform";
      channels.push_back({is_only ? direction : absl::StrCat(direction, ".", form.name), address, form.direction, {}});
    }
    channels[it->second].messages.push_back(&form);
  }
  return channels;
}

class Writer {
 public:
  Writer(const Plan& plan, const std::vector<ShownExample>& examples)
      : plan_(plan), examples_(examples), messages_(MessageFormsOf({plan.platform, plan.dialect})) {}

  std::string Write() && {
    out_.BeginObject();
    WriteText(out_, "asyncapi", kVersion);
    WriteInfo();
    WriteText(out_, "defaultContentType", MediaTypeOf(plan_, Direction::kFromPlatform));
    WriteServers();
    const std::vector<ChannelOf> channels = ChannelsOf(plan_, messages_);
    WriteChannels(channels);
    WriteOperations(channels);
    WriteComponents();
    out_.EndObject();
    return schema::Indented(out_.json());
  }

 private:
  void WriteInfo() {
    out_.Name("info");
    out_.BeginObject();
    WriteText(out_, "title", absl::StrCat(plan_.platform.name_zh(), " / ", plan_.platform.name_en()));
    WriteText(out_, "version", absl::StrCat(plan_.dialect.version(), ".0.0"));
    WriteText(out_, "description", absl::StrCat(plan_.mapping, ": ", plan_.dialect.summary()));
    out_.EndObject();
  }

  void WriteServers() {
    out_.Name("servers");
    out_.BeginObject();
    out_.Name("interline");
    out_.BeginObject();
    WriteText(out_, "host", "{address}");
    WriteText(out_, "protocol", IsKafka(plan_) ? "kafka-secure" : "https");
    out_.Name("variables");
    out_.BeginObject();
    out_.Name("address");
    out_.BeginObject();
    WriteText(out_, "description", "接入时约定 / Agreed when the platform is connected.");
    out_.EndObject();
    out_.EndObject();
    out_.EndObject();
    out_.EndObject();
  }

  void WriteChannels(const std::vector<ChannelOf>& channels) {
    out_.Name("channels");
    out_.BeginObject();
    for (const ChannelOf& channel : channels) {
      out_.Name(channel.key);
      out_.BeginObject();
      out_.Name("address");
      if (channel.address.empty()) {
        out_.Null();
      } else {
        out_.Text(channel.address);
      }
      out_.Name("messages");
      out_.BeginObject();
      for (const MessageForm* form : channel.messages) {
        out_.Name(form->name);
        Reference(out_, absl::StrCat("#/components/messages/", KeyOf(*form)));
      }
      out_.EndObject();
      out_.EndObject();
    }
    out_.EndObject();
  }

  void WriteOperations(const std::vector<ChannelOf>& channels) {
    out_.Name("operations");
    out_.BeginObject();
    for (const ChannelOf& channel : channels) {
      const bool sends = channel.direction == Direction::kFromPlatform;
      out_.Name(absl::StrCat(sends ? "send." : "receive.", channel.key));
      out_.BeginObject();
      WriteText(out_, "action", sends ? "send" : "receive");
      out_.Name("channel");
      Reference(out_, absl::StrCat("#/channels/", channel.key));
      out_.Name("messages");
      out_.BeginList();
      for (const MessageForm* form : channel.messages) {
        Reference(out_, absl::StrCat("#/channels/", channel.key, "/messages/", form->name));
      }
      out_.EndList();
      out_.EndObject();
    }
    out_.EndObject();
  }

  void WriteComponents() {
    out_.Name("components");
    out_.BeginObject();
    out_.Name("messages");
    out_.BeginObject();
    for (const MessageForm& form : messages_) WriteMessage(form);
    out_.EndObject();
    out_.Name("schemas");
    out_.BeginObject();
    const bool closed = schema::IsClosed(plan_.dialect);
    for (const MessageForm& form : messages_) {
      out_.Name(KeyOf(form));
      schema::WriteObjectSchema(form.root, closed, out_);
    }
    out_.EndObject();
    out_.EndObject();
  }

  void WriteMessage(const MessageForm& form) {
    out_.Name(KeyOf(form));
    out_.BeginObject();
    WriteText(out_, "name", form.name);
    const auto* kind = v1::TicketEvent::descriptor()->FindFieldByName(form.message->kind());
    const Words words = kind == nullptr ? Words() : WordsOfField(*kind);
    WriteText(out_, "title", absl::StrCat(form.message->name_zh(), " / ", form.name));
    WriteText(out_, "summary", absl::StrCat(words.zh, " / ", words.en));
    WriteText(out_, "contentType", MediaTypeOf(plan_, form.direction));
    WriteHeaders(form);
    out_.Name("payload");
    Reference(out_, absl::StrCat("#/components/schemas/", KeyOf(form)));
    if (const ShownExample* example = FindExample(examples_, form.name, form.direction)) WriteExample(*example);
    out_.EndObject();
  }

  void WriteHeaders(const MessageForm& form) {
    std::map<std::string, std::string> headers;
    for (const auto& condition : form.message->when()) {
      // In HTTP these are parts of the request, and records have them as headers.
      const bool is_header = IsKafka(plan_) || !absl::StartsWith(condition.header(), ":");
      if (!condition.header().empty() && is_header) headers[condition.header()] = condition.equals();
    }
    if (headers.empty()) return;
    out_.Name("headers");
    out_.BeginObject();
    WriteText(out_, "type", "object");
    out_.Name("properties");
    out_.BeginObject();
    for (const auto& [name, value] : headers) {
      out_.Name(name);
      out_.BeginObject();
      WriteText(out_, "type", "string");
      WriteText(out_, "const", value);
      out_.EndObject();
    }
    out_.EndObject();
    out_.Name("required");
    out_.BeginList();
    for (const auto& [name, value] : headers) out_.Text(name);
    out_.EndList();
    out_.EndObject();
  }

  void WriteExample(const ShownExample& example) {
    out_.Name("examples");
    out_.BeginList();
    out_.BeginObject();
    rapidjson::Document body;
    body.Parse(example.body.c_str(), example.body.size());
    out_.Name("payload");
    if (body.HasParseError()) {
      out_.Text(example.body);
    } else {
      out_.Raw(example.body);
    }
    out_.EndObject();
    out_.EndList();
  }

  const Plan& plan_;
  const std::vector<ShownExample>& examples_;
  const std::vector<MessageForm> messages_;
  JsonWriter out_;
};

}  // namespace

std::string MediaTypeOf(const Plan& plan, Direction direction) {
  const std::string charset =
      plan.dialect.charset() == adapter::v1::CHARSET_GB18030 ? "; charset=GB18030" : "; charset=UTF-8";
  switch (FormatOf(plan.dialect, direction)) {
    case adapter::v1::WIRE_FORMAT_JSON:
      return "application/json";
    case adapter::v1::WIRE_FORMAT_FORM:
    case adapter::v1::WIRE_FORMAT_QUERY:
      return "application/x-www-form-urlencoded" + charset;
    case adapter::v1::WIRE_FORMAT_SOAP_1_2:
      return "application/soap+xml" + charset;
    default:
      return "text/xml" + charset;
  }
}

std::string AsyncApiOf(const Plan& plan, const std::vector<ShownExample>& examples) {
  return Writer(plan, examples).Write();
}

}  // namespace interline::cli
