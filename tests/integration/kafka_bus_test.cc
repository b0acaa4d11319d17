// The bus contract on a real Kafka, whose address stands in INTERLINE_TEST_KAFKA.
#include "core/bus/kafka_bus.h"

#include <unistd.h>

#include <atomic>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "core/bus/bus_contract_test.h"

namespace interline::bus {
namespace {

INSTANTIATE_TEST_SUITE_P(Kafka, BusContract, testing::Values([] {
                           static std::atomic<int> count{0};
                           return BusUnderTest{[] {
                                                 const char* brokers = std::getenv("INTERLINE_TEST_KAFKA");
                                                 auto bus = MakeKafkaBus(brokers != nullptr ? brokers : "", {});
                                                 EXPECT_OK(bus);
                                                 return *std::move(bus);
                                               },
                                               absl::StrCat("bus-", getpid(), "-", count++, ".")};
                         }));

TEST(KafkaBus, SaysWhichBrokerDoesNotAnswer) {
  ASSERT_OK_AND_ASSIGN(auto bus, MakeKafkaBus("127.0.0.1:1", {}));
  const auto topics = bus->admin().ListTopics();
  EXPECT_THAT(topics, HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(std::string(topics.status().message()), testing::HasSubstr("127.0.0.1:1"));
}

TEST(KafkaBus, RefusesASettingThatKafkaDoesNotKnow) {
  EXPECT_THAT(MakeKafkaBus("127.0.0.1:1", {{"no.such.setting", "1"}}), HasCode(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace interline::bus
