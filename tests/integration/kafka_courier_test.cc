// The courier's lane on a real Kafka, whose address stands in INTERLINE_TEST_KAFKA: it dies in the middle of its work,
// another one goes on, and what was sent is neither sent again nor forgotten. Only the platform is played.
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "core/base/status_matchers.h"
#include "core/bus/kafka_bus.h"
#include "core/bus/topics.h"
#include "services/courier/test_world.h"

namespace interline::courier {
namespace {

constexpr int32_t kPartitions = 3;
constexpr int kTickets = 20;
constexpr int kDeliveriesPerTicket = 6;
constexpr int kDeliveries = kTickets * kDeliveriesPerTicket;
constexpr absl::Duration kPatience = absl::Minutes(2);
// So long nothing comes that is not to come.
constexpr absl::Duration kQuiet = absl::Seconds(3);
constexpr absl::Duration kPollWait = absl::Milliseconds(100);

// What a platform has heard, by message id and by ticket.
struct Heard {
  std::map<std::string, int> sends;
  std::map<std::string, std::vector<int>> order;
  int calls = 0;
};

// Whether the act at which it dies still has its effect.
class KafkaCourierTest : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    const char* brokers = std::getenv("INTERLINE_TEST_KAFKA");
    ASSERT_NE(brokers, nullptr);
    ASSERT_OK_AND_ASSIGN(bus_, bus::MakeKafkaBus(brokers, {}));
    platform_ = absl::StrCat("courier-test-", getpid(), "-", absl::ToUnixMillis(absl::Now()));
    ASSERT_OK(bus_->admin().CreateTopics(bus::InterlineTopics({platform_}, kPartitions, 1)));
    // Others may have written there before.
    ASSERT_OK_AND_ASSIGN(const auto topics, bus_->admin().ListTopics());
    bus::Offsets from;
    for (int32_t partition = 0; partition < topics.at(bus::kCommands); ++partition) {
      const bus::TopicPartition at{bus::kCommands, partition};
      ASSERT_OK_AND_ASSIGN(from[at], bus_->admin().EndOffset(at, bus::Isolation::kReadUncommitted));
    }
    ASSERT_OK_AND_ASSIGN(commands_, bus_->NewReader(from, bus::Isolation::kReadCommitted));
  }

  void TearDown() override {
    if (bus_ == nullptr) return;
    bus_->admin()
        .DeleteTopics({bus::InTopic(platform_), bus::OutTopic(platform_), bus::OutboxTopic(platform_)})
        .IgnoreError();
  }

  Partner Settings() { return PartnerAt(platform_, dialect_, signer_); }

  void DeliverAll() {
    ASSERT_OK_AND_ASSIGN(const auto producer, bus_->NewProducer());
    for (int n = 0; n < kDeliveriesPerTicket; ++n) {
      for (int ticket = 0; ticket < kTickets; ++ticket) {
        const std::string id = absl::StrCat("12367:", platform_, "-", ticket);
        bus::Message message;
        message.topic = bus::OutTopic(platform_);
        message.key = id;
        message.value = absl::StrCat(ticket, " ", n);
        message.headers = {{"content-type", "text/plain"},
                           {":path", "/push"},
                           {"interline-delivery", absl::StrCat(id, "/", n, "/", platform_)},
                           {"interline-ticket", id},
                           {"interline-event", absl::StrCat("e", n)},
                           {"interline-kind", "supplemented"}};
        ASSERT_OK(producer->SendAndWait(std::move(message)));
      }
    }
  }

  FakeHttpClient::Partner Hears() {
    return [this](const HttpRequest& request) {
      ++heard_.calls;
      ++heard_.sends[HeaderOf(request, "idempotency-key")];
      const size_t blank = request.body.find(' ');
      heard_.order[request.body.substr(0, blank)].push_back(std::stoi(request.body.substr(blank + 1)));
      return Answered(200, "done");
    };
  }

