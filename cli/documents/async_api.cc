#include "cli/documents/async_api.h"

#include <rapidjson/document.h>

#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cli/documents/contract_words.h"
#include "cli/documents/json_schema.h"
#include "cli/documents/message_form.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::cli {
namespace {

using adapters::Direction;
using adapters::Plan;

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

void Key(JsonOut& out, const std::string& name) { out.Key(name.c_str()); }

void Reference(JsonOut& out, const std::string& to) {
  out.StartObject();
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
      : plan_(plan), examples_(examples), messages_(MessageFormsOf(plan)), out_(buffer_) {
    out_.SetIndent(' ', 2);
  }

  std::string Write() && {
    out_.StartObject();
    WriteText(out_, "asyncapi", kVersion);
    WriteInfo();
    WriteText(out_, "defaultContentType", MediaTypeOf(plan_, Direction::kFromPlatform));
    WriteServers();
    const std::vector<ChannelOf> channels = ChannelsOf(plan_, messages_);
    WriteChannels(channels);
    WriteOperations(channels);
    WriteComponents();
    out_.EndObject();
    return absl::StrCat(buffer_.GetString(), "\n");
  }

 private:
  void WriteInfo() {
    Key(out_, "info");
    out_.StartObject();
    WriteText(out_, "title", absl::StrCat(plan_.platform.name_zh(), " / ", plan_.platform.name_en()));
    WriteText(out_, "version", absl::StrCat(plan_.dialect.version(), ".0.0"));
    WriteText(out_, "description", absl::StrCat(plan_.mapping, ": ", plan_.dialect.summary()));
    out_.EndObject();
  }

  void WriteServers() {
    Key(out_, "servers");
    out_.StartObject();
    Key(out_, "interline");
    out_.StartObject();
    WriteText(out_, "host", "{address}");
    WriteText(out_, "protocol", IsKafka(plan_) ? "kafka-secure" : "https");
    Key(out_, "variables");
    out_.StartObject();
    Key(out_, "address");
    out_.StartObject();
    WriteText(out_, "description", "接入时约定 / Agreed when the platform is connected.");
    out_.EndObject();
    out_.EndObject();
    out_.EndObject();
    out_.EndObject();
  }

  void WriteChannels(const std::vector<ChannelOf>& channels) {
    Key(out_, "channels");
    out_.StartObject();
    for (const ChannelOf& channel : channels) {
      Key(out_, channel.key);
      out_.StartObject();
      Key(out_, "address");
      if (channel.address.empty()) {
        out_.Null();
      } else {
        out_.String(channel.address.c_str());
      }
      Key(out_, "messages");
      out_.StartObject();
      for (const MessageForm* form : channel.messages) {
        Key(out_, form->name);
        Reference(out_, absl::StrCat("#/components/messages/", KeyOf(*form)));
      }
      out_.EndObject();
      out_.EndObject();
    }
    out_.EndObject();
  }

  void WriteOperations(const std::vector<ChannelOf>& channels) {
    Key(out_, "operations");
    out_.StartObject();
    for (const ChannelOf& channel : channels) {
      const bool sends = channel.direction == Direction::kFromPlatform;
      Key(out_, absl::StrCat(sends ? "send." : "receive.", channel.key));
      out_.StartObject();
      WriteText(out_, "action", sends ? "send" : "receive");
      Key(out_, "channel");
      Reference(out_, absl::StrCat("#/channels/", channel.key));
      Key(out_, "messages");
      out_.StartArray();
      for (const MessageForm* form : channel.messages) {
        Reference(out_, absl::StrCat("#/channels/", channel.key, "/messages/", form->name));
      }
      out_.EndArray();
      out_.EndObject();
    }
    out_.EndObject();
  }

  void WriteComponents() {
    Key(out_, "components");
    out_.StartObject();
    Key(out_, "messages");
    out_.StartObject();
    for (const MessageForm& form : messages_) WriteMessage(form);
    out_.EndObject();
    Key(out_, "schemas");
    out_.StartObject();
    const bool closed = plan_.dialect.unknown_fields() == adapter::v1::UNKNOWN_FIELDS_REFUSE;
    for (const MessageForm& form : messages_) {
      Key(out_, KeyOf(form));
      WriteObjectSchema(form.root, closed, out_);
    }
    out_.EndObject();
    out_.EndObject();
  }

  void WriteMessage(const MessageForm& form) {
    Key(out_, KeyOf(form));
    out_.StartObject();
    WriteText(out_, "name", form.name);
    const auto* kind = v1::TicketEvent::descriptor()->FindFieldByName(form.message->kind());
    const Words words = kind == nullptr ? Words() : WordsOfField(*kind);
    WriteText(out_, "title", absl::StrCat(form.message->name_zh(), " / ", form.name));
    WriteText(out_, "summary", absl::StrCat(words.zh, " / ", words.en));
    WriteText(out_, "contentType", MediaTypeOf(plan_, form.direction));
    WriteHeaders(form);
    Key(out_, "payload");
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
    Key(out_, "headers");
    out_.StartObject();
    WriteText(out_, "type", "object");
    Key(out_, "properties");
    out_.StartObject();
    for (const auto& [name, value] : headers) {
      Key(out_, name);
      out_.StartObject();
      WriteText(out_, "type", "string");
      WriteText(out_, "const", value);
      out_.EndObject();
    }
    out_.EndObject();
    Key(out_, "required");
    out_.StartArray();
    for (const auto& [name, value] : headers) out_.String(name.c_str());
    out_.EndArray();
    out_.EndObject();
  }

  void WriteExample(const ShownExample& example) {
    Key(out_, "examples");
    out_.StartArray();
    out_.StartObject();
    rapidjson::Document body;
    body.Parse(example.body.c_str(), example.body.size());
    Key(out_, "payload");
    if (body.HasParseError()) {
      out_.String(example.body.c_str());
    } else {
      body.Accept(out_);
    }
    out_.EndObject();
    out_.EndArray();
  }

  const Plan& plan_;
  const std::vector<ShownExample>& examples_;
  const std::vector<MessageForm> messages_;
  rapidjson::StringBuffer buffer_;
  JsonOut out_;
};

}  // namespace

std::string MediaTypeOf(const Plan& plan, Direction direction) {
  const std::string charset =
      plan.dialect.charset() == adapter::v1::CHARSET_GB18030 ? "; charset=GB18030" : "; charset=UTF-8";
  switch (FormatOf(plan, direction)) {
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
