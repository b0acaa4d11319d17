// What rows cannot say: pure functions on the bytes of one platform or dialect, for the few habits of a partner that no
// table describes. They stand in adapters/<platform>/quirks.cc or adapters/dialects/<dialect>/quirks.cc, under 150
// lines, and register themselves when the program starts:
//
//   namespace {
//   const interline::adapters::QuirksOf kFujian("350000", {.before_decode = &WithoutEnglishTimes});
//   }  // namespace
//
// The specification beside it lists them in words; one that does when no such file is part of the program, or the other
// way round, is not compiled.
#ifndef INTERLINE_ADAPTERS_ENGINE_QUIRKS_H_
#define INTERLINE_ADAPTERS_ENGINE_QUIRKS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "adapters/engine/adapter.h"

namespace interline::adapters {

// Each may be null. What goes in comes from a stranger or from the rows, and what comes out goes on to the other. The
// functions keep nothing and take at most time in proportion to the bytes. Errors are refusals (core/base/refusal.h).
struct Quirks {
  // Before a message is read, or an entry of a batch.
  absl::StatusOr<WireMessage> (*before_decode)(Direction direction, WireMessage message) = nullptr;
  // After a message was written.
  absl::StatusOr<WireMessage> (*after_encode)(Direction direction, WireMessage message) = nullptr;
  // The same for answers.
  absl::StatusOr<WireAnswer> (*before_read_answer)(Direction direction, WireAnswer answer) = nullptr;
  absl::StatusOr<WireAnswer> (*after_write_answer)(Direction direction, WireAnswer answer) = nullptr;
};

// Registers quirks for a platform's id or a dialect's name, once for each. A platform's are nearer to the wire than its
// dialect's. Only as a constant of a namespace in a quirks.cc: registering ends when main() begins.
class QuirksOf {
 public:
  QuirksOf(const char* name, const Quirks& quirks);
};

// Null when there are none. Thread-safe once main() has begun.
const Quirks* FindQuirks(absl::string_view name);

// Those of a platform first, then those of its dialect.
using QuirkList = std::vector<const Quirks*>;

// Towards us all of them in their order, towards the wire in the opposite one. A body that no reader would take
// (kMaxJsonBytes) is not looked at.
absl::StatusOr<WireMessage> BeforeDecode(const QuirkList& quirks, Direction direction, WireMessage message);
absl::StatusOr<WireMessage> AfterEncode(const QuirkList& quirks, Direction direction, WireMessage message);
absl::StatusOr<WireAnswer> BeforeReadAnswer(const QuirkList& quirks, Direction direction, WireAnswer answer);
absl::StatusOr<WireAnswer> AfterWriteAnswer(const QuirkList& quirks, Direction direction, WireAnswer answer);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_QUIRKS_H_
