#include "core/stream/checkpoint.h"

#include <string>

#include "core/base/status_macros.h"
#include "core/stream/state_keys.h"

namespace interline::stream {

absl::StatusOr<absl::optional<Bound>> StoredBound(const store::Store& store, absl::Time now) {
  ASSIGN_OR_RETURN(absl::optional<std::string> bytes, store.Get(CheckpointTimeKey()));
  absl::optional<absl::Time> at = bytes.has_value() ? DecodeTime(*bytes) : absl::nullopt;
  // A time in the future means that the clock went back, by nobody knows how much.
  if (!at.has_value() || absl::AbsDuration(now - *at) > kMaxCheckpointAge) return absl::optional<Bound>();
  return absl::optional<Bound>(Bound{store.checkpoint(), *at});
}

store::Change BoundTimeChange(absl::Time at) { return {std::string(CheckpointTimeKey()), EncodeTime(at)}; }

void Checkpoint::Restored(Bound bound) {
  bound_ = bound;
  asked_at_ = bound.at;
  proposed_.reset();
}

bool Checkpoint::IsDue(absl::Time now) const { return absl::AbsDuration(now - asked_at_) >= kCheckpointInterval; }

void Checkpoint::Propose(absl::Time now, absl::optional<int64_t> end) {
  asked_at_ = now;
  if (end.has_value() && *end >= bound_.offset) proposed_ = Bound{*end, now};
}

bool Checkpoint::Confirm() {
  if (!proposed_.has_value()) return false;
  bound_ = *proposed_;
  proposed_.reset();
  return true;
}

}  // namespace interline::stream
