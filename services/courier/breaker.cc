#include "services/courier/breaker.h"

#include <algorithm>

namespace interline::courier {
namespace {

constexpr int kMostDoublings = 10;

}  // namespace

Breaker::State Breaker::state(absl::Time now) const {
  if (failures_ < kFailures) return State::kClosed;
  return now < open_until_ ? State::kOpen : State::kHalfOpen;
}

bool Breaker::Allows(absl::Time now) const {
  if (now < rest_until_) return false;
  switch (state(now)) {
    case State::kClosed:
      return true;
    case State::kHalfOpen:
      return under_way_ == 0;
    case State::kOpen:
      break;
  }
  return false;
}

void Breaker::Succeeded() {
  Ended();
  failures_ = 0;
  pauses_ = 0;
}

void Breaker::Failed(absl::Time now) {
  Ended();
  ++failures_;
  // Calls that started before it opened and fail after it say nothing new.
  if (failures_ < kFailures || now < open_until_) return;
  open_until_ = now + std::min(kMostPause, kFirstPause * (1 << std::min(pauses_, kMostDoublings)));
  ++pauses_;
}

absl::Time Breaker::closed_until() const {
  return failures_ < kFailures ? rest_until_ : std::max(open_until_, rest_until_);
}

void Breaker::Ended() { under_way_ = std::max(0, under_way_ - 1); }

void Breaker::Rest(absl::Time until, absl::Time now) {
  rest_until_ = std::max(rest_until_, std::min(until, now + kMostRest));
}

}  // namespace interline::courier
