// tests/simulation/run calls this.
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>

#include "absl/time/time.h"
#include "core/base/proto_time.h"
#include "core/base/refusal.h"
#include "core/ticket/event.h"
#include "tests/simulation/simulation.h"

namespace {

// All that concerns one ticket, in the order of the log.
void Tell(const interline::history::History& history, const std::string& ticket) {
  for (const auto& command : history.commands) {
    if (command.event.ticket_id() != ticket) continue;
    std::cout << "  proposed " << command.event.source() << "/" << command.event.id() << " "
              << interline::ticket::KindName(command.event.kind_case()) << " of "
              << absl::FormatTime(interline::FromProto(command.event.occurred_at())) << "\n";
  }
  for (const auto& event : history.events) {
    if (event.ticket_id() != ticket) continue;
    std::cout << "  journal " << event.journal().sequence() << " " << event.source() << "/" << event.id() << " "
              << interline::ticket::KindName(event.kind_case()) << " "
              << interline::v1::Journal::Effect_Name(event.journal().effect()) << " -> "
              << interline::v1::Ticket::State_Name(event.journal().state_after()) << "\n";
  }
  for (const auto& rejection : history.rejections) {
    if (rejection.ticket_id() != ticket) continue;
    std::cout << "  rejected " << rejection.platform() << "/" << rejection.event_id() << " "
              << interline::ReasonName(rejection.refusal().reason()) << "\n";
  }
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Runs the ticketing service through a storm, once for each seed.");
  uint64_t seeds = 200;
  uint64_t first = 1;
  uint64_t only = 0;
  app.add_option("--seeds", seeds, "How many seeds.")->capture_default_str();
  app.add_option("--first", first, "The first of them.")->capture_default_str();
  std::string ticket;
  app.add_option("--ticket", ticket, "With --seed: also all that concerns this ticket.");
  app.add_option("--seed", only, "Only this one, with all that it finds.");
  CLI11_PARSE(app, argc, argv);
  // The storm makes the service log much that is no news here.
  spdlog::set_level(spdlog::level::off);
  if (only != 0) {
    first = only;
    seeds = 1;
  }
  uint64_t events = 0;
  uint64_t failed = 0;
  auto last_line = std::chrono::steady_clock::now();
  for (uint64_t seed = first; seed < first + seeds; ++seed) {
    const auto result = interline::simulation::Simulate(seed);
    events += result.verdict.events;
    if (!result.ok() || only != 0) {
      std::cout << "seed " << seed << ": " << result.story << (result.settled ? "" : ", never settled") << "\n  "
                << result.verdict.Summary() << "\n";
      for (const std::string& finding : result.verdict.findings) std::cout << "  " << finding << "\n";
    }
    if (!ticket.empty()) Tell(result.history, ticket);
    if (!result.ok()) {
      ++failed;
      std::cout << "  again: tests/simulation/run --seed " << seed << "\n";
    }
    if (std::chrono::steady_clock::now() - last_line > std::chrono::seconds(2)) {
      std::cerr << seed - first + 1 << " of " << seeds << " seeds\n";
      last_line = std::chrono::steady_clock::now();
    }
  }
  std::cout << seeds << " seeds, " << events << " events, " << failed << " failed\n";
  return failed == 0 ? 0 : 1;
}
