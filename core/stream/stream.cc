#include "core/stream/stream.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/stream/backoff.h"
#include "core/stream/stream_impl.h"

namespace interline::stream {
namespace {

// How long Run waits after a failed round.
constexpr absl::Duration kFirstPause = absl::Milliseconds(50);
constexpr absl::Duration kMaxPause = absl::Seconds(5);
// A wait is cut in pieces, to see the stop flag.
constexpr absl::Duration kPausePiece = absl::Milliseconds(50);
// Reads of the changelog before the group is polled again, and how long each may wait. Together well below the time
// after which a group takes a member that does not poll for dead.
constexpr int kRestoreReadsPerRound = 20;
constexpr absl::Duration kRestoreWait = absl::Milliseconds(100);
// Rounds that one Step may need to come to its batch: start, assignment, restore, timers.
constexpr int kMaxRoundsPerStep = 100;

constexpr int kMaxInstance = 999;

}  // namespace

Stream::Stream(bus::Bus& bus, store::StoreFactory stores, const Clock& clock, Processor& processor,
               StreamOptions options)
    : impl_(std::make_unique<Impl>(bus, std::move(stores), clock, processor, std::move(options))) {}

Stream::~Stream() = default;

absl::Status Stream::Run(const std::atomic<bool>& stop) { return impl_->Run(stop); }

absl::StatusOr<size_t> Stream::Step() { return impl_->Step(); }

const StreamMetrics& Stream::metrics() const { return impl_->metrics(); }

Stream::Impl::Impl(bus::Bus& bus, store::StoreFactory stores, const Clock& clock, Processor& processor,
                   StreamOptions options)
    : bus_(bus),
      stores_(std::move(stores)),
      clock_(clock),
      processor_(processor),
      options_(std::move(options)),
      transaction_(bus, absl::StrCat(options_.name, "-", options_.instance),
                   [this](absl::Duration time) { Pause(time); }),
      overlay_(options_.changelog, [this](bus::Message message) { return transaction_.Send(std::move(message)); }),
      restorer_(bus, clock, options_.changelog) {
  CHECK(!options_.name.empty() && !options_.topics.empty());
  CHECK(options_.instance >= 0 && options_.instance <= kMaxInstance);
  CHECK(options_.max_batch_records > 0);
  CHECK(!has_state() || stores_ != nullptr);
}

absl::Status Stream::Impl::Run(const std::atomic<bool>& stop) {
  stop_ = &stop;
  Backoff backoff(kFirstPause, kMaxPause);
  while (!stop && hopeless_.ok()) {
    absl::StatusOr<size_t> done = Cycle(options_.idle_wait);
    if (done.ok()) {
      if (*done > 0 || !further_) backoff.Reset();
    } else if (!item_failed_ && hopeless_.ok()) {
      const absl::Duration pause = backoff.Next();
      spdlog::warn("stream {}: {}; trying again in {} ms", options_.name, done.status().ToString(),
                   absl::ToInt64Milliseconds(pause));
      Pause(pause);
    }
  }
  LeaveGroup();
  stop_ = nullptr;
  return hopeless_;
}

absl::StatusOr<size_t> Stream::Impl::Step() {
  for (int round = 0; round < kMaxRoundsPerStep; ++round) {
    absl::StatusOr<size_t> done = Cycle(absl::ZeroDuration());
    if (absl::IsAborted(done.status())) return 0;
    if (!done.ok() || *done > 0 || !further_) return done;
  }
  return 0;
}

absl::StatusOr<size_t> Stream::Impl::Cycle(absl::Duration wait) {
  further_ = false;
  item_failed_ = false;
  RETURN_IF_ERROR(Validate());
  RETURN_IF_ERROR(MakeProducer());
  RETURN_IF_ERROR(MakeConsumer());
  RETURN_IF_ERROR(Rewind());
  const absl::Status restored = Restore(wait);
  if (!AllRestored()) {
    // A member that does not poll is expelled. What comes is kept until the state is there.
    RETURN_IF_ERROR(Fetch(absl::ZeroDuration(), 1));
    RETURN_IF_ERROR(restored);
    return 0;
  }
  processor_.BetweenBatches();
  if (holds_.TakeReleased(clock_.Now())) {
    rewind_ = true;
    RETURN_IF_ERROR(Rewind());
  }
  if (!has_pending()) RETURN_IF_ERROR(Fetch(FirstWait(wait), options_.max_batch_records));
  if (rewind_ || !AllRestored()) {
    further_ = true;
    return 0;
  }
  return DoBatch(clock_.Now());
}

// A topic that is missing, or partitions that do not match, are for a person to put right.
absl::Status Stream::Impl::Validate() {
  if (validated_) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto counts, bus_.admin().ListTopics());
  hopeless_ = CheckTopics(counts);
  validated_ = hopeless_.ok();
  return hopeless_;
}

