#include "core/stream/holds.h"

#include <algorithm>
#include <utility>

#include "core/stream/backoff.h"

namespace interline::stream {
namespace {

constexpr absl::Duration kFirstHold = absl::Milliseconds(100);
constexpr absl::Duration kMaxHold = absl::Seconds(30);
// The failing item may never come again, for instance a timer that a record cancelled. After so many others that
// passed alone its partition is free.
constexpr int kMaxCommittedAlone = 1000;

}  // namespace

void Holds::Failed(int32_t partition, std::string item, absl::Time now) {
  Hold& hold = holds_[partition];
  if (hold.item != item) hold = Hold{std::move(item), 0, now, hold.passed_over, 0};
  // The first time it only stood in a batch with others, or met a passing trouble: it is tried at once.
  hold.until = hold.failures == 0 ? now : now + Exponential(hold.failures - 1, kFirstHold, kMaxHold);
  ++hold.failures;
}

// A clock that went back must not hold a partition for longer than meant.
bool Holds::IsHeld(const Hold& hold, absl::Time now) { return now < hold.until && hold.until - now <= kMaxHold; }

Holds::Standing Holds::Of(int32_t partition, absl::Time now) const {
  auto found = holds_.find(partition);
  if (found == holds_.end()) return Standing::kFree;
  // What comes after a record that was passed over must not overtake it, whatever the time is.
  return found->second.passed_over || IsHeld(found->second, now) ? Standing::kHeld : Standing::kAlone;
}

void Holds::PassedOver(int32_t partition) {
  auto found = holds_.find(partition);
  if (found != holds_.end()) found->second.passed_over = true;
}

void Holds::Committed(int32_t partition, const std::string& item) {
  auto found = holds_.find(partition);
  if (found == holds_.end()) return;
  if (found->second.item == item || ++found->second.committed_alone >= kMaxCommittedAlone) holds_.erase(found);
}

bool Holds::TakeReleased(absl::Time now) {
  bool released = false;
  for (auto& [partition, hold] : holds_) {
    if (!hold.passed_over || IsHeld(hold, now)) continue;
    hold.passed_over = false;
    released = true;
  }
  return released;
}

absl::Time Holds::next_release(absl::Time now) const {
  absl::Time next = absl::InfiniteFuture();
  for (const auto& [partition, hold] : holds_) {
    if (IsHeld(hold, now)) next = std::min(next, hold.until);
  }
  return next;
}

}  // namespace interline::stream
