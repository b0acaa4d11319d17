#include "cli/wire_fields.h"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "absl/strings/str_cat.h"
#include "adapters/engine/wire_tree.h"

namespace interline::cli {
namespace {

using adapters::WireMessage;
using Json = rapidjson::Value;

std::string TextOf(const Json& value) {
  if (value.IsString()) return {value.GetString(), value.GetStringLength()};
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  value.Accept(writer);
  return buffer.GetString();
}

void Collect(const Json& value, const std::string& place, WireFields& fields) {
  if (value.IsObject()) {
    for (const auto& member : value.GetObject()) {
      const std::string name(member.name.GetString(), member.name.GetStringLength());
      Collect(member.value, place.empty() ? name : absl::StrCat(place, ".", name), fields);
    }
  } else if (value.IsArray()) {
    for (rapidjson::SizeType i = 0; i < value.Size(); ++i) Collect(value[i], absl::StrCat(place, "[", i, "]"), fields);
  } else if (!value.IsNull() && !(value.IsString() && value.GetStringLength() == 0)) {
    fields[place] = TextOf(value);
  }
}

WireFields FieldsIn(const absl::StatusOr<std::string>& json) {
  WireFields fields;
  if (!json.ok()) return fields;
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(json->data(), json->size());
  if (!document.HasParseError()) Collect(document, "", fields);
  return fields;
}

constexpr char kContentType[] = "content-type";

}  // namespace

WireFields FieldsOf(const adapters::Plan& plan, adapters::Direction direction, const WireMessage& message) {
  return FieldsIn(adapters::WireToJson(plan, direction, message));
}

WireFields FieldsOf(const adapters::Plan& plan, const adapters::WireAnswer& answer) {
  return FieldsIn(adapters::AnswerToJson(plan, answer));
}

WireFields FieldsAndHeadersOf(const adapters::Plan& plan, adapters::Direction direction, const WireMessage& message) {
  WireFields fields = FieldsOf(plan, direction, message);
  for (const auto& [name, value] : message.headers) {
    if (name != kContentType) fields[absl::StrCat("header:", name)] = value;
  }
  return fields;
}

std::string WithoutIndexes(absl::string_view place) {
  std::string path;
  bool is_inside = false;
  for (const char c : place) {
    if (c == '[') is_inside = true;
    if (!is_inside) path.push_back(c);
    if (c == ']') is_inside = false;
  }
  return path;
}

std::vector<WireDifference> Compare(const WireFields& before, const WireFields& after) {
  std::map<std::string, WireDifference> by_place;
  for (const auto& [place, text] : before) {
    const auto found = after.find(place);
    if (found == after.end()) {
      by_place[place] = {place, WireDifference::Kind::kLost, text, ""};
    } else if (found->second != text) {
      by_place[place] = {place, WireDifference::Kind::kChanged, text, found->second};
    }
  }
  for (const auto& [place, text] : after) {
    if (before.count(place) == 0) by_place[place] = {place, WireDifference::Kind::kAdded, "", text};
  }
  std::vector<WireDifference> differences;
  for (auto& [place, difference] : by_place) differences.push_back(std::move(difference));
  return differences;
}

const char* WordOf(WireDifference::Kind kind) {
  switch (kind) {
    case WireDifference::Kind::kLost:
      return "lost";
    case WireDifference::Kind::kAdded:
      return "added";
    default:
      return "changed";
  }
}

}  // namespace interline::cli
