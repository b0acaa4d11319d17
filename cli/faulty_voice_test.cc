#include "cli/faulty_voice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "core/base/proto_time.h"
#include "core/base/refusal.h"
#include "core/base/status_matchers.h"

namespace interline::cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Recorder final : public Voice {
 public:
  absl::Status Say(const v1::TicketEvent& event, const Alteration*) override {
    said.push_back(event.id());
    last = event;
    return answer;
  }
  absl::Status Flush() override { return absl::OkStatus(); }

  std::vector<std::string> said;
  v1::TicketEvent last;
  absl::Status answer;
};

v1::TicketEvent Event(const std::string& id) {
  v1::TicketEvent event;
  event.set_id(id);
  event.set_ticket_id("440000:1");
  *event.mutable_occurred_at() = ToProto(absl::FromUnixSeconds(1800000000));
  return event;
}

class FaultyVoiceTest : public testing::Test {
 protected:
  Recorder recorder_;
  FakeClock clock_;
};

TEST_F(FaultyVoiceTest, SaysAtOnceAndUnchangedWhatNoFaultHits) {
  const Faults none;
  FaultyVoice voice(recorder_, none, clock_);
  EXPECT_OK(voice.Say(Event("a"), nullptr));
  EXPECT_THAT(recorder_.said, ElementsAre("a"));
  EXPECT_EQ(recorder_.last.SerializeAsString(), Event("a").SerializeAsString());
}

TEST_F(FaultyVoiceTest, SaysWhatIsSlowLaterAndInOrder) {
  const Faults slow = *Faults::Parse("slow=100", 1);
  FaultyVoice voice(recorder_, slow, clock_);
  EXPECT_OK(voice.Say(Event("a"), nullptr));
  EXPECT_OK(voice.Say(Event("b"), nullptr));
  EXPECT_OK(voice.Advance());
  EXPECT_THAT(recorder_.said, IsEmpty());
  clock_.Advance(kSlowDelay);
  EXPECT_OK(voice.Advance());
  EXPECT_THAT(recorder_.said, ElementsAre("a", "b"));
}

TEST_F(FaultyVoiceTest, LeavesOutLaterWhatTheDialectCannotSayAndTellsOtherErrors) {
  const Faults slow = *Faults::Parse("slow=100", 1);
  FaultyVoice voice(recorder_, slow, clock_);
  EXPECT_OK(voice.Say(Event("a"), nullptr));
  clock_.Advance(kSlowDelay);
  recorder_.answer = RefusalError(v1::REFUSAL_REASON_NOT_EXPRESSIBLE, "", "No message.");
  EXPECT_OK(voice.Advance());
  EXPECT_OK(voice.Say(Event("b"), nullptr));
  clock_.Advance(kSlowDelay);
  recorder_.answer = absl::UnavailableError("away");
  EXPECT_EQ(voice.Advance().code(), absl::StatusCode::kUnavailable);
}

TEST_F(FaultyVoiceTest, SetsAWrongClock) {
  const Faults wrong = *Faults::Parse("wrong_clock=100", 1);
  FaultyVoice voice(recorder_, wrong, clock_);
  EXPECT_OK(voice.Say(Event("a"), nullptr));
  EXPECT_NE(FromProto(recorder_.last.occurred_at()), absl::FromUnixSeconds(1800000000));
}

}  // namespace
}  // namespace interline::cli
