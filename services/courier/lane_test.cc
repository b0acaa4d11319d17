// How deliveries go out: in order, once, within bounds, and with an honest report.
#include "services/courier/lane.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "core/base/status_matchers.h"
#include "interline/store/v1/courier_state.pb.h"
#include "services/courier/test_world.h"

namespace interline::courier {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr char kTicket[] = "12367:A1";
constexpr char kOther[] = "12367:B2";

class LaneTest : public testing::Test {
 protected:
  FakeHttpClient::Partner Takes() {
    return [this](const HttpRequest& request) { return platform_.Take(request); };
  }
  static FakeHttpClient::Partner Says(const std::string& words, uint32_t status = 200) {
    return [=](const HttpRequest&) { return Answered(status, words); };
  }
  // Reports of one delivery that is answered so.
  std::vector<std::string> ReportsWhen(FakeHttpClient::Partner partner) {
    return ReportsWhen(world_, std::move(partner));
  }
  static std::vector<std::string> ReportsWhen(CourierWorld& world, FakeHttpClient::Partner partner) {
    world.Deliver(kTicket, 1, "one");
    Courier courier(world.bus, world.clock, std::move(partner), world.Settings());
    courier.Drain();
    return world.Reports();
  }
  v1::DeliveryReported Report() { return world_.Commands().at(0).delivery_reported(); }

  CourierWorld world_;
  Platform platform_{true};
};

TEST_F(LaneTest, SendsWhatTheTranslatorWroteAndReportsIt) {
  HttpRequest seen;
  EXPECT_THAT(ReportsWhen([&](const HttpRequest& request) {
                seen = request;
                return Answered(200, "done");
              }),
              ElementsAre("12367:A1/1/510000 DELIVERED"));
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.url, "https://partner.example/ws/push");
  EXPECT_EQ(seen.body, "one");
  EXPECT_EQ(HeaderOf(seen, "content-type"), "text/plain");
  EXPECT_EQ(HeaderOf(seen, "idempotency-key"), absl::StrCat("\"", HeaderOf(seen, "x-signed"), "\""));
  for (const auto& [name, value] : seen.headers) EXPECT_THAT(name, testing::Not(HasSubstr("interline"))) << value;
  const v1::TicketEvent report = world_.Commands().at(0);
  EXPECT_EQ(report.source(), "interline");
  EXPECT_EQ(report.ticket_id(), kTicket);
  EXPECT_EQ(report.causation_id(), "e1");
  EXPECT_EQ(report.delivery_reported().attempts(), 1u);
  EXPECT_THAT(world_.Kept(), IsEmpty());
}

TEST_F(LaneTest, GoesByWhatTheDialectReadsAndNotByTheStatus) {
  const struct {
    uint32_t status;
    const char* words;
    const char* result;
  } cases[] = {{200, "refused", "REFUSED"}, {500, "done", "DELIVERED"},
               {503, "later", "LATER"},     {200, "an error page", "IN_DOUBT"},
               {500, "", "IN_DOUBT"},       {401, "unauthorised", "LATER"},
               {204, "", "IN_DOUBT"},       {302, "elsewhere", "IN_DOUBT"}};
  for (const auto& c : cases) {
    CourierWorld world;
    EXPECT_THAT(ReportsWhen(world, Says(c.words, c.status)), ElementsAre(absl::StrCat("12367:A1/1/510000 ", c.result)))
        << c.words;
  }
}

TEST_F(LaneTest, KnowsWhatWasNotSentFromWhatMayHaveArrived) {
  EXPECT_THAT(ReportsWhen([](const HttpRequest&) { return NotSent(); }), ElementsAre("12367:A1/1/510000 LATER"));
  world_.Resend();
  Courier courier(
      world_.bus, world_.clock, [](const HttpRequest&) { return Unknown(); }, world_.Settings());
  world_.ExpireOthers(courier);
  EXPECT_THAT(world_.Reports(), Contains("12367:A1/1/510000 IN_DOUBT"));
  EXPECT_EQ(world_.Commands().back().delivery_reported().attempts(), 2u);
}

