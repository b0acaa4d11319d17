// The bus contract on a real Kafka, whose address stands in INTERLINE_TEST_KAFKA.
#include "core/bus/kafka_bus.h"

#include <unistd.h>

#include <atomic>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "core/bus/bus_contract_test.h"

namespace interline::bus {
namespace {

// As short as a broker takes, so that members that do not poll are expelled while the test waits.
const std::map<std::string, std::string>& ShortSessions() {
  static const auto* const settings = new std::map<std::string, std::string>{
      {"session.timeout.ms", "6000"}, {"max.poll.interval.ms", "6000"}, {"heartbeat.interval.ms", "300"}};
  return *settings;
}

INSTANTIATE_TEST_SUITE_P(Kafka, BusContract, testing::Values([] {
                           static std::atomic<int> count{0};
                           const auto make = [] {
                             const char* brokers = std::getenv("INTERLINE_TEST_KAFKA");
                             auto bus = MakeKafkaBus(brokers != nullptr ? brokers : "", ShortSessions());
                             EXPECT_OK(bus);
                             return *std::move(bus);
                           };
                           return BusUnderTest{make, absl::StrCat("bus-", getpid(), "-", count++, ".")};
                         }));

TEST(KafkaBus, ABrokerThatIsAwayIsNamedByEveryCall) {
  ASSERT_OK_AND_ASSIGN(auto bus, MakeKafkaBus("127.0.0.1:1", {}));
  ASSERT_OK_AND_ASSIGN(auto producer, bus->NewProducer());
  const std::vector<absl::Status> answers = {
      bus->admin().ListTopics().status(),
      bus->admin().EndOffset({"t", 0}, Isolation::kReadCommitted).status(),
      bus->NewReader({{{"t", 0}, 0}}, Isolation::kReadCommitted).status(),
      bus->NewGroupConsumer({"g", {"t"}, nullptr}).status(),
      bus->NewTransactionalProducer("tx").status(),
      producer->SendAndWait({"t", 0, "k", "v", {}}).status(),
  };
  for (const absl::Status& answer : answers) {
    EXPECT_THAT(answer, HasCode(absl::StatusCode::kUnavailable));
    EXPECT_THAT(std::string(answer.message()), testing::HasSubstr("127.0.0.1:1"));
  }
}

TEST(KafkaBus, RefusesASettingThatKafkaDoesNotKnow) {
  EXPECT_THAT(MakeKafkaBus("127.0.0.1:1", {{"no.such.setting", "1"}}), HasCode(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace interline::bus
