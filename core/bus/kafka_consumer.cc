// Reading from Kafka: with a group and without one.
#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "core/base/status_macros.h"
#include "core/bus/kafka_client.h"
#include "core/bus/kafka_errors.h"

namespace interline::bus {
namespace {

// A fetch waits this long for more; the price of a quiet partition beside a busy one.
constexpr char kFetchWaitMs[] = "20";
// Memory that one consumer may fill ahead.
constexpr char kFetchAheadKb[] = "16384";
// Longer than any transaction (kafka_producer.cc), so that a hung commit dies before the group gives the partition
// away.
constexpr char kSessionTimeoutMs[] = "30000";
constexpr char kHeartbeatMs[] = "3000";
// How long leaving a group may take.
constexpr absl::Duration kLeaveTimeout = absl::Seconds(5);

Settings ReaderSettings(Isolation isolation) {
  return {{"enable.auto.commit", "false"},
          {"enable.auto.offset.store", "false"},
          {"auto.offset.reset", "earliest"},
          {"isolation.level", isolation == Isolation::kReadCommitted ? "read_committed" : "read_uncommitted"},
          {"fetch.wait.max.ms", kFetchWaitMs},
          {"fetch.error.backoff.ms", "20"},
          {"fetch.message.max.bytes", "2097152"},
          {"queued.max.messages.kbytes", kFetchAheadKb},
          {"check.crcs", "true"}};
}

// The first record with the wait, the rest as far as they are here. `at_end` is told when a partition is read to its
// end, with the offset that comes next there, past the marks of transactions.
absl::StatusOr<std::vector<Record>> PollRecords(
    rd_kafka_t* client, absl::Duration wait, size_t max_records,
    const std::function<void(const TopicPartition&, int64_t)>& at_end = nullptr) {
  std::vector<Record> records;
  const absl::Time deadline = absl::Now() + wait;
  while (records.size() < max_records) {
    const absl::Duration left = records.empty() ? deadline - absl::Now() : absl::ZeroDuration();
    KafkaPtr<rd_kafka_message_t> message(rd_kafka_consumer_poll(client, std::max(0, ToMs(left))));
    if (message == nullptr) break;
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
      records.push_back(ToRecord(*message));
      continue;
    }
    if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
      if (at_end) at_end({rd_kafka_topic_name(message->rkt), message->partition}, message->offset);
      if (records.empty()) continue;
      break;
    }
    // What was read before the error is not lost: the error comes again if it stays. A broker that is away is
    // librdkafka's to find again.
    const absl::Status status = ToStatus(message->err, "reading");
    if (!records.empty() || absl::IsUnavailable(status)) break;
    return status;
  }
  return records;
}

class KafkaReader final : public Reader {
 public:
  KafkaReader(KafkaPtr<rd_kafka_t> client, Offsets from) : client_(std::move(client)), positions_(std::move(from)) {}
  ~KafkaReader() override { rd_kafka_consumer_close(client_.get()); }

  absl::Status Assign() {
    return ToStatus(rd_kafka_assign(client_.get(), ToList(positions_).get()), "assigning partitions");
  }

  absl::StatusOr<std::vector<Record>> Poll(absl::Duration wait, size_t max_records) override {
    ASSIGN_OR_RETURN(auto records,
                     PollRecords(client_.get(), wait, max_records, [this](const auto& at, int64_t offset) {
                       positions_[at] = std::max(positions_[at], offset);
                     }));
    for (const Record& record : records) {
      int64_t& position = positions_[{record.topic, record.partition}];
      position = std::max(position, record.offset + 1);
    }
    return records;
  }

  int64_t Position(const TopicPartition& partition) const override {
    const auto found = positions_.find(partition);
    return found == positions_.end() ? -1 : found->second;
  }

 private:
  KafkaPtr<rd_kafka_t> client_;
  Offsets positions_;
};

class KafkaGroupConsumer final : public GroupConsumer {
 public:
  explicit KafkaGroupConsumer(GroupConsumerOptions options) : options_(std::move(options)) {}
  ~KafkaGroupConsumer() override {
    if (client_ != nullptr && !closed_) {
      options_.listener = nullptr;
      rd_kafka_consumer_close(client_.get());
    }
  }

  absl::Status Open(const Settings& base) {
    Settings own = ReaderSettings(Isolation::kReadCommitted);
    own["group.id"] = options_.group;
    own["partition.assignment.strategy"] = "range";
    own["session.timeout.ms"] = kSessionTimeoutMs;
    own["heartbeat.interval.ms"] = kHeartbeatMs;
    ASSIGN_OR_RETURN(client_, MakeClient(RD_KAFKA_CONSUMER, base, own, [this](rd_kafka_conf_t* conf) {
                       rd_kafka_conf_set_opaque(conf, this);
                       rd_kafka_conf_set_rebalance_cb(conf, &KafkaGroupConsumer::OnRebalance);
                     }));
    rd_kafka_poll_set_consumer(client_.get());
    KafkaPtr<rd_kafka_topic_partition_list_t> topics(
        rd_kafka_topic_partition_list_new(static_cast<int>(options_.topics.size())));
    for (const std::string& topic : options_.topics) {
      rd_kafka_topic_partition_list_add(topics.get(), topic.c_str(), RD_KAFKA_PARTITION_UA);
    }
    return ToStatus(rd_kafka_subscribe(client_.get(), topics.get()), "subscribing");
  }

