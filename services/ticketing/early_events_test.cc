// Events that come before their ticket.
#include "services/ticketing/early_events.h"

#include "core/base/status_matchers.h"
#include "services/ticketing/test_world.h"

namespace interline::ticketing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class EarlyEventsTest : public testing::Test {
 protected:
  TicketingWorld world_;
};

TEST_F(EarlyEventsTest, WaitUnseenUntilTheTicketAppearsAndAreJudgedInOrder) {
  world_.Submit(Signed("s", kHotline));
  world_.SubmitAndRun(Progress("p", kHotline));
  EXPECT_THAT(world_.Journal(), IsEmpty());
  EXPECT_THAT(world_.Rejections(), IsEmpty());
  world_.Pass(absl::Hours(23));
  world_.SubmitAndRun(Opening());
  EXPECT_THAT(world_.Story(), ElementsAre("440000: transferred", "12367: signed", "12367: progress_reported"));
  EXPECT_THAT(world_.Told(kGuangdong), ElementsAre("signed", "progress_reported"));
  world_.Pass(absl::Hours(48));
  EXPECT_THAT(world_.Rejections(), IsEmpty());
}

TEST_F(EarlyEventsTest, AreRefusedWhenTheTicketNeverAppears) {
  world_.SubmitAndRun(Signed("s", kHotline));
  world_.Pass(absl::Hours(10));
  world_.SubmitAndRun(Progress("p", kHotline));
  world_.Pass(absl::Hours(14) - absl::Seconds(1));
  EXPECT_THAT(world_.Rejections(), IsEmpty());
  world_.Pass(absl::Seconds(1));
  EXPECT_THAT(world_.Reasons(), ElementsAre("TICKET_NEVER_APPEARED"));
  EXPECT_THAT(world_.Told(kHotline), ElementsAre("refused"));
  EXPECT_EQ(world_.Outbox(kHotline)[0].event().refused().event_id(), "s");
  EXPECT_EQ(world_.Rejections()[0].position().topic(), "commands");
  // Each by its own time.
  world_.Pass(absl::Hours(10));
  EXPECT_THAT(world_.Reasons(), SizeIs(2));
  EXPECT_THAT(world_.Journal(), IsEmpty());
}

TEST_F(EarlyEventsTest, MayComeAgainAfterTheyWereRefused) {
  world_.SubmitAndRun(Signed("s", kHotline));
  world_.Pass(absl::Hours(25));
  world_.SubmitAndRun(Signed("s", kHotline));
  world_.SubmitAndRun(Opening());
  EXPECT_THAT(world_.Story(), ElementsAre("440000: transferred", "12367: signed"));
}

TEST_F(EarlyEventsTest, EachGetAVerdictAlsoIfTheyAreRepeats) {
  world_.Submit(Signed("s", kHotline));
  world_.Submit(Signed("s", kHotline));
  v1::TicketEvent other = Signed("s", kHotline);
  other.set_source_number("NIA-7");
  world_.Submit(other);
  world_.SubmitAndRun(Opening());
  EXPECT_THAT(world_.Story(), ElementsAre("440000: transferred", "12367: signed", "interline: repeat_recognised note"));
  EXPECT_THAT(world_.Reasons(), ElementsAre("CONFLICTING_DUPLICATE"));
}

TEST_F(EarlyEventsTest, AreRefusedWhenTooManyWaitForOneTicket) {
  for (uint64_t i = 0; i < EarlyEvents::kMostWaiting; ++i) {
    world_.Submit(Progress("p" + std::to_string(i), kHotline));
  }
  world_.Submit(Progress("one-more", kHotline));
  // Another ticket has its own room.
  world_.SubmitAndRun(Signed("s", kHotline, "440000:OTHER"));
  EXPECT_THAT(world_.Reasons(), ElementsAre("LIMIT_REACHED"));
  EXPECT_EQ(world_.Rejections()[0].event_id(), "one-more");
  world_.SubmitAndRun(Opening());
  EXPECT_THAT(world_.Journal(), SizeIs(1 + EarlyEvents::kMostWaiting));
}

TEST_F(EarlyEventsTest, AreAdmittedBeforeTheyWait) {
  v1::TicketEvent event = Signed("not an id", kHotline);
  world_.SubmitAndRun(event);
  EXPECT_THAT(world_.Reasons(), ElementsAre("INVALID_ID"));
}

TEST_F(EarlyEventsTest, LeaveNothingBehind) {
  world_.SubmitAndRun(Signed("s", kHotline));
  world_.SubmitAndRun(Opening());
  std::map<std::string, bool> lives;
  for (const bus::Record& record : world_.bus().Committed("state")) lives[record.key] = record.value.has_value();
  ASSERT_THAT(lives, Contains(testing::Key("w/440000:DH2611240012")));
  EXPECT_FALSE(lives["w/440000:DH2611240012"]);
  EXPECT_FALSE(lives["e/440000:DH2611240012/0"]);
  EXPECT_TRUE(lives["t/440000:DH2611240012"]);
}

}  // namespace
}  // namespace interline::ticketing
