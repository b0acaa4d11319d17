// How a platform that only answers is read: each entry once, none lost, acknowledged only when it is safe.
#include "services/courier/poller.h"

#include <gmock/gmock.h>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/status_matchers.h"
#include "services/courier/test_world.h"

namespace interline::courier {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr absl::Duration kEvery = absl::Seconds(30);

// A parameter of the query string.
std::string Asked(const HttpRequest& request, const std::string& name) {
  for (const absl::string_view pair : absl::StrSplit(request.url.substr(request.url.find('?') + 1), '&')) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(pair, absl::MaxSplits('=', 1));
    if (parts.first == name) return parts.second;
  }
  return "";
}

uint64_t Number(const HttpRequest& request, const std::string& name) {
  uint64_t number = 0;
  EXPECT_TRUE(absl::SimpleAtoi(Asked(request, name), &number)) << request.url;
  return number;
}

// A platform that gives the oldest entries until they are acknowledged.
class Notices {
 public:
  explicit Notices(CourierWorld& world) : world_(world) {}

  HttpResult Answer(const HttpRequest& request) {
    if (request.url.find("/accept") != std::string::npos) {
      ++acknowledgements;
      const std::string id = Asked(request, "id");
      bool durable = false;
      for (const std::string& value : world_.Values("in.110000")) durable = durable || value.rfind(id + " ", 0) == 0;
      early += durable ? 0 : 1;
      if (refuses_acknowledgements) return Answered(500, "who knows");
      waiting.erase(std::remove_if(waiting.begin(), waiting.end(),
                                   [&](const auto& entry) { return entry.rfind(id + " ", 0) == 0; }),
                    waiting.end());
      return Answered(200, "done");
    }
    const uint64_t count = Number(request, "max");
    largest_count = std::max(largest_count, count);
    ++polls;
    std::string list = "list\n";
    for (size_t i = 0; i < waiting.size() && i < count; ++i) absl::StrAppend(&list, waiting[i], "\n");
    return Answered(200, list);
  }

  std::vector<std::string> waiting;
  bool refuses_acknowledgements = false;
  int acknowledgements = 0;
  // Acknowledgements of what was not safe yet.
  int early = 0;
  int polls = 0;
  uint64_t largest_count = 0;

 private:
  CourierWorld& world_;
};

// A platform that gives entries by their time.
class Orders {
 public:
  HttpResult Answer(const HttpRequest& request) {
    const uint64_t since = Number(request, "since");
    const uint64_t until = Number(request, "until");
    const uint64_t from = Number(request, "from");
    const uint64_t limit = Number(request, "limit");
    spans.emplace_back(since, until);
    std::vector<std::string> found;
    for (const auto& [time, entry] : orders) {
      if (time >= since && time <= until) found.push_back(entry);
    }
    std::string list = "list\n";
    for (size_t i = from; i < found.size() && i < from + limit; ++i) absl::StrAppend(&list, found[i], "\n");
    return Answered(200, list);
  }

  std::multimap<uint64_t, std::string> orders;
  std::vector<std::pair<uint64_t, uint64_t>> spans;
};

class PollerTest : public testing::Test {
 protected:
  Partner QueueSettings() {
    Partner settings = world_.Settings(kBeijing);
    adapter::v1::Poll& poll = settings.polls.emplace_back();
    poll.set_name("notices");
    poll.mutable_call()->set_path("/query");
    poll.mutable_call()->set_query("max=${count}&who=${key:agent|percent}");
    poll.mutable_queue()->mutable_acknowledge()->set_path("/accept");
    poll.mutable_queue()->mutable_acknowledge()->set_query("id=${id}");
    settings.poll_every = kEvery;
    return settings;
  }
  Partner WindowSettings() {
    Partner settings = world_.Settings(kBeijing);
    adapter::v1::Poll& poll = settings.polls.emplace_back();
    poll.set_name("orders");
    poll.mutable_call()->set_method("GET");
    poll.mutable_call()->set_query("since=${since}&until=${until}&from=${offset}&limit=${count}");
    poll.mutable_window()->set_time_layout("%s");
    poll.mutable_window()->set_overlap_seconds(600);
    poll.mutable_window()->set_paging(adapter::v1::PAGING_OFFSET);
    settings.poll_every = kEvery;
    settings.poll_messages = 10;
    return settings;
  }
  std::vector<std::string> Handed() { return world_.Values("in.110000"); }
  uint64_t Now() const { return static_cast<uint64_t>(absl::ToUnixSeconds(world_.clock.Now())); }
  void Pass(Courier& courier, absl::Duration span) {
    world_.clock.Advance(span);
    courier.Drain();
  }

