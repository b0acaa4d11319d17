#include "core/bus/kafka_poller.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/bus/kafka_errors.h"

namespace interline::bus {
namespace {

// A fetch waits this long for more; the price of a quiet partition beside a busy one.
constexpr char kFetchWaitMs[] = "20";
// Memory that one consumer may fill ahead.
constexpr size_t kFetchAheadBytes = 16 << 20;
// As much as a partition's record may take, so that one fetch always moves on.
constexpr char kPartitionFetchBytes[] = "2097152";
// How long to ask whether a broker is there again.
constexpr int kProbeMs = 1000;

size_t SizeOf(const Record& record) {
  return sizeof(Record) + record.key.size() + (record.value.has_value() ? record.value->size() : 0);
}

}  // namespace

Settings ReaderSettings(Isolation isolation) {
  return {{"enable.auto.commit", "false"},
          {"enable.auto.offset.store", "false"},
          {"auto.offset.reset", "earliest"},
          {"isolation.level", isolation == Isolation::kReadCommitted ? "read_committed" : "read_uncommitted"},
          {"fetch.wait.max.ms", kFetchWaitMs},
          {"fetch.error.backoff.ms", "20"},
          {"fetch.message.max.bytes", kPartitionFetchBytes},
          {"queued.max.messages.kbytes", absl::StrCat(kFetchAheadBytes / 1024)},
          {"check.crcs", "true"}};
}

absl::StatusOr<std::vector<Record>> KafkaPoller::Poll(rd_kafka_t* client, absl::Duration wait, size_t max_records,
                                                      const AtEnd& at_end) {
  RETURN_IF_ERROR(std::exchange(next_, absl::OkStatus()));
  std::vector<Record> records;
  const Steady::time_point deadline = Steady::now() + absl::ToChronoNanoseconds(wait);
  bool news = false;
  while (records.size() < max_records) {
    KafkaPtr<rd_kafka_message_t> message(
        rd_kafka_consumer_poll(client, records.empty() && !news ? MsUntil(deadline) : 0));
    if (message == nullptr) break;
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
      records.push_back(ToRecord(*message));
    } else if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
      silent_since_.reset();
      if (at_end && at_end({rd_kafka_topic_name(message->rkt), message->partition}, message->offset)) news = true;
    } else if (absl::Status status = Judge(*message); !status.ok()) {
      if (records.empty()) return status;
      next_ = std::move(status);
      break;
    }
  }
  if (records.empty() && !news) RETURN_IF_ERROR(CheckSilence(client));
  if (!records.empty()) KeepFetching(client, records);
  return records;
}

absl::Status KafkaPoller::Judge(const rd_kafka_message_t& message) {
  const absl::Status status =
      ToStatus(message.err, absl::StrCat("reading", message.rkt == nullptr ? "" : " ",
                                         message.rkt == nullptr ? "" : rd_kafka_topic_name(message.rkt)));
  // A broker that is away is librdkafka's to find again, and a group that takes the partitions away says so itself.
  const bool passes = absl::IsUnavailable(status) || absl::IsFailedPrecondition(status);
  return passes ? absl::OkStatus() : status;
}

void KafkaPoller::OnError(rd_kafka_resp_err_t error, const char* reason) {
  if (error == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) {
    if (!silent_since_.has_value()) silent_since_ = Steady::now();
  } else {
    reason_ = reason;
  }
}

// librdkafka says when the last broker goes down, but not when one is back.
absl::Status KafkaPoller::CheckSilence(rd_kafka_t* client) {
  if (!silent_since_.has_value() || Steady::now() - *silent_since_ < kMostSilence) return absl::OkStatus();
  const rd_kafka_metadata_t* raw = nullptr;
  const rd_kafka_resp_err_t error = rd_kafka_metadata(client, 0, nullptr, &raw, kProbeMs);
  KafkaPtr<const rd_kafka_metadata_t> metadata(raw);
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return NoAnswerFrom(brokers_, reason_);
  silent_since_.reset();
  return absl::OkStatus();
}

// A client whose queue was full looks only once a second whether there is room again, which would cap a fast reader far
// below the log. Any request wakes it: one for offsets is sent and its answer not waited for, each time that half of
// the queue has been read.
void KafkaPoller::KeepFetching(rd_kafka_t* client, const std::vector<Record>& records) {
  silent_since_.reset();
  const Record* last = nullptr;
  for (const Record& record : records) {
    bytes_ += SizeOf(record);
    if (last == nullptr || last->partition != record.partition || last->topic != record.topic) {
      read_.emplace(TopicPartition{record.topic, record.partition}, RD_KAFKA_OFFSET_END);
    }
    last = &record;
  }
  if (bytes_ < kFetchAheadBytes / 2) return;
  bytes_ = 0;
  rd_kafka_offsets_for_times(client, ToList(read_).get(), 0);
  read_.clear();
}

}  // namespace interline::bus