absl::Status Stream::Impl::CheckTopics(const std::map<std::string, int32_t>& counts) const {
  std::vector<std::string> topics = options_.topics;
  if (has_state()) topics.push_back(options_.changelog);
  for (const std::string& topic : topics) {
    if (counts.count(topic) == 0) return absl::NotFoundError(absl::StrCat("there is no topic ", topic));
  }
  for (const std::string& topic : topics) {
    if (has_state() && counts.at(topic) != counts.at(options_.changelog)) {
      return absl::FailedPreconditionError(
          absl::StrCat(topic, " and ", options_.changelog, " do not have the same number of partitions"));
    }
  }
  return absl::OkStatus();
}

absl::Status Stream::Impl::MakeProducer() {
  if (transaction_.ready()) return absl::OkStatus();
  // The producer was lost and with it, maybe, the outcome of a batch: only the log knows what is true.
  for (auto& [number, partition] : partitions_) partition.restored = !has_state();
  restorer_.Stop();
  rewind_ = had_producer_;
  RETURN_IF_ERROR(transaction_.Prepare());
  if (had_producer_) {
    ++metrics_.recoveries;
    spdlog::warn("stream {}: goes on with a new producer, from what is committed", options_.name);
  }
  had_producer_ = true;
  return absl::OkStatus();
}

absl::Status Stream::Impl::MakeConsumer() {
  if (consumer_ != nullptr) return absl::OkStatus();
  absl::StatusOr<std::unique_ptr<bus::GroupConsumer>> made =
      bus_.NewGroupConsumer({options_.name, options_.topics, this});
  if (absl::IsNotFound(made.status())) validated_ = false;
  RETURN_IF_ERROR(made.status());
  consumer_ = *std::move(made);
  return absl::OkStatus();
}

absl::Status Stream::Impl::Rewind() {
  if (!rewind_) return absl::OkStatus();
  DropPending();
  absl::StatusOr<bus::Offsets> committed = consumer_->Rewind();
  if (!committed.ok() && !absl::IsUnavailable(committed.status())) LeaveGroup();
  RETURN_IF_ERROR(committed.status());
  for (const auto& [at, offset] : *committed) {
    auto found = partitions_.find(at.partition);
    if (found != partitions_.end()) found->second.positions[at.topic] = offset;
  }
  rewind_ = false;
  return absl::OkStatus();
}

bool Stream::Impl::AllRestored() const {
  return std::all_of(partitions_.begin(), partitions_.end(), [](const auto& entry) { return entry.second.restored; });
}

absl::Status Stream::Impl::Restore(absl::Duration wait) {
  if (AllRestored()) return absl::OkStatus();
  if (!restorer_.reading()) RETURN_IF_ERROR(StartRestore());
  bool further = !restorer_.reading();
  for (int i = 0; i < kRestoreReadsPerRound && restorer_.reading() && !stopping(); ++i) {
    ASSIGN_OR_RETURN(const bool read, restorer_.Advance(std::min(wait, kRestoreWait)));
    further = further || read;
    if (!read && wait == absl::ZeroDuration()) break;
  }
  metrics_.restored_records = restorer_.records();
  further_ = further_ || further;
  if (AllRestored()) {
    spdlog::info("stream {}: the state of {} partitions is complete", options_.name, partitions_.size());
  } else if (!further && wait > absl::ZeroDuration()) {
    spdlog::warn("stream {}: waiting for an open transaction in {} to end", options_.name, options_.changelog);
  }
  return absl::OkStatus();
}

