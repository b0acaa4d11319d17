#include "core/bus/memory_bus.h"

#include "core/bus/bus_contract_test.h"

namespace interline::bus {
namespace {

INSTANTIATE_TEST_SUITE_P(Memory, BusContract, testing::Values([] {
                           static const SystemClock clock;
                           return BusUnderTest{[] { return std::make_unique<MemoryBus>(clock); }, "t.",
                                               [](Bus& bus, const std::string& group) {
                                                 static_cast<MemoryBus&>(bus).ExpireMembers(group);
                                               }};
                         }));

class MemoryBusTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_OK(bus_.admin().CreateTopics({{"in", 2, 1, {}}, {"out", 1, 1, {}}})); }

  FakeClock clock_;
  MemoryBus bus_{clock_};
};

TEST_F(MemoryBusTest, NewMembersWaitUntilTheOthersHavePolledOrAreTakenForDead) {
  Watcher first, second, third;
  ASSERT_OK_AND_ASSIGN(auto a, bus_.NewGroupConsumer({"g", {"in"}, &first}));
  ASSERT_OK(a->Poll(absl::ZeroDuration(), 1));
  EXPECT_EQ(first.assigned.size(), 2u);
  ASSERT_OK_AND_ASSIGN(auto b, bus_.NewGroupConsumer({"g", {"in"}, &second}));
  ASSERT_OK(b->Poll(absl::ZeroDuration(), 1));
  EXPECT_TRUE(second.assigned.empty());
  ASSERT_OK(a->Poll(absl::ZeroDuration(), 1));
  ASSERT_OK(b->Poll(absl::ZeroDuration(), 1));
  EXPECT_EQ(first.assigned, (Offsets{{{"in", 0}, 0}}));
  EXPECT_EQ(second.assigned, (Offsets{{{"in", 1}, 0}}));
  // A killed process says nothing.
  a.reset();
  ASSERT_OK_AND_ASSIGN(auto c, bus_.NewGroupConsumer({"g", {"in"}, &third}));
  ASSERT_OK(b->Poll(absl::ZeroDuration(), 1));
  ASSERT_OK(c->Poll(absl::ZeroDuration(), 1));
  EXPECT_TRUE(third.assigned.empty());
  bus_.ExpireMembers("g");
  ASSERT_OK(b->Poll(absl::ZeroDuration(), 1));
  ASSERT_OK(c->Poll(absl::ZeroDuration(), 1));
  EXPECT_EQ(second.assigned, (Offsets{{{"in", 0}, 0}}));
  EXPECT_EQ(third.assigned, (Offsets{{{"in", 1}, 0}}));
}

TEST_F(MemoryBusTest, AMemberMayBeDeclaredDeadWhileItGivesUp) {
  Watcher first, second;
  ASSERT_OK_AND_ASSIGN(auto a, bus_.NewGroupConsumer({"g", {"in"}, &first}));
  ASSERT_OK(a->Poll(absl::ZeroDuration(), 1));
  ASSERT_OK_AND_ASSIGN(auto b, bus_.NewGroupConsumer({"g", {"in"}, &second}));
  first.on_revoked = [&] {
    EXPECT_OK(b->Poll(absl::ZeroDuration(), 1));
    // Another rebalance begins, which the one at work has not heard of.
    ASSERT_OK_AND_ASSIGN(auto passing, bus_.NewGroupConsumer({"g", {"in"}, nullptr}));
    passing->Close();
    EXPECT_OK(b->Poll(absl::ZeroDuration(), 1));
    bus_.ExpireMembers("g");
    EXPECT_OK(b->Poll(absl::ZeroDuration(), 1));
    EXPECT_EQ(second.assigned.size(), 2u);
  };
  ASSERT_OK(a->Poll(absl::ZeroDuration(), 1));
  ASSERT_OK(b->Poll(absl::ZeroDuration(), 1));
  ASSERT_OK(a->Poll(absl::ZeroDuration(), 1));
  ASSERT_OK(b->Poll(absl::ZeroDuration(), 1));
  EXPECT_EQ(first.assigned.size(), 1u);
  EXPECT_EQ(second.assigned.size(), 1u);
}

