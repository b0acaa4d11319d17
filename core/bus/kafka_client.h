// Ownership of librdkafka's objects, and the parts of the Kafka bus.
#ifndef INTERLINE_CORE_BUS_KAFKA_CLIENT_H_
#define INTERLINE_CORE_BUS_KAFKA_CLIENT_H_

#include <librdkafka/rdkafka.h>

#include <chrono>
#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/bus/bus.h"

namespace interline::bus {

// How long a single request may take before it counts as failed.
inline constexpr int kRequestTimeoutMs = 10000;

// Ends a client. One that does not end in time is left behind: 2.0.2 may hang when a topic was deleted.
void DestroyClient(rd_kafka_t* client);

struct KafkaDeleter {
  void operator()(rd_kafka_t* client) const { DestroyClient(client); }
  void operator()(rd_kafka_topic_t* topic) const { rd_kafka_topic_destroy(topic); }
  void operator()(rd_kafka_queue_t* queue) const { rd_kafka_queue_destroy(queue); }
  void operator()(rd_kafka_event_t* event) const { rd_kafka_event_destroy(event); }
  void operator()(rd_kafka_error_t* error) const { rd_kafka_error_destroy(error); }
  void operator()(rd_kafka_message_t* message) const { rd_kafka_message_destroy(message); }
  void operator()(const rd_kafka_metadata_t* metadata) const { rd_kafka_metadata_destroy(metadata); }
  void operator()(rd_kafka_topic_partition_list_t* list) const { rd_kafka_topic_partition_list_destroy(list); }
  void operator()(rd_kafka_consumer_group_metadata_t* group) const { rd_kafka_consumer_group_metadata_destroy(group); }
  void operator()(rd_kafka_AdminOptions_t* options) const { rd_kafka_AdminOptions_destroy(options); }
};
template <typename T>
using KafkaPtr = std::unique_ptr<T, KafkaDeleter>;

using Settings = std::map<std::string, std::string>;
using Steady = std::chrono::steady_clock;

// What librdkafka tells, always from within a poll of the client and on its thread.
class KafkaEvents {
 public:
  virtual ~KafkaEvents() = default;
  virtual void OnError(rd_kafka_resp_err_t /*error*/, const char* /*reason*/) {}
  virtual void OnRebalance(rd_kafka_resp_err_t /*error*/, rd_kafka_topic_partition_list_t* /*partitions*/) {}
  virtual void OnDelivery(const rd_kafka_message_t& /*message*/) {}
};

// A client with `base` settings, then `own`; `base` wins. `events` must outlive the client; may be null.
absl::StatusOr<KafkaPtr<rd_kafka_t>> MakeClient(rd_kafka_type_t type, const Settings& base, Settings own,
                                                KafkaEvents* events);

// The addresses in these settings.
const std::string& BrokersOf(const Settings& base);
// UNAVAILABLE: the brokers at these addresses do not answer.
absl::Status NoAnswerFrom(const std::string& brokers, absl::string_view reason = "");

KafkaPtr<rd_kafka_topic_partition_list_t> ToList(const Offsets& offsets);
// As they stand there, logical offsets included.
Offsets FromList(const rd_kafka_topic_partition_list_t& list);

// Takes a consumed message apart.
Record ToRecord(const rd_kafka_message_t& message);

// Never negative.
int ToMs(absl::Duration wait);
int MsUntil(Steady::time_point deadline);

absl::StatusOr<std::unique_ptr<Reader>> MakeKafkaReader(const Settings& base, const Offsets& from, Isolation isolation);
absl::StatusOr<std::unique_ptr<GroupConsumer>> MakeKafkaGroupConsumer(const Settings& base,
                                                                      const GroupConsumerOptions& options);
absl::StatusOr<std::unique_ptr<TransactionalProducer>> MakeKafkaTransactionalProducer(const Settings& base,
                                                                                      const std::string& id);
absl::StatusOr<std::unique_ptr<Producer>> MakeKafkaProducer(const Settings& base);
absl::StatusOr<std::unique_ptr<Admin>> MakeKafkaAdmin(const Settings& base);

// The membership under which a consumer made here was given its partitions. FAILED_PRECONDITION once the group has
// moved on, as far as the client knows.
absl::StatusOr<KafkaPtr<rd_kafka_consumer_group_metadata_t>> MembershipOf(GroupConsumer& consumer);

}  // namespace interline::bus

#endif  // INTERLINE_CORE_BUS_KAFKA_CLIENT_H_
