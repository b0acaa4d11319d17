// Reads topics as they are, beside all consumer groups.
#ifndef INTERLINE_CLI_LOG_READER_H_
#define INTERLINE_CLI_LOG_READER_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/bus/bus.h"

namespace interline::cli {

using TakeRecord = std::function<void(const bus::Record&)>;

// Partition count of the topic. NOT_FOUND, with what to do, when it does not exist.
absl::StatusOr<int32_t> PartitionsOf(bus::Bus& bus, const std::string& topic);

// Where a follower starts.
enum class StartAt { kBeginning, kEnd };

// Reads all committed records of some partitions, and those that come later. One thread at a time. Errors:
//   NOT_FOUND    a topic does not exist.
//   UNAVAILABLE  the log does not answer.
class LogFollower {
 public:
  // `bus` must outlive the follower.
  static absl::StatusOr<LogFollower> OfTopics(bus::Bus& bus, const std::vector<std::string>& topics, StartAt start);
  static absl::StatusOr<LogFollower> OfPartitions(bus::Bus& bus, const std::vector<bus::TopicPartition>& partitions,
                                                  StartAt start);

  // Waits up to `wait` for the first record and gives what is there, at most a batch. Returns how many.
  absl::StatusOr<size_t> Poll(absl::Duration wait, const TakeRecord& take);

  // Gives everything up to where the partitions end at the time of the call.
  absl::Status CatchUp(const TakeRecord& take);

 private:
  LogFollower(bus::Bus& bus, std::vector<bus::TopicPartition> partitions, std::unique_ptr<bus::Reader> reader);

  bus::Bus* bus_;
  std::vector<bus::TopicPartition> partitions_;
  std::unique_ptr<bus::Reader> reader_;
};

}  // namespace interline::cli

#endif  // INTERLINE_CLI_LOG_READER_H_
