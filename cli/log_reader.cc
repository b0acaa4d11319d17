#include "cli/log_reader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace interline::cli {
namespace {

constexpr size_t kRecordsPerPoll = 1000;
constexpr absl::Duration kPollWait = absl::Milliseconds(100);
// Polls in a row that may bring nothing before the broker is taken for gone: 10 s.
constexpr int kMostEmptyPolls = 100;

absl::Status NoSuchTopic(const std::string& topic) {
  return absl::NotFoundError(absl::StrCat("the topic ", topic, " does not exist; interline topics create makes it"));
}

}  // namespace

absl::StatusOr<int32_t> PartitionsOf(bus::Bus& bus, const std::string& topic) {
  ASSIGN_OR_RETURN(const auto topics, bus.admin().ListTopics());
  const auto found = topics.find(topic);
  if (found == topics.end()) return NoSuchTopic(topic);
  return found->second;
}

absl::StatusOr<LogFollower> LogFollower::OfTopics(bus::Bus& bus, const std::vector<std::string>& topics,
                                                  StartAt start) {
  ASSIGN_OR_RETURN(const auto existing, bus.admin().ListTopics());
  std::vector<bus::TopicPartition> partitions;
  for (const std::string& topic : topics) {
    const auto found = existing.find(topic);
    if (found == existing.end()) return NoSuchTopic(topic);
    for (int32_t partition = 0; partition < found->second; ++partition) partitions.push_back({topic, partition});
  }
  return OfPartitions(bus, partitions, start);
}

absl::StatusOr<LogFollower> LogFollower::OfPartitions(bus::Bus& bus, const std::vector<bus::TopicPartition>& partitions,
                                                      StartAt start) {
  bus::Offsets from;
  for (const bus::TopicPartition& at : partitions) {
    if (start == StartAt::kBeginning) {
      ASSIGN_OR_RETURN(from[at], bus.admin().BeginOffset(at));
    } else {
      ASSIGN_OR_RETURN(from[at], bus.admin().EndOffset(at, bus::Isolation::kReadCommitted));
    }
  }
  ASSIGN_OR_RETURN(std::unique_ptr<bus::Reader> reader, bus.NewReader(from, bus::Isolation::kReadCommitted));
  return LogFollower(bus, partitions, std::move(reader));
}

LogFollower::LogFollower(bus::Bus& bus, std::vector<bus::TopicPartition> partitions,
                         std::unique_ptr<bus::Reader> reader)
    : bus_(&bus), partitions_(std::move(partitions)), reader_(std::move(reader)) {}

absl::StatusOr<size_t> LogFollower::Poll(absl::Duration wait, const TakeRecord& take) {
  ASSIGN_OR_RETURN(const std::vector<bus::Record> records, reader_->Poll(wait, kRecordsPerPoll));
  for (const bus::Record& record : records) take(record);
  return records.size();
}

absl::Status LogFollower::CatchUp(const TakeRecord& take) {
  bus::Offsets ends;
  for (const bus::TopicPartition& at : partitions_) {
    ASSIGN_OR_RETURN(ends[at], bus_->admin().EndOffset(at, bus::Isolation::kReadCommitted));
  }
  const auto is_behind = [this](const auto& end) { return reader_->Position(end.first) < end.second; };
  for (int empty = 0; std::any_of(ends.begin(), ends.end(), is_behind);) {
    ASSIGN_OR_RETURN(const size_t records, Poll(kPollWait, take));
    empty = records == 0 ? empty + 1 : 0;
    if (empty > kMostEmptyPolls) return absl::UnavailableError("the broker stopped answering");
  }
  return absl::OkStatus();
}

}  // namespace interline::cli
