#include "core/wire/json_reader.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/types/optional.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"
#include "core/wire/controls.h"
#include "core/wire/wire_path.h"

namespace interline::wire {
namespace {

namespace dom = simdjson::dom;

// Most documents are far below; a parser that has grown beyond is replaced before the next document.
constexpr size_t kUsualBytes = 32 << 10;
// Objects of more members are sorted to find a repeated name; below that, comparing each with each is quicker.
constexpr size_t kFewMembers = 32;

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

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
      if (at < json.size() && !absl::StrContains(" \t\r\n,]}", json[at])) return false;
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

// The first eight bytes of `name`, zeros behind a shorter one.
uint64_t Head(std::string_view name) {
  uint64_t head = 0;
  if (name.size() >= sizeof(head)) {
    std::memcpy(&head, name.data(), sizeof(head));
    return head;
  }
  for (size_t i = name.size(); i-- > 0;) head = head << 8 | static_cast<unsigned char>(name[i]);
  return head;
}

// Names with different prints differ.
uint64_t Print(std::string_view name) {
  const uint64_t tail = name.empty() ? 0 : static_cast<unsigned char>(name.back());
  return (Head(name) ^ name.size() << 56 ^ tail << 48) * 0x9E3779B97F4A7C15u;
}

// The names of one object so far.
class Names {
 public:
  // False when the name is known to stand there already. Beyond kFewMembers only Twin knows.
  bool Add(std::string_view name) {
    const uint64_t print = Print(name);
    const uint64_t mark = uint64_t{1} << (print >> 58);
    const bool may_be_known = names_.size() < kFewMembers && (marks_ & mark) != 0;
    if (may_be_known && std::find(names_.begin(), names_.end(), Entry(print, name)) != names_.end()) return false;
    marks_ |= mark;
    names_.emplace_back(print, name);
    return true;
  }

  // A name that stands there twice; empty optional when none does. Sorts, so nothing is added afterwards.
  absl::optional<std::string_view> Twin() {
    if (names_.size() <= kFewMembers) return absl::nullopt;
    std::sort(names_.begin(), names_.end());
    const auto twin = std::adjacent_find(names_.begin(), names_.end());
    if (twin == names_.end()) return absl::nullopt;
    return twin->second;
  }

 private:
  using Entry = std::pair<uint64_t, std::string_view>;

  // One bit for a 64th of all prints.
  uint64_t marks_ = 0;
  absl::InlinedVector<Entry, kFewMembers> names_;
};

// Whether a control character other than \n, \r and \t may stand in a name or text: only an escape can bring one in.
bool MayHaveControls(absl::string_view json) {
  for (size_t at = json.find('\\'); at < json.size(); at = json.find('\\', at + 2)) {
    const char escaped = json[at + 1];
    if (escaped == 'u' || escaped == 'b' || escaped == 'f') return true;
  }
  return false;
}

// Looks at what the parser does not: repeated names and control characters.
class Inspection {
 public:
  explicit Inspection(bool may_have_controls) : may_have_controls_(may_have_controls) {}

  absl::Status Value(const dom::element& value, const PathStep& at) const {
    switch (value.type()) {
      case dom::element_type::OBJECT:
        return Object(value.get_object().value_unsafe(), &at);
      case dom::element_type::ARRAY:
        return List(value.get_array().value_unsafe(), at);
      case dom::element_type::STRING:
        if (!may_have_controls_ || !HasControls(View(value.get_string().value_unsafe()))) return absl::OkStatus();
        return Refuse(v1::REFUSAL_REASON_MALFORMED, &at, "The text holds a control character.");
      default:
        return absl::OkStatus();
    }
  }

  absl::Status Object(const dom::object& object, const PathStep* up) const {
    Names names;
    for (const dom::key_value_pair member : object) {
      if (!names.Add(member.key)) return Repeated(member.key, up);
      if (!IsOfInterest(member.value)) continue;
      const PathStep step{up, View(member.key)};
      RETURN_IF_ERROR(CheckName(step));
      RETURN_IF_ERROR(Value(member.value, step));
    }
    const absl::optional<std::string_view> twin = names.Twin();
    return twin ? Repeated(*twin, up) : absl::OkStatus();
  }

 private:
  static absl::Status Repeated(std::string_view name, const PathStep* up) {
    const PathStep step{up, View(name)};
    return Refuse(v1::REFUSAL_REASON_DUPLICATE_KEY, &step, "The name stands twice in one object.");
  }

  // Most values need no second look.
  bool IsOfInterest(const dom::element& value) const {
    return may_have_controls_ || value.is_object() || value.is_array();
  }

  absl::Status CheckName(const PathStep& step) const {
    if (!may_have_controls_ || !HasControls(step.name)) return absl::OkStatus();
    return Refuse(v1::REFUSAL_REASON_MALFORMED, &step, "The name holds a control character.");
  }

  absl::Status List(const dom::array& list, const PathStep& at) const {
    PathStep step{&at, {}, 0};
    for (const dom::element item : list) {
      if (IsOfInterest(item)) RETURN_IF_ERROR(Value(item, step));
      ++step.index;
    }
    return absl::OkStatus();
  }

  const bool may_have_controls_;
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

absl::StatusOr<dom::object> JsonReader::Parse(absl::string_view bytes, RepeatedNames repeated_names,
                                              size_t most_bytes) {
  if (bytes.size() > most_bytes) return ParseError(simdjson::CAPACITY, bytes);
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
  const bool may_have_controls = MayHaveControls(bytes);
  if (may_have_controls || repeated_names == RepeatedNames::kRefuse) {
    RETURN_IF_ERROR(Inspection(may_have_controls).Object(object, nullptr));
  }
  return object;
}

absl::Status CheckRepeatedNames(const dom::element& value, const PathStep& at) {
  return Inspection(/*may_have_controls=*/false).Value(value, at);
}

}  // namespace interline::wire
