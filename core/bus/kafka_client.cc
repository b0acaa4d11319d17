#include "core/bus/kafka_client.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/bus/kafka_errors.h"

namespace interline::bus {

absl::StatusOr<KafkaPtr<rd_kafka_t>> MakeClient(rd_kafka_type_t type, const Settings& base, Settings own,
                                                const std::function<void(rd_kafka_conf_t*)>& conf) {
  char error[512] = "";
  rd_kafka_conf_t* settings = rd_kafka_conf_new();
  for (const auto& [key, value] : base) own[key] = value;
  own.emplace("socket.nagle.disable", "true");
  // Connection troubles show as UNAVAILABLE where they matter; librdkafka's own lines would only repeat them.
  own.emplace("log_level", "0");
  for (const auto& [key, value] : own) {
    if (rd_kafka_conf_set(settings, key.c_str(), value.c_str(), error, sizeof error) != RD_KAFKA_CONF_OK) {
      rd_kafka_conf_destroy(settings);
      return absl::InvalidArgumentError(absl::StrCat("Kafka setting ", key, ": ", error));
    }
  }
  if (conf) conf(settings);
  rd_kafka_t* client = rd_kafka_new(type, settings, error, sizeof error);
  if (client == nullptr) {
    rd_kafka_conf_destroy(settings);
    return absl::InvalidArgumentError(absl::StrCat("Kafka client: ", error));
  }
  return KafkaPtr<rd_kafka_t>(client);
}

KafkaPtr<rd_kafka_topic_partition_list_t> ToList(const Offsets& offsets) {
  KafkaPtr<rd_kafka_topic_partition_list_t> list(rd_kafka_topic_partition_list_new(static_cast<int>(offsets.size())));
  for (const auto& [at, offset] : offsets) {
    rd_kafka_topic_partition_list_add(list.get(), at.topic.c_str(), at.partition)->offset = offset;
  }
  return list;
}

Offsets FromList(const rd_kafka_topic_partition_list_t* list) {
  Offsets offsets;
  for (int i = 0; i < list->cnt; ++i) {
    const auto& element = list->elems[i];
    offsets[{element.topic, element.partition}] = std::max<int64_t>(element.offset, 0);
  }
  return offsets;
}

Record ToRecord(const rd_kafka_message_t& message) {
  Record record;
  record.topic = rd_kafka_topic_name(message.rkt);
  record.partition = message.partition;
  record.offset = message.offset;
  if (message.key != nullptr) record.key.assign(static_cast<const char*>(message.key), message.key_len);
  if (message.payload != nullptr) record.value = std::string(static_cast<const char*>(message.payload), message.len);
  rd_kafka_timestamp_type_t type;
  record.appended_at = absl::FromUnixMillis(rd_kafka_message_timestamp(&message, &type));
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR) {
    const char* name = nullptr;
    const void* value = nullptr;
    size_t size = 0;
    for (size_t i = 0; rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR; ++i) {
      record.headers.push_back({name, std::string(static_cast<const char*>(value), size)});
    }
  }
  return record;
}

absl::Status Produce(rd_kafka_t* client, const Message& message, void* opaque) {
  rd_kafka_headers_t* headers = nullptr;
  if (!message.headers.empty()) {
    headers = rd_kafka_headers_new(message.headers.size());
    for (const Header& header : message.headers) {
      rd_kafka_header_add(headers, header.key.data(), static_cast<ssize_t>(header.key.size()), header.value.data(),
                          static_cast<ssize_t>(header.value.size()));
    }
  }
  void* const value = message.value ? const_cast<char*>(message.value->data()) : nullptr;
  const size_t size = message.value ? message.value->size() : 0;
  const int32_t partition = message.partition.value_or(RD_KAFKA_PARTITION_UA);
  const rd_kafka_resp_err_t error = rd_kafka_producev(
      client, RD_KAFKA_V_TOPIC(message.topic.c_str()), RD_KAFKA_V_PARTITION(partition),
      RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_KEY(message.key.data(), message.key.size()),
      RD_KAFKA_V_VALUE(value, size), RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_OPAQUE(opaque), RD_KAFKA_V_END);
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return absl::OkStatus();
  if (headers != nullptr) rd_kafka_headers_destroy(headers);
  return ToStatus(error, absl::StrCat("writing to ", message.topic));
}

int ToMs(absl::Duration wait) { return static_cast<int>(absl::ToInt64Milliseconds(wait)); }

}  // namespace interline::bus
