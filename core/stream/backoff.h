// How long to wait before the next try: exponential with full jitter, so that many who failed together do not come back
// together.
#ifndef INTERLINE_CORE_STREAM_BACKOFF_H_
#define INTERLINE_CORE_STREAM_BACKOFF_H_

#include <algorithm>
#include <random>

#include "absl/time/time.h"

namespace interline::stream {

// `first`, doubled with each failure up to `cap`.
inline absl::Duration Exponential(int failures, absl::Duration first, absl::Duration cap) {
  constexpr int kMostDoublings = 20;
  return std::min(cap, first * (1 << std::min(failures, kMostDoublings)));
}

// One thread at a time.
class Backoff {
 public:
  Backoff(absl::Duration first, absl::Duration cap) : first_(first), cap_(cap) {}
  absl::Duration Next() {
    return Exponential(failures_++, first_, cap_) * std::uniform_real_distribution<double>(0, 1)(random_);
  }
  void Reset() { failures_ = 0; }

 private:
  const absl::Duration first_;
  const absl::Duration cap_;
  int failures_ = 0;
  std::minstd_rand random_{std::random_device()()};
};

}  // namespace interline::stream

#endif  // INTERLINE_CORE_STREAM_BACKOFF_H_
