// A courier that is killed at any step, or whose log fails at any step: nothing is lost, nothing has an effect twice,
// and nothing is sent again that was not reported first.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "core/base/status_matchers.h"
#include "services/courier/test_world.h"

namespace interline::courier {
namespace {

using ::testing::Each;
using ::testing::IsEmpty;

constexpr int kTickets = 3;
constexpr int kDeliveries = 2;
constexpr int kRounds = 12;

std::string Ticket(int t) { return absl::StrCat("12367:T", t); }
std::string Id(int t, int n) { return absl::StrCat(Ticket(t), "/", n, "/", kSichuan); }

// Tickets with a delivery after the other; the next goes out when the last one was reported, as ticketing does it.
class Story {
 public:
  explicit Story(bool recognises, bool resend = true) : platform(recognises), resend_(resend) {
    for (int t = 0; t < kTickets; ++t) world.Deliver(Ticket(t), 1, absl::StrCat(t, ".1"));
  }

  void GoOn() {
    if (resend_) world.Resend();
    for (int t = 0; t < kTickets; ++t) {
      for (int n = 1; n < kDeliveries; ++n) {
        if (Count(Id(t, n), "DELIVERED") > 0 && told_.insert(Id(t, n + 1)).second) {
          world.Deliver(Ticket(t), n + 1, absl::StrCat(t, ".", n + 1));
        }
      }
    }
    world.clock.Advance(absl::Minutes(6));
  }

  void Finish(Courier& courier) {
    for (int i = 0; i < kRounds; ++i) {
      courier.Drain();
      GoOn();
    }
    courier.Drain();
  }

  int Count(const std::string& id, const std::string& result) {
    const std::vector<std::string> reports = world.Reports();
    return static_cast<int>(std::count(reports.begin(), reports.end(), absl::StrCat(id, " ", result)));
  }
  int Unsettled(const std::string& id) { return Count(id, "IN_DOUBT") + Count(id, "LATER"); }

  FakeHttpClient::Partner Takes() {
    return [this](const HttpRequest& request) { return platform.Take(request); };
  }

  void ExpectAllDeliveredOnceAndInOrder() {
    for (int t = 0; t < kTickets; ++t) {
      std::vector<std::string> effects;
      for (const std::string& effect : platform.effects) {
        if (effect[0] - '0' == t) effects.push_back(effect);
      }
      EXPECT_THAT(effects, testing::ElementsAre(absl::StrCat(t, ".1"), absl::StrCat(t, ".2")));
      for (int n = 1; n <= kDeliveries; ++n) EXPECT_EQ(Count(Id(t, n), "DELIVERED"), 1) << Id(t, n);
    }
    EXPECT_THAT(world.Kept(), IsEmpty());
  }

  // Over the wire it may go again, but never without a word.
  void ExpectNothingRepeatedInSilence() {
    for (int t = 0; t < kTickets; ++t) {
      for (int n = 1; n <= kDeliveries; ++n) {
        EXPECT_LE(platform.sends[absl::StrCat("\"", MessageId(Id(t, n)), "\"")], 1 + Unsettled(Id(t, n))) << Id(t, n);
      }
    }
  }

  CourierWorld world;
  Platform platform;

