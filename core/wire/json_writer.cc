#include "core/wire/json_writer.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <charconv>
#include <cstring>
#include <iterator>

namespace interline::wire {
namespace {

// Most documents are far below; a buffer that has grown beyond is given back.
constexpr size_t kUsualBytes = 32 << 10;
// No whole number of 64 bits is longer.
constexpr size_t kMostDigits = 20;

constexpr size_t kStride = sizeof(uint64_t);
constexpr uint64_t kEach = 0x0101010101010101u;
constexpr uint64_t kTops = 0x8080808080808080u;

bool IsEscaped(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

// Whether any of eight bytes is.
bool AnyIsEscaped(const char* bytes) {
  uint64_t word;
  std::memcpy(&word, bytes, kStride);
  // A byte borrows from its neighbour only when it is one of those that are looked for.
  const auto below = [](uint64_t each, unsigned char limit) { return (each - kEach * limit) & ~each; };
  return ((below(word, 0x20) | below(word ^ kEach * '"', 1) | below(word ^ kEach * '\\', 1)) & kTops) != 0;
}

// Where the next character stands that is escaped; the end when none does.
size_t FindEscaped(absl::string_view text, size_t at) {
  while (at + kStride <= text.size() && !AnyIsEscaped(text.data() + at)) at += kStride;
  while (at < text.size() && !IsEscaped(text[at])) ++at;
  return at;
}

void AppendEscaped(char c, std::string& json) {
  constexpr char kHex[] = "0123456789ABCDEF";
  json.push_back('\\');
  switch (c) {
    case '\b':
      return json.push_back('b');
    case '\f':
      return json.push_back('f');
    case '\n':
      return json.push_back('n');
    case '\r':
      return json.push_back('r');
    case '\t':
      return json.push_back('t');
    case '"':
    case '\\':
      return json.push_back(c);
    default:
      json.append("u00");
      json.push_back(kHex[static_cast<unsigned char>(c) >> 4]);
      json.push_back(kHex[static_cast<unsigned char>(c) & 0xF]);
  }
}

template <typename Number>
absl::string_view Digits(Number number, char (&buffer)[kMostDigits]) {
  const auto result = std::to_chars(std::begin(buffer), std::end(buffer), number);
  return {buffer, static_cast<size_t>(result.ptr - buffer)};
}

}  // namespace

void JsonWriter::Clear() {
  const bool is_large = json_.size() > kUsualBytes;
  json_.clear();
  if (is_large) json_.shrink_to_fit();
  is_behind_value_ = false;
}

void JsonWriter::Name(absl::string_view name) {
  Separate();
  Quote(name);
  json_.push_back(':');
  is_behind_value_ = false;
}

void JsonWriter::Text(absl::string_view text) {
  Separate();
  Quote(text);
  is_behind_value_ = true;
}

void JsonWriter::Int(int64_t number) {
  char buffer[kMostDigits];
  Raw(Digits(number, buffer));
}

void JsonWriter::Uint(uint64_t number) {
  char buffer[kMostDigits];
  Raw(Digits(number, buffer));
}

void JsonWriter::Double(double number) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer>(buffer).Double(number);
  Raw({buffer.GetString(), buffer.GetSize()});
}

void JsonWriter::Raw(absl::string_view json) {
  Separate();
  json_.append(json.data(), json.size());
  is_behind_value_ = true;
}

void JsonWriter::Quote(absl::string_view text) {
  json_.push_back('"');
  for (size_t at = 0; at < text.size();) {
    const size_t next = FindEscaped(text, at);
    json_.append(text.data() + at, next - at);
    if (next < text.size()) AppendEscaped(text[next], json_);
    at = next + 1;
  }
  json_.push_back('"');
}

}  // namespace interline::wire
