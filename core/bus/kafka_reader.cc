// Reading from Kafka without a group.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/bus/kafka_client.h"
#include "core/bus/kafka_errors.h"
#include "core/bus/kafka_poller.h"

namespace interline::bus {
namespace {

constexpr char kFetchLeastBytes[] = "65536";

class KafkaReader final : public Reader, private KafkaEvents {
 public:
  KafkaReader(const std::string& brokers, Offsets from) : poller_(brokers), positions_(std::move(from)) {}

  absl::Status Open(const Settings& base, Isolation isolation) {
    Settings own = ReaderSettings(isolation);
    own["group.id"] = "interline-reader";  // librdkafka wants one; it is never joined
    own["enable.partition.eof"] = "true";
    // A busy log comes in pieces of this size, or as often as ReaderSettings says, and not record by record: that would
    // cost the broker as much as what is written.
    own["fetch.min.bytes"] = kFetchLeastBytes;
    ASSIGN_OR_RETURN(client_, MakeClient(RD_KAFKA_CONSUMER, base, own, this));
    rd_kafka_poll_set_consumer(client_.get());
    return ToStatus(rd_kafka_assign(client_.get(), ToList(positions_).get()), "assigning partitions");
  }

  absl::StatusOr<std::vector<Record>> Poll(absl::Duration wait, size_t max_records) override {
    const auto at_end = [this](const TopicPartition& at, int64_t next) {
      int64_t& position = positions_[at];
      const bool news = next > position;
      position = std::max(position, next);
      return news;
    };
    ASSIGN_OR_RETURN(auto records, poller_.Poll(client_.get(), wait, max_records, at_end));
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
  void OnError(rd_kafka_resp_err_t error, const char* reason) override { poller_.OnError(error, reason); }

  KafkaPoller poller_;
  Offsets positions_;
  KafkaPtr<rd_kafka_t> client_;  // last: it ends first
};

}  // namespace

absl::StatusOr<std::unique_ptr<Reader>> MakeKafkaReader(const Settings& base, const Offsets& from,
                                                        Isolation isolation) {
  auto reader = std::make_unique<KafkaReader>(BrokersOf(base), from);
  RETURN_IF_ERROR(reader->Open(base, isolation));
  return reader;
}

}  // namespace interline::bus
