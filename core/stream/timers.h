// The timers of one partition. They lie in its store, by key and in the order in which they are due (state_keys.h), so
// memory does not grow with their number; what is known here is how long nothing can be due, and until then the store
// is not asked.
#ifndef INTERLINE_CORE_STREAM_TIMERS_H_
#define INTERLINE_CORE_STREAM_TIMERS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "core/store/store.h"
#include "core/stream/state_keys.h"

namespace interline::stream {

// One thread at a time.
class TimerQueue {
 public:
  // No timer in the store is due before.
  absl::Time next() const { return next_; }
  // Nothing is known of the store any more.
  void Forget() { next_ = absl::InfinitePast(); }
  // A timer has come into the store.
  void Added(absl::Time due) { next_ = std::min(next_, due); }
  // The timers due at `now`, the earliest first, at most `limit`. They stay in the store. Errors are the store's.
  absl::StatusOr<std::vector<Timer>> Due(const store::Store& store, absl::Time now, size_t limit);

 private:
  absl::Time next_ = absl::InfinitePast();
};

// The changes to a store that move the timer `key` from `before` to `after`; none = there is no timer. Both times must
// be whole microseconds.
std::vector<store::Change> TimerChanges(absl::string_view key, absl::optional<absl::Time> before,
                                        absl::optional<absl::Time> after);

}  // namespace interline::stream

#endif  // INTERLINE_CORE_STREAM_TIMERS_H_
