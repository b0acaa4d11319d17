// How far in the changelog a store is known to have come. A transaction does not tell where its records went, so the
// checkpoint is a lower bound: the store holds all that is before it, and may hold more. Reading that again does no
// harm since each changelog record carries the whole value.
//
// The bound moves up in two steps. Between two batches the end of the changelog is asked for: every change of ours
// before it is in the store. That is only true while the partition is ours, and a member that the group has expelled
// does not know it; so the bound counts once the next batch has committed, for a transaction commits only in the
// generation of the group that owns the partition.
//
// The checkpoint also ages: a compacted topic forgets its tombstones after delete.retention.ms, and a store that missed
// one would keep the key for ever. So the time at which the bound was true is kept beside it.
#ifndef INTERLINE_CORE_STREAM_CHECKPOINT_H_
#define INTERLINE_CORE_STREAM_CHECKPOINT_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "core/store/store.h"

namespace interline::stream {

// A store whose checkpoint is older is read anew from the beginning: half of Kafka's default delete.retention.ms, which
// the changelog must not undercut.
inline constexpr absl::Duration kMaxCheckpointAge = absl::Hours(12);
// How often the bound is moved under load.
inline constexpr absl::Duration kCheckpointInterval = absl::Seconds(10);
// How old it may become in an idle stream, which commits an empty batch to move it.
inline constexpr absl::Duration kIdleCheckpointInterval = absl::Hours(1);

struct Bound {
  int64_t offset = 0;
  // When it was the end of the changelog, by the stream's clock.
  absl::Time at;
};

// What the store says of itself; none when it says nothing or has aged too much at `now`. DATA_LOSS from the store.
absl::StatusOr<absl::optional<Bound>> StoredBound(const store::Store& store, absl::Time now);
// Keeps the time of the bound; to be written with its offset as the checkpoint.
store::Change BoundTimeChange(absl::Time at);

// The bound of one partition. One thread at a time.
class Checkpoint {
 public:
  // The store has just been brought up to here.
  void Restored(Bound bound);
  const Bound& bound() const { return bound_; }

  // Whether the end of the changelog should be asked for: no more than every kCheckpointInterval.
  bool IsDue(absl::Time now) const;
  // It has been asked for; none = there was no answer.
  void Propose(absl::Time now, absl::optional<int64_t> end);
  // A batch has committed: what was proposed is true. Returns whether the bound moved.
  bool Confirm();

 private:
  Bound bound_;
  absl::Time asked_at_;
  absl::optional<Bound> proposed_;
};

}  // namespace interline::stream

#endif  // INTERLINE_CORE_STREAM_CHECKPOINT_H_
