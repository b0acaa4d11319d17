// Exactly once from topics to topics: reads a batch, hands each record to a Processor, and commits what it wrote
// together with the offsets it read in one transaction. State is kept per partition in a Store and written there only
// after the commit; a new owner restores it from the changelog topic.
//
//   Stream stream(bus, stores, clock, processor, {.name = "ticketing", .topics = {"commands"}, .changelog = "state"});
//   RETURN_IF_ERROR(stream.Run(stop));
//
// How a batch goes:
//   poll -> begin -> Process each record on an overlay -> send offsets -> commit -> overlay into the store with its
//   checkpoint. ABORTED: abort, drop the overlay, rewind. UNKNOWN or FAILED_PRECONDITION: new producer, restore the
//   stores from the changelog, rewind; memory is never trusted after that.
// A batch closes as soon as no more records wait, so an idle stream answers at once; under load it grows to
// max_batch_records, max_batch_time or 16 MiB of records, whichever comes first.
#ifndef INTERLINE_CORE_STREAM_STREAM_H_
#define INTERLINE_CORE_STREAM_STREAM_H_

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "core/base/clock.h"
#include "core/bus/bus.h"
#include "core/store/store.h"
#include "core/stream/processor.h"

namespace interline::stream {

struct StreamOptions {
  // Consumer group; also the stem of the transactional ids.
  std::string name;
  std::vector<std::string> topics;
  // Topic of the state's changes, with as many partitions as `topics`; empty = no state.
  std::string changelog;
  // Stable number of this instance, 0 to 999; the transactional ids are "<name>-<instance>" and "<name>-<instance>-b".
  int instance = 0;
  size_t max_batch_records = 10000;
  absl::Duration max_batch_time = absl::Milliseconds(100);
  // How long to wait for a first record before looking at the stop flag again.
  absl::Duration idle_wait = absl::Milliseconds(100);
};

// Counts since the start; read from any thread.
struct StreamMetrics {
  std::atomic<uint64_t> records{0};
  std::atomic<uint64_t> batches{0};
  std::atomic<uint64_t> aborts{0};
  std::atomic<uint64_t> recoveries{0};
  std::atomic<uint64_t> restored_records{0};
};

// One consumer, two producers in turn, one thread.
class Stream {
 public:
  // All references must outlive the stream. `stores` may be empty when there is no changelog.
  Stream(bus::Bus& bus, store::StoreFactory stores, const Clock& clock, Processor& processor, StreamOptions options);
  ~Stream();

  // Runs until `stop` is true, then commits what is open and leaves the group. A broker that is away is waited for,
  // with a log line each time; returns an error only when it cannot ever go on, for instance for a topic that does not
  // exist.
  absl::Status Run(const std::atomic<bool>& stop);

  // One batch, for simulations: polls without waiting and returns the number of records and timers committed, 0 when
  // nothing was there or the batch was aborted. The error is one that Run would have waited out or returned.
  absl::StatusOr<size_t> Step();

  const StreamMetrics& metrics() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace interline::stream

#endif  // INTERLINE_CORE_STREAM_STREAM_H_
