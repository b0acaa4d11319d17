// Brings stores up to date with the changelog: reads from each store's checkpoint to the end.
//
// The end is the high watermark, records of open transactions included, asked for before the first read; what is read
// is committed only, until the position has passed the end. So a transaction that a predecessor left open is waited for
// and not missed. A store whose checkpoint has aged, or lies outside the topic, is cleared and read from the beginning.
#ifndef INTERLINE_CORE_STREAM_RESTORE_H_
#define INTERLINE_CORE_STREAM_RESTORE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/base/clock.h"
#include "core/bus/bus.h"
#include "core/stream/partition.h"

namespace interline::stream {

// One thread at a time.
class Restorer {
 public:
  // The references must outlive it.
  Restorer(bus::Bus& bus, const Clock& clock, std::string changelog)
      : bus_(bus), clock_(clock), changelog_(std::move(changelog)) {}

  // Takes partitions with open stores; those that are up to date are marked restored at once. They must outlive the
  // reading, or Stop() be called. After an error nothing is being read; what has been read is kept.
  absl::Status Start(const std::vector<Partition*>& partitions);
  bool reading() const { return reader_ != nullptr; }

  // Reads once, waiting up to `wait`, and marks those that are done as restored. Returns whether it got any further.
  // Errors as for Start.
  absl::StatusOr<bool> Advance(absl::Duration wait);
  void Stop();

  // Changelog records read since the beginning.
  uint64_t records() const { return records_; }

 private:
  struct Work {
    Partition* partition;
    // To be passed.
    int64_t end;
    // When `end` was asked for.
    absl::Time asked_at;
    // Where the store stands, and since when it is known that no tombstone before was missed.
    Bound bound;
  };

  absl::StatusOr<Work> Prepare(Partition& partition);
  absl::StatusOr<bool> ReadOnce(absl::Duration wait);
  absl::Status Apply(Work& work, std::vector<bus::Record> records, int64_t position);
  absl::Status Finish(Work& work);
  // Clears a store that cannot be read, so that the next Start begins with an empty one.
  absl::Status Repair(Partition& partition, absl::Status status);

  bus::Bus& bus_;
  const Clock& clock_;
  const std::string changelog_;
  std::unique_ptr<bus::Reader> reader_;
  std::vector<Work> works_;
  uint64_t records_ = 0;
};

}  // namespace interline::stream

#endif  // INTERLINE_CORE_STREAM_RESTORE_H_
