// The service dies at every step, and the world cannot tell.
#include <functional>

#include "core/base/check.h"
#include "core/base/proto_time.h"
#include "core/base/status_matchers.h"
#include "services/ticketing/test_world.h"

namespace interline::ticketing {
namespace {

using bus::Fault;

// A life with an early event, an alias, a gated platform, a repeat, a refusal, a suspicion and a deadline.
void Live(TicketingWorld& world, const std::function<void()>& between) {
  const auto say = [&](const v1::TicketEvent& event) {
    world.Submit(event);
    between();
    world.Run();
  };
  v1::TicketEvent early = Event("early", kJiangsu);
  early.mutable_received();
  early.set_source_number("JS-1");
  say(early);
  v1::TicketEvent opening = Opening(kTicket, kJiangsu);
  *opening.mutable_transferred()->mutable_limit()->mutable_due_at() = ToProto(FakeClock().Now() + absl::Hours(48));
  opening.mutable_transferred()->mutable_matter()->mutable_caller()->set_calling_number("+8613800000000");
  say(opening);
  say(opening);
  v1::TicketEvent by_number = Signed("s", kJiangsu);
  by_number.clear_ticket_id();
  by_number.set_source_number("JS-1");
  say(by_number);
  say(Supplement("u", kGuangdong));
  say(Progress("not-mine", kGuangdong));
  v1::TicketEvent again = opening;
  again.set_id("again");
  again.set_ticket_id("440000:AGAIN");
  again.set_source_number("AGAIN");
  say(again);
  for (const v1::DeliveryReported::Result result :
       {v1::DeliveryReported::RESULT_IN_DOUBT, v1::DeliveryReported::RESULT_DELIVERED}) {
    const std::vector<v1::Delivery> outbox = world.Outbox(kJiangsu);
    for (auto it = outbox.rbegin(); it != outbox.rend(); ++it) {
      if (it->event().ticket_id() != kTicket) continue;
      world.Report(*it, result);
      break;
    }
    between();
    world.Run();
    world.clock().Advance(absl::Minutes(1));
    between();
    world.Run();
  }
  world.clock().Advance(absl::Hours(25));
  between();
  world.Run();
}

// Ids of answers to a record follow from its offset, and marks of transactions take offsets too.
void ForgetOffsets(v1::TicketEvent& event) {
  if (event.has_refused() || event.has_repeat_recognised()) event.clear_id();
  if (event.has_repeat_recognised()) event.mutable_repeat_recognised()->clear_position();
}

std::string Normal(const std::string& topic, const std::string& value) {
  if (topic == "events") {
    v1::TicketEvent event;
    CHECK(event.ParseFromString(value));
    ForgetOffsets(event);
    return event.ShortDebugString();
  }
  if (topic == "rejected") {
    v1::Rejection rejection;
    CHECK(rejection.ParseFromString(value));
    rejection.clear_position();
    return rejection.ShortDebugString();
  }
  v1::Delivery delivery;
  CHECK(delivery.ParseFromString(value));
  if (delivery.event().has_refused()) delivery.clear_id();
  ForgetOffsets(*delivery.mutable_event());
  return delivery.ShortDebugString();
}

// All that others can read, per topic and key.
std::map<std::string, std::vector<std::string>> Visible(TicketingWorld& world) {
  std::map<std::string, std::vector<std::string>> visible;
  for (const std::string topic : {"events", "rejected", "outbox.440000", "outbox.320000", "outbox.12367"}) {
    for (const bus::Record& record : world.bus().Committed(topic)) {
      visible[topic + " " + record.key].push_back(Normal(topic, record.value.value_or("")));
    }
  }
  return visible;
}

class RecoveryTest : public testing::Test {
 protected:
  RecoveryTest() {
    Live(calm_, [] {});
    expected_ = Visible(calm_);
  }

  TicketingWorld calm_;
  std::map<std::string, std::vector<std::string>> expected_;
};

TEST_F(RecoveryTest, TheLifeIsRichEnoughToProveSomething) {
  EXPECT_GE(calm_.Journal().size(), 9u);
  EXPECT_GE(calm_.Rejections().size(), 1u);
  EXPECT_GE(calm_.Outbox(kJiangsu).size(), 4u);
}

TEST_F(RecoveryTest, ACrashBetweenStepsChangesNothing) {
  TicketingWorld world;
  Live(world, [&] { world.Crash(); });
  EXPECT_EQ(Visible(world), expected_);
}

TEST_F(RecoveryTest, ACrashInTheMiddleOfTheWorkChangesNothing) {
  for (int steps = 1; steps <= 4; ++steps) {
    SCOPED_TRACE(steps);
    TicketingWorld world;
    Live(world, [&] {
      for (int i = 0; i < steps; ++i) world.Step();
      world.Crash();
    });
    EXPECT_EQ(Visible(world), expected_);
  }
}

TEST_F(RecoveryTest, TheStateComesBackFromTheLogWhenTheDiskIsLost) {
  TicketingWorld world;
  Live(world, [&] { world.Crash(/*lose_disk=*/true); });
  EXPECT_EQ(Visible(world), expected_);
}

TEST_F(RecoveryTest, AFailedTransactionIsDoneAgainWithTheSameEffect) {
  for (const Fault fault : {Fault::kSend, Fault::kSendOffsets, Fault::kCommitAborted, Fault::kCommitUnknownDone,
                            Fault::kCommitUnknownUndone}) {
    SCOPED_TRACE(static_cast<int>(fault));
    TicketingWorld world;
    Live(world, [&] { world.bus().FailNext(fault); });
    EXPECT_GE(world.Stumbles(), 5u);
    EXPECT_EQ(Visible(world), expected_);
  }
}

}  // namespace
}  // namespace interline::ticketing
