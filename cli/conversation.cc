#include "cli/conversation.h"

#include <deque>
#include <set>
#include <utility>

#include "adapters/engine/kinds.h"
#include "cli/simulator.h"
#include "core/base/check.h"

namespace interline::cli {
namespace {

// More than any ending takes; two simulators that never stop answering each other are our mistake.
constexpr size_t kMostMessages = 100;

// One who takes part: what its simulator says, and what its dialect has words for.
struct Side {
  Side(const adapters::Adapter& adapter, const Scenario& scenario)
      : simulator(adapter.platform(), "", scenario),
        says(adapters::KindsOf(adapter.dialect(), adapters::Direction::kFromPlatform)),
        is_told(adapters::KindsOf(adapter.dialect(), adapters::Direction::kToPlatform)) {}

  const Simulator simulator;
  const std::set<v1::TicketEvent::KindCase> says;
  const std::set<v1::TicketEvent::KindCase> is_told;
};

}  // namespace

Conversation Converse(const ScenarioTicket& ticket, const Scenario& scenario, const adapters::Adapter& origin,
                      const adapters::Adapter& addressee) {
  Conversation conversation;
  if (!ticket.arrives()) return conversation;
  const Side asking(origin, scenario);
  const Side handling(addressee, scenario);
  std::deque<v1::TicketEvent> on_the_way = {asking.simulator.Transfer(ticket)};
  for (size_t count = 0; !on_the_way.empty(); ++count) {
    CHECK(count < kMostMessages);
    v1::TicketEvent event = std::move(on_the_way.front());
    on_the_way.pop_front();
    const bool to_addressee = event.source() == origin.platform().id();
    const Side& listener = to_addressee ? handling : asking;
    if (listener.is_told.count(event.kind_case()) == 0) continue;
    for (v1::TicketEvent& answer : listener.simulator.React(event)) {
      if (listener.says.count(answer.kind_case()) > 0) on_the_way.push_back(std::move(answer));
    }
    (to_addressee ? conversation.told_to_addressee : conversation.told_to_origin).push_back(std::move(event));
  }
  return conversation;
}

}  // namespace interline::cli
