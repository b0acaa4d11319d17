// Reads JSON (RFC 8259) that a stranger wrote. One object stands at the top. Refused, beside what is no JSON: a name
// that stands twice in one object at any level, nesting below kMaxJsonDepth, more than kMaxJsonBytes, bytes that are
// not UTF-8, a byte order mark, control characters in names and, but for \n, \r and \t, in texts. Numbers that fit
// neither a 64-bit integer nor a double are refused, never rounded; a whole number beyond 64 bits is not taken as a
// double.
#ifndef INTERLINE_CORE_WIRE_JSON_READER_H_
#define INTERLINE_CORE_WIRE_JSON_READER_H_

#include <simdjson.h>

#include <cstddef>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace interline::wire {

inline constexpr size_t kMaxJsonBytes = 1 << 20;
// Objects and lists inside each other; the object at the top is the first.
inline constexpr size_t kMaxJsonDepth = 32;

// Keeps its buffers from one document to the next; after a large document it gives them back. One thread at a time;
// keep one per thread.
class JsonReader {
 public:
  // The object is a view into this reader, valid until the next Parse or the reader's end. Errors are refusals
  // (core/base/refusal.h) with the path where one is known and never a value: MALFORMED, WRONG_CHARSET, DUPLICATE_KEY,
  // TOO_LARGE, OUT_OF_RANGE (a number).
  absl::StatusOr<simdjson::dom::object> Parse(absl::string_view bytes);

 private:
  absl::Status Reserve(size_t bytes);

  simdjson::dom::parser parser_;
};

}  // namespace interline::wire

#endif  // INTERLINE_CORE_WIRE_JSON_READER_H_
