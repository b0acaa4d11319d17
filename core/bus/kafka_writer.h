// What producers with and without transactions share.
#ifndef INTERLINE_CORE_BUS_KAFKA_WRITER_H_
#define INTERLINE_CORE_BUS_KAFKA_WRITER_H_

#include <map>
#include <mutex>
#include <string>

#include "core/bus/kafka_client.h"

namespace interline::bus {

// A record that could not be written for so long has failed. Below the transaction's time-out.
inline constexpr char kMessageTimeoutMs[] = "8000";

// Settings of every client that writes.
Settings WriterSettings();

// Puts messages into the queue of one client. Asks once for each topic before it writes there: 2.0.2 would let the
// first message wait for up to a second, and a topic that does not exist would show only after half a minute.
// Thread-safe.
class KafkaWriter {
 public:
  // `client` must outlive it.
  KafkaWriter(rd_kafka_t* client, std::string brokers) : client_(client), brokers_(std::move(brokers)) {}

  // `opaque` comes back in the delivery report. RESOURCE_EXHAUSTED when the queue is full, NOT_FOUND for a topic or
  // partition that does not exist, INVALID_ARGUMENT for a record that is too large for any, UNAVAILABLE when the topic
  // is not known yet and no broker answers; `error`, if given, is librdkafka's own.
  absl::Status Produce(const Message& message, void* opaque, rd_kafka_resp_err_t* error = nullptr);

 private:
  struct Topic {
    KafkaPtr<rd_kafka_topic_t> handle;
    int32_t partitions = 0;
  };

  absl::StatusOr<const Topic*> Find(const std::string& name);
  absl::StatusOr<Topic> Ask(const std::string& name) const;

  rd_kafka_t* const client_;
  const std::string brokers_;
  std::mutex mutex_;
  std::map<std::string, Topic> topics_;  // guarded by mutex_; never shrinks
};

}  // namespace interline::bus

#endif  // INTERLINE_CORE_BUS_KAFKA_WRITER_H_
