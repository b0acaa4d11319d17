// Writing to Kafka in transactions.
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/bus/kafka_client.h"
#include "core/bus/kafka_errors.h"
#include "core/bus/kafka_writer.h"

namespace interline::bus {
namespace {

// Below the session time-out of the consumer (kafka_group_consumer.cc).
constexpr char kTransactionTimeoutMs[] = "10000";
// A call that librdkafka calls retriable is repeated so often before its outcome counts as unknown.
constexpr int kMostRetries = 10;
// Between two attempts, and while the queue is full.
constexpr int kPauseMs = 20;

// Whether writing the same record again fails again.
bool IsForEver(const absl::Status& status) {
  return absl::IsInvalidArgument(status) || absl::IsNotFound(status) || absl::IsPermissionDenied(status);
}

class KafkaTransactionalProducer final : public TransactionalProducer, private KafkaEvents {
 public:
  explicit KafkaTransactionalProducer(std::string brokers) : brokers_(std::move(brokers)) {}

  absl::Status Open(const Settings& base, const std::string& id) {
    Settings own = WriterSettings();
    own["transactional.id"] = id;
    own["transaction.timeout.ms"] = kTransactionTimeoutMs;
    ASSIGN_OR_RETURN(client_, MakeClient(RD_KAFKA_PRODUCER, base, own, this));
    writer_ = std::make_unique<KafkaWriter>(client_.get(), brokers_);
    const KafkaPtr<rd_kafka_error_t> error(rd_kafka_init_transactions(client_.get(), kRequestTimeoutMs));
    if (error == nullptr) return absl::OkStatus();
    const rd_kafka_resp_err_t code = rd_kafka_error_code(error.get());
    // Nothing is open yet, so nothing is unknown: what is not refused is tried again with a new one.
    if (CodeOf(code) == absl::StatusCode::kUnavailable) return NoAnswerFrom(brokers_, rd_kafka_err2str(code));
    return ToStatus(code, absl::StrCat("opening the producer ", id));
  }

  absl::Status Begin() override {
    RETURN_IF_ERROR(spent_);
    if (open_) return absl::InvalidArgumentError("a transaction is open already");
    // After a fatal error 2.0.2 may hang in begin.
    RETURN_IF_ERROR(CheckFatal());
    RETURN_IF_ERROR(Call(TransactionCall::kBegin, "beginning a transaction",
                         [this] { return rd_kafka_begin_transaction(client_.get()); }));
    open_ = true;
    failed_ = absl::OkStatus();
    undelivered_ = absl::OkStatus();
    return absl::OkStatus();
  }

  absl::Status Send(Message message) override {
    RETURN_IF_ERROR(CheckOpen());
    const Steady::time_point deadline = Steady::now() + std::chrono::milliseconds(kRequestTimeoutMs);
    while (true) {
      rd_kafka_resp_err_t error = RD_KAFKA_RESP_ERR_NO_ERROR;
      const absl::Status status = writer_->Produce(message, nullptr, &error);
      if (status.ok()) return status;
      if (absl::IsResourceExhausted(status) && Steady::now() < deadline) {
        rd_kafka_poll(client_.get(), kPauseMs);  // until the queue has room
        continue;
      }
      RETURN_IF_ERROR(CheckFatal());
      // An earlier failure has made librdkafka close the transaction to further records, or there is no room.
      const bool closed = error == RD_KAFKA_RESP_ERR__STATE || absl::IsResourceExhausted(status);
      return failed_ = closed ? absl::AbortedError(status.message()) : status;
    }
  }

  absl::Status SendOffsets(GroupConsumer& consumer, const Offsets& next) override {
    RETURN_IF_ERROR(CheckOpen());
    absl::StatusOr<KafkaPtr<rd_kafka_consumer_group_metadata_t>> membership = MembershipOf(consumer);
    if (!membership.ok()) return failed_ = membership.status();
    const auto list = ToList(next);
    failed_ = Call(TransactionCall::kSendOffsets, "sending offsets", [&] {
      return rd_kafka_send_offsets_to_transaction(client_.get(), list.get(), membership->get(), kRequestTimeoutMs);
    });
    return failed_;
  }

