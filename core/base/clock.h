// The one source of time. Nothing else in the project asks the machine what time it is, so that a whole broker can run
// in one process under a clock that a test moves.
#ifndef INTERLINE_CORE_BASE_CLOCK_H_
#define INTERLINE_CORE_BASE_CLOCK_H_

#include <mutex>

#include "absl/time/time.h"

namespace interline {

// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;
};

// The machine's clock.
class SystemClock final : public Clock {
 public:
  absl::Time Now() const override;
};

// Stands still until told to move.
class FakeClock final : public Clock {
 public:
  // Starts at a Tuesday morning in working hours: 2026-11-24T09:00:00+08:00.
  FakeClock() : now_(absl::FromUnixSeconds(1795482000)) {}
  explicit FakeClock(absl::Time now) : now_(now) {}

  absl::Time Now() const override {
    std::lock_guard<std::mutex> lock(mutex_);
    return now_;
  }
  void Advance(absl::Duration by) {
    std::lock_guard<std::mutex> lock(mutex_);
    now_ += by;
  }
  // May go back: clocks do.
  void Set(absl::Time to) {
    std::lock_guard<std::mutex> lock(mutex_);
    now_ = to;
  }

 private:
  mutable std::mutex mutex_;
  absl::Time now_;  // guarded by mutex_
};

}  // namespace interline

#endif  // INTERLINE_CORE_BASE_CLOCK_H_