  // Reads reports until there are so many in all, or nothing came for `patience`.
  void ReadReports(size_t wanted, absl::Duration patience) {
    absl::Time last = absl::Now();
    while (reports_.size() < wanted && absl::Now() - last < patience) {
      ASSERT_OK_AND_ASSIGN(const auto records, commands_->Poll(kPollWait, kDeliveries));
      for (const bus::Record& record : records) {
        v1::TicketEvent event;
        ASSERT_TRUE(event.ParseFromString(record.value.value_or("")));
        if (event.delivery_reported().platform() != platform_) continue;
        const v1::DeliveryReported& report = event.delivery_reported();
        EXPECT_TRUE(reports_.emplace(report.delivery_id(), report.result()).second) << "reported twice";
        last = absl::Now();
      }
    }
  }
  int Count(v1::DeliveryReported::Result result) const {
    int count = 0;
    for (const auto& [id, reported] : reports_) count += reported == result ? 1 : 0;
    return count;
  }

  // Steps until the platform has heard so often, or the process is dead.
  void RunUntilHeard(Courier& courier, int calls) {
    const absl::Time deadline = absl::Now() + kPatience;
    while (heard_.calls < calls && !courier.life.dead() && absl::Now() < deadline) {
      static_cast<void>(courier.Step());
    }
  }
  // Steps until nothing happened for a while.
  void RunUntilQuiet(Courier& courier) {
    absl::Time last = absl::Now();
    while (absl::Now() - last < kQuiet) {
      const absl::StatusOr<bool> busy = courier.Step();
      if (busy.ok() && *busy) last = absl::Now();
      absl::SleepFor(absl::Milliseconds(1));
    }
  }

  std::unique_ptr<bus::Bus> bus_;
  std::string platform_;
  std::unique_ptr<bus::Reader> commands_;
  SystemClock clock_;
  PlainDialect dialect_;
  PlainSigner signer_;
  Heard heard_;
  std::map<std::string, v1::DeliveryReported::Result> reports_;
};

TEST_P(KafkaCourierTest, GoesOnAfterADeathWithoutSendingAgain) {
  DeliverAll();
  {
    Courier first(*bus_, clock_, Hears(), Settings());
    RunUntilHeard(first, kDeliveries / 3);
    ASSERT_LT(heard_.calls, kDeliveries) << "it was killed too late for this test";
    // From its next act on nothing of it reaches anybody: what it has started is never reported.
    first.life.DieAt(1, GetParam());
    RunUntilHeard(first, kDeliveries);
    ASSERT_TRUE(first.life.dead());
  }
  const int before = heard_.calls;
  {
    Courier second(*bus_, clock_, Hears(), Settings());
    RunUntilHeard(second, before + kDeliveries / 3);
    // A clean end: the next one finds everything done or not begun.
    RunUntilQuiet(second);
  }
  ReadReports(kDeliveries, kPatience);

  ASSERT_EQ(reports_.size(), static_cast<size_t>(kDeliveries)) << "each is reported";
  const int in_doubt = Count(v1::DeliveryReported::RESULT_IN_DOUBT);
  EXPECT_EQ(Count(v1::DeliveryReported::RESULT_DELIVERED), kDeliveries - in_doubt);
  EXPECT_LE(in_doubt, static_cast<int>(kDefaultInFlight)) << "only what was under way";
  for (const auto& [id, sends] : heard_.sends) EXPECT_EQ(sends, 1) << id;
  for (const auto& [ticket, order] : heard_.order) {
    EXPECT_TRUE(std::is_sorted(order.begin(), order.end())) << "ticket " << ticket;
  }
  // And a third one has nothing left to do.
  const int after = heard_.calls;
  Courier third(*bus_, clock_, Hears(), Settings());
  RunUntilQuiet(third);
  EXPECT_EQ(heard_.calls, after);
  ReadReports(kDeliveries + 1, kQuiet);
  EXPECT_EQ(reports_.size(), static_cast<size_t>(kDeliveries));
}

INSTANTIATE_TEST_SUITE_P(BeforeOrAfterItsLastAct, KafkaCourierTest, testing::Bool());

}  // namespace
}  // namespace interline::courier
