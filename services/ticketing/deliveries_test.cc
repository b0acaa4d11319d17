// The way out: at once to Kafka, one after the other to a gated platform.
#include "services/ticketing/deliveries.h"

#include "absl/strings/str_cat.h"
#include "core/base/proto_time.h"
#include "core/base/status_matchers.h"
#include "services/ticketing/backoff.h"
#include "services/ticketing/command_headers.h"
#include "services/ticketing/proposal.h"
#include "services/ticketing/test_world.h"

namespace interline::ticketing {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::DeliveryReported;

class DeliveriesTest : public testing::Test {
 protected:
  // A ticket for Jiangsu, which is gated, with `supplements` after it.
  void OpenForJiangsu(int supplements, const std::string& ticket_id = kTicket) {
    OpenFor(kJiangsu, supplements, ticket_id);
  }
  void OpenFor(const std::string& platform, int supplements, const std::string& ticket_id = kTicket) {
    world_.Submit(Opening(ticket_id, platform));
    for (int i = 0; i < supplements; ++i) world_.Submit(Supplement("u" + std::to_string(i), kGuangdong, ticket_id));
    world_.Run();
  }

  void Report(DeliveryReported::Result result, const std::string& platform = kJiangsu) {
    world_.Report(world_.Outbox(platform).back(), result);
    world_.Run();
  }

  // Reports in doubt until the lane gives up.
  void Exhaust() {
    for (uint32_t i = 0; i < kMaxAttempts; ++i) {
      Report(DeliveryReported::RESULT_IN_DOUBT);
      world_.Pass(kBackoffCap);
    }
  }

  void Order(const char* header, const std::string& what) {
    world_.Write(NoticeMessage(kTicket, header, what));
    world_.Run();
  }

  std::vector<std::string> Parked() {
    std::vector<std::string> ids;
    for (const v1::TicketEvent& event : world_.Journal()) {
      if (event.delivery_reported().result() == DeliveryReported::RESULT_PARKED) {
        ids.push_back(event.delivery_reported().delivery_id());
      }
    }
    return ids;
  }