  absl::StatusOr<std::vector<Record>> Poll(absl::Duration wait, size_t max_records) override {
    ASSIGN_OR_RETURN(auto records, PollRecords(client_.get(), wait, max_records));
    if (!rebalance_.ok()) return std::exchange(rebalance_, absl::OkStatus());
    return records;
  }

  absl::StatusOr<Offsets> Rewind() override {
    rd_kafka_topic_partition_list_t* raw = nullptr;
    RETURN_IF_ERROR(ToStatus(rd_kafka_assignment(client_.get(), &raw), "asking for the assignment"));
    KafkaPtr<rd_kafka_topic_partition_list_t> assignment(raw);
    ASSIGN_OR_RETURN(const Offsets committed, Committed(assignment.get()));
    // Assigning anew drops what was fetched ahead, which seeking in 2.0.2 does not do reliably.
    RETURN_IF_ERROR(ToStatus(rd_kafka_assign(client_.get(), nullptr), "unassigning"));
    RETURN_IF_ERROR(ToStatus(rd_kafka_assign(client_.get(), ToList(committed).get()), "assigning"));
    return committed;
  }

  void Close() override {
    if (closed_) return;
    closed_ = true;
    // Closing alone sends no LeaveGroup; unsubscribing does.
    rd_kafka_unsubscribe(client_.get());
    const absl::Time deadline = absl::Now() + kLeaveTimeout;
    while (assigned_ && absl::Now() < deadline) {
      KafkaPtr<rd_kafka_message_t> message(rd_kafka_consumer_poll(client_.get(), 20));
    }
    rd_kafka_consumer_close(client_.get());
  }

  rd_kafka_t* client() const { return client_.get(); }

 private:
  static void OnRebalance(rd_kafka_t* client, rd_kafka_resp_err_t error, rd_kafka_topic_partition_list_t* partitions,
                          void* opaque) {
    auto& self = *static_cast<KafkaGroupConsumer*>(opaque);
    if (error == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
      self.Assigned(partitions);
    } else {
      self.Revoked(partitions, rd_kafka_assignment_lost(client) != 0);
    }
  }

  void Assigned(rd_kafka_topic_partition_list_t* partitions) {
    const auto committed = Committed(partitions);
    if (!committed.ok()) {
      // Without offsets nothing may be read; the error comes out of Poll and the stream starts over.
      rebalance_ = committed.status();
      return;
    }
    assigned_ = true;
    if (options_.listener != nullptr) options_.listener->OnAssigned(*committed);
    rd_kafka_assign(client_.get(), ToList(*committed).get());
  }

  void Revoked(rd_kafka_topic_partition_list_t* partitions, bool lost) {
    std::vector<TopicPartition> revoked;
    for (const auto& [at, offset] : FromList(partitions)) revoked.push_back(at);
    if (assigned_ && options_.listener != nullptr) options_.listener->OnRevoked(revoked, lost);
    assigned_ = false;
    rd_kafka_assign(client_.get(), nullptr);
  }

  absl::StatusOr<Offsets> Committed(const rd_kafka_topic_partition_list_t* partitions) {
    KafkaPtr<rd_kafka_topic_partition_list_t> list(rd_kafka_topic_partition_list_copy(partitions));
    RETURN_IF_ERROR(ToStatus(rd_kafka_committed(client_.get(), list.get(), kRequestTimeoutMs), "reading offsets"));
    for (int i = 0; i < list->cnt; ++i) {
      RETURN_IF_ERROR(ToStatus(list->elems[i].err, "reading offsets"));
    }
    return FromList(list.get());
  }

  GroupConsumerOptions options_;
  KafkaPtr<rd_kafka_t> client_;
  bool assigned_ = false;
  bool closed_ = false;
  absl::Status rebalance_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Reader>> MakeKafkaReader(const Settings& base, const Offsets& from,
                                                        Isolation isolation) {
  Settings own = ReaderSettings(isolation);
  own["group.id"] = "interline-reader";  // librdkafka wants one; it is never joined
  own["enable.partition.eof"] = "true";
  ASSIGN_OR_RETURN(auto client, MakeClient(RD_KAFKA_CONSUMER, base, own, nullptr));
  rd_kafka_poll_set_consumer(client.get());
  auto reader = std::make_unique<KafkaReader>(std::move(client), from);
  RETURN_IF_ERROR(reader->Assign());
  return reader;
}

absl::StatusOr<std::unique_ptr<GroupConsumer>> MakeKafkaGroupConsumer(const Settings& base,
                                                                      const GroupConsumerOptions& options) {
  auto consumer = std::make_unique<KafkaGroupConsumer>(options);
  RETURN_IF_ERROR(consumer->Open(base));
  return consumer;
}

rd_kafka_t* ClientOf(GroupConsumer& consumer) { return static_cast<KafkaGroupConsumer&>(consumer).client(); }

}  // namespace interline::bus
