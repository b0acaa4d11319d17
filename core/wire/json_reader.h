// Reads JSON (RFC 8259) that a stranger wrote. One object stands at the top. Refused, beside what is no JSON: a name
// that stands twice in one object at any level, nesting below kMaxJsonDepth, more than kMaxJsonBytes, bytes that are
// not UTF-8, a byte order mark, and, in names and texts, control characters but \n, \r and \t. Numbers that fit neither
// a 64-bit integer nor a double are refused, never rounded; a whole number beyond 64 bits is not taken as a double.
#ifndef INTERLINE_CORE_WIRE_JSON_READER_H_
#define INTERLINE_CORE_WIRE_JSON_READER_H_

#include <simdjson.h>

#include <cstddef>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/wire/wire_path.h"

namespace interline::wire {

inline constexpr size_t kMaxJsonBytes = 1 << 20;
// Objects and lists inside each other; the object at the top is the first.
inline constexpr size_t kMaxJsonDepth = 32;

// Who looks for names that stand twice in one object.
enum class RepeatedNames {
  // The reader, at any level.
  kRefuse,
  // The caller, who looks at every name anyway and refuses those that it does not expect: this saves a walk.
  kLeaveToCaller,
};

// Keeps its buffers from one document to the next; after a large document it gives them back. One thread at a time;
// keep one per thread.
class JsonReader {
 public:
  // The object is a view into this reader, valid until the next Parse or the reader's end. Errors are refusals
  // (core/base/refusal.h) with the path where one is known and never a value: MALFORMED, WRONG_CHARSET, DUPLICATE_KEY,
  // TOO_LARGE, OUT_OF_RANGE (a number).
  // Documents that our own side has made of other formats may be up to `most_bytes`.
  absl::StatusOr<simdjson::dom::object> Parse(absl::string_view bytes,
                                              RepeatedNames repeated_names = RepeatedNames::kRefuse,
                                              size_t most_bytes = kMaxJsonBytes);

 private:
  absl::Status Reserve(size_t bytes);

  simdjson::dom::parser parser_;
};

// For such a caller, where it passes over a value: DUPLICATE_KEY when a name stands twice in one object of it. `at` is
// the value's place.
absl::Status CheckRepeatedNames(const simdjson::dom::element& value, const PathStep& at);

}  // namespace interline::wire

#endif  // INTERLINE_CORE_WIRE_JSON_READER_H_
