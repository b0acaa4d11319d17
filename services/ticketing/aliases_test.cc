// Messages that name a ticket by the sender's own number.
#include "core/base/status_matchers.h"
#include "services/ticketing/command_headers.h"
#include "services/ticketing/proposal.h"
#include "services/ticketing/test_world.h"

namespace interline::ticketing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

v1::TicketEvent ByNumber(v1::TicketEvent event, const std::string& number) {
  event.clear_ticket_id();
  event.set_source_number(number);
  return event;
}

class AliasesTest : public testing::Test {
 protected:
  // The hotline takes the ticket and tells its number.
  void TellNumber(const std::string& number, const std::string& ticket_id = kTicket) {
    world_.SubmitAndRun(Opening(ticket_id));
    v1::TicketEvent received = Event("r-" + number, kHotline, ticket_id);
    received.mutable_received();
    received.set_source_number(number);
    world_.SubmitAndRun(received);
  }

  TicketingWorld world_;
};

TEST_F(AliasesTest, ANumberThatAPlatformToldNamesItsTicket) {
  TellNumber("NIA-7");
  world_.SubmitAndRun(ByNumber(Signed("s", kHotline), "NIA-7"));
  EXPECT_THAT(world_.Story(), ElementsAre("440000: transferred", "12367: received", "12367: signed"));
  EXPECT_EQ(world_.Journal()[2].ticket_id(), kTicket);
  EXPECT_THAT(world_.Told(kGuangdong), ElementsAre("received", "signed"));
}

TEST_F(AliasesTest, TheOriginsOwnNumberIsOneToo) {
  world_.SubmitAndRun(Opening());
  world_.SubmitAndRun(ByNumber(Supplement("u", kGuangdong), "DH2611240012"));
  EXPECT_THAT(world_.Story(), ElementsAre("440000: transferred", "440000: supplemented"));
}

TEST_F(AliasesTest, ARecipientsNumberNamesTheTicketIfNothingElseDoes) {
  TellNumber("NIA-7");
  v1::TicketEvent event = Supplement("u", kGuangdong);
  event.clear_ticket_id();
  event.set_recipient(kHotline);
  event.set_recipient_number("NIA-7");
  world_.SubmitAndRun(event);
  EXPECT_THAT(world_.Story(), ElementsAre("440000: transferred", "12367: received", "440000: supplemented"));
}

TEST_F(AliasesTest, AnEventWaitsForItsNumberToBeTold) {
  world_.SubmitAndRun(ByNumber(Signed("s", kHotline), "NIA-7"));
  EXPECT_THAT(world_.Journal(), IsEmpty());
  TellNumber("NIA-7");
  EXPECT_THAT(world_.Story(), ElementsAre("440000: transferred", "12367: received", "12367: signed"));
  world_.Pass(absl::Hours(48));
  EXPECT_THAT(world_.Rejections(), IsEmpty());
}

TEST_F(AliasesTest, ANumberThatIsNeverToldIsRefusedToWhoUsedIt) {
  world_.SubmitAndRun(ByNumber(Signed("s", kHotline), "NIA-7"));
  world_.Pass(absl::Hours(24));
  ASSERT_THAT(world_.Reasons(), ElementsAre("TICKET_NEVER_APPEARED"));
  ASSERT_THAT(world_.Told(kHotline), ElementsAre("refused"));
  EXPECT_EQ(world_.Outbox(kHotline)[0].event().recipient_number(), "NIA-7");
  EXPECT_EQ(world_.Outbox(kHotline)[0].event().ticket_id(), "");
}

TEST_F(AliasesTest, HowThatRefusalWasDeliveredIsNoNewRefusal) {
  world_.SubmitAndRun(ByNumber(Signed("s", kJiangsu), "JS-1"));
  world_.SubmitAndRun(ByNumber(Signed("t", kJiangsu), "JS-1"));
  world_.Pass(absl::Hours(24));
  // Without a ticket there is no order to keep, so both went out at once.
  ASSERT_THAT(world_.Told(kJiangsu), ElementsAre("refused", "refused"));
  world_.Report(world_.Outbox(kJiangsu)[0], v1::DeliveryReported::RESULT_DELIVERED);
  world_.Run();
  EXPECT_THAT(world_.Rejections(), SizeIs(2));
  EXPECT_THAT(world_.Journal(), IsEmpty());
}

TEST_F(AliasesTest, ARepeatByNumberIsRecognisedInItsTicket) {
  TellNumber("NIA-7");
  world_.SubmitAndRun(ByNumber(Signed("s", kHotline), "NIA-7"));
  world_.SubmitAndRun(ByNumber(Signed("s", kHotline), "NIA-7"));
  EXPECT_THAT(world_.Story(), ElementsAre("440000: transferred", "12367: received", "12367: signed",
                                          "interline: repeat_recognised note"));
}

TEST_F(AliasesTest, ANumberBelongsToItsPlatformOnly) {
  TellNumber("NIA-7");
  world_.SubmitAndRun(ByNumber(Supplement("u", kJiangsu), "NIA-7"));
  EXPECT_THAT(world_.Journal(), SizeIs(2));
}

TEST_F(AliasesTest, ANumberThatIsUsedAgainMeansTheNewestTicket) {
  TellNumber("NIA-7");
  TellNumber("NIA-7", "440000:DH2");
  world_.SubmitAndRun(ByNumber(Signed("s", kHotline), "NIA-7"));
  EXPECT_EQ(world_.Journal().back().ticket_id(), "440000:DH2");
}

TEST_F(AliasesTest, APassedOnEventKeepsTheFirstPlaceInTheLogAndItsSender) {
  TellNumber("NIA-7");
  // Refused in the ticket's partition, so that its position shows.
  world_.SubmitAndRun(ByNumber(Supplement("u", kHotline), "NIA-7"));
  const bus::Record first = [&] {
    for (const bus::Record& record : world_.bus().Committed("commands")) {
      if (record.key == "alias/12367/NIA-7" && bus::FindHeader(record.headers, kAliasHeader).empty()) return record;
    }
    return bus::Record();
  }();
  ASSERT_THAT(world_.Rejections(), SizeIs(1));
  EXPECT_EQ(world_.Rejections()[0].position().partition(), first.partition);
  EXPECT_EQ(world_.Rejections()[0].position().offset(), first.offset);
  EXPECT_EQ(world_.Rejections()[0].ticket_id(), kTicket);
  // What was proven about its sender goes with it.
  const std::vector<bus::Record> commands = world_.bus().Committed("commands");
  int passed_on = 0;
  for (const bus::Record& record : commands) {
    if (bus::FindHeader(record.headers, kPositionHeader).empty() || record.key != kTicket) continue;
    ++passed_on;
    EXPECT_EQ(bus::FindHeader(record.headers, kSourceHeader), kHotline);
  }
  EXPECT_EQ(passed_on, 1);
}

TEST_F(AliasesTest, AnEventThatNamesNoTicketIsRefused) {
  v1::TicketEvent event = Signed("s", kHotline);
  event.clear_ticket_id();
  event.set_recipient_number("DH2611240012");  // of whom is not said
  world_.SubmitAndRun(event);
  EXPECT_THAT(world_.Reasons(), ElementsAre("UNKNOWN_TICKET"));
}

}  // namespace
}  // namespace interline::ticketing