TEST_F(LaneTest, TellsNothingThatThePlatformWroteButTheNameOfAField) {
  ReportsWhen(Says("refused order.title"));
  EXPECT_EQ(Report().refusal().path(), "order.title");
  EXPECT_EQ(Report().refusal().reason(), v1::REFUSAL_REASON_MISSING_FIELD);
  world_.Deliver(kTicket, 2, "two");
  Courier courier(world_.bus, world_.clock, Says("refused 13800138000"), world_.Settings());
  world_.ExpireOthers(courier);
  EXPECT_EQ(world_.Commands().back().delivery_reported().refusal().path(), "");
}

TEST_F(LaneTest, PassesOnWhenThePlatformWantsToBeAskedAgain) {
  const absl::Time start = world_.clock.Now();
  ReportsWhen([](const HttpRequest&) { return Answered(429, "later", {{"retry-after", "90"}}); });
  EXPECT_EQ(Report().retry_at().seconds(), absl::ToUnixSeconds(start) + 90);
}

TEST_F(LaneTest, SendsNothingWhileThePlatformWantsToBeLeftAlone) {
  int calls = 0;
  Courier courier(
      world_.bus, world_.clock,
      [&](const HttpRequest&) {
        ++calls;
        return Answered(429, "later 300");
      },
      world_.Settings());
  world_.Deliver(kTicket, 1, "one");
  courier.Drain();
  world_.Deliver(kOther, 1, "other");
  courier.Drain();
  EXPECT_EQ(calls, 1);
  world_.clock.Advance(absl::Seconds(301));
  courier.Drain();
  EXPECT_EQ(calls, 2);
}

TEST_F(LaneTest, KeepsTheOrderOfATicketAndLetsOthersPass) {
  Courier courier(world_.bus, world_.clock, Takes(), world_.Settings());
  courier.http.Hold(true);
  world_.Deliver(kTicket, 1, "one");
  world_.Deliver(kTicket, 2, "two");
  world_.Deliver(kOther, 1, "other");
  courier.Drain();
  EXPECT_THAT(platform_.effects, UnorderedElementsAre("one", "other"));
  courier.http.Release();
  courier.Drain();
  EXPECT_THAT(platform_.effects, UnorderedElementsAre("one", "other", "two"));
  EXPECT_EQ(platform_.effects.back(), "two");
}

TEST_F(LaneTest, HasOnlySoManyCallsUnderWay) {
  Partner settings = world_.Settings();
  settings.in_flight = 3;
  Courier courier(world_.bus, world_.clock, Takes(), settings);
  courier.http.Hold(true);
  for (int i = 0; i < 20; ++i) world_.Deliver(absl::StrCat("12367:T", i), 1, absl::StrCat(i));
  courier.Drain();
  EXPECT_EQ(courier.http.held(), 3u);
  courier.http.Release();
  courier.Drain();
  EXPECT_EQ(courier.http.held(), 3u);
  courier.http.Hold(false);
  courier.http.Release();
  courier.Drain();
  EXPECT_THAT(platform_.effects, SizeIs(20));
  EXPECT_THAT(world_.Reports(), AllOf(SizeIs(20), Each(HasSubstr("DELIVERED"))));
}

TEST_F(LaneTest, SendsOnlySoManyInAMinute) {
  Partner settings = world_.Settings();
  settings.requests_per_minute = 60;
  Courier courier(world_.bus, world_.clock, Takes(), settings);
  for (int i = 0; i < 5; ++i) world_.Deliver(absl::StrCat("12367:T", i), 1, absl::StrCat(i));
  courier.Drain();
  EXPECT_THAT(platform_.effects, SizeIs(1));
  world_.clock.Advance(absl::Seconds(1));
  courier.Drain();
  EXPECT_THAT(platform_.effects, SizeIs(2));
}

