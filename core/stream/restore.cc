#include "core/stream/restore.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <map>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/stream/state_keys.h"

namespace interline::stream {
namespace {

// Records read in one go; bounds the memory of a restore.
constexpr size_t kMaxRecordsPerRead = 5000;

using DueTimes = absl::flat_hash_map<std::string, absl::optional<absl::Time>>;

// The timer of `key` before a change: as changed by `earlier` records of this read, or as stored.
absl::StatusOr<absl::optional<absl::Time>> DueBefore(const std::string& key, const store::Store& store,
                                                     const DueTimes& earlier) {
  auto found = earlier.find(key);
  if (found != earlier.end()) return found->second;
  ASSIGN_OR_RETURN(absl::optional<std::string> stored, store.Get(TimerKey(key)));
  return stored.has_value() ? DecodeTime(*stored) : absl::nullopt;
}

// The index of timers is not in the changelog: it follows from the timers.
absl::Status AppendTimerChanges(const std::string& key, const bus::Record& record, const store::Store& store,
                                DueTimes& earlier, std::vector<store::Change>& changes) {
  ASSIGN_OR_RETURN(absl::optional<absl::Time> before, DueBefore(key, store, earlier));
  absl::optional<absl::Time> after;
  if (record.value.has_value()) {
    after = DecodeTime(*record.value);
    if (!after.has_value()) {
      return absl::InternalError(
          absl::StrCat(record.topic, "/", record.partition, " offset ", record.offset, ": a timer without a time"));
    }
  }
  for (store::Change& change : TimerChanges(key, before, after)) changes.push_back(std::move(change));
  earlier[key] = after;
  return absl::OkStatus();
}

absl::StatusOr<std::vector<store::Change>> ToChanges(std::vector<bus::Record> records, const store::Store& store) {
  std::vector<store::Change> changes;
  DueTimes due_times;
  for (bus::Record& record : records) {
    if (absl::optional<std::string> timer = KeyOfTimer(record.key); timer.has_value()) {
      RETURN_IF_ERROR(AppendTimerChanges(*timer, record, store, due_times, changes));
    } else {
      changes.emplace_back(std::move(record.key), std::move(record.value));
    }
  }
  return changes;
}

}  // namespace

absl::Status Restorer::Start(const std::vector<Partition*>& partitions) {
  Stop();
  bus::Offsets from;
  std::vector<Work> works;
  for (Partition* partition : partitions) {
    absl::StatusOr<Work> work = Prepare(*partition);
    if (!work.ok()) return Repair(*partition, work.status());
    if (work->bound.offset >= work->end) {
      RETURN_IF_ERROR(Repair(*partition, Finish(*work)));
      continue;
    }
    from[{changelog_, partition->number}] = work->bound.offset;
    works.push_back(*std::move(work));
  }
  if (works.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(reader_, bus_.NewReader(from, bus::Isolation::kReadCommitted));
  works_ = std::move(works);
  return absl::OkStatus();
}

absl::StatusOr<Restorer::Work> Restorer::Prepare(Partition& partition) {
  const bus::TopicPartition at{changelog_, partition.number};
  Work work{&partition, 0, clock_.Now(), {}};
  ASSIGN_OR_RETURN(const int64_t begin, bus_.admin().BeginOffset(at));
  ASSIGN_OR_RETURN(work.end, bus_.admin().EndOffset(at, bus::Isolation::kReadUncommitted));
  absl::StatusOr<absl::optional<Bound>> stored = StoredBound(*partition.store, work.asked_at);
  if (absl::IsDataLoss(stored.status())) {
    spdlog::warn("{} is restored from the beginning of the changelog", stored.status().ToString());
    stored = absl::nullopt;
  }
  RETURN_IF_ERROR(stored.status());
  if (stored->has_value() && (*stored)->offset >= begin && (*stored)->offset <= work.end) {
    work.bound = **stored;
    return work;
  }
  RETURN_IF_ERROR(partition.store->Clear());
  work.bound = {begin, work.asked_at};
  return work;
}

absl::StatusOr<bool> Restorer::Advance(absl::Duration wait) {
  absl::StatusOr<bool> further = ReadOnce(wait);
  if (!further.ok()) Stop();
  return further;
}

absl::StatusOr<bool> Restorer::ReadOnce(absl::Duration wait) {
  ASSIGN_OR_RETURN(std::vector<bus::Record> records, reader_->Poll(wait, kMaxRecordsPerRead));
  records_ += records.size();
  std::map<int32_t, std::vector<bus::Record>> by_partition;
  for (bus::Record& record : records) by_partition[record.partition].push_back(std::move(record));
  bool further = false;
  for (Work& work : works_) {
    const int32_t number = work.partition->number;
    const int64_t position = reader_->Position({changelog_, number});
    if (position <= work.bound.offset) continue;
    further = true;
    RETURN_IF_ERROR(Repair(*work.partition, Apply(work, std::move(by_partition[number]), position)));
    if (position >= work.end) RETURN_IF_ERROR(Repair(*work.partition, Finish(work)));
  }
  works_.erase(std::remove_if(works_.begin(), works_.end(), [](const Work& work) { return work.partition->restored; }),
               works_.end());
  if (works_.empty()) Stop();
  return further;
}

absl::Status Restorer::Apply(Work& work, std::vector<bus::Record> records, int64_t position) {
  store::Store& store = *work.partition->store;
  ASSIGN_OR_RETURN(std::vector<store::Change> changes, ToChanges(std::move(records), store));
  changes.push_back(BoundTimeChange(work.bound.at));
  RETURN_IF_ERROR(store.Write(changes, position));
  work.bound.offset = position;
  return absl::OkStatus();
}

absl::Status Restorer::Finish(Work& work) {
  Partition& partition = *work.partition;
  work.bound.at = work.asked_at;
  RETURN_IF_ERROR(partition.store->Write({BoundTimeChange(work.bound.at)}, work.bound.offset));
  partition.checkpoint.Restored(work.bound);
  partition.timers.Forget();
  partition.restored = true;
  return absl::OkStatus();
}

absl::Status Restorer::Repair(Partition& partition, absl::Status status) {
  if (!absl::IsDataLoss(status)) return status;
  spdlog::warn("{} is cleared and restored from the changelog", status.ToString());
  RETURN_IF_ERROR(partition.store->Clear());
  return absl::UnavailableError(absl::StrCat("the store of partition ", partition.number, " had to be cleared"));
}

void Restorer::Stop() {
  reader_.reset();
  works_.clear();
}

}  // namespace interline::stream