  CourierWorld world_;
  Notices notices_{world_};
  Orders orders_;
  FakeHttpClient::Partner notices_partner_ = [this](const HttpRequest& request) { return notices_.Answer(request); };
  FakeHttpClient::Partner orders_partner_ = [this](const HttpRequest& request) { return orders_.Answer(request); };
};

TEST_F(PollerTest, HandsOnWhatWasAskedForAndAcknowledgesIt) {
  notices_.waiting = {"n1 A1 first", "n2 A2 second"};
  Courier courier(world_.bus, world_.clock, notices_partner_, QueueSettings());
  courier.Drain();
  EXPECT_THAT(Handed(), UnorderedElementsAre("n1 A1 first", "n2 A2 second"));
  EXPECT_THAT(notices_.waiting, IsEmpty());
  EXPECT_EQ(notices_.early, 0);
  const bus::Record record = world_.bus.Committed("in.110000")[0];
  EXPECT_EQ(bus::FindHeader(record.headers, "content-type"), "text/plain");
  EXPECT_THAT(record.key, testing::AnyOf("A1", "A2"));
}

TEST_F(PollerTest, AsksForAHundredAtMostAndForTheRestAtOnce) {
  for (int i = 0; i < 250; ++i) notices_.waiting.push_back(absl::StrCat("n", i, " A", i, " text"));
  Courier courier(world_.bus, world_.clock, notices_partner_, QueueSettings());
  courier.Drain();
  EXPECT_EQ(notices_.largest_count, 100u);
  EXPECT_THAT(Handed(), SizeIs(250));
  EXPECT_THAT(notices_.waiting, IsEmpty());
}

TEST_F(PollerTest, AsksEverySoOften) {
  Courier courier(world_.bus, world_.clock, notices_partner_, QueueSettings());
  courier.Drain();
  EXPECT_EQ(notices_.polls, 1);
  Pass(courier, kEvery - absl::Seconds(1));
  EXPECT_EQ(notices_.polls, 1);
  Pass(courier, absl::Seconds(1));
  EXPECT_EQ(notices_.polls, 2);
}

TEST_F(PollerTest, HandsOnOnceWhatComesAgainBecauseItCannotBeAcknowledged) {
  notices_.refuses_acknowledgements = true;
  notices_.waiting = {"n1 A1 first", "n2 A2 second"};
  Courier courier(world_.bus, world_.clock, notices_partner_, QueueSettings());
  for (int i = 0; i < 10; ++i) Pass(courier, absl::Minutes(11));
  EXPECT_THAT(Handed(), SizeIs(2));
  notices_.waiting.push_back("n3 A3 third");
  for (int i = 0; i < 4; ++i) Pass(courier, absl::Minutes(11));
  EXPECT_THAT(Handed(), Contains("n3 A3 third")) << "those that cannot be acknowledged hold up no other";
  notices_.refuses_acknowledgements = false;
  for (int i = 0; i < 4; ++i) Pass(courier, absl::Minutes(11));
  EXPECT_THAT(notices_.waiting, IsEmpty());
  EXPECT_THAT(Handed(), SizeIs(3));
}

TEST_F(PollerTest, HandsOnOnceWhatItCannotRead) {
  notices_.waiting = {"?? broken"};
  Courier courier(world_.bus, world_.clock, notices_partner_, QueueSettings());
  for (int i = 0; i < 3; ++i) Pass(courier, kEvery);
  EXPECT_THAT(Handed(), ElementsAre("?? broken"));
  EXPECT_EQ(notices_.acknowledgements, 0);
}

TEST_F(PollerTest, ReadsAllPagesOfASpan) {
  for (int i = 0; i < 35; ++i) orders_.orders.emplace(Now() - 100, absl::StrCat("o", i, " A", i));
  Courier courier(world_.bus, world_.clock, orders_partner_, WindowSettings());
  courier.Drain();
  EXPECT_THAT(Handed(), SizeIs(35));
  EXPECT_THAT(orders_.spans, SizeIs(4));
  for (const auto& span : orders_.spans) EXPECT_EQ(span, orders_.spans[0]);
}

TEST_F(PollerTest, LooksBackSoThatNothingIsMissedThatShowsLate) {
  Courier courier(world_.bus, world_.clock, orders_partner_, WindowSettings());
  orders_.orders.emplace(Now() - 5, "o1 A1");
  courier.Drain();
  EXPECT_EQ(orders_.spans[0].second - orders_.spans[0].first, 24 * 3600u + 600u);
  Pass(courier, kEvery);
  orders_.orders.emplace(Now() - 500, "o2 A2 late");
  Pass(courier, kEvery);
  EXPECT_THAT(Handed(), UnorderedElementsAre("o1 A1", "o2 A2 late"));
  EXPECT_EQ(orders_.spans.back().second - orders_.spans.back().first, 600u + 30u);
}

