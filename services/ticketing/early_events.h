// Events that came before what they speak of: kept in order of arrival, per ticket or per alias, until it appears or
// the time for waiting is over.
#ifndef INTERLINE_SERVICES_TICKETING_EARLY_EVENTS_H_
#define INTERLINE_SERVICES_TICKETING_EARLY_EVENTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/stream/processor.h"
#include "interline/store/v1/ticketing_state.pb.h"
#include "services/ticketing/proposal.h"

namespace interline::ticketing {

// Keeps nothing but what is in the stream's state. Errors are those of the state.
class EarlyEvents {
 public:
  // Most events that wait for one ticket or alias.
  static constexpr uint64_t kMostWaiting = 100;
  // Timers that begin so are for OnTimer, with the rest of the key.
  static constexpr absl::string_view kTimer = "early/";

  explicit EarlyEvents(absl::Duration limit) : limit_(limit) {}

  // Keeps the proposal under `key`, a ticket id or alias key. False when too many wait there.
  absl::StatusOr<bool> Add(absl::string_view key, const Proposal& proposal, stream::Context& context) const;
  // Everything that waits under `key`, oldest first, and it waits no more.
  absl::StatusOr<std::vector<Proposal>> TakeAll(absl::string_view key, stream::Context& context) const;
  // The same for what has waited too long; sets the timer for the rest.
  absl::StatusOr<std::vector<Proposal>> OnTimer(absl::string_view key, stream::Context& context) const;

 private:
  // Takes from the front up to the first that expires after `until`.
  absl::StatusOr<std::vector<Proposal>> Take(absl::string_view key, absl::Time until, stream::Context& context) const;

  const absl::Duration limit_;
};

}  // namespace interline::ticketing

#endif  // INTERLINE_SERVICES_TICKETING_EARLY_EVENTS_H_
