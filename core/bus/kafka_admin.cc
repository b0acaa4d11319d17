// Topics and offsets of Kafka.
#include <algorithm>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/bus/kafka_client.h"
#include "core/bus/kafka_errors.h"

namespace interline::bus {
namespace {

constexpr int kMetadataTimeoutMs = 5000;
// For making and deleting topics; some hundreds may come at once.
constexpr int kTopicsTimeoutMs = 60000;
// How long a new topic may take until each of its partitions has a leader.
constexpr std::chrono::seconds kMostLeaderWait(10);
constexpr std::chrono::milliseconds kLeaderPause(50);

using Metadata = KafkaPtr<const rd_kafka_metadata_t>;

class KafkaAdmin final : public Admin {
 public:
  KafkaAdmin(KafkaPtr<rd_kafka_t> client, KafkaPtr<rd_kafka_t> committed, std::string brokers)
      : client_(std::move(client)), committed_(std::move(committed)), brokers_(std::move(brokers)) {}

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
    RETURN_IF_ERROR(status);
    RETURN_IF_ERROR(WaitForLeaders(created));
    return created;
  }

  absl::Status DeleteTopics(const std::vector<std::string>& topics) override {
    std::vector<rd_kafka_DeleteTopic_t*> specs;
    for (const std::string& topic : topics) specs.push_back(rd_kafka_DeleteTopic_new(topic.c_str()));
    const KafkaPtr<rd_kafka_queue_t> queue(rd_kafka_queue_new(client_.get()));
    const auto options = Options(RD_KAFKA_ADMIN_OP_DELETETOPICS);
    rd_kafka_DeleteTopics(client_.get(), specs.data(), specs.size(), options.get(), queue.get());
    const KafkaPtr<rd_kafka_event_t> event(rd_kafka_queue_poll(queue.get(), kTopicsTimeoutMs));
    rd_kafka_DeleteTopic_destroy_array(specs.data(), specs.size());
    if (event == nullptr) return NoAnswerFrom(brokers_);
    RETURN_IF_ERROR(ToStatus(rd_kafka_event_error(event.get()), "deleting topics"));
    size_t count = 0;
    const auto* results = rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(event.get()), &count);
    for (size_t i = 0; i < count; ++i) {
      const rd_kafka_resp_err_t error = rd_kafka_topic_result_error(results[i]);
      if (error == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) continue;
      RETURN_IF_ERROR(ToStatus(error, absl::StrCat("deleting ", rd_kafka_topic_result_name(results[i]))));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<std::map<std::string, int32_t>> ListTopics() override {
    ASSIGN_OR_RETURN(const Metadata metadata, AskForTopics(client_.get()));
    std::map<std::string, int32_t> topics;
    for (int i = 0; i < metadata->topic_cnt; ++i) {
      // Kafka's own are no business of ours.
      const absl::string_view name = metadata->topics[i].topic;
      if (!absl::StartsWith(name, "__")) topics[std::string(name)] = metadata->topics[i].partition_cnt;
    }
    return topics;
  }

  absl::StatusOr<int64_t> EndOffset(const TopicPartition& partition, Isolation isolation) override {
    return Ask(isolation == Isolation::kReadCommitted ? committed_.get() : client_.get(), partition,
               RD_KAFKA_OFFSET_END);
  }

  absl::StatusOr<int64_t> BeginOffset(const TopicPartition& partition) override {
    return Ask(client_.get(), partition, RD_KAFKA_OFFSET_BEGINNING);
  }

 private:
  KafkaPtr<rd_kafka_AdminOptions_t> Options(rd_kafka_admin_op_t operation) const {
    KafkaPtr<rd_kafka_AdminOptions_t> options(rd_kafka_AdminOptions_new(client_.get(), operation));
    rd_kafka_AdminOptions_set_request_timeout(options.get(), kTopicsTimeoutMs / 2, nullptr, 0);
    return options;
  }

  absl::Status Create(std::vector<rd_kafka_NewTopic_t*>& specs, std::vector<std::string>& created) {
    const KafkaPtr<rd_kafka_queue_t> queue(rd_kafka_queue_new(client_.get()));
    const auto options = Options(RD_KAFKA_ADMIN_OP_CREATETOPICS);
    rd_kafka_CreateTopics(client_.get(), specs.data(), specs.size(), options.get(), queue.get());
    const KafkaPtr<rd_kafka_event_t> event(rd_kafka_queue_poll(queue.get(), kTopicsTimeoutMs));
    if (event == nullptr) return NoAnswerFrom(brokers_);
    RETURN_IF_ERROR(ToStatus(rd_kafka_event_error(event.get()), absl::StrCat("creating topics at ", brokers_)));
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

  // Also renews what the client knows of leaders.
  absl::StatusOr<Metadata> AskForTopics(rd_kafka_t* client) const {
    const rd_kafka_metadata_t* raw = nullptr;
    const rd_kafka_resp_err_t error = rd_kafka_metadata(client, 1, nullptr, &raw, kMetadataTimeoutMs);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return NoAnswerFrom(brokers_, rd_kafka_err2str(error));
    return Metadata(raw);
  }

  // The controller answers before the brokers know of the topics.
  absl::Status WaitForLeaders(const std::vector<std::string>& created) {
    const Steady::time_point deadline = Steady::now() + kMostLeaderWait;
    while (!created.empty()) {
      ASSIGN_OR_RETURN(const Metadata metadata, AskForTopics(client_.get()));
      std::map<std::string, int> led;
      for (int i = 0; i < metadata->topic_cnt; ++i) {
        const rd_kafka_metadata_topic_t& topic = metadata->topics[i];
        for (int p = 0; p < topic.partition_cnt; ++p) led[topic.topic] += topic.partitions[p].leader >= 0;
        if (led[topic.topic] != topic.partition_cnt) led.erase(topic.topic);
      }
      const auto ready = [&](const std::string& name) { return led.count(name) != 0; };
      if (std::all_of(created.begin(), created.end(), ready)) break;
      if (Steady::now() > deadline) return absl::UnavailableError("a new topic has no leader");
      std::this_thread::sleep_for(kLeaderPause);
    }
    return absl::OkStatus();
  }

  // Not rd_kafka_query_watermark_offsets: that of 2.0.2 waits for ever when its broker dies.
  absl::StatusOr<int64_t> Ask(rd_kafka_t* client, const TopicPartition& partition, int64_t which) {
    const Steady::time_point deadline = Steady::now() + kMostLeaderWait;
    const std::string doing = absl::StrCat("asking for offsets of ", partition.topic, "/", partition.partition);
    while (true) {
      const auto list = ToList({{partition, which}});
      rd_kafka_resp_err_t error = rd_kafka_offsets_for_times(client, list.get(), std::max(1, MsUntil(deadline)));
      if (error == RD_KAFKA_RESP_ERR_NO_ERROR) error = list->elems[0].err;
      if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return list->elems[0].offset;
      const absl::Status status = ToStatus(error, doing);
      if (!absl::IsUnavailable(status)) return status;
      if (Steady::now() > deadline) return NoAnswerFrom(brokers_, status.message());
      std::this_thread::sleep_for(kLeaderPause);
      // 2.0.2 keeps asking the broker that it believes to lead, also when that one says that it does not.
      AskForTopics(client).status().IgnoreError();
    }
  }

  KafkaPtr<rd_kafka_t> client_;
  KafkaPtr<rd_kafka_t> committed_;  // asks for the last stable offset instead of the high watermark
  const std::string brokers_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Admin>> MakeKafkaAdmin(const Settings& base) {
  const auto make = [&](const char* isolation) {
    return MakeClient(RD_KAFKA_CONSUMER, base, {{"group.id", "interline-admin"}, {"isolation.level", isolation}},
                      nullptr);
  };
  ASSIGN_OR_RETURN(auto client, make("read_uncommitted"));
  ASSIGN_OR_RETURN(auto committed, make("read_committed"));
  return std::make_unique<KafkaAdmin>(std::move(client), std::move(committed), BrokersOf(base));
}

}  // namespace interline::bus
