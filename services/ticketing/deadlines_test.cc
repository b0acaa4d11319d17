// Near-due and overdue.
#include <algorithm>

#include "core/base/proto_time.h"
#include "core/base/status_matchers.h"
#include "services/ticketing/test_world.h"

namespace interline::ticketing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;
using ::testing::SizeIs;

class DeadlinesTest : public testing::Test {
 protected:
  // A ticket that is due so long after the start, as its origin computed.
  v1::TicketEvent DueIn(absl::Duration time) {
    v1::TicketEvent event = Opening();
    *event.mutable_transferred()->mutable_limit()->mutable_due_at() = ToProto(FakeClock().Now() + time);
    return event;
  }

  TicketingWorld world_;
};

TEST_F(DeadlinesTest, AreToldToTheHolderWhenTheirTimeHasCome) {
  world_.SubmitAndRun(DueIn(absl::Hours(72)));
  world_.SubmitAndRun(Signed("s", kHotline));
  world_.Pass(absl::Hours(48) - absl::Seconds(1));
  EXPECT_THAT(world_.Story(), SizeIs(2));
  world_.Pass(absl::Seconds(1));
  EXPECT_THAT(world_.Story(),
              ElementsAre("440000: transferred", "12367: signed", "interline: deadline_approached note"));
  world_.Pass(absl::Hours(24));
  EXPECT_THAT(world_.Story(), ElementsAre("440000: transferred", "12367: signed", "interline: deadline_approached note",
                                          "interline: deadline_missed note", "interline: escalated"));
  EXPECT_THAT(world_.Told(kHotline), ElementsAre("transferred", "deadline_approached", "deadline_missed", "escalated"));
  EXPECT_EQ(FromProto(world_.Journal()[3].deadline_missed().due_at()), FakeClock().Now() + absl::Hours(72));
}

TEST_F(DeadlinesTest, AreToldOnceHoweverMuchHappensAfterwards) {
  world_.SubmitAndRun(DueIn(absl::Hours(2)));
  EXPECT_THAT(world_.Story(), Contains("interline: deadline_approached note"));
  world_.SubmitAndRun(Signed("s", kHotline));
  world_.SubmitAndRun(Progress("p", kHotline));
  world_.Pass(absl::Hours(3));
  world_.SubmitAndRun(Supplement("u", kGuangdong));
  world_.Pass(absl::Hours(240));
  int approached = 0;
  int missed = 0;
  for (const v1::TicketEvent& event : world_.Journal()) {
    approached += event.has_deadline_approached() ? 1 : 0;
    missed += event.has_deadline_missed() ? 1 : 0;
  }
  EXPECT_EQ(approached, 1);
  EXPECT_EQ(missed, 1);
}

TEST_F(DeadlinesTest, AreEscalatedAgainWhenTheRulesSaySoAlsoAfterACrash) {
  world_.SetEscalation("overdue 0h any\noverdue 24h any");
  world_.SubmitAndRun(DueIn(absl::Hours(1)));
  world_.Pass(absl::Hours(1));
  const auto escalations = [&] {
    const std::vector<std::string> story = world_.Story();
    return std::count(story.begin(), story.end(), "interline: escalated");
  };
  EXPECT_EQ(escalations(), 1);
  world_.Crash(/*lose_disk=*/true);
  world_.Pass(absl::Hours(24) - absl::Seconds(1));
  EXPECT_EQ(escalations(), 1);
  world_.Pass(absl::Seconds(1));
  EXPECT_EQ(escalations(), 2);
  world_.Pass(absl::Hours(240));
  EXPECT_EQ(escalations(), 2);
}

TEST_F(DeadlinesTest, AreOffOnceTheTicketIsClosed) {
  world_.SubmitAndRun(DueIn(absl::Hours(72)));
  v1::TicketEvent withdrawn = Event("w", kGuangdong);
  withdrawn.mutable_withdrawn();
  world_.SubmitAndRun(withdrawn);
  world_.Pass(absl::Hours(240));
  EXPECT_THAT(world_.Story(), ElementsAre("440000: transferred", "440000: withdrawn"));
}

TEST_F(DeadlinesTest, MoveWithAnExtension) {
  world_.Submit(DueIn(absl::Hours(72)));
  world_.Submit(Signed("s", kHotline));
  v1::TicketEvent request = Event("e", kHotline);
  request.mutable_extension_requested()->mutable_by()->set_value(48);
  request.mutable_extension_requested()->mutable_by()->set_unit(v1::TimeLimit::UNIT_HOUR);
  world_.Submit(request);
  v1::TicketEvent decided = Event("d", kGuangdong);
  decided.mutable_extension_decided()->set_decision(v1::DECISION_APPROVED);
  world_.SubmitAndRun(decided);
  world_.Pass(absl::Hours(95));
  EXPECT_THAT(world_.Story(), Not(Contains("interline: deadline_approached note")));
  world_.Pass(absl::Hours(1));
  EXPECT_THAT(world_.Story(), Contains("interline: deadline_approached note"));
  EXPECT_THAT(world_.Story(), Not(Contains("interline: deadline_missed note")));
}

}  // namespace
}  // namespace interline::ticketing
