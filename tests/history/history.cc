#include "tests/history/history.h"

#include <functional>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/bus/topics.h"

namespace interline::history {
namespace {

constexpr size_t kRecordsPerPoll = 5000;
// Polls in a row that bring nothing before the log is taken for dead.
constexpr int kMostEmptyPolls = 100;

absl::Status ReadTopic(bus::Bus& bus, const std::string& topic,
                       const std::function<absl::Status(const bus::Record&)>& take) {
  ASSIGN_OR_RETURN(const auto topics, bus.admin().ListTopics());
  const auto found = topics.find(topic);
  if (found == topics.end()) return absl::NotFoundError(absl::StrCat("no topic ", topic));
  for (int32_t partition = 0; partition < found->second; ++partition) {
    const bus::TopicPartition at{topic, partition};
    ASSIGN_OR_RETURN(const int64_t begin, bus.admin().BeginOffset(at));
    ASSIGN_OR_RETURN(const int64_t end, bus.admin().EndOffset(at, bus::Isolation::kReadCommitted));
    ASSIGN_OR_RETURN(const auto reader, bus.NewReader({{at, begin}}, bus::Isolation::kReadCommitted));
    for (int empty = 0; reader->Position(at) < end;) {
      ASSIGN_OR_RETURN(const auto records, reader->Poll(absl::Milliseconds(100), kRecordsPerPoll));
      empty = records.empty() ? empty + 1 : 0;
      if (empty > kMostEmptyPolls) return absl::UnavailableError(absl::StrCat(topic, " stopped answering"));
      for (const bus::Record& record : records) RETURN_IF_ERROR(take(record));
    }
  }
  return absl::OkStatus();
}

template <typename Proto>
absl::StatusOr<Proto> ParseValue(const bus::Record& record) {
  Proto proto;
  if (!record.value || !proto.ParseFromString(*record.value)) {
    return absl::DataLossError(
        absl::StrCat(record.topic, "/", record.partition, "/", record.offset, " does not parse"));
  }
  return proto;
}

}  // namespace

absl::StatusOr<History> ReadHistory(bus::Bus& bus, const std::vector<std::string>& platforms) {
  History history;
  RETURN_IF_ERROR(ReadTopic(bus, bus::kCommands, [&](const bus::Record& record) -> absl::Status {
    Command command{{record.topic, record.partition}, record.offset, {}};
    // Notes that ticketing writes to its own partitions (aliases and the like) are not events.
    if (!record.value || record.value->empty() || !command.event.ParseFromString(*record.value)) {
      return absl::OkStatus();
    }
    history.commands.push_back(std::move(command));
    return absl::OkStatus();
  }));
  RETURN_IF_ERROR(ReadTopic(bus, bus::kEvents, [&](const bus::Record& record) -> absl::Status {
    ASSIGN_OR_RETURN(auto event, ParseValue<v1::TicketEvent>(record));
    history.events.push_back(std::move(event));
    return absl::OkStatus();
  }));
  RETURN_IF_ERROR(ReadTopic(bus, bus::kRejected, [&](const bus::Record& record) -> absl::Status {
    ASSIGN_OR_RETURN(auto rejection, ParseValue<v1::Rejection>(record));
    history.rejections.push_back(std::move(rejection));
    return absl::OkStatus();
  }));
  for (const std::string& platform : platforms) {
    RETURN_IF_ERROR(ReadTopic(bus, bus::OutboxTopic(platform), [&](const bus::Record& record) -> absl::Status {
      ASSIGN_OR_RETURN(auto delivery, ParseValue<v1::Delivery>(record));
      history.deliveries[platform].push_back(std::move(delivery));
      return absl::OkStatus();
    }));
  }
  return history;
}

}  // namespace interline::history
