// The faults that a simulated platform has on purpose, and which messages they hit. Pure: chance comes from a seed and
// from what is hit, so the same simulation again has the same faults; nothing here knows how messages travel.
#ifndef INTERLINE_CLI_FAULTS_H_
#define INTERLINE_CLI_FAULTS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace interline::cli {

enum class Fault {
  kSlow,          // what is said of a ticket comes kSlowDelay later
  kSilent,        // nothing is ever said to what is told about a ticket
  kServerError,   // HTTP 500; needs HTTP
  kDuplicate,     // a message comes twice
  kOutOfOrder,    // a message comes after the next one of its ticket
  kBroken,        // no document of its format; the right message follows
  kWrongCharset,  // in another character set than agreed; the right message follows
  kHalfBody,      // cut in the middle; the right message follows
  kWrongClock,    // the time of a message is wrong, by an hour to a year
};

inline constexpr absl::Duration kSlowDelay = absl::Seconds(5);

// "slow", "silent", "500", "duplicate", "out_of_order", "broken", "wrong_charset", "half_body", "wrong_clock".
const char* NameOf(Fault fault);
std::vector<std::string> FaultNames();

// Immutable; thread-safe.
class Faults {
 public:
  // None.
  Faults() = default;
  // "duplicate,half_body=25": names with a share of 1 to 100 percent, 10 when it is left out. INVALID_ARGUMENT lists
  // the names.
  static absl::StatusOr<Faults> Parse(absl::string_view text, uint64_t seed);

  bool Has(Fault fault) const { return percent_.count(fault) > 0; }
  // Whether it hits `what`: a ticket id for kSlow and kSilent, an event id or the bytes of a message for the others.
  bool Hits(Fault fault, absl::string_view what) const;
  // What the clock of the sender shows for `time` in the event with this id: the time itself when it is right.
  absl::Time ClockAt(absl::Time time, absl::string_view event_id) const;

 private:
  uint64_t Chance(Fault fault, absl::string_view what) const;

  uint64_t seed_ = 0;
  std::map<Fault, uint32_t> percent_;
};

// The body as the fault leaves it: for kBroken, kWrongCharset (UTF-8 becomes GB18030, anything else UTF-8) and
// kHalfBody. The same body when it has nothing to spoil, for instance no character beyond ASCII.
std::string Spoil(Fault fault, const std::string& body);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_FAULTS_H_
