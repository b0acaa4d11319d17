#include "cli/test_world.h"

#include <memory>
#include <utility>

#include "core/base/status_matchers.h"
#include "core/bus/topics.h"

namespace interline::cli {
namespace {

// The test's bus, as a program of its own holds it.
class SharedBus final : public bus::Bus {
 public:
  explicit SharedBus(TestWorld& world) : world_(world) {}

  absl::StatusOr<std::unique_ptr<bus::Reader>> NewReader(const bus::Offsets& from, bus::Isolation isolation) override {
    for (const auto& [at, offset] : from) world_.read.push_back(at);
    return world_.bus.NewReader(from, isolation);
  }
  absl::StatusOr<std::unique_ptr<bus::GroupConsumer>> NewGroupConsumer(
      const bus::GroupConsumerOptions& options) override {
    return world_.bus.NewGroupConsumer(options);
  }
  absl::StatusOr<std::unique_ptr<bus::TransactionalProducer>> NewTransactionalProducer(
      const std::string& transactional_id) override {
    return world_.bus.NewTransactionalProducer(transactional_id);
  }
  absl::StatusOr<std::unique_ptr<bus::Producer>> NewProducer() override { return world_.bus.NewProducer(); }
  bus::Admin& admin() override { return world_.bus.admin(); }

 private:
  TestWorld& world_;
};

}  // namespace

void CopySpecifications(const std::vector<std::string>& folders, const std::filesystem::path& root) {
  std::filesystem::remove_all(root);
  for (const std::string& folder : folders) {
    std::filesystem::create_directories(root / folder);
    std::filesystem::copy(std::filesystem::path("adapters") / folder, root / folder,
                          std::filesystem::copy_options::recursive);
  }
}

TestWorld::TestWorld() = default;

ExitCode TestWorld::Run(const std::vector<std::string>& arguments) {
  std::istringstream input(in);
  std::ostringstream results;
  std::ostringstream errors;
  const auto connect = [this](const std::string&,
                              const std::map<std::string, std::string>&) -> absl::StatusOr<std::unique_ptr<bus::Bus>> {
    if (!no_broker.ok()) return no_broker;
    return std::make_unique<SharedBus>(*this);
  };
  World world{input, results, errors, clock, stop, connect};
  const ExitCode code = RunInterline(arguments, world);
  out = results.str();
  err = errors.str();
  return code;
}

void TestWorld::CreateTopics() {
  EXPECT_OK(bus.admin().CreateTopics(bus::InterlineTopics({"12367", "440000", "510000"}, 4, 1)));
}

void TestWorld::Write(const std::string& topic, const std::string& key, const std::string& value,
                      std::vector<bus::Header> headers) {
  bus::Message message;
  message.topic = topic;
  message.key = key;
  message.value = value;
  message.headers = std::move(headers);
  EXPECT_OK((*bus.NewProducer())->SendAndWait(std::move(message)));
}

}  // namespace interline::cli
