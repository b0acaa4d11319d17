#include "core/wire/json_reader.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"
#include "core/wire/wire_path.h"

namespace interline::wire {
namespace {

namespace dom = simdjson::dom;

// Most documents are far below; a parser that has grown beyond is replaced before the next document.
constexpr size_t kUsualBytes = 32 << 10;
// Objects of more members are sorted to find a repeated name; below that, comparing each with each is quicker.
constexpr size_t kFewMembers = 32;

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20; }
bool IsControlOutsideText(char c) { return IsControl(c) && c != '\n' && c != '\r' && c != '\t'; }

// Past the number that starts at `at`, or npos when it does not follow the grammar.
size_t SkipNumber(absl::string_view json, size_t at) {
  const auto digits = [&] {
    const size_t first = at;
    while (at < json.size() && absl::ascii_isdigit(static_cast<unsigned char>(json[at]))) ++at;
    return at - first;
  };
  const auto have = [&](absl::string_view set) {
    return at < json.size() && set.find(json[at]) != absl::string_view::npos && (++at, true);
  };
  have("-");
  const size_t first = at;
  const size_t whole = digits();
  if (whole == 0 || (whole > 1 && json[first] == '0')) return absl::string_view::npos;
  if (have(".") && digits() == 0) return absl::string_view::npos;
  if (have("eE")) {
    have("+-");
    if (digits() == 0) return absl::string_view::npos;
  }
  return at;
}

// Whether all numbers follow the grammar: then the one that could not be read is too large. The strings of `json` are
// known to be closed.
bool NumbersAreWellFormed(absl::string_view json) {
  for (size_t at = 0; at < json.size();) {
    if (json[at] == '"') {
      for (++at; at < json.size() && json[at] != '"'; ++at) at += json[at] == '\\';
      ++at;
    } else if (json[at] == '-' || absl::ascii_isdigit(static_cast<unsigned char>(json[at]))) {
      at = SkipNumber(json, at);
      if (at == absl::string_view::npos) return false;
    } else {
      ++at;
    }
  }
  return true;
}

absl::Status Refuse(v1::RefusalReason reason, const PathStep* at, absl::string_view explanation) {
  return RefusalError(reason, RenderPath(at), explanation);
}

absl::Status ParseError(simdjson::error_code error, absl::string_view bytes) {
  switch (error) {
    case simdjson::UTF8_ERROR:
      return Refuse(v1::REFUSAL_REASON_WRONG_CHARSET, nullptr, "The bytes are not UTF-8.");
    case simdjson::CAPACITY:
      return Refuse(v1::REFUSAL_REASON_TOO_LARGE, nullptr, "The document is too large.");
    case simdjson::DEPTH_ERROR:
      return Refuse(v1::REFUSAL_REASON_TOO_LARGE, nullptr, "The document is nested too deeply.");
    case simdjson::NUMBER_ERROR:
      if (NumbersAreWellFormed(bytes)) {
        return Refuse(v1::REFUSAL_REASON_OUT_OF_RANGE, nullptr, "A number is too large.");
      }
      [[fallthrough]];
    default:
      return Refuse(v1::REFUSAL_REASON_MALFORMED, nullptr, "The bytes are not a JSON document.");
  }
}

// Two names with different prints differ.
uint64_t Print(std::string_view name) {
  uint64_t head = 0;
  std::memcpy(&head, name.data(), std::min(name.size(), sizeof(head)));
  const auto tail = static_cast<unsigned char>(name.empty() ? 0 : name.back());
  return head ^ (static_cast<uint64_t>(name.size()) << 56) ^ (static_cast<uint64_t>(tail) << 48);
}

// Looks at what the parser does not: repeated names and control characters.
class Inspection {
 public:
  // `escapes`: whether the document holds a backslash; without one no text can hold a control character.
  explicit Inspection(bool escapes) : escapes_(escapes) {}