TEST_F(MemoryBusTest, AFailedCallSpoilsTheTransactionUntilItIsAborted) {
  ASSERT_OK_AND_ASSIGN(auto producer, bus_.NewTransactionalProducer("tx"));
  for (const Fault fault : {Fault::kSend, Fault::kCommitAborted}) {
    bus_.FailNext(fault);
    ASSERT_OK(producer->Begin());
    producer->Send({"out", 0, "k", "never", {}}).IgnoreError();
    EXPECT_THAT(producer->Commit(), HasCode(absl::StatusCode::kAborted));
    EXPECT_THAT(producer->Commit(), HasCode(absl::StatusCode::kAborted));
    ASSERT_OK(producer->Abort());
  }
  EXPECT_THAT(bus_.Committed("out"), testing::IsEmpty());
}

TEST_F(MemoryBusTest, AfterAnUnknownOutcomeTheProducerIsOfNoMoreUse) {
  ASSERT_OK_AND_ASSIGN(auto producer, bus_.NewTransactionalProducer("tx"));
  ASSERT_OK(producer->Begin());
  bus_.FailNext(Fault::kCommitUnknownDone);
  EXPECT_THAT(producer->Commit(), HasCode(absl::StatusCode::kUnknown));
  EXPECT_THAT(producer->Abort(), HasCode(absl::StatusCode::kUnknown));
  EXPECT_THAT(producer->Begin(), HasCode(absl::StatusCode::kUnknown));
}

TEST_F(MemoryBusTest, AReaderOfWhatIsNoLongerKeptStartsAtTheFirstRecordLeft) {
  ASSERT_OK_AND_ASSIGN(auto producer, bus_.NewProducer());
  for (const char* value : {"1", "2", "3"}) ASSERT_OK(producer->SendAndWait({"out", 0, "k", value, {}}));
  ASSERT_OK(bus_.Trim({"out", 0}, 2));
  EXPECT_THAT(bus_.admin().BeginOffset({"out", 0}), Gives(2));
  ASSERT_OK_AND_ASSIGN(auto reader, bus_.NewReader({{{"out", 0}, 0}}, Isolation::kReadCommitted));
  ASSERT_OK_AND_ASSIGN(const auto records, reader->Poll(absl::ZeroDuration(), 10));
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(*records[0].value, "3");
  EXPECT_EQ(records[0].offset, 2);
}

TEST_F(MemoryBusTest, RecordsBearTheTimeOfTheClock) {
  ASSERT_OK_AND_ASSIGN(auto producer, bus_.NewProducer());
  ASSERT_OK(producer->SendAndWait({"out", 0, "k", "v", {}}));
  clock_.Advance(absl::Hours(1));
  ASSERT_OK(producer->SendAndWait({"out", 0, "k", "v", {}}));
  const std::vector<Record> records = bus_.Committed("out");
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[1].appended_at, clock_.Now());
  EXPECT_EQ(records[1].appended_at - records[0].appended_at, absl::Hours(1));
}

TEST_F(MemoryBusTest, AnUnknownOutcomeMayBeEitherWay) {
  for (const Fault fault : {Fault::kCommitUnknownDone, Fault::kCommitUnknownUndone}) {
    ASSERT_OK_AND_ASSIGN(auto producer, bus_.NewTransactionalProducer("tx"));
    ASSERT_OK(producer->Begin());
    ASSERT_OK(producer->Send({"out", 0, "k", fault == Fault::kCommitUnknownDone ? "done" : "undone", {}}));
    bus_.FailNext(fault);
    EXPECT_THAT(producer->Commit(), HasCode(absl::StatusCode::kUnknown));
    // The next producer settles what is open.
    ASSERT_OK(bus_.NewTransactionalProducer("tx"));
  }
  ASSERT_EQ(bus_.Committed("out").size(), 1u);
  EXPECT_EQ(*bus_.Committed("out")[0].value, "done");
}

}  // namespace
}  // namespace interline::bus
