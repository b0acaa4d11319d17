// Topics and offsets of Kafka.
#include <chrono>
#include <future>
#include <thread>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/bus/kafka_client.h"
#include "core/bus/kafka_errors.h"

namespace interline::bus {
namespace {

constexpr int kMetadataTimeoutMs = 5000;
// The query of 2.0.2 was seen to hang for half an hour in spite of its own time-out.
constexpr std::chrono::seconds kWatermarkWatchdog(20);
constexpr int kMostLeaderWaits = 50;
constexpr std::chrono::milliseconds kLeaderWait(100);

class KafkaAdmin final : public Admin {
 public:
  KafkaAdmin(std::shared_ptr<rd_kafka_t> client, std::shared_ptr<rd_kafka_t> committed_client, std::string brokers)
      : client_(std::move(client)), committed_(std::move(committed_client)), brokers_(std::move(brokers)) {}

  absl::StatusOr<std::vector<std::string>> CreateTopics(const std::vector<TopicSpec>& topics) override {
    std::vector<rd_kafka_NewTopic_t*> specs;
    absl::Status status;
    for (const TopicSpec& topic : topics) {
      char error[256] = "";
      rd_kafka_NewTopic_t* spec =
          rd_kafka_NewTopic_new(topic.name.c_str(), topic.partitions,
                                topic.replication_factor == 0 ? -1 : topic.replication_factor, error, sizeof error);
      if (spec == nullptr) {
        status = absl::InvalidArgumentError(absl::StrCat(topic.name, ": ", error));
        break;
      }
      for (const auto& [key, value] : topic.settings) rd_kafka_NewTopic_set_config(spec, key.c_str(), value.c_str());
      specs.push_back(spec);
    }
    std::vector<std::string> created;
    if (status.ok() && !specs.empty()) status = Create(specs, created);
    rd_kafka_NewTopic_destroy_array(specs.data(), specs.size());
    if (!status.ok()) return status;
    return created;
  }

  absl::Status DeleteTopics(const std::vector<std::string>& topics) override {
    std::vector<rd_kafka_DeleteTopic_t*> specs;
    for (const std::string& topic : topics) specs.push_back(rd_kafka_DeleteTopic_new(topic.c_str()));
    KafkaPtr<rd_kafka_queue_t> queue(rd_kafka_queue_new(client_.get()));
    rd_kafka_DeleteTopics(client_.get(), specs.data(), specs.size(), nullptr, queue.get());
    KafkaPtr<rd_kafka_event_t> event(rd_kafka_queue_poll(queue.get(), kRequestTimeoutMs));
    rd_kafka_DeleteTopic_destroy_array(specs.data(), specs.size());
    if (event == nullptr) return NoAnswer();
    return ToStatus(rd_kafka_event_error(event.get()), "deleting topics");
  }

  absl::StatusOr<std::map<std::string, int32_t>> ListTopics() override {
    const rd_kafka_metadata_t* metadata = nullptr;
    const rd_kafka_resp_err_t error = rd_kafka_metadata(client_.get(), 1, nullptr, &metadata, kMetadataTimeoutMs);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return NoAnswer();
    std::map<std::string, int32_t> topics;
    for (int i = 0; i < metadata->topic_cnt; ++i) {
      const absl::string_view name = metadata->topics[i].topic;
      if (name.substr(0, 2) != "__") topics[std::string(name)] = metadata->topics[i].partition_cnt;
    }
    rd_kafka_metadata_destroy(metadata);
    return topics;
  }

  absl::StatusOr<int64_t> EndOffset(const TopicPartition& partition, Isolation isolation) override {
    ASSIGN_OR_RETURN(const auto marks, Watermarks(partition, isolation));
    return marks.second;
  }

  absl::StatusOr<int64_t> BeginOffset(const TopicPartition& partition) override {
    ASSIGN_OR_RETURN(const auto marks, Watermarks(partition, Isolation::kReadUncommitted));
    return marks.first;
  }

 private:
  absl::Status NoAnswer() const { return absl::UnavailableError(absl::StrCat("no answer from Kafka at ", brokers_)); }

  absl::Status Create(std::vector<rd_kafka_NewTopic_t*>& specs, std::vector<std::string>& created) {
    KafkaPtr<rd_kafka_queue_t> queue(rd_kafka_queue_new(client_.get()));
    rd_kafka_CreateTopics(client_.get(), specs.data(), specs.size(), nullptr, queue.get());
    KafkaPtr<rd_kafka_event_t> event(rd_kafka_queue_poll(queue.get(), kRequestTimeoutMs));
    if (event == nullptr) return NoAnswer();
    RETURN_IF_ERROR(ToStatus(rd_kafka_event_error(event.get()), "creating topics"));
    size_t count = 0;
    const auto* results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event.get()), &count);
    for (size_t i = 0; i < count; ++i) {
      const rd_kafka_resp_err_t error = rd_kafka_topic_result_error(results[i]);
      if (error == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) continue;
      RETURN_IF_ERROR(ToStatus(error, absl::StrCat("creating ", rd_kafka_topic_result_name(results[i]))));
      created.push_back(rd_kafka_topic_result_name(results[i]));
    }
    return absl::OkStatus();
  }

  // On a thread of its own: it may hang, and then it is left behind with its share of the client.
  absl::StatusOr<std::pair<int64_t, int64_t>> Watermarks(const TopicPartition& at, Isolation isolation) {
    using Answer = absl::StatusOr<std::pair<int64_t, int64_t>>;
    auto promise = std::make_shared<std::promise<Answer>>();
    auto answer = promise->get_future();
    std::thread([promise, at, client = isolation == Isolation::kReadCommitted ? committed_ : client_] {
      int64_t low = 0;
      int64_t high = 0;
      absl::Status status;
      // A topic that was just made has no leader for a moment.
      for (int attempt = 0; attempt < kMostLeaderWaits; ++attempt) {
        status = ToStatus(rd_kafka_query_watermark_offsets(client.get(), at.topic.c_str(), at.partition, &low, &high,
                                                           kRequestTimeoutMs),
                          absl::StrCat("asking for the offsets of ", at.topic));
        if (!absl::IsUnavailable(status)) break;
        std::this_thread::sleep_for(kLeaderWait);
      }
      promise->set_value(status.ok() ? Answer(std::make_pair(low, high)) : Answer(status));
    }).detach();
    if (answer.wait_for(kWatermarkWatchdog) != std::future_status::ready) return NoAnswer();
    return answer.get();
  }

  std::shared_ptr<rd_kafka_t> client_;
  std::shared_ptr<rd_kafka_t> committed_;  // asks for the last stable offset instead of the high watermark
  std::string brokers_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Admin>> MakeKafkaAdmin(const Settings& base) {
  const auto make = [&](const char* isolation) {
    return MakeClient(RD_KAFKA_CONSUMER, base, {{"group.id", "interline-admin"}, {"isolation.level", isolation}},
                      nullptr);
  };
  ASSIGN_OR_RETURN(auto client, make("read_uncommitted"));
  ASSIGN_OR_RETURN(auto committed, make("read_committed"));
  return std::make_unique<KafkaAdmin>(std::shared_ptr<rd_kafka_t>(client.release(), KafkaDeleter()),
                                      std::shared_ptr<rd_kafka_t>(committed.release(), KafkaDeleter()),
                                      base.at("bootstrap.servers"));
}

}  // namespace interline::bus
