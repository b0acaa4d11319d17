// What a stream does to its stores once a batch is committed.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <map>
#include <utility>

#include "core/base/status_macros.h"
#include "core/stream/stream_impl.h"

namespace interline::stream {

void Stream::Impl::Apply() {
  std::map<int32_t, Overlay::Changes> taken = overlay_.Take();
  for (auto& [number, partition] : partitions_) {
    if (partition.store == nullptr || !partition.restored) continue;
    Overlay::Changes changes = std::move(taken[number]);
    if (partition.checkpoint.Confirm()) {
      changes.changes.push_back(BoundTimeChange(partition.checkpoint.bound().at));
    } else if (changes.changes.empty()) {
      continue;
    }
    absl::Status status = partition.store->Write(changes.changes, partition.checkpoint.bound().offset);
    if (status.ok()) {
      partition.timers.Added(changes.earliest_timer);
    } else {
      // The batch is committed; the store lacks it and gets it from the changelog.
      StoreFailed(partition, status);
    }
  }
}

void Stream::Impl::StoreFailed(Partition& partition, const absl::Status& status) {
  spdlog::warn("stream {}: the store of partition {} failed and is restored: {}", options_.name, partition.number,
               status.ToString());
  partition.restored = false;
  restorer_.Stop();
  if (absl::IsDataLoss(status) && partition.store->Clear().ok()) return;
  partition.store.reset();
}

// Asks where the changelog ends. One partition at a time, so that no batch waits for many answers.
void Stream::Impl::ProposeCheckpoints(bool all) {
  for (auto& [number, partition] : partitions_) {
    if (partition.store == nullptr || !partition.restored || !partition.checkpoint.IsDue(batch_.started)) continue;
    // Committed: what lies before no longer depends on how a transaction ends.
    const absl::StatusOr<int64_t> end =
        bus_.admin().EndOffset({options_.changelog, number}, bus::Isolation::kReadCommitted);
    partition.checkpoint.Propose(batch_.started, end.ok() ? absl::optional<int64_t>(*end) : absl::nullopt);
    if (!all) return;
  }
}

absl::Status Stream::Impl::KeepCheckpointsFresh() {
  const auto is_stale = [this](const auto& entry) {
    const Partition& partition = entry.second;
    return partition.store != nullptr && partition.checkpoint.IsDue(batch_.started) &&
           absl::AbsDuration(batch_.started - partition.checkpoint.bound().at) >= kIdleCheckpointInterval;
  };
  const auto has_begun = [](const auto& entry) {
    return std::any_of(entry.second.positions.begin(), entry.second.positions.end(),
                       [](const auto& position) { return position.second > 0; });
  };
  if (std::none_of(partitions_.begin(), partitions_.end(), is_stale)) return absl::OkStatus();
  if (std::none_of(partitions_.begin(), partitions_.end(), has_begun)) return absl::OkStatus();
  ProposeCheckpoints(true);
  for (const auto& [number, partition] : partitions_) batch_.touched.insert(number);
  return OpenIfClosed();
}

}  // namespace interline::stream
