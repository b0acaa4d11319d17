#include "services/ticketing/proposal.h"

#include "core/base/status_matchers.h"
#include "services/ticketing/command_headers.h"
#include "services/ticketing/test_world.h"

namespace interline::ticketing {
namespace {

struct Naming {
  std::string ticket_id;
  std::string source_number;
  std::string recipient;
  std::string recipient_number;
  std::string home;
};

TEST(HomeKey, IsTheTicketOrElseTheAliasThatNamesIt) {
  const Naming cases[] = {
      {"440000:1", "N", "440000", "1", "440000:1"},
      {"", "N", "440000", "1", "alias/12367/N"},
      {"", "", "440000", "1", "alias/440000/1"},
      // Of the wrong form, or nothing at all.
      {"440000", "N", "", "", ""},
      {"440000:a b", "", "", "", ""},
      {"", "a b", "", "", ""},
      {"", "", "", "1", ""},
      {"", "", "44", "1", ""},
      {"", "", "", "", ""},
  };
  for (const Naming& c : cases) {
    v1::TicketEvent event = Signed("s", kHotline, c.ticket_id);
    event.set_source_number(c.source_number);
    event.set_recipient(c.recipient);
    event.set_recipient_number(c.recipient_number);
    EXPECT_EQ(HomeKey(event), c.home) << event.ShortDebugString();
  }
}

TEST(HomeKey, OfATransferFollowsFromItsNumber) {
  v1::TicketEvent event = Opening();
  event.clear_ticket_id();
  EXPECT_EQ(HomeKey(event), kTicket);
}

TEST(CommandMessage, KeepsWhereTheProposalStoodFirstAndWhoSentIt) {
  bus::Record record;
  record.topic = "commands";
  record.partition = 3;
  record.offset = 17;
  record.headers = {{kSourceHeader, kHotline}};
  Proposal first = ReadEnvelope(record);
  first.event = Signed("s", kHotline);

  const bus::Message message = CommandMessage(first, kTicket);
  EXPECT_EQ(message.topic, "commands");
  EXPECT_EQ(message.key, kTicket);
  record.partition = 5;
  record.offset = 99;
  record.headers = message.headers;
  const Proposal second = ReadEnvelope(record);
  EXPECT_EQ(second.position.topic(), "commands");
  EXPECT_EQ(second.position.partition(), 3);
  EXPECT_EQ(second.position.offset(), 17);
  EXPECT_EQ(second.authenticated, kHotline);
}

TEST(CommandMessage, SaysNothingOfASenderOrPlaceThatIsNotKnown) {
  Proposal proposal;
  proposal.event = Event("x", "interline");
  EXPECT_TRUE(CommandMessage(proposal, kTicket).headers.empty());
}

TEST(ReadEnvelope, TakesNoPositionThatIsNone) {
  for (const char* text : {"", "3", "3/", "/17", "a/b", "3/17/1"}) {
    bus::Record record;
    record.partition = 5;
    record.offset = 99;
    record.headers = {{kPositionHeader, text}};
    EXPECT_EQ(ReadEnvelope(record).position.partition(), 5) << text;
    EXPECT_EQ(ReadEnvelope(record).position.offset(), 99) << text;
  }
}

}  // namespace
}  // namespace interline::ticketing