  absl::Status Object(const dom::object& object, const PathStep* up) const {
    absl::InlinedVector<std::pair<uint64_t, std::string_view>, kFewMembers> names;
    for (const dom::key_value_pair member : object) {
      const PathStep step{up, View(member.key)};
      if (escapes_ && std::any_of(member.key.begin(), member.key.end(), IsControl)) {
        return Refuse(v1::REFUSAL_REASON_MALFORMED, &step, "A name holds a control character.");
      }
      names.emplace_back(Print(member.key), member.key);
      if (names.size() <= kFewMembers && AmongEarlier(names)) return Repeated(member.key, up);
      RETURN_IF_ERROR(Value(member.value, step));
    }
    if (names.size() <= kFewMembers) return absl::OkStatus();
    std::sort(names.begin(), names.end());
    const auto twin = std::adjacent_find(names.begin(), names.end());
    return twin == names.end() ? absl::OkStatus() : Repeated(twin->second, up);
  }

 private:
  template <typename Names>
  static bool AmongEarlier(const Names& names) {
    const auto& last = names.back();
    for (size_t i = 0; i + 1 < names.size(); ++i) {
      if (names[i].first == last.first && names[i].second == last.second) return true;
    }
    return false;
  }

  static absl::Status Repeated(std::string_view name, const PathStep* up) {
    const PathStep step{up, View(name)};
    return Refuse(v1::REFUSAL_REASON_DUPLICATE_KEY, &step, "The name stands twice in one object.");
  }

  absl::Status Value(const dom::element& value, const PathStep& at) const {
    switch (value.type()) {
      case dom::element_type::OBJECT:
        return Object(value.get_object().value_unsafe(), &at);
      case dom::element_type::ARRAY:
        return List(value.get_array().value_unsafe(), at);
      case dom::element_type::STRING: {
        if (!escapes_) return absl::OkStatus();
        const std::string_view text = value.get_string().value_unsafe();
        if (std::none_of(text.begin(), text.end(), IsControlOutsideText)) return absl::OkStatus();
        return Refuse(v1::REFUSAL_REASON_MALFORMED, &at, "The text holds a control character.");
      }
      default:
        return absl::OkStatus();
    }
  }

  absl::Status List(const dom::array& list, const PathStep& at) const {
    PathStep step{&at, {}, 0};
    for (const dom::element item : list) {
      RETURN_IF_ERROR(Value(item, step));
      ++step.index;
    }
    return absl::OkStatus();
  }

  bool escapes_;
};

}  // namespace

absl::Status JsonReader::Reserve(size_t bytes) {
  if (bytes <= kUsualBytes && parser_.capacity() > kUsualBytes) parser_ = dom::parser();
  const size_t wanted = std::max(bytes, kUsualBytes);
  if (parser_.capacity() >= wanted) return absl::OkStatus();
  // The parser counts the value inside the innermost object as a level of its own.
  const simdjson::error_code error = parser_.allocate(wanted, kMaxJsonDepth + 1);
  if (error != simdjson::SUCCESS) return absl::ResourceExhaustedError("no memory for a JSON document");
  return absl::OkStatus();
}

absl::StatusOr<dom::object> JsonReader::Parse(absl::string_view bytes) {
  if (bytes.size() > kMaxJsonBytes) return ParseError(simdjson::CAPACITY, bytes);
  if (absl::StartsWith(bytes, "\xEF\xBB\xBF")) {
    return Refuse(v1::REFUSAL_REASON_MALFORMED, nullptr, "The document starts with a byte order mark.");
  }
  RETURN_IF_ERROR(Reserve(bytes.size()));
  dom::element root;
  const simdjson::error_code error = parser_.parse(bytes.data(), bytes.size()).get(root);
  if (error != simdjson::SUCCESS) return ParseError(error, bytes);
  dom::object object;
  if (root.get(object) != simdjson::SUCCESS) {
    return Refuse(v1::REFUSAL_REASON_MALFORMED, nullptr, "The document is not an object.");
  }
  const bool escapes = std::memchr(bytes.data(), '\\', bytes.size()) != nullptr;
  RETURN_IF_ERROR(Inspection(escapes).Object(object, nullptr));
  return object;
}

}  // namespace interline::wire