TEST_F(LaneTest, RefusesWhatIsTooLargeForThePlatformWithoutSendingIt) {
  Partner settings = world_.Settings();
  settings.body_bytes = 3;
  Courier courier(world_.bus, world_.clock, Takes(), settings);
  world_.Deliver(kTicket, 1, "four");
  courier.Drain();
  EXPECT_EQ(Report().refusal().reason(), v1::REFUSAL_REASON_TOO_LONG_FOR_RECEIVER);
  EXPECT_THAT(platform_.sends, IsEmpty());
}

TEST_F(LaneTest, SendsNothingWithoutAKey) {
  world_.signer.has_key = false;
  EXPECT_THAT(ReportsWhen(Takes()), ElementsAre("12367:A1/1/510000 LATER"));
  EXPECT_THAT(platform_.sends, IsEmpty());
}

TEST_F(LaneTest, PassesOverARecordThatIsNoDelivery) {
  const auto producer = *world_.bus.NewProducer();
  ASSERT_OK(producer->SendAndWait({"out.510000", 0, "key", "bytes", {}}));
  ASSERT_OK(producer->SendAndWait({"out.510000", 1, "key", absl::nullopt, {}}));
  EXPECT_THAT(ReportsWhen(Takes()), ElementsAre("12367:A1/1/510000 DELIVERED"));
}

TEST_F(LaneTest, TakesANumberInTheAnswerForAReceipt) {
  world_.Deliver(kTicket, 1, "one", kSichuan, "transferred");
  Courier courier(world_.bus, world_.clock, Says("done JY-7"), world_.Settings());
  courier.Drain();
  EXPECT_THAT(world_.Reports(), ElementsAre("510000 received JY-7", "12367:A1/1/510000 DELIVERED"));
  EXPECT_EQ(world_.Commands()[0].ticket_id(), kTicket);

  Partner acknowledges = world_.Settings(kBeijing);
  acknowledges.acknowledges = true;
  world_.Deliver(kOther, 1, "other", kBeijing, "transferred");
  Courier beijing(world_.bus, world_.clock, Says("done BJ-7"), acknowledges);
  beijing.Drain();
  EXPECT_THAT(world_.Reports(), Contains("12367:B2/1/110000 DELIVERED"));
  EXPECT_THAT(world_.Reports(), testing::Not(Contains(HasSubstr("110000 received"))));
}

TEST_F(LaneTest, LeavesAPlatformAloneThatIsAwayAndTriesWithOneCall) {
  bool away = true;
  int calls = 0;
  Courier courier(
      world_.bus, world_.clock,
      [&](const HttpRequest& request) {
        ++calls;
        return away ? NotSent() : platform_.Take(request);
      },
      world_.Settings());
  for (int i = 0; i < 30; ++i) world_.Deliver(absl::StrCat("12367:T", i), 1, absl::StrCat(i));
  courier.Drain();
  const int first = calls;
  EXPECT_LE(first, Breaker::kFailures + static_cast<int>(kDefaultInFlight));
  world_.clock.Advance(Breaker::kFirstPause);
  courier.Drain();
  EXPECT_EQ(calls, first + 1);
  away = false;
  world_.clock.Advance(Breaker::kMostPause);
  courier.Drain();
  world_.Resend();
  courier.Drain();
  EXPECT_THAT(platform_.effects, SizeIs(30));
}

