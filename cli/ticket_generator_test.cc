#include "cli/ticket_generator.h"

#include <gtest/gtest.h>

#include <set>

#include "core/base/status_matchers.h"
#include "core/ticket/event.h"

namespace interline::cli {
namespace {

GeneratorOptions Options(const std::string& from) {
  GeneratorOptions options;
  options.run = "R7";
  options.from = from;
  options.to = {"12367", "510000"};
  options.start = absl::FromUnixSeconds(1795482000);
  return options;
}

TEST(GenerateTicket, GivesTheSameTicketForTheSameSeed) {
  for (uint64_t i = 0; i < 20; ++i) {
    const ScenarioTicket a = GenerateTicket(Options("440000"), i);
    const ScenarioTicket b = GenerateTicket(Options("440000"), i);
    EXPECT_EQ(a.number, b.number);
    EXPECT_EQ(a.transferred.DebugString(), b.transferred.DebugString());
  }
  GeneratorOptions other = Options("440000");
  other.seed = 2;
  bool differs = false;
  for (uint64_t i = 0; i < 20; ++i) {
    differs = differs || GenerateTicket(other, i).transferred.DebugString() !=
                             GenerateTicket(Options("440000"), i).transferred.DebugString();
  }
  EXPECT_TRUE(differs);
}

TEST(GenerateTicket, NumbersTicketsWithoutRepeatAndTakesAddresseesInTurn) {
  std::set<std::string> numbers;
  for (uint64_t i = 0; i < 1000; ++i) {
    const ScenarioTicket ticket = GenerateTicket(Options("440000"), i);
    numbers.insert(ticket.number);
    EXPECT_EQ(ticket.to, i % 2 == 0 ? "12367" : "510000");
    EXPECT_EQ(ticket.number.rfind("R7-", 0), 0u);
  }
  EXPECT_EQ(numbers.size(), 1000u);
}

TEST(GenerateTicket, KeepsTheContractFromBothSides) {
  for (const char* from : {"440000", "12367"}) {
    GeneratorOptions options = Options(from);
    options.to = {"510000"};
    for (uint64_t i = 0; i < 50; ++i) {
      const ScenarioTicket ticket = GenerateTicket(options, i);
      v1::TicketEvent event;
      event.set_id("m");
      event.set_source(from);
      event.set_ticket_id(ticket.ticket_id());
      event.mutable_occurred_at()->set_seconds(1795482000);
      *event.mutable_transferred() = ticket.transferred;
      EXPECT_OK(ticket::Validate(event));
    }
  }
}

}  // namespace
}  // namespace interline::cli
