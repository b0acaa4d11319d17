#include "core/stream/stream.h"

#include "absl/strings/str_cat.h"
#include "core/base/status_matchers.h"
#include "core/stream/testing_world.h"

namespace interline::stream {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

TEST(Stream, HandlesEachRecordOnceInTheOrderOfItsKey) {
  World world;
  for (int i = 0; i < 3; ++i) {
    for (const char* key : {"a", "b", "c"}) world.Send(key, "add");
  }
  Process process(world);
  process.Drain();
  for (const char* key : {"a", "b", "c"}) {
    EXPECT_THAT(world.Out()[key], ElementsAre("count 1", "count 2", "count 3"));
  }
  EXPECT_THAT(world.Counts(), UnorderedElementsAre(Pair("a", "3"), Pair("b", "3"), Pair("c", "3")));
  EXPECT_EQ(process.stream.metrics().records, 9u);
  EXPECT_EQ(process.stream.metrics().aborts, 0u);
}

TEST(Stream, StepTellsHowManyItCommittedAndZeroWhenNothingWaits) {
  World world;
  world.Send("a", "add");
  world.Send("a", "add");
  Process process(world);
  EXPECT_THAT(*process.stream.Step(), 2u);
  EXPECT_THAT(*process.stream.Step(), 0u);
  world.Send("a", "add");
  EXPECT_THAT(*process.stream.Step(), 1u);
}

TEST(Stream, ClosesABatchAtItsLimitOfRecords) {
  World world;
  for (int i = 0; i < 10; ++i) world.Send("a", "add");
  StreamOptions options = world.Options();
  options.max_batch_records = 4;
  Process process(world, options);
  EXPECT_EQ(*process.stream.Step(), 4u);
  EXPECT_EQ(*process.stream.Step(), 4u);
  EXPECT_EQ(*process.stream.Step(), 2u);
  EXPECT_EQ(process.stream.metrics().batches, 3u);
}

TEST(Stream, ClosesABatchAtItsLimitOfBytes) {
  constexpr size_t kLarge = 1 << 20;
  World world;
  for (int i = 0; i < 20; ++i) world.Send("a", std::string(kLarge, 'x'));
  StreamOptions options = world.Options();
  options.max_batch_records = 18;
  Process process(world, options);
  EXPECT_EQ(*process.stream.Step(), 16u);
  EXPECT_EQ(*process.stream.Step(), 4u);
}

// Takes time to handle a record.
class SlowProcessor final : public Processor {
 public:
  explicit SlowProcessor(FakeClock& clock) : clock_(clock) {}
  absl::Status Process(const bus::Record&, Context& context) override {
    times.push_back(context.Now());
    clock_.Advance(absl::Milliseconds(40));
    return absl::OkStatus();
  }
  std::vector<absl::Time> times;

