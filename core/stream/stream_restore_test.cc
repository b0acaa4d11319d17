// How a stream gets its state back.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_matchers.h"
#include "core/stream/checkpoint.h"
#include "core/stream/state_keys.h"
#include "core/stream/testing_world.h"

namespace interline::stream {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int kRecords = 10;

// One process that counts to kRecords for key "a", sets a timer for it, and ends.
void LiveOnce(World& world) {
  Process process(world);
  for (int i = 0; i < kRecords; ++i) {
    world.Send("a", "add");
    process.Drain();
  }
  world.Send("a", "set 60");
  process.Drain();
  std::atomic<bool> stop{true};
  ASSERT_OK(process.stream.Run(stop));
}

int32_t PartitionOfA() { return bus::PartitionForKey("a", kPartitions); }

// Changes the disk of a stream that does not run.
void Tamper(World& world, const std::vector<store::Change>& changes, int64_t checkpoint) {
  ASSERT_OK_AND_ASSIGN(auto store, world.disks[0].Open(PartitionOfA()));
  ASSERT_OK(store->Write(changes, checkpoint));
}

struct Restored {
  std::vector<std::string> history;
  uint64_t records;
};

// A second life, in which "a" is counted once more and its timer fires.
Restored LiveAgain(World& world, int instance = 0) {
  Process process(world, instance);
  world.Send("a", "add");
  process.Drain();
  const uint64_t records = process.stream.metrics().restored_records;
  world.clock.Advance(absl::Minutes(2));
  process.Drain();
  EXPECT_EQ(Faults(world.Out()), "");
  return {world.Out()["a"], records};
}

void ExpectWhole(const Restored& restored) {
  ASSERT_EQ(restored.history.size(), kRecords + 3u);
  EXPECT_EQ(restored.history[kRecords + 1], absl::StrCat("count ", kRecords + 1));
  EXPECT_EQ(restored.history[kRecords + 2].substr(0, 5), "fired");
}

TEST(StreamRestore, GoesOnWhereItsDiskLeftOff) {
  World world;
  LiveOnce(world);
  ExpectWhole(LiveAgain(world));
}

TEST(StreamRestore, LosesNothingWithItsDisk) {
  World world;
  LiveOnce(world);
  world.disks[0].Wipe();
  const Restored restored = LiveAgain(world);
  ExpectWhole(restored);
  EXPECT_EQ(restored.records, kRecords + 1u);
}

TEST(StreamRestore, TakesOverWhatAnotherInstanceKept) {
  World world;
  LiveOnce(world);
  ExpectWhole(LiveAgain(world, 1));
}

TEST(StreamRestore, ReadsAgainWithoutHarmWhatTheStoreHoldsAlready) {
  World world;
  LiveOnce(world);
  Tamper(world, {}, 3);
  const Restored restored = LiveAgain(world);
  ExpectWhole(restored);
  EXPECT_GT(restored.records, 0u);
  EXPECT_LT(restored.records, kRecords + 1u) << "only from the checkpoint on";
}

TEST(StreamRestore, DoesNotTrustACheckpointBeyondTheEnd) {
  World world;
  LiveOnce(world);
  Tamper(world, {{"a", "1000"}}, 1000000);
  ExpectWhole(LiveAgain(world));
}

TEST(StreamRestore, DoesNotTrustACheckpointWithoutItsTime) {
  World world;
  LiveOnce(world);
  ASSERT_OK_AND_ASSIGN(int64_t end,
                       world.bus.admin().EndOffset({"state", PartitionOfA()}, bus::Isolation::kReadCommitted));
  Tamper(world, {{"a", "1000"}, {std::string(CheckpointTimeKey()), absl::nullopt}}, end);
  ExpectWhole(LiveAgain(world));
}

struct AgeCase {
  const char* name;
  absl::Duration age;
  bool trusted;
};

class StreamRestoreAgeTest : public testing::TestWithParam<AgeCase> {};

// A tombstone that the store missed may be gone from the topic after a day, and the key would stay for ever.
TEST_P(StreamRestoreAgeTest, ForgetsAStoreThatMayHaveMissedTombstones) {
  World world;
  {
    Process process(world);
    world.Send("a", "add");
    process.Drain();
  }
  ASSERT_OK_AND_ASSIGN(int64_t end,
                       world.bus.admin().EndOffset({"state", PartitionOfA()}, bus::Isolation::kReadCommitted));
  Tamper(world, {{"a", "1000"}}, end);
  world.clock.Advance(GetParam().age);
  Process process(world);
  world.bus.ExpireMembers("ledger");
  ExpireOthers(world, process);
  world.Send("a", "add");
  process.Drain();
  EXPECT_EQ(world.Out()["a"].back(), GetParam().trusted ? "count 1001" : "count 2");
}

INSTANTIATE_TEST_SUITE_P(Ages, StreamRestoreAgeTest,
                         testing::Values(AgeCase{"Young", absl::Hours(11), true},
                                         AgeCase{"Old", absl::Hours(13), false},
                                         AgeCase{"ClockWentBackALittle", -absl::Minutes(5), true},
                                         AgeCase{"ClockWentBackFar", -absl::Hours(13), false}),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(StreamRestore, ClearsAStoreThatCannotBeRead) {
  World world;
  LiveOnce(world);
  Process process(world);
  process.life.next_get = absl::DataLossError("the folder is damaged");
  world.Send("a", "add");
  process.Drain();
  EXPECT_EQ(world.Out()["a"].back(), absl::StrCat("count ", kRecords + 1));
  EXPECT_GE(process.stream.metrics().restored_records, kRecords + 1u);
}

// A predecessor may have left a transaction open, and it may yet be committed.
TEST(StreamRestore, WaitsForOpenTransactionsAndHandlesNothingMeanwhile) {
  for (bool committed : {true, false}) {
    World world;
    LiveOnce(world);
    ASSERT_OK_AND_ASSIGN(auto predecessor, world.bus.NewTransactionalProducer("somebody else"));
    ASSERT_OK(predecessor->Begin());
    ASSERT_OK(predecessor->Send({"state", PartitionOfA(), "a", "500", {}}));

    Process process(world);
    world.Send("a", "add");
    process.Drain();
    EXPECT_EQ(world.Out()["a"].size(), kRecords + 1u) << "not before the transaction has ended";
    EXPECT_EQ(process.stream.metrics().aborts, 0u);

    ASSERT_OK(committed ? predecessor->Commit() : predecessor->Abort());
    process.Drain();
    EXPECT_EQ(world.Out()["a"].back(), committed ? "count 501" : absl::StrCat("count ", kRecords + 1));
  }
}

TEST(StreamRestore, KeepsABoundedNumberOfRecordsWhileItWaits) {
  World world;
  ASSERT_OK_AND_ASSIGN(auto predecessor, world.bus.NewTransactionalProducer("somebody else"));
  ASSERT_OK(predecessor->Begin());
  ASSERT_OK(predecessor->Send({"state", PartitionOfA(), "x", "1", {}}));
  StreamOptions options = world.Options();
  options.max_batch_records = 4;
  Process process(world, options);
  for (int i = 0; i < kRecords; ++i) world.Send("a", "add");
  for (int i = 0; i < 3 * kRecords; ++i) ASSERT_OK(process.stream.Step());
  EXPECT_THAT(world.Out(), IsEmpty());
  ASSERT_OK(predecessor->Abort());
  process.Drain();
  EXPECT_EQ(Faults(world.Out()), "");
  EXPECT_EQ(world.Out()["a"].size(), static_cast<size_t>(kRecords));
}

int64_t CheckpointOnDisk(World& world) {
  absl::StatusOr<std::unique_ptr<store::Store>> store = world.disks[0].Open(PartitionOfA());
  EXPECT_OK(store);
  return store.ok() ? (*store)->checkpoint() : -1;
}

TEST(StreamRestore, MovesTheCheckpointUnderLoad) {
  World world;
  {
    Process process(world);
    for (int i = 0; i < kRecords; ++i) {
      world.Send("a", "add");
      process.Drain();
      world.clock.Advance(kCheckpointInterval);
    }
  }
  EXPECT_GE(CheckpointOnDisk(world), kRecords - 1);
}

TEST(StreamRestore, MovesTheCheckpointOfAnIdleStreamBeforeItAges) {
  World world;
  {
    Process process(world);
    for (int i = 0; i < kRecords; ++i) world.Send("a", "add");
    process.Drain();
    const uint64_t batches = process.stream.metrics().batches;
    world.clock.Advance(kIdleCheckpointInterval);
    process.Drain();
    EXPECT_EQ(process.stream.metrics().batches, batches + 1) << "once, not at every poll";
  }
  EXPECT_GE(CheckpointOnDisk(world), kRecords);
  EXPECT_LT(kIdleCheckpointInterval, kMaxCheckpointAge);
}

TEST(StreamRestore, DoesNotMoveTheCheckpointByABatchThatIsAborted) {
  World world;
  {
    Process process(world);
    world.Send("a", "add");
    process.Drain();
    world.clock.Advance(kCheckpointInterval);
    world.Send("a", "add");
    world.bus.FailNext(bus::Fault::kCommitAborted);
    EXPECT_EQ(*process.stream.Step(), 0u);
    EXPECT_EQ(process.stream.metrics().aborts, 1u);
  }
  EXPECT_EQ(CheckpointOnDisk(world), 0);
}

TEST(StreamRestore, KeepsKeysOfAnyBytesApartFromItsOwn) {
  World world;
  std::vector<std::string> keys = {"", std::string("\0", 1), TimerKey("a"), StateKey(""), "a"};
  keys.push_back(TimerIndexKey(world.clock.Now(), "a"));
  keys.push_back(std::string(CheckpointTimeKey()));
  {
    Process process(world);
    for (const std::string& key : keys) {
      world.Send(key, "add");
      world.Send(key, "set 60");
    }
    process.Drain();
  }
  world.disks[0].Wipe();
  Process process(world);
  ExpireOthers(world, process);
  world.clock.Advance(absl::Minutes(1));
  process.Drain();
  for (const std::string& key : keys) {
    world.Send(key, "add");
    process.Drain();
    EXPECT_EQ(world.Out()[key].size(), 4u);
    EXPECT_EQ(world.Out()[key].back(), "count 2");
  }
  EXPECT_EQ(Faults(world.Out()), "");
}

}  // namespace
}  // namespace interline::stream
