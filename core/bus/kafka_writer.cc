#include "core/bus/kafka_writer.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/bus/kafka_errors.h"

namespace interline::bus {
namespace {

// How long to ask for a topic; a topic that was just made has no leader for a moment.
constexpr int kAskMs = 2000;
constexpr std::chrono::milliseconds kAskPause(50);

bool HasLeaders(const rd_kafka_metadata_topic_t& topic) {
  for (int i = 0; i < topic.partition_cnt; ++i) {
    if (topic.partitions[i].leader < 0) return false;
  }
  return topic.partition_cnt > 0;
}

rd_kafka_headers_t* ToHeaders(const std::vector<Header>& headers) {
  if (headers.empty()) return nullptr;
  rd_kafka_headers_t* const list = rd_kafka_headers_new(headers.size());
  for (const Header& header : headers) {
    rd_kafka_header_add(list, header.key.data(), static_cast<ssize_t>(header.key.size()), header.value.data(),
                        static_cast<ssize_t>(header.value.size()));
  }
  return list;
}

}  // namespace

Settings WriterSettings() {
  return {{"acks", "all"},
          {"enable.idempotence", "true"},
          {"partitioner", "murmur2_random"},
          {"linger.ms", "1"},
          {"message.timeout.ms", kMessageTimeoutMs},
          {"message.max.bytes", "2097152"},
          {"queue.buffering.max.messages", "100000"},
          {"queue.buffering.max.kbytes", "131072"}};
}

absl::Status KafkaWriter::Produce(const Message& message, void* opaque, rd_kafka_resp_err_t* error) {
  ASSIGN_OR_RETURN(const Topic* const topic, Find(message.topic));
  const int32_t partition = message.partition.value_or(RD_KAFKA_PARTITION_UA);
  if (message.partition.has_value() && (partition < 0 || partition >= topic->partitions)) {
    return absl::NotFoundError(absl::StrCat("no partition ", partition, " of ", message.topic));
  }
  rd_kafka_headers_t* const headers = ToHeaders(message.headers);
  void* const value = message.value.has_value() ? const_cast<char*>(message.value->data()) : nullptr;
  const size_t size = message.value.has_value() ? message.value->size() : 0;
  const rd_kafka_resp_err_t result = rd_kafka_producev(
      client_, RD_KAFKA_V_RKT(topic->handle.get()), RD_KAFKA_V_PARTITION(partition),
      RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_KEY(message.key.data(), message.key.size()),
      RD_KAFKA_V_VALUE(value, size), RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_OPAQUE(opaque), RD_KAFKA_V_END);
  if (error != nullptr) *error = result;
  if (result == RD_KAFKA_RESP_ERR_NO_ERROR) return absl::OkStatus();
  if (headers != nullptr) rd_kafka_headers_destroy(headers);
  return ToStatus(result, absl::StrCat("writing to ", message.topic));
}

absl::StatusOr<const KafkaWriter::Topic*> KafkaWriter::Find(const std::string& name) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto found = topics_.find(name);
    if (found != topics_.end()) return &found->second;
  }
  // Without the lock: others write to topics that are known. Two may ask for the same one; the first answer stays.
  ASSIGN_OR_RETURN(Topic topic, Ask(name));
  std::lock_guard<std::mutex> lock(mutex_);
  return &topics_.emplace(name, std::move(topic)).first->second;
}

absl::StatusOr<KafkaWriter::Topic> KafkaWriter::Ask(const std::string& name) const {
  Topic topic{KafkaPtr<rd_kafka_topic_t>(rd_kafka_topic_new(client_, name.c_str(), nullptr))};
  if (topic.handle == nullptr) return absl::InvalidArgumentError("no name for a topic");
  const Steady::time_point deadline = Steady::now() + std::chrono::milliseconds(kAskMs);
  absl::Status status;
  do {
    const rd_kafka_metadata_t* raw = nullptr;
    const rd_kafka_resp_err_t error =
        rd_kafka_metadata(client_, 0, topic.handle.get(), &raw, std::max(1, MsUntil(deadline)));
    const KafkaPtr<const rd_kafka_metadata_t> metadata(raw);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR || metadata->topic_cnt != 1) return NoAnswerFrom(brokers_);
    status = ToStatus(metadata->topics[0].err, absl::StrCat("looking for ", name));
    topic.partitions = metadata->topics[0].partition_cnt;
    if (status.ok() && HasLeaders(metadata->topics[0])) return topic;
    std::this_thread::sleep_for(kAskPause);
  } while (Steady::now() < deadline);
  // Without a leader for now: the messages wait for one in the queue.
  RETURN_IF_ERROR(status);
  return topic;
}

}  // namespace interline::bus
