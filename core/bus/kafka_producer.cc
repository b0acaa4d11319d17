// Writing to Kafka without transactions.
#include <atomic>
#include <shared_mutex>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/bus/kafka_client.h"
#include "core/bus/kafka_errors.h"
#include "core/bus/kafka_writer.h"

namespace interline::bus {
namespace {

// How long the poller sleeps when nothing is reported.
constexpr int kPollMs = 50;
// At the end, how long to wait for what is queued.
constexpr int kFlushMs = 10000;
// And for the reports on what is given up.
constexpr int kPurgeMs = 1000;

using Done = std::function<void(absl::StatusOr<Written>)>;

class KafkaProducer final : public Producer, private KafkaEvents {
 public:
  explicit KafkaProducer(const Settings& base) : base_(base), brokers_(BrokersOf(base)) {}

  ~KafkaProducer() override {
    if (lane_.client != nullptr) rd_kafka_flush(lane_.client.get(), kFlushMs);
    stop_ = true;
    if (poller_.joinable()) poller_.join();
    GiveUp(lane_);
  }

  absl::Status Open() {
    ASSIGN_OR_RETURN(lane_, MakeLane());
    poller_ = std::thread([this] { Poll(); });
    return absl::OkStatus();
  }

  absl::Status Send(Message message, Done done) override {
    auto opaque = std::make_unique<Done>(std::move(done));
    std::shared_lock<std::shared_mutex> lock(mutex_);
    RETURN_IF_ERROR(lane_.writer->Produce(message, opaque.get()));
    opaque.release();  // OnDelivery takes it back
    return absl::OkStatus();
  }

 private:
  struct Lane {
    KafkaPtr<rd_kafka_t> client;
    std::unique_ptr<KafkaWriter> writer;  // last: it ends first
  };

  absl::StatusOr<Lane> MakeLane() {
    Lane lane;
    ASSIGN_OR_RETURN(lane.client, MakeClient(RD_KAFKA_PRODUCER, base_, WriterSettings(), this));
    lane.writer = std::make_unique<KafkaWriter>(lane.client.get(), brokers_);
    return lane;
  }

  void Poll() {
    while (!stop_) {
      rd_kafka_poll(lane_.client.get(), kPollMs);
      char text[256] = "";
      if (rd_kafka_fatal_error(lane_.client.get(), text, sizeof text) != RD_KAFKA_RESP_ERR_NO_ERROR) Renew();
    }
  }

  // An idempotent producer of 2.0.2 that loses count of its records in an outage is dead: a new one takes its place.
  // What was queued in the old one has failed, and its senders are told so.
  void Renew() {
    absl::StatusOr<Lane> fresh = MakeLane();
    if (!fresh.ok()) return;
    {
      std::unique_lock<std::shared_mutex> lock(mutex_);
      std::swap(lane_, *fresh);
    }
    GiveUp(*fresh);
  }

  // Nobody waits for ever: what was not written is reported as failed.
  static void GiveUp(Lane& lane) {
    if (lane.client == nullptr) return;
    rd_kafka_purge(lane.client.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    rd_kafka_flush(lane.client.get(), kPurgeMs);
  }

  void OnDelivery(const rd_kafka_message_t& message) override {
    const std::unique_ptr<Done> done(static_cast<Done*>(message._private));
    if (message.err == RD_KAFKA_RESP_ERR_NO_ERROR) {
      (*done)(Written{message.partition, message.offset});
    } else {
      (*done)(ToStatus(message.err, absl::StrCat("writing to ", rd_kafka_topic_name(message.rkt), " at ", brokers_)));
    }
  }

  const Settings base_;
  const std::string brokers_;
  std::atomic<bool> stop_{false};
  // Held shared to write, alone to change lane_; only the poller changes it.
  std::shared_mutex mutex_;
  Lane lane_;
  std::thread poller_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Producer>> MakeKafkaProducer(const Settings& base) {
  auto producer = std::make_unique<KafkaProducer>(base);
  RETURN_IF_ERROR(producer->Open());
  return producer;
}

}  // namespace interline::bus