TEST_F(PollerTest, HandsOnAgainWhatHasChanged) {
  Courier courier(world_.bus, world_.clock, orders_partner_, WindowSettings());
  auto order = orders_.orders.emplace(Now() - 5, "o1 A1 open");
  courier.Drain();
  order->second = "o1 A1 closed";
  Pass(courier, kEvery);
  EXPECT_THAT(Handed(), UnorderedElementsAre("o1 A1 open", "o1 A1 closed"));
}

TEST_F(PollerTest, CatchesUpAfterThePlatformWasAwayForDays) {
  bool away = false;
  int calls = 0;
  Courier courier(
      world_.bus, world_.clock,
      [&](const HttpRequest& request) {
        ++calls;
        return away ? Unknown() : orders_.Answer(request);
      },
      WindowSettings());
  courier.Drain();
  away = true;
  for (int i = 0; i < 3 * 24 * 6; ++i) {
    if (i % 36 == 0) orders_.orders.emplace(Now(), absl::StrCat("o", i, " A", i));
    Pass(courier, absl::Minutes(10));
  }
  EXPECT_LT(calls, 3 * 24 * 12);
  away = false;
  for (int i = 0; i < 3; ++i) Pass(courier, absl::Minutes(10));
  EXPECT_THAT(Handed(), SizeIs(12));
}

TEST_F(PollerTest, IsNotCaughtByAPlatformThatIgnoresPaging) {
  int calls = 0;
  Partner settings = WindowSettings();
  Courier courier(
      world_.bus, world_.clock,
      [&](const HttpRequest&) {
        ++calls;
        std::string list = "list\n";
        for (int i = 0; i < 10; ++i) absl::StrAppend(&list, "o", i, " A\n");
        return Answered(200, list);
      },
      settings);
  courier.Drain();
  EXPECT_EQ(calls, 2);
  EXPECT_THAT(Handed(), SizeIs(10));
}

TEST_F(PollerTest, TellsWhenAPlatformHasBeenSilent) {
  Partner settings = WindowSettings();
  settings.silence = absl::Hours(2);
  Courier courier(world_.bus, world_.clock, orders_partner_, settings);
  const auto silent = [&] {
    for (const auto& family : courier.metrics.Collect()) {
      if (family.name == "interline_courier_silent") return family.metric.at(0).gauge.value;
    }
    return -1.0;
  };
  courier.Drain();
  EXPECT_EQ(silent(), 0);
  for (int i = 0; i < 13; ++i) Pass(courier, absl::Minutes(10));
  EXPECT_EQ(silent(), 1);
  orders_.orders.emplace(Now(), "o1 A1");
  Pass(courier, absl::Minutes(1));
  Pass(courier, absl::Minutes(1));
  EXPECT_EQ(silent(), 0);
}

// ---- Killed at every step

TEST_F(PollerTest, LosesAndRepeatsNothingWhenItIsKilledAtAnyStep) {
  for (const bool after : {false, true}) {
    for (const bool window : {false, true}) {
      int act = 1;
      for (bool lived = false; !lived; ++act) {
        SCOPED_TRACE(absl::StrCat(window ? "window" : "queue", " killed ", after ? "after" : "before", " act ", act));
        CourierWorld world;
        Notices notices(world);
        Orders orders;
        const uint64_t now = static_cast<uint64_t>(absl::ToUnixSeconds(world.clock.Now()));
        for (int i = 0; i < 23; ++i) {
          notices.waiting.push_back(absl::StrCat("n", i, " A", i));
          orders.orders.emplace(now - 100, absl::StrCat("n", i, " A", i));
        }
        Partner settings = window ? WindowSettings() : QueueSettings();
        settings.dialect = &world.dialect;
        settings.signer = &world.signer;
        settings.poll_messages = 10;
        const FakeHttpClient::Partner partner = [&](const HttpRequest& request) {
          return window ? orders.Answer(request) : notices.Answer(request);
        };
        Courier first(world.bus, world.clock, partner, settings);
        first.life.DieAt(act, after);
        first.Drain();
        lived = !first.life.dead();
        Courier second(world.bus, world.clock, partner, settings);
        if (!lived) {
          world.ExpireOthers(second, kBeijing);
          for (int i = 0; i < 3; ++i) {
            world.clock.Advance(kEvery);
            second.Drain();
          }
        }
        const std::vector<std::string> handed = world.Values("in.110000");
        EXPECT_THAT(handed, SizeIs(23));
        EXPECT_THAT(std::set<std::string>(handed.begin(), handed.end()), SizeIs(23));
        EXPECT_EQ(notices.early, 0);
        if (!window) {
          EXPECT_THAT(notices.waiting, IsEmpty());
        }
        if (HasFailure()) return;
      }
      EXPECT_GT(act, 20);
    }
  }
}

}  // namespace
}  // namespace interline::courier
