// One batch of a stream: from its first item to its commit.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/stream/stream_impl.h"

namespace interline::stream {

namespace {

// A batch whose commit fails so often in a row has something in it that the log does not take.
constexpr int kMaxAbortsInARow = 5;
// Bounds the memory of a batch whose records are large.
constexpr size_t kMaxBatchBytes = 16 << 20;

std::string RecordName(const std::string& topic, int32_t partition, int64_t offset) {
  return absl::StrCat(topic, "/", partition, " offset ", offset);
}

}  // namespace

std::string Stream::Impl::Item::Name() const {
  if (timer != nullptr) return absl::StrCat("timer ", timer->key);
  return RecordName(record->topic, record->partition, record->offset);
}

absl::StatusOr<size_t> Stream::Impl::DoBatch(absl::Time now) {
  batch_ = Batch();
  batch_.started = now;
  committed_ = 0;
  RETURN_IF_ERROR(Fill());
  if (batch_.size() == 0 && committed_ == 0) RETURN_IF_ERROR(KeepCheckpointsFresh());
  if (transaction_.open()) RETURN_IF_ERROR(Commit());
  return committed_;
}

// Takes what there is until nothing more waits or the batch is full.
absl::Status Stream::Impl::Fill() {
  RETURN_IF_ERROR(FireTimers());
  while (true) {
    RETURN_IF_ERROR(TakePending());
    if (!transaction_.open() || IsFull() || has_pending() || stopping()) return absl::OkStatus();
    const absl::Status fetched = Fetch(absl::ZeroDuration(), options_.max_batch_records - batch_.size());
    RETURN_IF_ERROR(fetched);
    // A rebalance may have ended the batch.
    if (!transaction_.open() || !has_pending() || rewind_) return absl::OkStatus();
  }
}

absl::Status Stream::Impl::FireTimers() {
  if (std::exchange(record_waits_alone_, false)) return absl::OkStatus();
  // Half of the batch at most: records must not starve.
  const size_t most = std::max<size_t>(1, options_.max_batch_records / 2);
  for (auto& [number, partition] : partitions_) {
    if (batch_.timers >= most || IsFull()) break;
    if (partition.store == nullptr) continue;
    switch (holds_.Of(number, batch_.started)) {
      case Holds::Standing::kFree:
        RETURN_IF_ERROR(FireTimersOf(partition, most - batch_.timers, false));
        break;
      case Holds::Standing::kAlone:
        if (batch_.size() == 0) RETURN_IF_ERROR(FireTimersOf(partition, 1, true));
        break;
      case Holds::Standing::kHeld:
        break;
    }
  }
  return absl::OkStatus();
}

absl::Status Stream::Impl::FireTimersOf(Partition& partition, size_t limit, bool alone) {
  absl::StatusOr<std::vector<Timer>> due = partition.timers.Due(*partition.store, batch_.started, limit);
  if (!due.ok()) {
    Drop();
    StoreFailed(partition, due.status());
    return absl::UnavailableError(due.status().message());
  }
  for (const Timer& timer : *due) {
    if (IsFull()) break;
    RETURN_IF_ERROR(Handle(partition, {nullptr, &timer}, alone));
  }
  return absl::OkStatus();
}

absl::Status Stream::Impl::TakePending() {
  while (has_pending() && !IsFull()) {
    const bus::Record& record = pending_[next_pending_];
    auto found = partitions_.find(record.partition);
    if (found == partitions_.end() || !found->second.restored) return absl::OkStatus();
    const Holds::Standing standing = holds_.Of(record.partition, batch_.started);
    if (standing == Holds::Standing::kHeld) {
      holds_.PassedOver(record.partition);
      ++next_pending_;
      continue;
    }
    const bool alone = standing == Holds::Standing::kAlone;
    if (alone && batch_.size() > 0) {
      record_waits_alone_ = true;
      return absl::OkStatus();
    }
    RETURN_IF_ERROR(Handle(found->second, {&record, nullptr}, alone));
    ++next_pending_;
  }
  return absl::OkStatus();
}

absl::Status Stream::Impl::Handle(Partition& partition, const Item& item, bool alone) {
  RETURN_IF_ERROR(OpenIfClosed());
  overlay_.Enter(partition.number, partition.store.get());
  absl::Status status;
  if (item.record != nullptr) {
    status = processor_.Process(*item.record, overlay_);
    partition.positions[item.record->topic] = item.record->offset + 1;
    ++batch_.records;
    batch_.bytes += item.record->key.size() + (item.record->value.has_value() ? item.record->value->size() : 0);
  } else {
    absl::StatusOr<absl::optional<absl::Time>> due = overlay_.TimerDue(item.timer->key);
    // An earlier item of this batch has moved or cancelled it.
    if (due.ok() && *due != item.timer->due) return absl::OkStatus();
    overlay_.CancelTimer(item.timer->key);
    status = processor_.OnTimer(item.timer->key, item.timer->due, overlay_);
    ++batch_.timers;
  }
  batch_.touched.insert(partition.number);
  if (alone) batch_.alone = item.Name();
  const absl::Status effects = overlay_.Leave();
  if (status.ok() && effects.ok()) return absl::OkStatus();
  return ItemFailed(partition, item, effects.ok() ? status : effects);
}

absl::Status Stream::Impl::ItemFailed(Partition& partition, const Item& item, const absl::Status& status) {
  const Overlay::Fault fault = overlay_.fault();
  const bool producer_failed = fault == Overlay::Fault::kSend && (absl::IsAborted(status) || NeedsNewProducer(status));
  if (producer_failed && NeedsNewProducer(status)) transaction_.Distrust();
  Drop();
  if (producer_failed) return status;
  if (fault == Overlay::Fault::kStore) {
    StoreFailed(partition, status);
    return absl::UnavailableError(status.message());
  }
  item_failed_ = true;
  holds_.Failed(partition.number, item.Name(), clock_.Now());
  // The key of a timer may be a ticket's, which is no secret; a record is named by its offset.
  spdlog::warn("stream {}: partition {}, {} failed and will be tried again: {}", options_.name, partition.number,
               item.Name(), status.ToString());
  return status;
}

absl::Status Stream::Impl::OpenIfClosed() {
  if (transaction_.open()) return absl::OkStatus();
  ProposeCheckpoints(false);
  overlay_.Start(batch_.started);
  absl::Status status = transaction_.Begin();
  if (!status.ok()) Drop();
  return status;
}

bool Stream::Impl::IsFull() const {
  if (batch_.size() == 0) return false;
  if (!batch_.alone.empty() || batch_.size() >= options_.max_batch_records || batch_.bytes >= kMaxBatchBytes) {
    return true;
  }
  return absl::AbsDuration(clock_.Now() - batch_.started) >= options_.max_batch_time;
}

// Offsets go into every transaction, one that only fired timers included: the check that we still own the partition is
// made on them.
bus::Offsets Stream::Impl::NextOffsets() const {
  bus::Offsets started;
  bus::Offsets all;
  for (int32_t number : batch_.touched) {
    for (const auto& [topic, position] : partitions_.at(number).positions) {
      all[{topic, number}] = position;
      if (position > 0) started[{topic, number}] = position;
    }
  }
  // To commit 0 where nothing was read is to refuse the log's own beginning.
  return started.empty() ? all : started;
}

// The last record that the batch handled of a partition, by name.
std::string Stream::Impl::LastItem(int32_t number) const {
  for (const auto& [topic, position] : partitions_.at(number).positions) {
    if (position > 0) return RecordName(topic, number, position - 1);
  }
  return "";
}

absl::Status Stream::Impl::Commit() {
  if (batch_.touched.empty()) {
    // Every timer that was due had been moved by another one.
    transaction_.Abort();
    return absl::OkStatus();
  }
  absl::Status status = transaction_.Commit(*consumer_, NextOffsets());
  if (!status.ok()) {
    // Something in it can never be written, or so it seems. It is found by letting the items come alone.
    if (absl::IsInvalidArgument(status) || (absl::IsAborted(status) && ++aborted_in_a_row_ >= kMaxAbortsInARow)) {
      aborted_in_a_row_ = 0;
      item_failed_ = absl::IsInvalidArgument(status);
      for (int32_t number : batch_.touched) {
        holds_.Failed(number, batch_.alone.empty() ? LastItem(number) : batch_.alone, clock_.Now());
      }
    }
    Drop();
    return status;
  }
  aborted_in_a_row_ = 0;
  metrics_.records += batch_.records;
  ++metrics_.batches;
  committed_ = batch_.size();
  for (int32_t number : batch_.touched) holds_.Committed(number, batch_.alone);
  Apply();
  return absl::OkStatus();
}

void Stream::Impl::Drop() {
  transaction_.Abort();
  overlay_.Start(batch_.started);
  ++metrics_.aborts;
  rewind_ = true;
}

}  // namespace interline::stream
