#include "services/gateway/receipts_follower.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "core/base/status_macros.h"

namespace interline::gateway {
namespace {

constexpr size_t kBatch = 1000;
constexpr absl::Duration kWait = absl::Milliseconds(100);
constexpr std::chrono::seconds kRetry(1);
constexpr absl::Duration kForgetEvery = absl::Seconds(1);
constexpr size_t kForgetBatch = 2000;

}  // namespace

ReceiptsFollower::ReceiptsFollower(std::unique_ptr<bus::Reader> reader, bus::Offsets next, bus::Offsets ends,
                                   Receipts& receipts, const Clock& clock)
    : reader_(std::move(reader)),
      next_(std::move(next)),
      ends_(std::move(ends)),
      receipts_(receipts),
      clock_(clock),
      forgot_at_(clock.Now()) {}

absl::StatusOr<std::unique_ptr<ReceiptsFollower>> ReceiptsFollower::Make(bus::Bus& bus,
                                                                         const std::vector<std::string>& topics,
                                                                         Receipts& receipts, const Clock& clock) {
  ASSIGN_OR_RETURN(const auto existing, bus.admin().ListTopics());
  bus::Offsets next;
  bus::Offsets ends;
  for (const std::string& topic : topics) {
    const auto found = existing.find(topic);
    if (found == existing.end()) continue;
    for (int32_t partition = 0; partition < found->second; ++partition) {
      const bus::TopicPartition place{topic, partition};
      ASSIGN_OR_RETURN(const int64_t begin, bus.admin().BeginOffset(place));
      ASSIGN_OR_RETURN(const int64_t end, bus.admin().EndOffset(place, bus::Isolation::kReadUncommitted));
      ASSIGN_OR_RETURN(const int64_t known, receipts.Position(place));
      // A topic that was made anew is shorter than what is known of the old one.
      next[place] = known > end ? begin : std::max(begin, known);
      ends[place] = end;
    }
  }
  ASSIGN_OR_RETURN(auto reader, bus.NewReader(next, bus::Isolation::kReadUncommitted));
  return std::unique_ptr<ReceiptsFollower>(
      new ReceiptsFollower(std::move(reader), std::move(next), std::move(ends), receipts, clock));
}

absl::Status ReceiptsFollower::Step(absl::Duration wait) {
  ASSIGN_OR_RETURN(const std::vector<bus::Record> records, reader_->Poll(wait, kBatch));
  bus::Offsets moved;
  for (auto& [place, offset] : next_) {
    const int64_t position = reader_->Position(place);
    if (position == offset) continue;
    offset = position;
    moved[place] = position;
  }
  if (!moved.empty()) RETURN_IF_ERROR(receipts_.Index(records, moved));
  const absl::Time now = clock_.Now();
  if (now - forgot_at_ < kForgetEvery) return absl::OkStatus();
  forgot_at_ = now;
  return receipts_.Forget(now, kForgetBatch);
}

absl::Status ReceiptsFollower::CatchUp(const std::atomic<bool>& stop) {
  const auto is_behind = [&] {
    return std::any_of(ends_.begin(), ends_.end(), [&](const auto& end) { return next_.at(end.first) < end.second; });
  };
  while (is_behind()) {
    if (stop) return absl::CancelledError("stopped while reading receipts");
    RETURN_IF_ERROR(Step(kWait));
  }
  return absl::OkStatus();
}

absl::Status ReceiptsFollower::Run(const std::atomic<bool>& stop) {
  while (!stop) {
    const absl::Status stepped = Step(kWait);
    if (stepped.code() == absl::StatusCode::kUnavailable) {
      spdlog::warn("receipts cannot be followed: {}", stepped.ToString());
      std::this_thread::sleep_for(kRetry);
    } else {
      RETURN_IF_ERROR(stepped);
    }
  }
  return absl::OkStatus();
}

}  // namespace interline::gateway
