// Suspicion of duplicates (疑似重复): one caller, one category, one region, twice within a window. A note for a person;
// nothing is done. Each new ticket is announced to the partition of a digest of these three, which remembers the
// tickets of late.
#ifndef INTERLINE_SERVICES_TICKETING_SUSPECTS_H_
#define INTERLINE_SERVICES_TICKETING_SUSPECTS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/stream/processor.h"
#include "interline/v1/ticket.pb.h"

namespace interline::ticketing {

// Keeps nothing but what is in the stream's state. Errors are those of the state.
class Suspects {
 public:
  // Most tickets that are remembered for one digest; the oldest goes first.
  static constexpr int kMostSeen = 10;
  // Timers that begin so are for OnTimer.
  static constexpr absl::string_view kTimer = "seen/";

  explicit Suspects(absl::Duration window) : window_(window) {}

  // Announces a ticket that was just opened; not one without a caller's number.
  void Announce(const v1::Ticket& ticket, stream::Context& context) const;
  // Remembers the announced ticket; if others are remembered, proposes a DuplicateSuspected to it.
  absl::Status Note(absl::string_view key, absl::string_view ticket_id, stream::Context& context) const;
  // Forgets what is older than the window. `key` without kTimer.
  absl::Status OnTimer(absl::string_view key, stream::Context& context) const;

 private:
  const absl::Duration window_;
};

}  // namespace interline::ticketing

#endif  // INTERLINE_SERVICES_TICKETING_SUSPECTS_H_
