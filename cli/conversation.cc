#include "cli/conversation.h"

#include <deque>
#include <utility>

#include "cli/simulator.h"
#include "core/base/check.h"

namespace interline::cli {
namespace {

// More than any ending takes; two simulators that never stop answering each other are our mistake.
constexpr size_t kMostMessages = 100;

}  // namespace

Conversation Converse(const ScenarioTicket& ticket, const Scenario& scenario, const adapter::v1::Platform& origin,
                      const adapter::v1::Platform& addressee) {
  Conversation conversation;
  if (!ticket.arrives()) return conversation;
  const Simulator asking(origin, "", scenario);
  const Simulator handling(addressee, "", scenario);
  std::deque<v1::TicketEvent> on_the_way = {asking.Transfer(ticket)};
  for (size_t count = 0; !on_the_way.empty(); ++count) {
    CHECK(count < kMostMessages);
    v1::TicketEvent event = std::move(on_the_way.front());
    on_the_way.pop_front();
    const bool to_addressee = event.source() == origin.id();
    for (v1::TicketEvent& answer : (to_addressee ? handling : asking).React(event)) {
      on_the_way.push_back(std::move(answer));
    }
    (to_addressee ? conversation.told_to_addressee : conversation.told_to_origin).push_back(std::move(event));
  }
  return conversation;
}

}  // namespace interline::cli
