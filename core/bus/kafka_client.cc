#include "core/bus/kafka_client.h"

#include <algorithm>
#include <future>
#include <limits>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/bus/kafka_errors.h"

namespace interline::bus {
namespace {

constexpr std::chrono::seconds kMostDestroyTime(10);

const Settings& CommonSettings() {
  static const auto* const settings = new Settings{
      {"socket.nagle.disable", "true"},
      // A broker that hangs is given up after this; below the transaction's time-out.
      {"socket.timeout.ms", "9000"},
      {"reconnect.backoff.max.ms", "1000"},
  };
  return *settings;
}

void OnError(rd_kafka_t*, int error, const char* reason, void* opaque) {
  static_cast<KafkaEvents*>(opaque)->OnError(static_cast<rd_kafka_resp_err_t>(error), reason);
}

// Troubles show as statuses where they matter, and a service's output is its own log only.
void DropLine(const rd_kafka_t*, int, const char*, const char*) {}

void OnRebalance(rd_kafka_t*, rd_kafka_resp_err_t error, rd_kafka_topic_partition_list_t* partitions, void* opaque) {
  static_cast<KafkaEvents*>(opaque)->OnRebalance(error, partitions);
}

void OnDelivery(rd_kafka_t*, const rd_kafka_message_t* message, void* opaque) {
  static_cast<KafkaEvents*>(opaque)->OnDelivery(*message);
}

}  // namespace

void DestroyClient(rd_kafka_t* client) {
  auto destroyed = std::make_shared<std::promise<void>>();
  std::future<void> end = destroyed->get_future();
  std::thread([client, destroyed] {
    // Consumers that want to leave their group have done so; closing here could wait for ever.
    rd_kafka_destroy_flags(client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
    destroyed->set_value();
  }).detach();
  end.wait_for(kMostDestroyTime);
}

absl::StatusOr<KafkaPtr<rd_kafka_t>> MakeClient(rd_kafka_type_t type, const Settings& base, Settings own,
                                                KafkaEvents* events) {
  for (const auto& [key, value] : base) own[key] = value;
  own.insert(CommonSettings().begin(), CommonSettings().end());
  char error[512] = "";
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  for (const auto& [key, value] : own) {
    if (rd_kafka_conf_set(conf, key.c_str(), value.c_str(), error, sizeof error) != RD_KAFKA_CONF_OK) {
      rd_kafka_conf_destroy(conf);
      return absl::InvalidArgumentError(absl::StrCat("Kafka setting ", key, ": ", error));
    }
  }
  rd_kafka_conf_set_log_cb(conf, &DropLine);
  rd_kafka_conf_set_opaque(conf, events);
  // Without a listener nobody polls the client, and what it tells would pile up.
  if (events != nullptr) rd_kafka_conf_set_error_cb(conf, &OnError);
  if (events != nullptr && type == RD_KAFKA_CONSUMER) rd_kafka_conf_set_rebalance_cb(conf, &OnRebalance);
  if (events != nullptr && type == RD_KAFKA_PRODUCER) rd_kafka_conf_set_dr_msg_cb(conf, &OnDelivery);
  rd_kafka_t* client = rd_kafka_new(type, conf, error, sizeof error);
  if (client == nullptr) {
    rd_kafka_conf_destroy(conf);
    return absl::InvalidArgumentError(absl::StrCat("Kafka client: ", error));
  }
  return KafkaPtr<rd_kafka_t>(client);
}

const std::string& BrokersOf(const Settings& base) { return base.at("bootstrap.servers"); }

absl::Status NoAnswerFrom(const std::string& brokers, absl::string_view reason) {
  return absl::UnavailableError(absl::StrCat("no answer from Kafka at ", brokers, reason.empty() ? "" : ": ", reason));
}

KafkaPtr<rd_kafka_topic_partition_list_t> ToList(const Offsets& offsets) {
  KafkaPtr<rd_kafka_topic_partition_list_t> list(rd_kafka_topic_partition_list_new(static_cast<int>(offsets.size())));
  for (const auto& [at, offset] : offsets) {
    rd_kafka_topic_partition_list_add(list.get(), at.topic.c_str(), at.partition)->offset = offset;
  }
  return list;
}

Offsets FromList(const rd_kafka_topic_partition_list_t& list) {
  Offsets offsets;
  for (int i = 0; i < list.cnt; ++i) offsets[{list.elems[i].topic, list.elems[i].partition}] = list.elems[i].offset;
  return offsets;
}

Record ToRecord(const rd_kafka_message_t& message) {
  Record record;
  record.topic = rd_kafka_topic_name(message.rkt);
  record.partition = message.partition;
  record.offset = message.offset;
  if (message.key != nullptr) record.key.assign(static_cast<const char*>(message.key), message.key_len);
  if (message.payload != nullptr) record.value.emplace(static_cast<const char*>(message.payload), message.len);
  rd_kafka_timestamp_type_t type;
  record.appended_at = absl::FromUnixMillis(rd_kafka_message_timestamp(&message, &type));
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR) {
    const char* name = nullptr;
    const void* value = nullptr;
    size_t size = 0;
    for (size_t i = 0; rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR; ++i) {
      // Java clients may send a header without a value.
      record.headers.push_back({name, value == nullptr ? "" : std::string(static_cast<const char*>(value), size)});
    }
  }
  return record;
}

int ToMs(absl::Duration wait) {
  return static_cast<int>(std::clamp<int64_t>(absl::ToInt64Milliseconds(wait), 0, std::numeric_limits<int>::max()));
}

int MsUntil(Steady::time_point deadline) { return ToMs(absl::FromChrono(deadline - Steady::now())); }

}  // namespace interline::bus
