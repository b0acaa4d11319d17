#include "core/stream/timers.h"

#include <utility>

#include "core/base/status_macros.h"

namespace interline::stream {

absl::StatusOr<std::vector<Timer>> TimerQueue::Due(const store::Store& store, absl::Time now, size_t limit) {
  std::vector<Timer> due;
  if (now < next_) return due;
  absl::Time first_later = absl::InfiniteFuture();
  // What lies before next_ are timers that fired: deleted, but not yet gone from the disk, and slow to pass over.
  const std::string first = TimerIndexKey(next_, "");
  RETURN_IF_ERROR(store.ScanFrom(TimerIndexPrefix(), first, [&](absl::string_view stored, absl::string_view) {
    absl::optional<Timer> timer = ParseTimerIndexKey(stored);
    if (!timer.has_value()) return true;
    if (timer->due > now) {
      first_later = timer->due;
      return false;
    }
    due.push_back(*std::move(timer));
    return due.size() < limit;
  }));
  // Those found may come again, when the transaction that fires them is aborted.
  next_ = due.empty() ? first_later : due.front().due;
  return due;
}

std::vector<store::Change> TimerChanges(absl::string_view key, absl::optional<absl::Time> before,
                                        absl::optional<absl::Time> after) {
  std::vector<store::Change> changes;
  if (before == after) return changes;
  if (before.has_value()) changes.emplace_back(TimerIndexKey(*before, key), absl::nullopt);
  if (after.has_value()) {
    changes.emplace_back(TimerIndexKey(*after, key), "");
    changes.emplace_back(TimerKey(key), EncodeTime(*after));
  } else {
    changes.emplace_back(TimerKey(key), absl::nullopt);
  }
  return changes;
}

}  // namespace interline::stream