TEST_F(LaneTest, LosesNothingWhileThePlatformIsAwayForThreeDays) {
  bool away = true;
  int calls = 0;
  Courier courier(
      world_.bus, world_.clock,
      [&](const HttpRequest& request) {
        ++calls;
        return away ? NotSent() : platform_.Take(request);
      },
      world_.Settings());
  for (int hour = 0; hour < 72; ++hour) {
    world_.Deliver(absl::StrCat("12367:T", hour), 1, absl::StrCat(hour));
    for (int i = 0; i < 6; ++i) {
      world_.clock.Advance(absl::Minutes(10));
      courier.Drain();
      world_.Resend();
    }
  }
  EXPECT_LT(calls, 72 * 12 + 20) << "one try every five minutes at most";
  away = false;
  for (int i = 0; i < 3; ++i) {
    world_.clock.Advance(absl::Minutes(10));
    courier.Drain();
    world_.Resend();
  }
  EXPECT_THAT(platform_.effects, SizeIs(72));
}

TEST_F(LaneTest, GivesBackWhatHasWaitedTooLong) {
  bool away = true;
  Courier courier(
      world_.bus, world_.clock, [&](const HttpRequest& request) { return away ? NotSent() : platform_.Take(request); },
      world_.Settings());
  for (int i = 0; i < 40; ++i) world_.Deliver(absl::StrCat("12367:T", i), 1, absl::StrCat(i));
  courier.Drain();
  EXPECT_LT(world_.Reports().size(), 20u);
  world_.clock.Advance(Lane::kMostAge + absl::Hours(1));
  courier.Drain();
  EXPECT_THAT(world_.Reports(), AllOf(SizeIs(40), Each(HasSubstr("LATER"))));
}

TEST_F(LaneTest, IsNotDelayedByAnotherPlatformThatIsSilent) {
  Courier silent(world_.bus, world_.clock, Takes(), world_.Settings(kBeijing));
  silent.http.Hold(true);
  Courier courier(world_.bus, world_.clock, Takes(), world_.Settings());
  for (int i = 0; i < 50; ++i) {
    world_.Deliver(absl::StrCat("12367:T", i), 1, absl::StrCat("b", i), kBeijing);
    world_.Deliver(absl::StrCat("12367:T", i), 1, absl::StrCat("s", i));
  }
  silent.Drain();
  courier.Drain();
  EXPECT_THAT(world_.Reports(), AllOf(SizeIs(50), Each(HasSubstr("510000 DELIVERED"))));
}

// ---- In doubt

adapter::v1::Enquiry Enquiry() {
  adapter::v1::Enquiry enquiry;
  enquiry.mutable_call()->set_path("/query");
  enquiry.mutable_call()->set_query("id=${message}&ticket=${ticket|percent}");
  enquiry.mutable_call()->set_method("GET");
  return enquiry;
}

bool IsQuery(const HttpRequest& request) { return request.method == "GET"; }

TEST_F(LaneTest, AsksWhatBecameOfAMessageWhereItCan) {
  const struct {
    const char* answer;
    const char* result;
  } cases[] = {{"done", "DELIVERED"}, {"refused", "LATER"}, {"later", "LATER"}, {"who knows", "IN_DOUBT"}};
  for (const auto& c : cases) {
    CourierWorld world;
    Partner settings = world.Settings();
    settings.enquiry = Enquiry();
    std::vector<std::string> urls;
    Courier courier(
        world.bus, world.clock,
        [&](const HttpRequest& request) {
          urls.push_back(request.url);
          return IsQuery(request) ? Answered(200, c.answer) : Unknown();
        },
        settings);
    world.Deliver(kTicket, 1, "one");
    courier.Drain();
    EXPECT_THAT(world.Reports(), ElementsAre(absl::StrCat("12367:A1/1/510000 ", c.result))) << c.answer;
    ASSERT_THAT(urls, SizeIs(2));
    EXPECT_EQ(urls[1], absl::StrCat("https://partner.example/ws/query?id=", MessageId("12367:A1/1/510000"),
                                    "&ticket=12367%3AA1"));
  }
}