  absl::Status Commit() override {
    RETURN_IF_ERROR(CheckOpen());
    absl::Status status = Call(TransactionCall::kCommit, "committing",
                               [this] { return rd_kafka_commit_transaction(client_.get(), kRequestTimeoutMs); });
    open_ = !status.ok() && spent_.ok();
    if (open_) failed_ = status;
    return status;
  }

  absl::Status Abort() override {
    RETURN_IF_ERROR(spent_);
    if (!open_) return absl::OkStatus();
    RETURN_IF_ERROR(Call(TransactionCall::kAbort, "aborting",
                         [this] { return rd_kafka_abort_transaction(client_.get(), kRequestTimeoutMs); }));
    open_ = false;
    return absl::OkStatus();
  }

 private:
  void OnDelivery(const rd_kafka_message_t& message) override {
    if (message.err == RD_KAFKA_RESP_ERR_NO_ERROR || IsForEver(undelivered_)) return;
    const absl::Status status =
        ToStatus(message.err, absl::StrCat("writing to ", rd_kafka_topic_name(message.rkt), " at ", brokers_));
    if (undelivered_.ok() || IsForEver(status)) undelivered_ = status;
  }

  absl::Status CheckOpen() const {
    RETURN_IF_ERROR(spent_);
    if (!open_) return absl::InvalidArgumentError("no transaction is open");
    return failed_;
  }

  absl::Status CheckFatal() {
    char text[256] = "";
    const rd_kafka_resp_err_t error = rd_kafka_fatal_error(client_.get(), text, sizeof text);
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return absl::OkStatus();
    spent_ = IsFencedById(error) ? absl::FailedPreconditionError(text) : absl::UnknownError(text);
    return spent_;
  }

  template <typename Function>
  absl::Status Call(TransactionCall call, absl::string_view doing, Function function) {
    absl::Status status;
    for (int attempt = 0; attempt < kMostRetries; ++attempt) {
      rd_kafka_error_t* const error = function();
      const rd_kafka_resp_err_t code = rd_kafka_error_code(error);
      const bool fatal = error != nullptr && rd_kafka_error_is_fatal(error) != 0;
      status = ToStatus(call, error, doing);
      if (status.ok()) return status;
      if (IsFencedById(code)) return spent_ = status;
      if (fatal) break;
      if (call != TransactionCall::kAbort && !undelivered_.ok()) {
        // A commit was not sent then: librdkafka waits for the records first.
        return IsForEver(undelivered_) ? undelivered_ : absl::AbortedError(undelivered_.message());
      }
      if (!absl::IsUnavailable(status)) break;
      rd_kafka_poll(client_.get(), kPauseMs);
    }
    RETURN_IF_ERROR(CheckFatal());
    if (absl::IsUnavailable(status)) status = absl::UnknownError(status.message());
    if (absl::IsUnknown(status)) spent_ = status;
    return status;
  }

  const std::string brokers_;
  bool open_ = false;
  // Why the open transaction can only be aborted.
  absl::Status failed_;
  // The same, as delivery reports say.
  absl::Status undelivered_;
  // Why this producer is of no more use.
  absl::Status spent_;
  KafkaPtr<rd_kafka_t> client_;
  std::unique_ptr<KafkaWriter> writer_;  // last: it ends first
};

}  // namespace

absl::StatusOr<std::unique_ptr<TransactionalProducer>> MakeKafkaTransactionalProducer(const Settings& base,
                                                                                      const std::string& id) {
  auto producer = std::make_unique<KafkaTransactionalProducer>(BrokersOf(base));
  RETURN_IF_ERROR(producer->Open(base, id));
  return producer;
}

}  // namespace interline::bus
