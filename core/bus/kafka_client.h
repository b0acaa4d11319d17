// Ownership of librdkafka's objects, and what readers and writers share.
#ifndef INTERLINE_CORE_BUS_KAFKA_CLIENT_H_
#define INTERLINE_CORE_BUS_KAFKA_CLIENT_H_

#include <librdkafka/rdkafka.h>

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/bus/bus.h"

namespace interline::bus {

// How long a single request may take before it counts as failed.
inline constexpr int kRequestTimeoutMs = 20000;

struct KafkaDeleter {
  void operator()(rd_kafka_t* client) const { rd_kafka_destroy(client); }
  void operator()(rd_kafka_queue_t* queue) const { rd_kafka_queue_destroy(queue); }
  void operator()(rd_kafka_event_t* event) const { rd_kafka_event_destroy(event); }
  void operator()(rd_kafka_message_t* message) const { rd_kafka_message_destroy(message); }
  void operator()(rd_kafka_topic_partition_list_t* list) const { rd_kafka_topic_partition_list_destroy(list); }
  void operator()(rd_kafka_consumer_group_metadata_t* group) const { rd_kafka_consumer_group_metadata_destroy(group); }
};
template <typename T>
using KafkaPtr = std::unique_ptr<T, KafkaDeleter>;

using Settings = std::map<std::string, std::string>;

// A client with `base` settings, then `own`; `base` wins. Callbacks are set by `conf`, which may be empty.
absl::StatusOr<KafkaPtr<rd_kafka_t>> MakeClient(rd_kafka_type_t type, const Settings& base, Settings own,
                                                const std::function<void(rd_kafka_conf_t*)>& conf);

KafkaPtr<rd_kafka_topic_partition_list_t> ToList(const Offsets& offsets);
Offsets FromList(const rd_kafka_topic_partition_list_t* list);

// Takes a consumed message apart.
Record ToRecord(const rd_kafka_message_t& message);

// Queues a message; QUEUE_FULL is RESOURCE_EXHAUSTED. `opaque` comes back in the delivery report.
absl::Status Produce(rd_kafka_t* client, const Message& message, void* opaque);

int ToMs(absl::Duration wait);

absl::StatusOr<std::unique_ptr<Reader>> MakeKafkaReader(const Settings& base, const Offsets& from, Isolation isolation);
absl::StatusOr<std::unique_ptr<GroupConsumer>> MakeKafkaGroupConsumer(const Settings& base,
                                                                      const GroupConsumerOptions& options);
absl::StatusOr<std::unique_ptr<TransactionalProducer>> MakeKafkaTransactionalProducer(const Settings& base,
                                                                                      const std::string& id);
absl::StatusOr<std::unique_ptr<Producer>> MakeKafkaProducer(const Settings& base);
absl::StatusOr<std::unique_ptr<Admin>> MakeKafkaAdmin(const Settings& base);
// The client behind a group consumer made here, for its group's metadata.
rd_kafka_t* ClientOf(GroupConsumer& consumer);

}  // namespace interline::bus

#endif  // INTERLINE_CORE_BUS_KAFKA_CLIENT_H_
