#include "cli/conversation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/engine/registry.h"
#include "cli/text_file.h"
#include "core/base/status_matchers.h"
#include "core/ticket/event.h"

namespace interline::cli {
namespace {

constexpr char kRun[] = "20261124090000";

// What simulators say must be sayable in the dialect of every platform that takes part, or the quick start would show
// the simulator's faults instead of the broker's.
TEST(Conversation, CanBeHeldInTheDialectsOfAllWhoTakePart) {
  const auto registry = adapters::Registry::Load("adapters");
  ASSERT_OK(registry);
  const auto text = ReadTextFile("deploy/scenario/quickstart.jsonl");
  ASSERT_OK(text);
  const auto scenario = Scenario::Parse(*text, kRun, RunStart(kRun, absl::UnixEpoch()));
  ASSERT_OK(scenario);
  for (const ScenarioTicket& ticket : scenario->tickets()) {
    const adapters::Adapter* origin = registry->Find(ticket.from);
    const adapters::Adapter* addressee = registry->Find(ticket.to);
    ASSERT_NE(origin, nullptr);
    ASSERT_NE(addressee, nullptr);
    const Conversation conversation = Converse(ticket, *scenario, *origin, *addressee);
    const struct {
      const adapters::Adapter* from;
      const adapters::Adapter* to;
      const std::vector<v1::TicketEvent>& told;
    } ways[] = {{origin, addressee, conversation.told_to_addressee}, {addressee, origin, conversation.told_to_origin}};
    for (const auto& way : ways) {
      for (const v1::TicketEvent& event : way.told) {
        SCOPED_TRACE(ticket.number + " " + std::string(ticket::KindName(event.kind_case())));
        const auto said = way.from->Encode(adapters::Direction::kFromPlatform, event);
        ASSERT_OK(said);
        auto read = way.from->Decode(adapters::Direction::kFromPlatform, *said);
        ASSERT_OK(read);
        EXPECT_OK(ticket::Validate(*read));
        EXPECT_EQ(read->ticket_id(), ticket.ticket_id());
        // As the ticketing service addresses it.
        read->set_recipient(way.to->platform().id());
        read->set_recipient_number("");
        const auto told = way.to->Encode(adapters::Direction::kToPlatform, *read);
        ASSERT_OK(told);
        const auto heard = way.to->Decode(adapters::Direction::kToPlatform, *told);
        ASSERT_OK(heard);
        EXPECT_EQ(heard->ticket_id(), ticket.ticket_id());
        EXPECT_EQ(heard->kind_case(), event.kind_case());
      }
    }
  }
}

TEST(Conversation, IsEmptyWhenTheOnlyMessageIsRefused) {
  const auto registry = adapters::Registry::Load("adapters");
  ASSERT_OK(registry);
  const auto scenario =
      Scenario::Parse(R"({"number":"1","from":"440000","to":"12367","title":"t","content":"c","send":"unmapped_code",)"
                      R"("alterPath":"a","alterTo":"b"})",
                      kRun, absl::UnixEpoch());
  ASSERT_OK(scenario);
  const Conversation conversation =
      Converse(scenario->tickets()[0], *scenario, *registry->Find("440000"), *registry->Find("12367"));
  EXPECT_TRUE(conversation.told_to_addressee.empty());
  EXPECT_TRUE(conversation.told_to_origin.empty());
}

}  // namespace
}  // namespace interline::cli
