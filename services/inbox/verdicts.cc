#include "services/inbox/verdicts.h"

#include <utility>
#include <vector>

#include "core/base/ids.h"
#include "core/base/status_macros.h"
#include "core/bus/topics.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::inbox {
namespace {

constexpr size_t kMostRecords = 500;
constexpr size_t kMostWaiting = 1024;

}  // namespace

Verdicts::Verdicts(bus::Bus& bus, const Clock& clock, std::string platform)
    : bus_(bus), clock_(clock), platform_(std::move(platform)) {}

absl::Status Verdicts::Open() {
  bus::Offsets from;
  ASSIGN_OR_RETURN(const auto topics, bus_.admin().ListTopics());
  for (const char* topic : {bus::kEvents, bus::kRejected}) {
    const auto found = topics.find(topic);
    if (found == topics.end()) return absl::UnavailableError("the topics of Interline do not exist yet");
    for (int32_t partition = 0; partition < found->second; ++partition) {
      const bus::TopicPartition at{topic, partition};
      ASSIGN_OR_RETURN(from[at], bus_.admin().EndOffset(at, bus::Isolation::kReadCommitted));
    }
  }
  ASSIGN_OR_RETURN(reader_, bus_.NewReader(from, bus::Isolation::kReadCommitted));
  return absl::OkStatus();
}

absl::Status Verdicts::ReadOnce(absl::Duration wait) {
  const absl::StatusOr<std::vector<bus::Record>> records = reader_->Poll(wait, kMostRecords);
  if (records.ok()) {
    for (const bus::Record& record : *records) Read(record);
  }
  GiveUp();
  return records.status();
}

absl::Status Verdicts::Await(const std::string& event_id, absl::Time until, Done done) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (waiting_.size() >= kMostWaiting) {
    return absl::ResourceExhaustedError("Too many actions wait for their verdict; try again.");
  }
  waiting_.emplace(event_id, Waiting{until, std::move(done)});
  return absl::OkStatus();
}

void Verdicts::Read(const bus::Record& record) {
  if (!record.value) return;
  Verdict verdict;
  if (record.topic == bus::kRejected) {
    ::interline::v1::Rejection rejection;
    // What the way out refused was accepted before.
    if (!rejection.ParseFromString(*record.value) || rejection.platform() != platform_ ||
        rejection.stage() != ::interline::v1::Rejection::STAGE_JUDGE) {
      return;
    }
    verdict.refusal = rejection.refusal();
    return Tell(rejection.event_id(), verdict);
  }
  ::interline::v1::TicketEvent event;
  if (!event.ParseFromString(*record.value)) return;
  if (event.source() == platform_) {
    verdict.accepted = true;
    verdict.sequence = event.journal().sequence();
    return Tell(event.id(), verdict);
  }
  if (event.source() != kBroker || event.repeat_recognised().from() != platform_) return;
  verdict.accepted = event.repeat_recognised().accepted();
  verdict.refusal.set_reason(event.repeat_recognised().refusal());
  Tell(event.repeat_recognised().event_id(), verdict);
}

void Verdicts::Tell(const std::string& event_id, const Verdict& verdict) {
  std::vector<Done> told;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto [begin, end] = waiting_.equal_range(event_id);
    for (auto at = begin; at != end; ++at) told.push_back(std::move(at->second.done));
    waiting_.erase(begin, end);
  }
  for (const Done& done : told) done(verdict);
}

void Verdicts::GiveUp() {
  std::vector<Done> told;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    const absl::Time now = clock_.Now();
    for (auto at = waiting_.begin(); at != waiting_.end();) {
      if (at->second.until > now) {
        ++at;
        continue;
      }
      told.push_back(std::move(at->second.done));
      at = waiting_.erase(at);
    }
  }
  for (const Done& done : told) done(absl::nullopt);
}

}  // namespace interline::inbox