  const std::string first_ = "440000:DH2611240012/1/320000";
  const std::string second_ = "440000:DH2611240012/2/320000";
  TicketingWorld world_;
};

TEST_F(DeliveriesTest, GoToAPlatformOnKafkaAtOnce) {
  OpenFor(kHotline, 2);
  EXPECT_THAT(world_.Told(kHotline), ElementsAre("transferred", "supplemented", "supplemented"));
}

TEST_F(DeliveriesTest, GoToAGatedPlatformOneAfterTheOther) {
  OpenForJiangsu(2);
  EXPECT_THAT(world_.Told(kJiangsu), ElementsAre("transferred"));
  Report(DeliveryReported::RESULT_DELIVERED);
  EXPECT_THAT(world_.Told(kJiangsu), ElementsAre("transferred", "supplemented"));
  Report(DeliveryReported::RESULT_DELIVERED);
  Report(DeliveryReported::RESULT_DELIVERED);
  EXPECT_THAT(world_.Told(kJiangsu), SizeIs(3));
  // The lane is free again.
  world_.SubmitAndRun(Supplement("last", kGuangdong));
  EXPECT_THAT(world_.Told(kJiangsu), SizeIs(4));
  EXPECT_EQ(world_.Outbox(kJiangsu)[1].id(), second_);
}

TEST_F(DeliveriesTest, AReportOnAnotherDeliveryChangesNothing) {
  OpenForJiangsu(2);
  v1::Delivery other = world_.Outbox(kJiangsu)[0];
  other.set_id(second_);
  world_.Report(other, DeliveryReported::RESULT_DELIVERED);
  world_.Run();
  EXPECT_THAT(world_.Told(kJiangsu), SizeIs(1));
  Report(DeliveryReported::RESULT_DELIVERED);
  // And a report that comes twice moves on once.
  other.set_id(first_);
  world_.Report(other, DeliveryReported::RESULT_DELIVERED);
  world_.Run();
  EXPECT_THAT(world_.Told(kJiangsu), SizeIs(2));
}

TEST_F(DeliveriesTest, APlatformCannotReportInTheBrokersPlace) {
  OpenForJiangsu(1);
  v1::TicketEvent forged = Event("f", kJiangsu);
  forged.mutable_delivery_reported()->set_delivery_id(first_);
  forged.mutable_delivery_reported()->set_platform(kJiangsu);
  forged.mutable_delivery_reported()->set_result(DeliveryReported::RESULT_DELIVERED);
  world_.SubmitAndRun(forged);
  EXPECT_THAT(world_.Told(kJiangsu), ElementsAre("transferred"));
  EXPECT_THAT(world_.Reasons(), SizeIs(1));
}

TEST_F(DeliveriesTest, AreTriedAgainWithTheSameIdAfterDoubt) {
  OpenForJiangsu(1);
  Report(DeliveryReported::RESULT_IN_DOUBT);
  EXPECT_THAT(world_.Told(kJiangsu), SizeIs(1));
  world_.Pass(kBackoffBase);
  ASSERT_THAT(world_.Outbox(kJiangsu), SizeIs(2));
  EXPECT_EQ(world_.Outbox(kJiangsu)[1].SerializeAsString(), world_.Outbox(kJiangsu)[0].SerializeAsString());
  Report(DeliveryReported::RESULT_DELIVERED);
  EXPECT_EQ(world_.Outbox(kJiangsu)[2].id(), second_);
}

TEST_F(DeliveriesTest, AreNotMovedByAReportThatComesAfterTheyFailed) {
  OpenForJiangsu(1);
  const v1::Delivery first = world_.Outbox(kJiangsu)[0];
  world_.Report(first, DeliveryReported::RESULT_IN_DOUBT);
  world_.Report(first, DeliveryReported::RESULT_REFUSED);
  world_.Run();
  EXPECT_THAT(Parked(), IsEmpty());
  world_.Pass(kBackoffBase);
  EXPECT_THAT(world_.Outbox(kJiangsu), SizeIs(2));
}

TEST_F(DeliveriesTest, AreParkedWhenAPersonMustLook) {
  OpenForJiangsu(1);
  Report(DeliveryReported::RESULT_REFUSED);
  EXPECT_THAT(Parked(), ElementsAre(first_));
  world_.Pass(absl::Hours(24 * 30));
  EXPECT_THAT(world_.Told(kJiangsu), SizeIs(1));
  EXPECT_EQ(world_.Counted("interline_ticketing_deliveries_total", {{"platform", kJiangsu}, {"step", "parked"}}), 1);
}

TEST_F(DeliveriesTest, AreTriedAgainWhenThePlatformWantsThemLaterEvenIfItDoesNotRecogniseARepeat) {
  OpenFor(kHunan, 0);
  Report(DeliveryReported::RESULT_LATER, kHunan);
  EXPECT_THAT(world_.Told(kHunan), SizeIs(1));
  world_.Pass(kBackoffCap);
  EXPECT_THAT(world_.Told(kHunan), SizeIs(2));
  EXPECT_THAT(Parked(), IsEmpty());
}

TEST_F(DeliveriesTest, WaitAsLongAsThePlatformAskedButNotForEver) {
  const struct {
    absl::Duration asked;
    absl::Duration early;
  } cases[] = {{absl::Hours(2), absl::Hours(2) - absl::Seconds(1)},
               {absl::Hours(1000), kBackoffCap - absl::Seconds(1)}};
  for (size_t i = 0; i < std::size(cases); ++i) {
    const std::string ticket_id = absl::StrCat("440000:later", i);
    OpenForJiangsu(0, ticket_id);
    const size_t told = world_.Told(kJiangsu).size();
    v1::TicketEvent report = Event(absl::StrCat("asked-", i), "interline", ticket_id);
    report.mutable_delivery_reported()->set_delivery_id(world_.Outbox(kJiangsu).back().id());
    report.mutable_delivery_reported()->set_platform(kJiangsu);
    report.mutable_delivery_reported()->set_result(DeliveryReported::RESULT_LATER);
    *report.mutable_delivery_reported()->mutable_retry_at() = ToProto(world_.clock().Now() + cases[i].asked);
    world_.SubmitAndRun(report);
    world_.Pass(cases[i].early);
    EXPECT_EQ(world_.Told(kJiangsu).size(), told);
    world_.Pass(absl::Seconds(2));
    EXPECT_EQ(world_.Told(kJiangsu).size(), told + 1);
  }
}

TEST_F(DeliveriesTest, AreParkedInDoubtIfThePlatformDoesNotRecogniseARepeat) {
  OpenFor(kHunan, 1);
  Report(DeliveryReported::RESULT_IN_DOUBT, kHunan);
  EXPECT_THAT(Parked(), ElementsAre("440000:DH2611240012/1/430000"));
  world_.Pass(absl::Hours(24 * 30));
  EXPECT_THAT(world_.Told(kHunan), SizeIs(1));
}

TEST_F(DeliveriesTest, AreParkedAfterTheLastAttempt) {
  OpenForJiangsu(0);
  Exhaust();
  EXPECT_THAT(world_.Outbox(kJiangsu), SizeIs(kMaxAttempts));
  EXPECT_THAT(Parked(), ElementsAre(first_));
  for (const v1::TicketEvent& event : world_.Journal()) {
    if (event.delivery_reported().result() != DeliveryReported::RESULT_PARKED) continue;
    EXPECT_EQ(event.delivery_reported().attempts(), kMaxAttempts);
    EXPECT_EQ(event.source(), "interline");
  }
}

TEST_F(DeliveriesTest, OfAParkedTicketHoldUpNoOther) {
  OpenForJiangsu(1);
  Report(DeliveryReported::RESULT_REFUSED);
  OpenForJiangsu(0, "440000:OTHER");
  EXPECT_EQ(world_.Outbox(kJiangsu).back().event().ticket_id(), "440000:OTHER");
}

TEST_F(DeliveriesTest, GoOnWhenAPersonNamesThePlatform) {
  OpenForJiangsu(1);
  Report(DeliveryReported::RESULT_REFUSED);
  Order(kRedriveHeader, kJiangsu);
  ASSERT_THAT(world_.Outbox(kJiangsu), SizeIs(2));
  EXPECT_EQ(world_.Outbox(kJiangsu)[1].id(), first_);
  Report(DeliveryReported::RESULT_DELIVERED);
  EXPECT_EQ(world_.Outbox(kJiangsu).back().id(), second_);
  EXPECT_THAT(world_.Rejections(), IsEmpty());
}

TEST_F(DeliveriesTest, GoOnWhenAPersonNamesTheDelivery) {
  OpenForJiangsu(1);
  Report(DeliveryReported::RESULT_REFUSED);
  Order(kRedriveHeader, first_);
  ASSERT_THAT(world_.Outbox(kJiangsu), SizeIs(2));
  EXPECT_EQ(world_.Outbox(kJiangsu)[1].id(), first_);
  EXPECT_THAT(world_.Rejections(), IsEmpty());
}

TEST_F(DeliveriesTest, MayBeDrivenOnBeforeTheirTime) {
  OpenForJiangsu(0);
  Report(DeliveryReported::RESULT_IN_DOUBT);
  Order(kRedriveHeader, kJiangsu);
  EXPECT_THAT(world_.Outbox(kJiangsu), SizeIs(2));
  // The timer of the retry is gone.
  world_.Pass(kBackoffCap);
  EXPECT_THAT(world_.Outbox(kJiangsu), SizeIs(2));
}

TEST_F(DeliveriesTest, AreParkedAndShownAgainIfGoingOnDidNotHelp) {
  OpenForJiangsu(0);
  Report(DeliveryReported::RESULT_REFUSED);
  Order(kRedriveHeader, kJiangsu);
  Report(DeliveryReported::RESULT_REFUSED);
  EXPECT_THAT(Parked(), ElementsAre(first_, first_));
}

TEST_F(DeliveriesTest, AreLeftOutWhenAPersonSaysSo) {
  OpenForJiangsu(1);
  Report(DeliveryReported::RESULT_REFUSED);
  Order(kSkipHeader, first_);
  EXPECT_EQ(world_.Outbox(kJiangsu).back().id(), second_);
  Report(DeliveryReported::RESULT_DELIVERED);
  EXPECT_THAT(world_.Rejections(), IsEmpty());
}

TEST_F(DeliveriesTest, RefuseAnOrderThatFindsNothingToDo) {
  OpenForJiangsu(1);
  Order(kRedriveHeader, second_);   // not the first in line
  Order(kRedriveHeader, kHotline);  // nothing waits there
  Order(kSkipHeader, first_);       // on its way, not parked
  EXPECT_THAT(world_.Reasons(), ElementsAre("NOTHING_TO_DECIDE", "NOTHING_TO_DECIDE", "NOTHING_TO_DECIDE"));
  EXPECT_EQ(world_.Rejections()[0].ticket_id(), kTicket);
  EXPECT_THAT(world_.Told(kJiangsu), SizeIs(1));
}

TEST_F(DeliveriesTest, AreBoundedPerTicketAndTheSenderIsToldSo) {
  OpenForJiangsu(static_cast<int>(Deliveries::kMostWaiting) - 1);
  EXPECT_THAT(world_.Rejections(), IsEmpty());
  world_.SubmitAndRun(Supplement("too-much", kGuangdong));
  EXPECT_THAT(world_.Reasons(), ElementsAre("LIMIT_REACHED"));
  EXPECT_THAT(world_.Told(kGuangdong), ElementsAre("refused"));
  // Once there is room, the same event is taken.
  Report(DeliveryReported::RESULT_DELIVERED);
  world_.SubmitAndRun(Supplement("too-much", kGuangdong));
  EXPECT_THAT(world_.Reasons(), SizeIs(1));
}

TEST_F(DeliveriesTest, OfRefusalsAreBoundedToo) {
  OpenForJiangsu(static_cast<int>(Deliveries::kMostWaiting) - 1);
  v1::TicketEvent event = Event("x", kJiangsu);
  event.mutable_resumed();
  world_.SubmitAndRun(event);
  EXPECT_THAT(world_.Rejections(), SizeIs(1));
  EXPECT_EQ(world_.Counted("interline_ticketing_deliveries_total", {{"platform", kJiangsu}, {"step", "overflowed"}}),
            1);
}

TEST_F(DeliveriesTest, OfRefusalsKeepTheirTurn) {
  OpenForJiangsu(0);
  v1::TicketEvent event = Event("x", kJiangsu);
  event.mutable_resumed();
  world_.SubmitAndRun(event);
  EXPECT_THAT(world_.Told(kJiangsu), ElementsAre("transferred"));
  Report(DeliveryReported::RESULT_DELIVERED);
  EXPECT_THAT(world_.Told(kJiangsu), ElementsAre("transferred", "refused"));
}

TEST_F(DeliveriesTest, OfARefusalWithoutATicketAreSettledToo) {
  world_.SubmitAndRun(Signed("s", kJiangsu));
  world_.SubmitAndRun(Signed("t", kJiangsu));
  world_.Pass(absl::Hours(24));
  ASSERT_THAT(world_.Told(kJiangsu), ElementsAre("refused"));
  Report(DeliveryReported::RESULT_DELIVERED);
  EXPECT_THAT(world_.Told(kJiangsu), ElementsAre("refused", "refused"));
  Report(DeliveryReported::RESULT_DELIVERED);
  world_.Pass(absl::Hours(24));
  // The reports wait for no ticket.
  EXPECT_THAT(world_.Reasons(), Each("TICKET_NEVER_APPEARED"));
  EXPECT_THAT(world_.Rejections(), SizeIs(2));
  EXPECT_THAT(world_.Journal(), IsEmpty());
}

TEST_F(DeliveriesTest, ForAPlatformThatIsGoneWaitForAPerson) {
  world_.SubmitAndRun(Opening());
  std::vector<PlatformSettings> platforms = TicketingWorld::AllPlatforms();
  platforms.erase(platforms.begin() + 1);  // the hotline
  world_.Restart(platforms);
  world_.SubmitAndRun(Supplement("u", kGuangdong));
  EXPECT_THAT(Parked(), ElementsAre("440000:DH2611240012/2/12367"));
  Order(kRedriveHeader, kHotline);
  EXPECT_THAT(world_.Reasons(), ElementsAre("NOTHING_TO_DECIDE"));
  EXPECT_THAT(world_.Told(kHotline), ElementsAre("transferred"));

  world_.Restart(TicketingWorld::AllPlatforms());
  world_.SubmitAndRun(Supplement("v", kGuangdong));
  EXPECT_THAT(world_.Told(kHotline), ElementsAre("transferred"));  // in order, behind what is parked
  Order(kRedriveHeader, kHotline);
  EXPECT_THAT(world_.Told(kHotline), ElementsAre("transferred", "supplemented", "supplemented"));
  world_.SubmitAndRun(Supplement("w", kGuangdong));
  EXPECT_THAT(world_.Told(kHotline), SizeIs(4));
}

TEST_F(DeliveriesTest, LeaveNothingBehind) {
  OpenForJiangsu(1);
  Report(DeliveryReported::RESULT_DELIVERED);
  Report(DeliveryReported::RESULT_DELIVERED);
  std::map<std::string, bool> lives;
  for (const bus::Record& record : world_.bus().Committed("state")) lives[record.key] = record.value.has_value();
  EXPECT_THAT(lives, Contains(testing::Pair("l/440000:DH2611240012/320000", false)));
  EXPECT_THAT(lives, Contains(testing::Pair("d/440000:DH2611240012/320000/0", false)));
  EXPECT_THAT(lives, Contains(testing::Pair("d/440000:DH2611240012/320000/1", false)));
}

}  // namespace
}  // namespace interline::ticketing