 private:
  FakeClock& clock_;
};

TEST(Stream, ClosesABatchAtItsLimitOfTimeAndShowsOneTimeInside) {
  World world;
  for (int i = 0; i < 5; ++i) world.Send("a", "x");
  StreamOptions options = world.Options();
  options.max_batch_time = absl::Milliseconds(100);
  SlowProcessor slow(world.clock);
  Stream stream(world.bus, world.disks[0].factory(), world.clock, slow, options);
  const absl::Time start = world.clock.Now();
  EXPECT_EQ(*stream.Step(), 3u);
  EXPECT_THAT(slow.times, ElementsAre(start, start, start));
  EXPECT_EQ(*stream.Step(), 2u);
  EXPECT_EQ(slow.times.back(), start + absl::Milliseconds(120));
}

TEST(Stream, WritesOneChangelogRecordForAKeyThatARecordChangedTwice) {
  class Twice final : public Processor {
    absl::Status Process(const bus::Record& record, Context& context) override {
      context.Put(record.key, "1");
      context.Delete(record.key);
      context.Put(record.key, "2");
      return absl::OkStatus();
    }
  };
  World world;
  world.Send("a", "x");
  Twice twice;
  Stream stream(world.bus, world.disks[0].factory(), world.clock, twice, world.Options());
  ASSERT_OK(stream.Step());
  const std::vector<bus::Record> changelog = world.bus.Committed("state");
  ASSERT_EQ(changelog.size(), 1u);
  EXPECT_EQ(changelog[0].key, "a");
  EXPECT_EQ(changelog[0].value, "2");
}

TEST(Stream, PutsChangesIntoTheChangelogPartitionOfTheInput) {
  World world;
  auto producer = world.bus.NewProducer();
  for (int32_t partition = 0; partition < kPartitions; ++partition) {
    ASSERT_OK((*producer)->SendAndWait({"in", partition, "same", "add", {}}));
  }
  Process process(world);
  process.Drain();
  std::vector<int32_t> partitions;
  for (const bus::Record& record : world.bus.Committed("state")) partitions.push_back(record.partition);
  EXPECT_THAT(partitions, ElementsAre(0, 1));
  EXPECT_THAT(world.Out()["same"], ElementsAre("count 1", "count 1")) << "state is kept by partition";
}

TEST(Stream, DeletesLeaveTombstonesAndNoState) {
  World world;
  for (const char* act : {"add", "add", "forget", "add"}) world.Send("a", act);
  Process process(world);
  process.Drain();
  EXPECT_THAT(world.Out()["a"], ElementsAre("count 1", "count 2", "forgotten", "count 1"));
  world.Send("a", "forget");
  process.Drain();
  EXPECT_FALSE(world.bus.Committed("state").back().value.has_value());
}

TEST(Stream, CallsTheProcessorBetweenBatches) {
  World world;
  Process process(world);
  world.Send("a", "add");
  ASSERT_OK(process.stream.Step());
  const int before = process.ledger.between_batches;
  EXPECT_GE(before, 1);
  ASSERT_OK(process.stream.Step());
  EXPECT_GT(process.ledger.between_batches, before) << "also when nothing waits";
}

TEST(Stream, WorksWithoutState) {
  World world;
  world.Send("a", "add");
  StreamOptions options = world.Options();
  options.changelog = "";
  Process process(world, options);
  EXPECT_EQ(*process.stream.Step(), 1u);
  EXPECT_THAT(world.Out()["a"], ElementsAre("seen"));
  EXPECT_THAT(world.bus.Committed("state"), IsEmpty());
}

TEST(Stream, RefusesStateWithoutAChangelog) {
  for (const char* act : {"set 1", "cancel", "forget"}) {
    World world;
    world.Send("a", act);
    StreamOptions options = world.Options();
    options.changelog = "";
    Process process(world, options);
    EXPECT_THAT(process.stream.Step(), HasCode(absl::StatusCode::kFailedPrecondition)) << act;
    EXPECT_THAT(world.Out(), IsEmpty());
  }
}

TEST(Stream, ReadsSeveralTopicsIntoOneState) {
  World world;
  world.AddTopic("in2", kPartitions);
  world.Send("a", "add");
  auto producer = world.bus.NewProducer();
  ASSERT_OK((*producer)->SendAndWait({"in2", absl::nullopt, "a", "add", {}}));
  StreamOptions options = world.Options();
  options.topics = {"in", "in2"};
  Process process(world, options);
  process.Drain();
  EXPECT_THAT(world.Out()["a"], ElementsAre("count 1", "count 2"));
}

struct TopicCase {
  const char* name;
  std::vector<std::string> topics;
  std::string changelog;
  absl::StatusCode code;
  const char* text;
};

class StreamTopicsTest : public testing::TestWithParam<TopicCase> {};

TEST_P(StreamTopicsTest, RunReturnsWhatOnlyAPersonCanPutRight) {
  World world;
  world.AddTopic("three", 3);
  StreamOptions options = world.Options();
  options.topics = GetParam().topics;
  options.changelog = GetParam().changelog;
  Process process(world, options);
  const std::atomic<bool> stop{false};
  const absl::Status status = process.stream.Run(stop);
  EXPECT_THAT(status, HasCode(GetParam().code));
  EXPECT_THAT(std::string(status.message()), HasSubstr(GetParam().text));
}

INSTANTIATE_TEST_SUITE_P(
    Topics, StreamTopicsTest,
    testing::Values(TopicCase{"NoInput", {"in", "nowhere"}, "state", absl::StatusCode::kNotFound, "nowhere"},
                    TopicCase{"NoChangelog", {"in"}, "nowhere", absl::StatusCode::kNotFound, "nowhere"},
                    TopicCase{"OtherCount", {"in"}, "three", absl::StatusCode::kFailedPrecondition, "partitions"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(Stream, StartsOnceAMissingTopicIsThere) {
  World world;
  StreamOptions options = world.Options();
  options.topics = {"later"};
  Process process(world, options);
  EXPECT_THAT(process.stream.Step(), HasCode(absl::StatusCode::kNotFound));
  world.AddTopic("later", kPartitions);
  EXPECT_OK(process.stream.Step());
}

TEST(Stream, RunLeavesTheGroupWhenStopped) {
  World world;
  world.Send("a", "add");
  // Stops the stream once it has seen a record.
  class Stopper final : public Processor {
   public:
    absl::Status Process(const bus::Record&, Context&) override {
      stop = true;
      return absl::OkStatus();
    }
    std::atomic<bool> stop{false};
  };
  Stopper stopper;
  Stream stream(world.bus, world.disks[0].factory(), world.clock, stopper, world.Options());
  ASSERT_OK(stream.Run(stopper.stop));
  EXPECT_EQ(stream.metrics().records, 1u);

  // Nobody has to be expired: all partitions are free at once, and the record is done.
  Process successor(world, 1);
  world.Send("b", "add");
  world.Send("c", "add");
  successor.Drain();
  EXPECT_THAT(world.Out(), UnorderedElementsAre(Pair("b", ElementsAre("count 1")), Pair("c", ElementsAre("count 1"))));
}

TEST(Stream, TwoInstancesShareThePartitionsAndHandOver) {
  World world;
  const std::vector<std::string> keys = {"a", "b", "c", "d", "e", "f"};
  Process first(world, 0);
  for (const std::string& key : keys) world.Send(key, "add");
  first.Drain();
  {
    Process second(world, 1);
    for (int round = 0; round < 3; ++round) {
      ASSERT_OK(second.stream.Step());
      first.stream.Step().status().IgnoreError();  // may learn here that it has to share
    }
    for (const std::string& key : keys) world.Send(key, "add");
    second.Drain();
    first.Drain();
    EXPECT_GT(second.stream.metrics().records, 0u);
    EXPECT_GT(first.stream.metrics().records, keys.size());
    for (const std::string& key : keys) EXPECT_THAT(world.Out()[key], ElementsAre("count 1", "count 2")) << key;
    std::atomic<bool> stop{true};
    ASSERT_OK(second.stream.Run(stop));
  }
  for (const std::string& key : keys) world.Send(key, "add");
  first.Drain();
  for (const std::string& key : keys)
    EXPECT_THAT(world.Out()[key], ElementsAre("count 1", "count 2", "count 3")) << key;
}

}  // namespace
}  // namespace interline::stream
