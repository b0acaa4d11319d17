#include "core/bus/memory_bus.h"

#include "core/bus/bus_contract_test.h"

namespace interline::bus {
namespace {

INSTANTIATE_TEST_SUITE_P(Memory, BusContract, testing::Values([] {
                           static const SystemClock clock;
                           return BusUnderTest{[] { return std::make_unique<MemoryBus>(clock); }, "t."};
                         }));

class MemoryBusTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_OK(bus_.admin().CreateTopics({{"in", 2, 1, {}}, {"out", 1, 1, {}}})); }

  FakeClock clock_;
  MemoryBus bus_{clock_};
};

TEST_F(MemoryBusTest, TwoMembersShareThePartitionsAndTheOneLeftGetsAll) {
  Watcher first, second;
  ASSERT_OK_AND_ASSIGN(auto a, bus_.NewGroupConsumer({"g", {"in"}, &first}));
  ASSERT_OK(a->Poll(absl::ZeroDuration(), 1));
  EXPECT_EQ(first.assigned.size(), 2u);
  ASSERT_OK_AND_ASSIGN(auto b, bus_.NewGroupConsumer({"g", {"in"}, &second}));
  ASSERT_OK(a->Poll(absl::ZeroDuration(), 1));
  ASSERT_OK(b->Poll(absl::ZeroDuration(), 1));
  EXPECT_EQ(first.assigned.size(), 1u);
  EXPECT_EQ(second.assigned.size(), 1u);
  a->Close();
  ASSERT_OK(b->Poll(absl::ZeroDuration(), 1));
  EXPECT_EQ(second.assigned.size(), 2u);
}

TEST_F(MemoryBusTest, AMemberOfAnOlderGenerationIsFenced) {
  Watcher watcher;
  ASSERT_OK_AND_ASSIGN(auto zombie, bus_.NewGroupConsumer({"g", {"in"}, &watcher}));
  ASSERT_OK(zombie->Poll(absl::ZeroDuration(), 1));
  ASSERT_OK_AND_ASSIGN(auto producer, bus_.NewTransactionalProducer("tx"));
  ASSERT_OK(producer->Begin());
  ASSERT_OK_AND_ASSIGN(auto other, bus_.NewGroupConsumer({"g", {"in"}, &watcher}));
  EXPECT_THAT(producer->SendOffsets(*zombie, {{{"in", 0}, 1}}), HasCode(absl::StatusCode::kFailedPrecondition));
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
