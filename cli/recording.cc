#include "cli/recording.h"

#include <google/protobuf/util/json_util.h>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace interline::cli {
namespace {

using Json = rapidjson::Value;

std::string TextOf(const Json& value) { return {value.GetString(), value.GetStringLength()}; }

absl::Status ReadDirection(const std::string& text, Recorded& recorded) {
  if (text != "from_platform" && text != "to_platform") {
    return absl::InvalidArgumentError("direction is from_platform or to_platform");
  }
  recorded.direction = text == "to_platform" ? adapters::Direction::kToPlatform : adapters::Direction::kFromPlatform;
  return absl::OkStatus();
}

absl::Status ReadHeaders(const Json& headers, Recorded& recorded) {
  if (!headers.IsObject()) return absl::InvalidArgumentError("headers is an object of texts");
  for (const auto& header : headers.GetObject()) {
    if (!header.value.IsString()) return absl::InvalidArgumentError("headers is an object of texts");
    recorded.message.headers[absl::AsciiStrToLower(TextOf(header.name))] = TextOf(header.value);
  }
  return absl::OkStatus();
}

absl::Status ReadEvent(const Json& value, Recorded& recorded) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  value.Accept(writer);
  recorded.event.emplace();
  const auto read = google::protobuf::util::JsonStringToMessage(buffer.GetString(), &*recorded.event);
  // The library's own words may hold a value.
  return read.ok() ? absl::OkStatus() : absl::InvalidArgumentError("event is no TicketEvent");
}

absl::Status ReadMember(const std::string& name, const Json& value, Recorded& recorded) {
  if (name == "event") return ReadEvent(value, recorded);
  if (name == "headers") return ReadHeaders(value, recorded);
  if (!value.IsString()) return absl::InvalidArgumentError(absl::StrCat(name, " is a text"));
  const std::string text = TextOf(value);
  if (name == "platform") recorded.platform = text;
  if (name == "direction") return ReadDirection(text, recorded);
  if (name == "body") recorded.message.body = text;
  if (name == "body_base64" && !absl::Base64Unescape(text, &recorded.message.body)) {
    return absl::InvalidArgumentError("body_base64 is no base64");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Recorded> ParseRecorded(absl::string_view line) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(line.data(), line.size());
  if (document.HasParseError() || !document.IsObject()) return absl::InvalidArgumentError("no JSON object");
  Recorded recorded;
  for (const auto& member : document.GetObject()) {
    const std::string name = TextOf(member.name);
    for (const char* known : {"platform", "direction", "headers", "body", "body_base64", "event"}) {
      if (name != known) continue;
      RETURN_IF_ERROR(ReadMember(name, member.value, recorded));
    }
  }
  const int contents = document.HasMember("body") + document.HasMember("body_base64") + document.HasMember("event");
  if (contents != 1) return absl::InvalidArgumentError("one of body, body_base64 and event is due");
  return recorded;
}

}  // namespace interline::cli
