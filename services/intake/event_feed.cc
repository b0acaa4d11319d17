#include "services/intake/event_feed.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/ids.h"
#include "core/base/proto_time.h"
#include "core/base/status_macros.h"
#include "core/bus/topics.h"

namespace interline::intake {
namespace {

// An event has at most 400 KiB, so a batch bounds a stream's memory to a few MiB.
constexpr size_t kMostRecords = 16;

absl::Status OutOfRange(int32_t partition, absl::string_view what) {
  return absl::OutOfRangeError(absl::StrCat("The position of partition ", partition, " ", what));
}

}  // namespace

absl::StatusOr<std::unique_ptr<EventFeed>> EventFeed::Open(bus::Bus& bus, const Clock& clock,
                                                           const std::set<std::string>& platforms,
                                                           const v1::WatchEventsRequest& request) {
  if (!request.ticket_id().empty() && !IsTicketId(request.ticket_id())) {
    return absl::InvalidArgumentError("The ticket id is not of the agreed form.");
  }
  std::unique_ptr<EventFeed> feed(new EventFeed(bus, clock, platforms, request.ticket_id()));
  RETURN_IF_ERROR(feed->Begin(request));
  return feed;
}

absl::Status EventFeed::Begin(const v1::WatchEventsRequest& request) {
  ASSIGN_OR_RETURN(const auto topics, bus_.admin().ListTopics());
  const auto found = topics.find(bus::kEvents);
  if (found == topics.end()) return absl::UnavailableError("The log has no topic of events.");
  const int32_t only = ticket_id_.empty() ? -1 : bus::PartitionForKey(ticket_id_, found->second);
  for (int32_t partition = 0; partition < found->second; ++partition) {
    if (only >= 0 && partition != only) continue;
    const bus::TopicPartition at{bus::kEvents, partition};
    ASSIGN_OR_RETURN(ends_[at], bus_.admin().EndOffset(at, bus::Isolation::kReadCommitted));
  }
  ASSIGN_OR_RETURN(const bus::Offsets from, StartOffsets(request));
  ASSIGN_OR_RETURN(reader_, bus_.NewReader(from, bus::Isolation::kReadCommitted));
  return absl::OkStatus();
}

absl::StatusOr<bus::Offsets> EventFeed::StartOffsets(const v1::WatchEventsRequest& request) {
  bus::Offsets from;
  for (const v1::EventPosition& position : request.from()) {
    const bus::TopicPartition at{bus::kEvents, position.partition()};
    const auto end = ends_.find(at);
    if (end == ends_.end()) {
      return absl::InvalidArgumentError(absl::StrCat("Partition ", at.partition, " is none that is read here."));
    }
    if (!from.emplace(at, position.next_offset()).second) {
      return absl::InvalidArgumentError(absl::StrCat("Partition ", at.partition, " stands twice."));
    }
    if (position.next_offset() > end->second) return OutOfRange(at.partition, "lies behind the end of the log.");
    ASSIGN_OR_RETURN(const int64_t begin, bus_.admin().BeginOffset(at));
    if (position.next_offset() < begin) return OutOfRange(at.partition, "is not kept any more.");
  }
  for (const auto& [at, end] : ends_) {
    if (from.count(at) > 0) continue;
    from[at] = end;
    if (request.start() == v1::WatchEventsRequest::START_BEGINNING) {
      ASSIGN_OR_RETURN(from[at], bus_.admin().BeginOffset(at));
    }
  }
  return from;
}

absl::StatusOr<std::vector<v1::WatchedEvent>> EventFeed::Next(absl::Duration wait) {
  ASSIGN_OR_RETURN(const std::vector<bus::Record> records, reader_->Poll(wait, kMostRecords));
  std::vector<v1::WatchedEvent> watched;
  for (const bus::Record& record : records) {
    v1::WatchedEvent one;
    if (!record.value || !one.mutable_event()->ParseFromString(*record.value)) {
      spdlog::error("{}/{}/{} is not an event and is passed over", record.topic, record.partition, record.offset);
      continue;
    }
    if (!Concerns(record, one.event())) continue;
    one.mutable_position()->set_topic(record.topic);
    one.mutable_position()->set_partition(record.partition);
    one.mutable_position()->set_offset(record.offset);
    watched.push_back(std::move(one));
  }
  return watched;
}

bool EventFeed::Concerns(const bus::Record& record, const v1::TicketEvent& event) const {
  if (!ticket_id_.empty() && record.key != ticket_id_) return false;
  const auto& parties = event.journal().parties();
  return std::any_of(parties.begin(), parties.end(),
                     [this](const std::string& party) { return platforms_.count(party) > 0; });
}

v1::Heartbeat EventFeed::Position() {
  v1::Heartbeat heartbeat;
  bool caught_up = true;
  for (auto& [at, end] : ends_) {
    const int64_t next = reader_->Position(at);
    v1::EventPosition& position = *heartbeat.add_next();
    position.set_partition(at.partition);
    position.set_next_offset(next);
    caught_up = caught_up && next >= end;
    // For the next time; an old end is no harm.
    const absl::StatusOr<int64_t> asked = bus_.admin().EndOffset(at, bus::Isolation::kReadCommitted);
    if (asked.ok()) end = *asked;
  }
  heartbeat.set_caught_up(caught_up);
  *heartbeat.mutable_told_at() = ToProto(clock_.Now());
  return heartbeat;
}

}  // namespace interline::intake
