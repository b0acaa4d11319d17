// Writing to Kafka: in transactions and without.
#include <atomic>
#include <mutex>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/bus/kafka_client.h"
#include "core/bus/kafka_errors.h"

namespace interline::bus {
namespace {

// Below the session time-out of the consumer (kafka_consumer.cc).
constexpr char kTransactionTimeoutMs[] = "20000";
constexpr char kMessageTimeoutMs[] = "15000";
// A transactional call that the client calls retriable is repeated so often before its outcome counts as unknown.
constexpr int kMostRetries = 5;

Settings WriterSettings() {
  return {{"acks", "all"},
          {"enable.idempotence", "true"},
          {"partitioner", "murmur2_random"},
          {"linger.ms", "1"},
          {"message.max.bytes", "2097152"},
          {"queue.buffering.max.messages", "100000"},
          {"queue.buffering.max.kbytes", "262144"}};
}

class KafkaTransactionalProducer final : public TransactionalProducer {
 public:
  explicit KafkaTransactionalProducer(KafkaPtr<rd_kafka_t> client) : client_(std::move(client)) {}

  absl::Status Init() {
    absl::Status status;
    for (int attempt = 0; attempt < kMostRetries; ++attempt) {
      status = ToTransactionStatus(rd_kafka_init_transactions(client_.get(), kRequestTimeoutMs), "opening a producer");
      if (!absl::IsUnavailable(status)) break;
    }
    // Nothing is open yet, so nothing is unknown: try again later.
    if (absl::IsUnknown(status)) return absl::UnavailableError(status.message());
    return status;
  }

  absl::Status Begin() override {
    return Settled(ToTransactionStatus(rd_kafka_begin_transaction(client_.get()), "beginning"));
  }

  absl::Status Send(Message message) override {
    for (;;) {
      const absl::Status status = Produce(client_.get(), message, nullptr);
      if (!absl::IsResourceExhausted(status)) return Judged(status);
      rd_kafka_poll(client_.get(), 10);  // until the queue has room; bounded by the message time-out
    }
  }

  absl::Status SendOffsets(GroupConsumer& consumer, const Offsets& next) override {
    KafkaPtr<rd_kafka_consumer_group_metadata_t> group(rd_kafka_consumer_group_metadata(ClientOf(consumer)));
    if (group == nullptr) return absl::FailedPreconditionError("the consumer is in no group");
    const auto list = ToList(next);
    return Retried("sending offsets", [&] {
      return rd_kafka_send_offsets_to_transaction(client_.get(), list.get(), group.get(), kRequestTimeoutMs);
    });
  }

  absl::Status Commit() override {
    return Retried("committing", [&] { return rd_kafka_commit_transaction(client_.get(), kRequestTimeoutMs); });
  }

  absl::Status Abort() override {
    return Retried("aborting", [&] { return rd_kafka_abort_transaction(client_.get(), kRequestTimeoutMs); });
  }

 private:
  absl::Status Retried(absl::string_view doing, const std::function<rd_kafka_error_t*()>& call) {
    absl::Status status;
    for (int attempt = 0; attempt < kMostRetries; ++attempt) {
      status = ToTransactionStatus(call(), doing);
      if (!absl::IsUnavailable(status)) return status;
    }
    return Settled(status);
  }

  static absl::Status Settled(const absl::Status& status) {
    return absl::IsUnavailable(status) ? absl::UnknownError(status.message()) : status;
  }

  // A record that cannot be queued: too large for ever, or the producer has failed.
  absl::Status Judged(const absl::Status& status) {
    if (status.ok() || absl::IsInvalidArgument(status) || absl::IsFailedPrecondition(status)) return status;
    char text[256] = "";
    return rd_kafka_fatal_error(client_.get(), text, sizeof text) == RD_KAFKA_RESP_ERR_NO_ERROR
               ? absl::AbortedError(status.message())
               : absl::UnknownError(text);
  }

  KafkaPtr<rd_kafka_t> client_;
};

using Done = std::function<void(absl::StatusOr<Written>)>;

class KafkaProducer final : public Producer {
 public:
  ~KafkaProducer() override {
    if (client_ != nullptr) rd_kafka_flush(client_.get(), kRequestTimeoutMs);
    stop_ = true;
    if (poller_.joinable()) poller_.join();
    // What was not written in time is reported as failed, so that nobody waits for ever.
    if (client_ != nullptr) {
      rd_kafka_purge(client_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
      rd_kafka_poll(client_.get(), 0);
    }
  }

  absl::Status Open(const Settings& base) {
    Settings own = WriterSettings();
    own["message.timeout.ms"] = kMessageTimeoutMs;
    ASSIGN_OR_RETURN(client_, MakeClient(RD_KAFKA_PRODUCER, base, own, [](rd_kafka_conf_t* conf) {
                       rd_kafka_conf_set_dr_msg_cb(conf, &KafkaProducer::OnDelivery);
                     }));
    poller_ = std::thread([this] {
      while (!stop_) rd_kafka_poll(client_.get(), 50);
    });
    return absl::OkStatus();
  }

  absl::Status Send(Message message, Done done) override {
    auto opaque = std::make_unique<Done>(std::move(done));
    RETURN_IF_ERROR(Produce(client_.get(), message, opaque.get()));
    opaque.release();  // OnDelivery takes it back
    return absl::OkStatus();
  }

 private:
  static void OnDelivery(rd_kafka_t*, const rd_kafka_message_t* message, void*) {
    const std::unique_ptr<Done> done(static_cast<Done*>(message->_private));
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
      (*done)(Written{message->partition, message->offset});
    } else {
      (*done)(ToStatus(message->err, absl::StrCat("writing to ", rd_kafka_topic_name(message->rkt))));
    }
  }

  KafkaPtr<rd_kafka_t> client_;
  std::atomic<bool> stop_{false};
  std::thread poller_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<TransactionalProducer>> MakeKafkaTransactionalProducer(const Settings& base,
                                                                                      const std::string& id) {
  Settings own = WriterSettings();
  own["transactional.id"] = id;
  own["transaction.timeout.ms"] = kTransactionTimeoutMs;
  own["message.timeout.ms"] = kMessageTimeoutMs;
  ASSIGN_OR_RETURN(auto client, MakeClient(RD_KAFKA_PRODUCER, base, own, nullptr));
  auto producer = std::make_unique<KafkaTransactionalProducer>(std::move(client));
  RETURN_IF_ERROR(producer->Init());
  return producer;
}

absl::StatusOr<std::unique_ptr<Producer>> MakeKafkaProducer(const Settings& base) {
  auto producer = std::make_unique<KafkaProducer>();
  RETURN_IF_ERROR(producer->Open(base));
  return producer;
}

}  // namespace interline::bus
