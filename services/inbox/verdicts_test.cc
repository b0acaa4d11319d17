#include "services/inbox/verdicts.h"

#include <gmock/gmock.h>

#include "core/base/status_matchers.h"
#include "core/bus/memory_bus.h"
#include "core/bus/topics.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::inbox {
namespace {

using ::interline::v1::Rejection;
using ::interline::v1::TicketEvent;
using testing::ElementsAre;
using testing::IsEmpty;

struct VerdictsTest : testing::Test {
  VerdictsTest() {
    EXPECT_OK(bus.admin().CreateTopics(bus::InterlineTopics({"12367", "440000"}, 2, 0)));
    producer = *bus.NewProducer();
    EXPECT_OK(verdicts.Open());
  }
  void Write(const char* topic, const google::protobuf::Message& value) {
    EXPECT_OK(producer->SendAndWait({topic, absl::nullopt, "440000:DH1", value.SerializeAsString(), {}}));
  }
  void Await(const std::string& id) {
    EXPECT_OK(verdicts.Await(id, clock.Now() + absl::Seconds(2), [this, id](absl::optional<Verdict> verdict) {
      told.push_back(id + (!verdict ? " none" : verdict->accepted ? " accepted" : " refused"));
      if (verdict) last = *verdict;
    }));
  }
  static TicketEvent Event(const std::string& source, const std::string& id) {
    TicketEvent event;
    event.set_source(source);
    event.set_id(id);
    event.mutable_signed_();
    event.mutable_journal()->set_sequence(7);
    return event;
  }
  static Rejection Refused(const std::string& platform, const std::string& id, Rejection::Stage stage) {
    Rejection rejection;
    rejection.set_platform(platform);
    rejection.set_event_id(id);
    rejection.set_stage(stage);
    rejection.mutable_refusal()->set_reason(::interline::v1::REFUSAL_REASON_TRANSITION_NOT_ALLOWED);
    return rejection;
  }

  FakeClock clock;
  bus::MemoryBus bus{clock};
  std::unique_ptr<bus::Producer> producer;
  Verdicts verdicts{bus, clock, "12367"};
  std::vector<std::string> told;
  Verdict last;
};

TEST_F(VerdictsTest, TellsWhatWasAccepted) {
  Await("a1");
  Write(bus::kEvents, Event("12367", "a1"));
  EXPECT_OK(verdicts.ReadOnce(absl::ZeroDuration()));
  EXPECT_THAT(told, ElementsAre("a1 accepted"));
  EXPECT_EQ(last.sequence, 7u);
}

TEST_F(VerdictsTest, TellsWhatWasRefusedAndWhy) {
  Await("a1");
  Write(bus::kRejected, Refused("12367", "a1", Rejection::STAGE_JUDGE));
  EXPECT_OK(verdicts.ReadOnce(absl::ZeroDuration()));
  EXPECT_THAT(told, ElementsAre("a1 refused"));
  EXPECT_EQ(last.refusal.reason(), ::interline::v1::REFUSAL_REASON_TRANSITION_NOT_ALLOWED);
}

TEST_F(VerdictsTest, TellsTheFirstVerdictOfARepeat) {
  for (const bool accepted : {true, false}) {
    Await("a1");
    TicketEvent note = Event("interline", "n1");
    auto& repeat = *note.mutable_repeat_recognised();
    repeat.set_from("12367");
    repeat.set_event_id("a1");
    repeat.set_accepted(accepted);
    Write(bus::kEvents, note);
    EXPECT_OK(verdicts.ReadOnce(absl::ZeroDuration()));
  }
  EXPECT_THAT(told, ElementsAre("a1 accepted", "a1 refused"));
}

TEST_F(VerdictsTest, MindsOnlyTheAgentsOwnEvents) {
  Await("a1");
  Write(bus::kEvents, Event("440000", "a1"));
  Write(bus::kRejected, Refused("440000", "a1", Rejection::STAGE_JUDGE));
  // Accepted, and not expressible in the other side's dialect: no verdict on the action.
  Write(bus::kRejected, Refused("12367", "a1", Rejection::STAGE_ENCODE));
  Write(bus::kEvents, Event("12367", "a2"));
  EXPECT_OK(verdicts.ReadOnce(absl::ZeroDuration()));
  EXPECT_THAT(told, IsEmpty());
}

TEST_F(VerdictsTest, TellsAllWhoWaitForTheSameOnceEach) {
  Await("a1");
  Await("a1");
  Write(bus::kEvents, Event("12367", "a1"));
  Write(bus::kEvents, Event("12367", "a1"));
  EXPECT_OK(verdicts.ReadOnce(absl::ZeroDuration()));
  EXPECT_THAT(told, ElementsAre("a1 accepted", "a1 accepted"));
}

TEST_F(VerdictsTest, GivesUpWhenTheTimeIsOver) {
  Await("a1");
  clock.Advance(absl::Milliseconds(1999));
  EXPECT_OK(verdicts.ReadOnce(absl::ZeroDuration()));
  EXPECT_THAT(told, IsEmpty());
  clock.Advance(absl::Milliseconds(1));
  EXPECT_OK(verdicts.ReadOnce(absl::ZeroDuration()));
  EXPECT_THAT(told, ElementsAre("a1 none"));
}

TEST_F(VerdictsTest, BoundsHowManyWait) {
  for (int i = 0; i < 1024; ++i) Await("a" + std::to_string(i));
  EXPECT_THAT(verdicts.Await("more", clock.Now(), [](absl::optional<Verdict>) {}),
              HasCode(absl::StatusCode::kResourceExhausted));
}

TEST_F(VerdictsTest, NeedsTheTopics) {
  bus::MemoryBus empty(clock);
  EXPECT_THAT(Verdicts(empty, clock, "12367").Open(), HasCode(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace interline::inbox
