// `interline trace` and `interline rejected`.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/program.h"
#include "cli/test_world.h"
#include "core/base/proto_time.h"
#include "core/bus/topics.h"
#include "interline/v1/refusal.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::cli {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr char kId[] = "440000:GD1";

class TraceTest : public testing::Test {
 protected:
  TraceTest() { world_.CreateTopics(); }

  v1::TicketEvent Accepted(v1::Ticket::State before, v1::Ticket::State after) {
    v1::TicketEvent event;
    event.set_id("m-1");
    event.set_source("440000");
    event.set_ticket_id(kId);
    event.mutable_journal()->set_state_before(before);
    event.mutable_journal()->set_state_after(after);
    event.mutable_journal()->set_holder("440000");
    *event.mutable_journal()->mutable_accepted_at() = ToProto(world_.clock.Now());
    return event;
  }

  void WriteLife() {
    v1::TicketEvent transferred = Accepted(v1::Ticket::STATE_UNSPECIFIED, v1::Ticket::STATE_OFFERED);
    transferred.mutable_transferred()->set_to("12367");
    transferred.mutable_transferred()->mutable_matter()->set_content(kCanary);
    world_.Write(bus::kEvents, kId, transferred.SerializeAsString());
    world_.clock.Advance(absl::Seconds(1));
    v1::Rejection rejection;
    rejection.set_platform("510000");
    rejection.set_ticket_id(kId);
    rejection.mutable_refusal()->set_reason(v1::REFUSAL_REASON_ACTOR_NOT_ALLOWED);
    rejection.mutable_refusal()->set_path("source");
    rejection.set_original(kCanary);
    *rejection.mutable_rejected_at() = ToProto(world_.clock.Now());
    rejection.mutable_position()->set_topic("commands");
    rejection.mutable_position()->set_offset(17);
    world_.Write(bus::kRejected, kId, rejection.SerializeAsString());
    world_.clock.Advance(absl::Seconds(1));
    v1::TicketEvent progress = Accepted(v1::Ticket::STATE_SIGNED, v1::Ticket::STATE_IN_PROGRESS);
    progress.mutable_progress_reported()->set_text(kCanary);
    world_.Write(bus::kEvents, kId, progress.SerializeAsString());
  }

  TestWorld world_;
};

TEST_F(TraceTest, ShowsTheLifeOfATicketByTimeAndMasksIt) {
  WriteLife();
  ASSERT_EQ(world_.Run({"trace", kId}), kOk) << world_.err;
  EXPECT_EQ(world_.out,
            "time (China)             who     what               state                  holder  note\n"
            "-----------------------  ------  -----------------  ---------------------  ------  "
            "---------------------------\n"
            "2026-11-24 09:00:00.000  440000  transferred        -> offered             440000  to 12367\n"
            "2026-11-24 09:00:01.000  510000  rejected                                          "
            "ACTOR_NOT_ALLOWED at source\n"
            "2026-11-24 09:00:02.000  440000  progress_reported  signed -> in_progress  440000  [13 characters]\n");
}

TEST_F(TraceTest, RevealsPersonalDataOnlyWhenAskedTo) {
  WriteLife();
  EXPECT_EQ(world_.Run({"trace", kId, "--json"}), kOk);
  EXPECT_THAT(world_.out, AllOf(HasSubstr("\"transferred\""), HasSubstr("[13 characters]"), Not(HasSubstr(kCanary))));
  EXPECT_EQ(world_.Run({"trace", kId, "--reveal"}), kOk);
  EXPECT_THAT(world_.out, HasSubstr(kCanary));
}

TEST_F(TraceTest, ReadsOnlyThePartitionOfTheTicket) {
  WriteLife();
  EXPECT_EQ(world_.Run({"trace", kId}), kOk);
  const int32_t partition = bus::PartitionForKey(kId, 4);
  EXPECT_THAT(world_.read,
              ElementsAre(bus::TopicPartition{"events", partition}, bus::TopicPartition{"rejected", partition}));
}

TEST_F(TraceTest, SaysThatATicketIsNotKnown) {
  WriteLife();
  EXPECT_EQ(world_.Run({"trace", "440000:GD2"}), kNotFound);
  EXPECT_THAT(world_.err, HasSubstr("interline rejected"));
  EXPECT_EQ(world_.Run({"trace", "GD1"}), kUsage);
  EXPECT_THAT(world_.err, HasSubstr("<origin>:<number>"));
}

TEST_F(TraceTest, RejectedListsWhatWasRefusedAndNeverWhatItSaid) {
  WriteLife();
  ASSERT_EQ(world_.Run({"rejected"}), kOk) << world_.err;
  EXPECT_THAT(world_.out, AllOf(HasSubstr("ACTOR_NOT_ALLOWED"), HasSubstr("source"), HasSubstr("commands/0/17"),
                                HasSubstr(kId), HasSubstr("2026-11-24 09:00:01"), Not(HasSubstr(kCanary))));
  ASSERT_EQ(world_.Run({"rejected", "--json"}), kOk);
  EXPECT_THAT(world_.out, AllOf(HasSubstr("\"REFUSAL_REASON_ACTOR_NOT_ALLOWED\""), Not(HasSubstr("original"))));
}

}  // namespace
}  // namespace interline::cli
