#include "cli/json_line.h"

namespace interline::cli {

JsonLine::JsonLine() : writer_(buffer_) { writer_.StartObject(); }

void JsonLine::Key(absl::string_view name) { writer_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size())); }

JsonLine& JsonLine::Text(absl::string_view name, absl::string_view value) {
  Key(name);
  writer_.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  return *this;
}

JsonLine& JsonLine::Number(absl::string_view name, int64_t value) {
  Key(name);
  writer_.Int64(value);
  return *this;
}

JsonLine& JsonLine::Bool(absl::string_view name, bool value) {
  Key(name);
  writer_.Bool(value);
  return *this;
}

JsonLine& JsonLine::Texts(absl::string_view name, const std::vector<std::string>& values) {
  Key(name);
  writer_.StartArray();
  for (const std::string& value : values) {
    writer_.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  }
  writer_.EndArray();
  return *this;
}

JsonLine& JsonLine::Json(absl::string_view name, absl::string_view json) {
  Key(name);
  writer_.RawValue(json.data(), json.size(), rapidjson::kObjectType);
  return *this;
}

void JsonLine::Print(std::ostream& out) {
  writer_.EndObject();
  out << buffer_.GetString() << '\n';
}

}  // namespace interline::cli