TEST_F(LaneTest, AsksOnlyForKindsOfWhichTheQuestionTellsSomething) {
  CourierWorld world;
  Partner settings = world.Settings();
  settings.enquiry = Enquiry();
  settings.enquiry->add_kinds("transferred");
  Courier courier(
      world.bus, world.clock,
      [](const HttpRequest& request) { return IsQuery(request) ? Answered(200, "done") : Unknown(); }, settings);
  world.Deliver(kTicket, 1, "one", kSichuan, "transferred");
  world.Deliver("12367:A2", 1, "two", kSichuan, "supplemented");
  courier.Drain();
  EXPECT_THAT(world.Reports(), UnorderedElementsAre("12367:A1/1/510000 DELIVERED", "12367:A2/1/510000 IN_DOUBT"));
}

TEST_F(LaneTest, TakesAnEntryInAListForTheAnswerWhereThePlatformGivesLists) {
  for (const bool has : {false, true}) {
    CourierWorld world;
    Partner settings = world.Settings();
    settings.enquiry = Enquiry();
    settings.enquiry->set_by_list(true);
    Courier courier(
        world.bus, world.clock,
        [&](const HttpRequest& request) {
          return IsQuery(request) ? Answered(200, has ? "list\no1 A1" : "list") : Unknown();
        },
        settings);
    world.Deliver(kTicket, 1, "one");
    courier.Drain();
    EXPECT_THAT(world.Reports(), ElementsAre(absl::StrCat("12367:A1/1/510000 ", has ? "DELIVERED" : "LATER")));
  }
}

TEST_F(LaneTest, AsksBeforeItSendsAgainWhatWasInDoubt) {
  Partner settings = world_.Settings();
  settings.enquiry = Enquiry();
  bool knows = false;
  int sends = 0;
  Courier courier(
      world_.bus, world_.clock,
      [&](const HttpRequest& request) {
        if (IsQuery(request)) return Answered(200, knows ? "done" : "who knows");
        ++sends;
        return Unknown();
      },
      settings);
  world_.Deliver(kTicket, 1, "one");
  courier.Drain();
  knows = true;
  EXPECT_EQ(world_.Resend(), 1);
  courier.Drain();
  EXPECT_EQ(sends, 1);
  EXPECT_THAT(world_.Reports(), ElementsAre("12367:A1/1/510000 IN_DOUBT", "12367:A1/1/510000 DELIVERED"));
  EXPECT_THAT(world_.Kept(), IsEmpty());
}

TEST_F(LaneTest, SendsUnderTheSameIdEachTime) {
  int calls = 0;
  Courier courier(
      world_.bus, world_.clock,
      [&](const HttpRequest& request) {
        HttpResult taken = platform_.Take(request);
        return ++calls < 4 ? Unknown() : taken;
      },
      world_.Settings());
  world_.Deliver(kTicket, 1, "one");
  for (int i = 0; i < 4; ++i) {
    courier.Drain();
    world_.Resend();
  }
  EXPECT_EQ(calls, 4);
  EXPECT_THAT(platform_.sends, SizeIs(1));
  EXPECT_THAT(platform_.effects, ElementsAre("one"));
  EXPECT_EQ(world_.Reports().back(), "12367:A1/1/510000 DELIVERED");
}

TEST_F(LaneTest, TriesByItselfWhatNamesNoTicketButNotForEver) {
  const auto producer = *world_.bus.NewProducer();
  ASSERT_OK(producer->SendAndWait(
      {"out.510000", 0, "key", "a refusal", {{"content-type", "text/plain"}, {"interline-delivery", "/x/510000"}}}));
  int calls = 0;
  Courier courier(
      world_.bus, world_.clock,
      [&](const HttpRequest&) {
        ++calls;
        return Answered(200, "later");
      },
      world_.Settings());
  for (int i = 0; i < 100; ++i) {
    courier.Drain();
    world_.clock.Advance(absl::Minutes(1));
  }
  EXPECT_EQ(calls, static_cast<int>(Lane::kMostOwnTries));
  EXPECT_THAT(world_.Commands(), SizeIs(1));
}

}  // namespace
}  // namespace interline::courier