absl::Status Stream::Impl::StartRestore() {
  std::vector<Partition*> missing;
  for (auto& [number, partition] : partitions_) {
    if (partition.restored) continue;
    // Two members of the group read different topics: state must not have two owners.
    if (partition.positions.size() != options_.topics.size()) {
      return absl::FailedPreconditionError(
          absl::StrCat("partition ", number, " is ours for some of the topics only; all members must read the same"));
    }
    if (partition.store == nullptr) {
      ASSIGN_OR_RETURN(partition.store, stores_(number));
    }
    missing.push_back(&partition);
  }
  return restorer_.Start(missing);
}

absl::Status Stream::Impl::Fetch(absl::Duration wait, size_t max_records) {
  absl::StatusOr<std::vector<bus::Record>> records = consumer_->Poll(wait, max_records);
  if (!records.ok()) {
    // A log that is away shows as no records. An error is a consumer whose assignment may be half made: begin anew.
    if (absl::IsNotFound(records.status())) validated_ = false;
    LeaveGroup();
    return records.status();
  }
  if (!has_pending()) {
    pending_ = *std::move(records);
    next_pending_ = 0;
    return absl::OkStatus();
  }
  std::move(records->begin(), records->end(), std::back_inserter(pending_));
  if (pending_.size() - next_pending_ > options_.max_batch_records) {
    // Came in while state was restored, and is too much to keep: it is read again.
    DropPending();
    rewind_ = true;
  }
  return absl::OkStatus();
}

// Until there is something to do other than records.
absl::Duration Stream::Impl::FirstWait(absl::Duration wait) const {
  const absl::Time now = clock_.Now();
  absl::Time next = holds_.next_release(now);
  for (const auto& [number, partition] : partitions_) {
    if (partition.store == nullptr || holds_.Of(number, now) == Holds::Standing::kHeld) continue;
    next = std::min(next, partition.timers.next());
  }
  return std::max(absl::ZeroDuration(), std::min(wait, next - now));
}

void Stream::Impl::Pause(absl::Duration time) const {
  while (stop_ != nullptr && !stopping() && time > absl::ZeroDuration()) {
    const absl::Duration piece = std::min(time, kPausePiece);
    absl::SleepFor(piece);
    time -= piece;
  }
}

void Stream::Impl::OnAssigned(const bus::Offsets& committed) {
  further_ = true;
  restorer_.Stop();
  for (const auto& [at, offset] : committed) {
    Partition& partition = partitions_[at.partition];
    partition.number = at.partition;
    partition.positions[at.topic] = offset;
    partition.restored = !has_state();
  }
  spdlog::info("stream {}: was given {} partitions", options_.name, committed.size());
}

void Stream::Impl::OnRevoked(const std::vector<bus::TopicPartition>& partitions, bool lost) {
  further_ = true;
  if (transaction_.open()) {
    if (lost) {
      Drop();
    } else if (absl::Status status = Commit(); !status.ok()) {
      spdlog::warn("stream {}: the open batch could not be committed on hand-over: {}", options_.name,
                   status.ToString());
    }
  }
  restorer_.Stop();
  for (const bus::TopicPartition& at : partitions) {
    auto found = partitions_.find(at.partition);
    if (found == partitions_.end()) continue;
    found->second.positions.erase(at.topic);
    if (!found->second.positions.empty()) continue;
    partitions_.erase(found);
    holds_.Forget(at.partition);
  }
  const auto gone = [this](const bus::Record& record) {
    auto found = partitions_.find(record.partition);
    return found == partitions_.end() || found->second.positions.count(record.topic) == 0;
  };
  pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(next_pending_));
  next_pending_ = 0;
  pending_.erase(std::remove_if(pending_.begin(), pending_.end(), gone), pending_.end());
  spdlog::info("stream {}: {} {} partitions", options_.name, lost ? "lost" : "gave up", partitions.size());
}

void Stream::Impl::LeaveGroup() {
  if (transaction_.open()) Drop();
  if (consumer_ != nullptr) consumer_->Close();
  consumer_.reset();
  restorer_.Stop();
  partitions_.clear();
  holds_ = Holds();
  rewind_ = false;
  DropPending();
}

void Stream::Impl::DropPending() {
  pending_.clear();
  next_pending_ = 0;
}

}  // namespace interline::stream
