// What goes wrong, and what must come out all the same.
#include <functional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_matchers.h"
#include "core/stream/checkpoint.h"
#include "core/stream/testing_world.h"

namespace interline::stream {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

// ---- faults of the log

struct FaultCase {
  const char* name;
  bus::Fault fault;
  uint64_t recoveries;
};

class StreamFaultTest : public testing::TestWithParam<FaultCase> {};

TEST_P(StreamFaultTest, CostsARepetitionAndNothingElse) {
  World world;
  Process process(world);
  world.Send("a", "add");
  process.Drain();

  world.bus.FailNext(GetParam().fault);
  for (const char* key : {"a", "b", "a"}) world.Send(key, "add");
  process.Drain();
  world.Send("a", "add");
  process.Drain();

  EXPECT_THAT(world.Out()["a"], ElementsAre("count 1", "count 2", "count 3", "count 4"));
  EXPECT_THAT(world.Out()["b"], ElementsAre("count 1"));
  EXPECT_EQ(world.Counts()["a"], "4");
  EXPECT_EQ(process.stream.metrics().aborts, 1u);
  EXPECT_EQ(process.stream.metrics().recoveries, GetParam().recoveries);
}

INSTANTIATE_TEST_SUITE_P(Faults, StreamFaultTest,
                         testing::Values(FaultCase{"Send", bus::Fault::kSend, 0},
                                         FaultCase{"SendOffsets", bus::Fault::kSendOffsets, 0},
                                         FaultCase{"CommitAborted", bus::Fault::kCommitAborted, 0},
                                         FaultCase{"CommitUnknownDone", bus::Fault::kCommitUnknownDone, 1},
                                         FaultCase{"CommitUnknownUndone", bus::Fault::kCommitUnknownUndone, 1}),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(StreamFailure, AbortedStepCommitsNothing) {
  World world;
  Process process(world);
  world.Send("a", "add");
  world.bus.FailNext(bus::Fault::kCommitAborted);
  EXPECT_EQ(*process.stream.Step(), 0u);
  EXPECT_THAT(world.Out(), IsEmpty());
  EXPECT_EQ(*process.stream.Step(), 1u);
}

TEST(StreamFailure, UnknownOutcomeIsToldOnce) {
  World world;
  Process process(world);
  world.Send("a", "add");
  world.bus.FailNext(bus::Fault::kCommitUnknownDone);
  EXPECT_THAT(process.stream.Step(), HasCode(absl::StatusCode::kUnknown));
  EXPECT_EQ(*process.stream.Step(), 0u) << "it had been committed";
  EXPECT_THAT(world.Out()["a"], ElementsAre("count 1"));
}

// ---- crashes

// What a process is asked to do; comes to the same whatever happens to the process meanwhile.
void SendWork(World& world) {
  for (const char* key : {"a", "b"}) {
    world.Send(key, "add");
    world.Send(key, "set 10");
    world.Send(key, "add");
  }
}

void ExpectWorkDone(World& world, const std::string& trace) {
  SCOPED_TRACE(trace);
  EXPECT_EQ(Faults(world.Out()), "");
  EXPECT_THAT(world.Out()["a"], SizeIs(4));
  EXPECT_THAT(world.Out()["b"], SizeIs(4));
  EXPECT_EQ(world.Counts()["a"], "2");
  EXPECT_EQ(world.Counts()["b"], "2");
}

struct CrashCase {
  const char* name;
  int successor;  // instance; another one has an empty disk
};

class StreamCrashTest : public testing::TestWithParam<CrashCase> {
 protected:
  // Returns false when the process lived through it all, so that there are no more calls to die at.
  bool CrashAt(int call, bool after_effect) {
    World world;
    SendWork(world);
    {
      StreamOptions options = world.Options(0);
      options.max_batch_records = 3;
      Process victim(world, options);
      victim.life.DieAt(call, after_effect);
      victim.Drain();
      world.clock.Advance(absl::Seconds(15));
      victim.Drain();
      if (!victim.life.dead()) return false;
    }
    Process successor(world, GetParam().successor);
    // As the log does with the transaction of a producer that is never heard of again.
    if (GetParam().successor != 0) {
      for (const char* id : {"ledger-0", "ledger-0-b"}) EXPECT_OK(world.bus.NewTransactionalProducer(id));
    }
    ExpireOthers(world, successor);
    world.clock.Advance(absl::Seconds(30));
    successor.Drain();
    ExpectWorkDone(world, absl::StrCat("died at call ", call, after_effect ? " after" : " before", " its effect"));
    return true;
  }
};

TEST_P(StreamCrashTest, AtAnyCallLosesNothingAndRepeatsNothing) {
  constexpr int kAtLeastCalls = 30;
  for (bool after_effect : {false, true}) {
    int call = 1;
    while (CrashAt(call, after_effect) && !HasFailure()) ++call;
    EXPECT_GT(call, kAtLeastCalls);
  }
}

INSTANTIATE_TEST_SUITE_P(Crashes, StreamCrashTest,
                         testing::Values(CrashCase{"TheSameInstanceComesBack", 0},
                                         CrashCase{"AnotherInstanceTakesOver", 1}),
                         [](const auto& info) { return std::string(info.param.name); });

// ---- zombies

// Lets `then` happen in the middle of a batch.
class Interrupted final : public Processor {
 public:
  absl::Status Process(const bus::Record& record, Context& context) override {
    absl::Status status = ledger_.Process(record, context);
    if (then) std::exchange(then, nullptr)();
    return status;
  }
  std::function<void()> then;

 private:
  Ledger ledger_;
};

// With one record it goes straight to the commit; with more it polls before and hears there what has happened.
class StreamZombieTest : public testing::TestWithParam<size_t> {};

INSTANTIATE_TEST_SUITE_P(BatchSizes, StreamZombieTest, testing::Values(1, 100));

TEST_P(StreamZombieTest, CannotCommitWhatASuccessorHasDone) {
  World world;
  Process successor(world, 1);
  Interrupted interrupted;
  StreamOptions options = world.Options(0);
  options.max_batch_records = GetParam();
  Stream zombie(world.bus, world.disks[0].factory(), world.clock, interrupted, options);
  ASSERT_OK(zombie.Step());
  world.Send("a", "add");
  interrupted.then = [&] { ExpireOthers(world, successor); };
  // The group has taken the zombie for dead while it handled the record.
  const absl::StatusOr<size_t> done = zombie.Step();
  EXPECT_TRUE(absl::IsFailedPrecondition(done.status()) || *done == 0);
  EXPECT_EQ(zombie.metrics().records, 0u);

  world.Send("a", "add");
  world.Send("b", "add");
  for (int round = 0; round < 3; ++round) {
    zombie.Step().status().IgnoreError();
    successor.Drain();
  }
  EXPECT_THAT(world.Out()["a"], ElementsAre("count 1", "count 2")) << "it joins again and shares the work";
  EXPECT_THAT(world.Out()["b"], ElementsAre("count 1"));
}

TEST(StreamFailure, SecondProcessOfTheSameInstanceFencesTheFirst) {
  World world;
  Process first(world, 0);
  world.Send("a", "add");
  first.Drain();
  StreamOptions options = world.Options(0);
  Ledger ledger;
  store::MemoryStores other_disk;
  Stream second(world.bus, other_disk.factory(), world.clock, ledger, options);
  ASSERT_OK(second.Step());
  world.Send("a", "add");
  world.Send("b", "add");
  first.stream.Step().status().IgnoreError();
  for (int round = 0; round < 5; ++round) {
    first.stream.Step().status().IgnoreError();
    second.Step().status().IgnoreError();
  }
  EXPECT_EQ(Faults(world.Out()), "");
}

// A zombie that has nothing to do must not move its checkpoint over records that others wrote.
TEST(StreamFailure, ZombieDoesNotTakeOthersRecordsForItsOwn) {
  World world;
  Process sleeper(world, 0);
  world.Send("a", "add");
  sleeper.Drain();
  Process successor(world, 1);
  ExpireOthers(world, successor);
  for (int i = 0; i < 5; ++i) world.Send("a", "add");
  successor.Drain();

  world.clock.Advance(kIdleCheckpointInterval * 2);
  sleeper.stream.Step().status().IgnoreError();
  ExpireOthers(world, sleeper);
  world.Send("a", "add");
  sleeper.Drain();
  EXPECT_EQ(world.Out()["a"].back(), "count 7");
}

// ---- records that fail

TEST(StreamFailure, FailingRecordHoldsUpItsPartitionOnly) {
  World world;
  Process process(world);
  process.ledger.failing = true;
  auto producer = world.bus.NewProducer();
  const auto send = [&](int32_t partition, const std::string& key, const std::string& value) {
    ASSERT_OK((*producer)->SendAndWait({"in", partition, key, value, {}}));
  };
  send(0, "before", "add");
  send(0, "bad", "fail");
  send(0, "behind", "add");
  for (int i = 0; i < 3; ++i) send(1, "other", "add");

  for (int second = 0; second < 120; ++second) {
    process.Drain();
    world.clock.Advance(absl::Seconds(1));
  }
  EXPECT_THAT(world.Out()["before"], ElementsAre("count 1")) << "the bad one was isolated";
  EXPECT_THAT(world.Out()["other"], ElementsAre("count 1", "count 2", "count 3"));
  EXPECT_THAT(world.Out()["bad"], IsEmpty());
  EXPECT_THAT(world.Out()["behind"], IsEmpty()) << "nothing is skipped";
  EXPECT_LT(process.stream.metrics().aborts, 30u) << "it is tried less and less often";

  process.ledger.failing = false;
  send(1, "other", "add");
  world.clock.Advance(absl::Minutes(1));
  process.Drain();
  EXPECT_THAT(world.Out()["bad"], ElementsAre("did not fail"));
  EXPECT_THAT(world.Out()["behind"], ElementsAre("count 1"));
  EXPECT_THAT(world.Out()["other"], SizeIs(4));
  EXPECT_EQ(Faults(world.Out()), "");
}

TEST(StreamFailure, StepTellsTheErrorOfTheRecord) {
  World world;
  Process process(world);
  process.ledger.failing = true;
  world.Send("a", "fail");
  EXPECT_THAT(process.stream.Step(), HasCode(absl::StatusCode::kInternal));
}

TEST(StreamFailure, FailingRecordIsTriedAtOnceWhenTheClockJumpsBack) {
  World world;
  Process process(world);
  process.ledger.failing = true;
  world.Send("a", "fail");
  process.Drain();
  process.ledger.failing = false;
  world.clock.Advance(-absl::Hours(24));
  process.Drain();
  EXPECT_THAT(world.Out()["a"], ElementsAre("did not fail"));
}

TEST(StreamFailure, FailingTimerHoldsUpItsPartitionOnlyAndFiresLater) {
  World world;
  Process process(world);
  world.Send("a", "set 5");
  process.Drain();
  process.ledger.failing = true;
  world.clock.Advance(absl::Seconds(5));
  process.Drain();
  auto producer = world.bus.NewProducer();
  const int32_t other = 1 - bus::PartitionForKey("a", kPartitions);
  ASSERT_OK((*producer)->SendAndWait({"in", other, "b", "add", {}}));
  process.Drain();
  EXPECT_THAT(world.Out()["b"], ElementsAre("count 1"));
  EXPECT_THAT(world.Out()["a"], SizeIs(1));
  process.ledger.failing = false;
  world.clock.Advance(absl::Minutes(1));
  process.Drain();
  EXPECT_THAT(world.Out()["a"], SizeIs(2));
  EXPECT_EQ(Faults(world.Out()), "");
}

TEST(StreamFailure, RecordThatCanNeverBeWrittenIsIsolatedToo) {
  for (const absl::Status& refusal : {absl::InvalidArgumentError("too large"), absl::AbortedError("no")}) {
    World world;
    Process process(world);
    process.life.refused_value = "count 3";
    process.life.refusal = refusal;
    auto producer = world.bus.NewProducer();
    for (int i = 0; i < 4; ++i) ASSERT_OK((*producer)->SendAndWait({"in", 0, "a", "add", {}}));
    ASSERT_OK((*producer)->SendAndWait({"in", 1, "other", "add", {}}));
    for (int i = 0; i < 10; ++i) {
      process.Drain();
      world.clock.Advance(absl::Seconds(1));
    }
    EXPECT_THAT(world.Out()["a"], ElementsAre("count 1", "count 2")) << refusal;
    EXPECT_THAT(world.Out()["other"], ElementsAre("count 1")) << refusal;
    process.life.refused_value.clear();
    world.clock.Advance(absl::Minutes(1));
    process.Drain();
    EXPECT_THAT(world.Out()["a"], ElementsAre("count 1", "count 2", "count 3", "count 4")) << refusal;
  }
}

TEST(StreamFailure, PollThatFailsMakesItBeginAnew) {
  for (const absl::Status& failure : {absl::UnavailableError("no offsets"), absl::DataLossError("out of range")}) {
    World world;
    Process process(world);
    world.Send("a", "add");
    process.Drain();
    process.life.next_poll = failure;
    world.Send("a", "add");
    EXPECT_THAT(process.stream.Step(), HasCode(failure.code()));
    process.Drain();
    EXPECT_THAT(world.Out()["a"], ElementsAre("count 1", "count 2")) << "nobody had to be expired";
  }
}

TEST(StreamFailure, RecordForATopicThatDoesNotExistFailsItsRecordOnly) {
  class Astray final : public Processor {
    absl::Status Process(const bus::Record& record, Context& context) override {
      context.Emit({record.key == "bad" ? "nowhere" : "out", absl::nullopt, record.key, "x", {}});
      return absl::OkStatus();
    }
  };
  World world;
  for (const char* key : {"good", "bad"}) world.Send(key, "");
  Astray astray;
  Stream stream(world.bus, world.disks[0].factory(), world.clock, astray, world.Options());
  for (int i = 0; i < 10; ++i) stream.Step().status().IgnoreError();
  EXPECT_THAT(world.Out(), ElementsAre(Pair("good", ElementsAre("x"))));
}

// ---- the disk

TEST(StreamFailure, WriteThatFailsAfterTheCommitIsReadFromTheChangelog) {
  for (const absl::Status& failure : {absl::UnavailableError("disk"), absl::DataLossError("disk")}) {
    World world;
    Process process(world);
    world.Send("a", "add");
    process.Drain();
    process.life.next_write = failure;
    world.Send("a", "add");
    process.Drain();
    world.Send("a", "add");
    process.Drain();
    EXPECT_THAT(world.Out()["a"], ElementsAre("count 1", "count 2", "count 3")) << failure;
    EXPECT_GT(process.stream.metrics().restored_records, 0u);
    EXPECT_EQ(process.stream.metrics().aborts, 0u);
  }
}

TEST(StreamFailure, ReadThatFailsCostsARestore) {
  for (const absl::Status& failure : {absl::UnavailableError("disk"), absl::DataLossError("disk")}) {
    World world;
    Process process(world);
    world.Send("a", "add");
    process.Drain();
    process.life.next_get = failure;
    world.Send("a", "add");
    EXPECT_THAT(process.stream.Step(), HasCode(absl::StatusCode::kUnavailable));
    process.Drain();
    EXPECT_THAT(world.Out()["a"], ElementsAre("count 1", "count 2")) << failure;
  }
}

}  // namespace
}  // namespace interline::stream
