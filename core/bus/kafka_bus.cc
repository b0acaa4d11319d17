#include "core/bus/kafka_bus.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/bus/kafka_client.h"

namespace interline::bus {
namespace {

class KafkaBus final : public Bus {
 public:
  KafkaBus(Settings base, std::unique_ptr<Admin> admin) : base_(std::move(base)), admin_(std::move(admin)) {}

  // Kafka would wait for a topic that does not exist; ours are made by `interline topics create`.
  absl::StatusOr<std::unique_ptr<Reader>> NewReader(const Offsets& from, Isolation isolation) override {
    ASSIGN_OR_RETURN(const auto topics, admin_->ListTopics());
    for (const auto& [at, offset] : from) {
      const auto found = topics.find(at.topic);
      if (found == topics.end() || at.partition < 0 || at.partition >= found->second) {
        return absl::NotFoundError(absl::StrCat("no partition ", at.partition, " of ", at.topic));
      }
    }
    return MakeKafkaReader(base_, from, isolation);
  }
  absl::StatusOr<std::unique_ptr<GroupConsumer>> NewGroupConsumer(const GroupConsumerOptions& options) override {
    ASSIGN_OR_RETURN(const auto topics, admin_->ListTopics());
    for (const std::string& topic : options.topics) {
      if (topics.count(topic) == 0) return absl::NotFoundError(absl::StrCat("no topic ", topic));
    }
    return MakeKafkaGroupConsumer(base_, options);
  }
  absl::StatusOr<std::unique_ptr<TransactionalProducer>> NewTransactionalProducer(const std::string& id) override {
    return MakeKafkaTransactionalProducer(base_, id);
  }
  absl::StatusOr<std::unique_ptr<Producer>> NewProducer() override { return MakeKafkaProducer(base_); }
  Admin& admin() override { return *admin_; }

 private:
  Settings base_;
  std::unique_ptr<Admin> admin_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Bus>> MakeKafkaBus(const std::string& brokers,
                                                  const std::map<std::string, std::string>& settings) {
  Settings base = settings;
  base["bootstrap.servers"] = brokers;
  ASSIGN_OR_RETURN(auto admin, MakeKafkaAdmin(base));
  return std::make_unique<KafkaBus>(std::move(base), std::move(admin));
}

}  // namespace interline::bus