 private:
  const bool resend_;
  std::set<std::string> told_;
};

// Kills a courier at its n-th act, for each n until one lives, and lets a successor go on.
template <typename Check>
int KillAtEveryStep(bool after_effect, bool recognises, bool resend, int successor, const Check& check) {
  for (int act = 1;; ++act) {
    SCOPED_TRACE(absl::StrCat("killed ", after_effect ? "after" : "before", " act ", act));
    Story story(recognises, resend);
    Courier first(story.world.bus, story.world.clock, story.Takes(), story.world.Settings());
    first.life.DieAt(act, after_effect);
    for (int i = 0; i < 3 && !first.life.dead(); ++i) {
      first.Drain();
      story.GoOn();
    }
    if (!first.life.dead()) return act;
    Courier second(story.world.bus, story.world.clock, story.Takes(), story.world.Settings(), successor);
    story.world.ExpireOthers(second);
    story.Finish(second);
    check(story);
    if (testing::Test::HasFailure()) return act;
  }
}

TEST(CourierKilled, DeliversAllOnceToAPlatformThatRecognisesRepeats) {
  for (const bool after : {false, true}) {
    const int acts = KillAtEveryStep(after, true, true, 0, [](Story& story) {
      story.ExpectAllDeliveredOnceAndInOrder();
      story.ExpectNothingRepeatedInSilence();
    });
    EXPECT_GT(acts, 30) << "it was killed at too few steps to mean anything";
  }
}

TEST(CourierKilled, HasNoEffectTwiceAtAPlatformThatDoesNotRecogniseRepeats) {
  for (const bool after : {false, true}) {
    KillAtEveryStep(after, false, false, 0, [](Story& story) {
      std::map<std::string, int> effects;
      for (const std::string& effect : story.platform.effects) ++effects[effect];
      for (const auto& [effect, times] : effects) EXPECT_EQ(times, 1) << effect;
      for (int t = 0; t < kTickets; ++t) {
        EXPECT_EQ(story.Count(Id(t, 1), "DELIVERED") + story.Unsettled(Id(t, 1)), 1) << "one report, good or in doubt";
      }
    });
  }
}

TEST(CourierKilled, KnowsWhatIsInDoubtAndAsks) {
  adapter::v1::Enquiry enquiry;
  enquiry.mutable_call()->set_method("GET");
  enquiry.mutable_call()->set_query("${message}");
  for (int act = 1;; ++act) {
    SCOPED_TRACE(act);
    Story story(false);
    Partner settings = story.world.Settings();
    settings.enquiry = enquiry;
    const FakeHttpClient::Partner partner = [&](const HttpRequest& request) {
      if (request.method == "POST") return story.platform.Take(request);
      const std::string id = absl::StrCat("\"", request.url.substr(request.url.find('?') + 1), "\"");
      return Answered(200, story.platform.sends.count(id) > 0 ? "done" : "refused");
    };
    Courier first(story.world.bus, story.world.clock, partner, settings);
    first.life.DieAt(act, true);
    first.Drain();
    if (!first.life.dead()) break;
    Courier second(story.world.bus, story.world.clock, partner, settings);
    story.world.ExpireOthers(second);
    story.Finish(second);
    story.ExpectAllDeliveredOnceAndInOrder();
    for (const auto& [id, sends] : story.platform.sends) EXPECT_EQ(sends, 1) << id;
    if (testing::Test::HasFailure()) break;
  }
}

TEST(CourierWhoseLogFails, DeliversAllOnce) {
  for (const bus::Fault fault : {bus::Fault::kSend, bus::Fault::kSendOffsets, bus::Fault::kCommitAborted,
                                 bus::Fault::kCommitUnknownDone, bus::Fault::kCommitUnknownUndone}) {
    for (int step = 0; step < 25; ++step) {
      SCOPED_TRACE(absl::StrCat("fault ", static_cast<int>(fault), " at step ", step));
      Story story(true);
      Courier courier(story.world.bus, story.world.clock, story.Takes(), story.world.Settings());
      for (int i = 0; i < step; ++i) static_cast<void>(courier.Step());
      story.world.bus.FailNext(fault);
      story.Finish(courier);
      story.ExpectAllDeliveredOnceAndInOrder();
      story.ExpectNothingRepeatedInSilence();
      if (testing::Test::HasFailure()) return;
    }
  }
}

TEST(Couriers, ShareAPlatformAndTakeOverFromEachOther) {
  Story story(true);
  Courier first(story.world.bus, story.world.clock, story.Takes(), story.world.Settings(), 0);
  first.Drain();
  Courier second(story.world.bus, story.world.clock, story.Takes(), story.world.Settings(), 1);
  for (int i = 0; i < 40; ++i) {
    static_cast<void>(first.Step());
    static_cast<void>(second.Step());
    if (i % 4 == 0) story.GoOn();
  }
  first.life.DieAt(1, false);
  static_cast<void>(first.Step());
  story.world.ExpireOthers(second);
  story.Finish(second);
  story.ExpectAllDeliveredOnceAndInOrder();
}

// Calls that were under way when the group moved on still count.
TEST(CourierThatIsRebalanced, TakesTheResultsOfItsCallsAllTheSame) {
  Story story(true);
  Courier courier(story.world.bus, story.world.clock, story.Takes(), story.world.Settings(), 0);
  courier.http.Hold(true);
  courier.Drain();
  ASSERT_GT(courier.http.held(), 0u);
  story.world.bus.FailNext(bus::Fault::kSendOffsets);
  story.world.Deliver("12367:T9", 1, "9.1");
  courier.Drain();
  courier.http.Hold(false);
  courier.http.Release();
  story.Finish(courier);
  for (int t = 0; t < kTickets; ++t) EXPECT_EQ(story.Unsettled(Id(t, 1)), 0);
  story.ExpectAllDeliveredOnceAndInOrder();
}

}  // namespace
}  // namespace interline::courier
