// How records are taken out of a Kafka client, with a group and without one.
#ifndef INTERLINE_CORE_BUS_KAFKA_POLLER_H_
#define INTERLINE_CORE_BUS_KAFKA_POLLER_H_

#include <functional>
#include <string>
#include <vector>

#include "core/bus/kafka_client.h"

namespace interline::bus {

// A trouble that lasts longer is told; librdkafka mends shorter ones by itself.
inline constexpr std::chrono::seconds kMostSilence(10);

// Settings of every client that reads.
Settings ReaderSettings(Isolation isolation);

// One thread at a time, that of the client.
class KafkaPoller {
 public:
  // Told when a partition is read to its end, with the offset that comes next there, past the marks of transactions.
  // Returns whether that is news.
  using AtEnd = std::function<bool(const TopicPartition& partition, int64_t next)>;

  explicit KafkaPoller(std::string brokers) : brokers_(std::move(brokers)) {}

  // As Reader::Poll; returns early when `at_end` has news. UNAVAILABLE once no broker has answered for kMostSilence,
  // NOT_FOUND and PERMISSION_DENIED for a topic.
  absl::StatusOr<std::vector<Record>> Poll(rd_kafka_t* client, absl::Duration wait, size_t max_records,
                                           const AtEnd& at_end = nullptr);

  // To be called for errors that the client tells.
  void OnError(rd_kafka_resp_err_t error, const char* reason);

 private:
  // Status of a message that is no record.
  absl::Status Judge(const rd_kafka_message_t& message);
  absl::Status CheckSilence(rd_kafka_t* client);
  void KeepFetching(rd_kafka_t* client, const std::vector<Record>& records);

  const std::string brokers_;
  // An error that came after records, for the next call.
  absl::Status next_;
  // When all brokers went down.
  absl::optional<Steady::time_point> silent_since_;
  std::string reason_;
  // Read since KeepFetching last knocked.
  size_t bytes_ = 0;
  Offsets read_;
};

}  // namespace interline::bus

#endif  // INTERLINE_CORE_BUS_KAFKA_POLLER_H_
