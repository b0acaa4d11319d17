// A platform that is away for three days by the fake clock, told by the real ticketing service and the real lanes of
// the courier on a log in memory. The translator in between is played: it copies.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/bus/topics.h"
#include "services/courier/test_world.h"
#include "services/ticketing/test_world.h"

namespace interline {
namespace {

using courier::Answered;
using ticketing::kGuangdong;
using ticketing::kHunan;
using ticketing::kJiangsu;

constexpr absl::Duration kTurn = absl::Minutes(10);
constexpr absl::Duration kAway = absl::Hours(72);
// Once a platform is back, the longest pause between two attempts passes at most once more.
constexpr absl::Duration kCatchUp = absl::Hours(11);
constexpr int kTickets = 4;

// A platform behind HTTP that recognises repeats, and the courier that calls it.
class CalledPlatform {
 public:
  CalledPlatform(ticketing::TicketingWorld& world, const std::string& id)
      : world_(world),
        id_(id),
        courier_(
            world.bus(), world.clock(), [this](const courier::HttpRequest& r) { return Take(r); },
            courier::PartnerAt(id, dialect_, signer_)),
        producer_(*world.bus().NewProducer()) {}

  // Hands on what ticketing has written since, and calls.
  void Turn() {
    // Partition by partition, so what is new may stand anywhere; one ticket's deliveries are in order.
    std::map<std::string, int> written;
    for (const v1::Delivery& delivery : world_.Outbox(id_)) {
      int& handed = handed_[delivery.id()];
      if (++written[delivery.id()] <= handed) continue;
      ++handed;
      Translate(delivery);
    }
    courier_.Drain();
  }

  enum class Mood { kWell, kNoConnection, kNoAnswer };
  Mood mood = Mood::kWell;
  // What took effect, by ticket, as journal numbers.
  std::map<std::string, std::vector<int>> effects;
  int calls = 0;

 private:
  void Translate(const v1::Delivery& delivery) {
    const v1::TicketEvent& event = delivery.event();
    bus::Message message;
    message.topic = bus::OutTopic(id_);
    message.key = event.ticket_id();
    message.value = absl::StrCat(event.ticket_id(), " ", event.journal().sequence());
    message.headers = {{"content-type", "text/plain"},        {":path", "/push"},
                       {"interline-delivery", delivery.id()}, {"interline-ticket", event.ticket_id()},
                       {"interline-event", event.id()},       {"interline-kind", "supplemented"}};
    ASSERT_TRUE(producer_->SendAndWait(std::move(message)).ok());
  }
  // Without an answer the message has arrived all the same, every other time.
  courier::HttpResult Take(const courier::HttpRequest& request) {
    ++calls;
    if (mood == Mood::kNoConnection) return courier::NotSent();
    if (mood == Mood::kNoAnswer && calls % 2 == 0) return courier::Unknown();
    if (known_.insert(courier::HeaderOf(request, "idempotency-key")).second) {
      const size_t blank = request.body.find(' ');
      effects[request.body.substr(0, blank)].push_back(std::stoi(request.body.substr(blank + 1)));
    }
    return mood == Mood::kNoAnswer ? courier::Unknown() : Answered(200, "done");
  }

  ticketing::TicketingWorld& world_;
  const std::string id_;
  courier::PlainDialect dialect_;
  courier::PlainSigner signer_;
  courier::Courier courier_;
  std::unique_ptr<bus::Producer> producer_;
  std::set<std::string> known_;
  // How often each delivery was handed on.
  std::map<std::string, int> handed_;
};

class OutageTest : public testing::TestWithParam<CalledPlatform::Mood> {
 protected:
  std::string TicketFor(const std::string& platform, int i) {
    return absl::StrCat(kGuangdong, ":", platform == kJiangsu ? "J" : "H", i);
  }
  void Say(const std::string& platform, int i, const v1::TicketEvent& event) {
    world_.Submit(event);
    ++said_[TicketFor(platform, i)];
  }
  void OpenAll() {
    for (const std::string platform : {kJiangsu, kHunan}) {
      for (int i = 0; i < kTickets; ++i) Say(platform, i, ticketing::Opening(TicketFor(platform, i), platform));
    }
  }
  void SupplementAll(const std::string& id) {
    for (const std::string platform : {kJiangsu, kHunan}) {
      for (int i = 0; i < kTickets; ++i) {
        Say(platform, i, ticketing::Supplement(absl::StrCat(id, "-", i, platform), kGuangdong, TicketFor(platform, i)));
      }
    }
  }
  void Turn(absl::Duration time) {
    world_.Pass(time);
    // A report lets the next delivery of its ticket go.
    for (int i = 0; i < 3; ++i) {
      jiangsu_.Turn();
      hunan_.Turn();
      world_.Run();
    }
  }
  // Everything said of the platform's tickets took effect there once, in order.
  void ExpectAllTold(CalledPlatform& platform, const std::string& id) {
    for (int i = 0; i < kTickets; ++i) {
      const std::string ticket = TicketFor(id, i);
      const std::vector<int>& told = platform.effects[ticket];
      EXPECT_EQ(told.size(), static_cast<size_t>(said_[ticket])) << ticket;
      EXPECT_TRUE(std::is_sorted(told.begin(), told.end())) << ticket;
      EXPECT_EQ(std::set<int>(told.begin(), told.end()).size(), told.size()) << ticket;
    }
  }

  ticketing::TicketingWorld world_;
  CalledPlatform jiangsu_{world_, kJiangsu};
  CalledPlatform hunan_{world_, kHunan};
  std::map<std::string, int> said_;
};

TEST_P(OutageTest, AfterThreeDaysEverythingIsToldOnceAndInOrderAndTheOtherPlatformNeverWaited) {
  OpenAll();
  for (int i = 0; i < 3; ++i) Turn(kTurn);
  ExpectAllTold(jiangsu_, kJiangsu);
  jiangsu_.mood = GetParam();
  jiangsu_.calls = 0;
  int turns = 0;
  for (absl::Duration away; away < kAway; away += kTurn, ++turns) {
    if (turns % 36 == 0) SupplementAll(absl::StrCat("u", turns));
    Turn(kTurn);
    ExpectAllTold(hunan_, kHunan);
  }
  EXPECT_LT(jiangsu_.calls, turns) << "a platform that is away is left alone";
  EXPECT_GT(jiangsu_.calls, 0);
  jiangsu_.mood = CalledPlatform::Mood::kWell;
  for (absl::Duration back; back < kCatchUp; back += kTurn) Turn(kTurn);
  ExpectAllTold(jiangsu_, kJiangsu);
  ExpectAllTold(hunan_, kHunan);
  EXPECT_EQ(world_.Counted("interline_ticketing_deliveries_total", {{"platform", kJiangsu}, {"step", "parked"}}), 0);
  EXPECT_THAT(world_.Rejections(), testing::IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(All, OutageTest,
                         testing::Values(CalledPlatform::Mood::kNoConnection, CalledPlatform::Mood::kNoAnswer));

}  // namespace
}  // namespace interline
