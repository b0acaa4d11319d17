// Timers that outlive what sets them.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_matchers.h"
#include "core/stream/state_keys.h"
#include "core/stream/testing_world.h"

namespace interline::stream {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

// "set" and "fired" as the ledger writes them, in seconds after the start of the world.
class StreamTimerTest : public testing::Test {
 protected:
  std::string Set(int due) const { return absl::StrCat("set ", start_ + due); }
  std::string Fired(int due, int at) const { return absl::StrCat("fired ", start_ + due, " at ", start_ + at); }
  void At(int second) { world_.clock.Set(absl::FromUnixSeconds(start_ + second)); }

  World world_;
  const int64_t start_ = absl::ToUnixSeconds(world_.clock.Now());
};

TEST_F(StreamTimerTest, FiresOnceAndNotBeforeItsTime) {
  Process process(world_);
  world_.Send("a", "set 10");
  process.Drain();
  At(9);
  process.Drain();
  EXPECT_THAT(world_.Out()["a"], ElementsAre(Set(10)));
  At(10);
  EXPECT_EQ(*process.stream.Step(), 1u);
  At(1000);
  process.Drain();
  EXPECT_THAT(world_.Out()["a"], ElementsAre(Set(10), Fired(10, 10)));
  EXPECT_EQ(process.stream.metrics().records, 1u);
}

TEST_F(StreamTimerTest, FiresLateRatherThanNever) {
  {
    Process process(world_);
    world_.Send("a", "set 10");
    process.Drain();
  }
  At(500);
  Process process(world_);
  ExpireOthers(world_, process);
  EXPECT_THAT(world_.Out()["a"], ElementsAre(Set(10), Fired(10, 500)));
}

TEST_F(StreamTimerTest, SurvivesTheLossOfTheDisk) {
  {
    Process process(world_);
    world_.Send("a", "set 10");
    process.Drain();
  }
  world_.disks[0].Wipe();
  Process process(world_);
  ExpireOthers(world_, process);
  At(10);
  process.Drain();
  EXPECT_THAT(world_.Out()["a"], ElementsAre(Set(10), Fired(10, 10)));
}

TEST_F(StreamTimerTest, MovesWhenSetAgain) {
  Process process(world_);
  world_.Send("later", "set 10");
  world_.Send("later", "set 20");
  world_.Send("sooner", "set 20");
  process.Drain();
  world_.Send("sooner", "set 10");
  process.Drain();
  At(10);
  process.Drain();
  At(20);
  process.Drain();
  EXPECT_THAT(world_.Out()["later"], ElementsAre(Set(10), Set(20), Fired(20, 20)));
  EXPECT_THAT(world_.Out()["sooner"], ElementsAre(Set(20), Set(10), Fired(10, 10)));
}

TEST_F(StreamTimerTest, DoesNotFireWhenCancelled) {
  Process process(world_);
  world_.Send("a", "set 10");
  process.Drain();
  world_.Send("a", "cancel");
  world_.Send("never set", "cancel");
  process.Drain();
  At(100);
  process.Drain();
  EXPECT_THAT(world_.Out()["a"], ElementsAre(Set(10), "cancelled"));
}

TEST_F(StreamTimerTest, StaysCancelledAfterARestore) {
  {
    Process process(world_);
    for (const char* act : {"set 10", "cancel", "set 20", "set 30"}) {
      world_.Send("a", act);
      process.Drain();
    }
  }
  world_.disks[0].Wipe();
  Process process(world_);
  ExpireOthers(world_, process);
  for (int second = 10; second <= 40; second += 10) {
    At(second);
    process.Drain();
  }
  EXPECT_THAT(world_.Out()["a"], ElementsAre(Set(10), "cancelled", Set(20), Set(30), Fired(30, 30)));
}

TEST_F(StreamTimerTest, IsNotEarlyWhenTheClockJumpsBack) {
  Process process(world_);
  world_.Send("a", "set 10");
  process.Drain();
  At(-5000);
  process.Drain();
  At(9);
  process.Drain();
  EXPECT_THAT(world_.Out()["a"], SizeIs(1));
  At(11);
  process.Drain();
  At(-5000);
  process.Drain();
  At(11);
  process.Drain();
  EXPECT_THAT(world_.Out()["a"], ElementsAre(Set(10), Fired(10, 11)));
}

TEST_F(StreamTimerTest, IsGoneUnlessSetAgainWhenItFires) {
  Process process(world_);
  process.ledger.chain = absl::Seconds(10);
  world_.Send("a", "set 10");
  process.Drain();
  At(10);
  process.Drain();
  At(20);
  process.ledger.chain = absl::ZeroDuration();
  process.Drain();
  At(100);
  process.Drain();
  EXPECT_THAT(world_.Out()["a"], ElementsAre(Set(10), Fired(10, 10), Set(20), Fired(20, 20)));
}

TEST_F(StreamTimerTest, CanBeCancelledByAnotherOneThatIsDueWithIt) {
  auto producer = world_.bus.NewProducer();
  for (const char* key : {"a", "b"}) {
    ASSERT_OK((*producer)->SendAndWait({"in", 0, key, "set 10", {}}));
  }
  Process process(world_);
  process.ledger.cancels = "b";
  process.Drain();
  At(10);
  process.Drain();
  EXPECT_THAT(world_.Out()["a"], ElementsAre(Set(10), Fired(10, 10)));
  EXPECT_THAT(world_.Out()["b"], ElementsAre(Set(10)));
}

TEST_F(StreamTimerTest, FiresTheEarliestFirst) {
  auto producer = world_.bus.NewProducer();
  for (int due : {30, 10, 20}) {
    ASSERT_OK((*producer)->SendAndWait({"in", 0, absl::StrCat("t", due), absl::StrCat("set ", due), {}}));
  }
  StreamOptions options = world_.Options();
  options.max_batch_records = 1;
  Process process(world_, options);
  process.Drain();
  At(100);
  for (const char* key : {"t10", "t20", "t30"}) {
    EXPECT_THAT(world_.Out()[key], SizeIs(1));
    EXPECT_EQ(*process.stream.Step(), 1u);
    EXPECT_THAT(world_.Out()[key], SizeIs(2));
  }
}

TEST_F(StreamTimerTest, ManyAtOnceFireInSeveralBatchesBesideTheRecords) {
  constexpr int kTimers = 50;
  StreamOptions options = world_.Options();
  options.max_batch_records = 8;
  Process process(world_, options);
  for (int i = 0; i < kTimers; ++i) world_.Send(absl::StrCat("t", i), "set 10");
  process.Drain();
  At(10);
  for (int i = 0; i < 4; ++i) world_.Send("r", "add");
  EXPECT_EQ(*process.stream.Step(), 8u);
  EXPECT_THAT(world_.Out()["r"], SizeIs(4)) << "timers leave room for records";
  process.Drain();
  for (int i = 0; i < kTimers; ++i) {
    EXPECT_THAT(world_.Out()[absl::StrCat("t", i)], ElementsAre(Set(10), Fired(10, 10))) << i;
  }
}

TEST_F(StreamTimerTest, FiresAgainWhenItsTransactionIsAborted) {
  for (bus::Fault fault : {bus::Fault::kSend, bus::Fault::kCommitAborted, bus::Fault::kCommitUnknownDone,
                           bus::Fault::kCommitUnknownUndone}) {
    World world;
    Process process(world);
    world.Send("a", "set 10");
    process.Drain();
    world.clock.Advance(absl::Seconds(10));
    world.bus.FailNext(fault);
    process.Drain();
    EXPECT_THAT(world.Out()["a"], SizeIs(2));
    EXPECT_EQ(Faults(world.Out()), "");
  }
}

TEST_F(StreamTimerTest, MovesWithItsPartition) {
  Process first(world_, 0);
  world_.Send("a", "set 10");
  world_.Send("b", "set 10");
  first.Drain();
  Process second(world_, 1);
  ExpireOthers(world_, second);
  At(10);
  first.stream.Step().status().IgnoreError();
  second.Drain();
  first.Drain();
  second.Drain();
  EXPECT_THAT(world_.Out()["a"], ElementsAre(Set(10), Fired(10, 10)));
  EXPECT_THAT(world_.Out()["b"], ElementsAre(Set(10), Fired(10, 10)));
}

TEST_F(StreamTimerTest, IsNotWrittenAgainWhenNothingChanged) {
  Process process(world_);
  world_.Send("a", "set 10");
  process.Drain();
  world_.Send("a", "set 10");
  process.Drain();
  EXPECT_THAT(world_.bus.Committed("state"), SizeIs(1));
}

}  // namespace
}  // namespace interline::stream
