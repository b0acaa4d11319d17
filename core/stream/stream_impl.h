// The inside of a Stream: the consumer, the partitions that are ours, and the batch at hand.
//
// One round of Cycle() makes whatever is missing (producer, consumer, rewind, restore) and then does one batch. Every
// failure only notes what must be made anew; the next round makes it. So there is one way up, from the first start as
// from any trouble.
#ifndef INTERLINE_CORE_STREAM_STREAM_IMPL_H_
#define INTERLINE_CORE_STREAM_STREAM_IMPL_H_

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/base/clock.h"
#include "core/bus/bus.h"
#include "core/store/store.h"
#include "core/stream/holds.h"
#include "core/stream/overlay.h"
#include "core/stream/partition.h"
#include "core/stream/processor.h"
#include "core/stream/restore.h"
#include "core/stream/stream.h"
#include "core/stream/transaction.h"

namespace interline::stream {

class Stream::Impl final : public bus::RebalanceListener {
 public:
  Impl(bus::Bus& bus, store::StoreFactory stores, const Clock& clock, Processor& processor, StreamOptions options);

  absl::Status Run(const std::atomic<bool>& stop);
  absl::StatusOr<size_t> Step();
  const StreamMetrics& metrics() const { return metrics_; }

  void OnAssigned(const bus::Offsets& committed) override;
  void OnRevoked(const std::vector<bus::TopicPartition>& partitions, bool lost) override;

 private:
  // A record or a timer; the other is null.
  struct Item {
    const bus::Record* record;
    const Timer* timer;
    std::string Name() const;
  };

  // The batch at hand; what it wrote is in overlay_ and transaction_.
  struct Batch {
    absl::Time started;
    size_t records = 0;
    size_t timers = 0;
    // Of its records.
    size_t bytes = 0;
    // Set for a batch of one item that must stand alone; it takes no more.
    std::string alone;
    // Partitions whose offsets it commits.
    std::set<int32_t> touched;
    size_t size() const { return records + timers; }
  };

  // ---- stream.cc: rounds, and what a batch needs before it can begin
  absl::StatusOr<size_t> Cycle(absl::Duration wait);
  absl::Status Validate();
  absl::Status CheckTopics(const std::map<std::string, int32_t>& counts) const;
  absl::Status MakeProducer();
  absl::Status MakeConsumer();
  absl::Status Rewind();
  absl::Status Restore(absl::Duration wait);
  absl::Status StartRestore();
  bool AllRestored() const;
  absl::Status Fetch(absl::Duration wait, size_t max_records);
  absl::Duration FirstWait(absl::Duration wait) const;
  void Pause(absl::Duration time) const;
  void LeaveGroup();
  void DropPending();
  bool stopping() const { return stop_ != nullptr && *stop_; }
  bool has_state() const { return !options_.changelog.empty(); }
  bool has_pending() const { return next_pending_ < pending_.size(); }

  // ---- stream_batch.cc: one batch
  absl::StatusOr<size_t> DoBatch(absl::Time now);
  absl::Status Fill();
  absl::Status FireTimers();
  absl::Status FireTimersOf(Partition& partition, size_t limit, bool alone);
  absl::Status TakePending();
  absl::Status Handle(Partition& partition, const Item& item, bool alone);
  absl::Status ItemFailed(Partition& partition, const Item& item, const absl::Status& status);
  absl::Status OpenIfClosed();
  bool IsFull() const;
  bus::Offsets NextOffsets() const;
  std::string LastItem(int32_t partition) const;
  absl::Status Commit();
  void Drop();

  // ---- stream_state.cc: stores after a batch
  void Apply();
  void StoreFailed(Partition& partition, const absl::Status& status);
  void ProposeCheckpoints(bool all);
  absl::Status KeepCheckpointsFresh();

  bus::Bus& bus_;
  const store::StoreFactory stores_;
  const Clock& clock_;
  Processor& processor_;
  const StreamOptions options_;
  StreamMetrics metrics_;
  const std::atomic<bool>* stop_ = nullptr;

  Transaction transaction_;
  Overlay overlay_;
  Restorer restorer_;
  Partitions partitions_;
  Holds holds_;
  // Records read and not yet handled: those from next_pending_ on.
  std::vector<bus::Record> pending_;
  size_t next_pending_ = 0;
  Batch batch_;
  // Items of the batch at hand that were committed, by its end or by a rebalance in its middle.
  size_t committed_ = 0;
  // A record that must stand alone met a batch with timers in it: the next batch begins without them.
  bool record_waits_alone_ = false;
  int aborted_in_a_row_ = 0;

  bool validated_ = false;
  bool had_producer_ = false;
  bool rewind_ = false;
  // The round got further, though it may have committed nothing.
  bool further_ = false;
  // The round failed at an item, which is held back: there is nothing else to wait for.
  bool item_failed_ = false;
  // Set when Run can never go on.
  absl::Status hopeless_;
  // Last, so that it ends first: its end may call the listener, which needs all the others.
  std::unique_ptr<bus::GroupConsumer> consumer_;
};

}  // namespace interline::stream

#endif  // INTERLINE_CORE_STREAM_STREAM_IMPL_H_
