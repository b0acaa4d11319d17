// What two simulated platforms say about a scenario's ticket when nothing goes wrong between them: the model that
// reality is compared with.
#ifndef INTERLINE_CLI_CONVERSATION_H_
#define INTERLINE_CLI_CONVERSATION_H_

#include <vector>

#include "adapters/engine/adapter.h"
#include "cli/scenario.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::cli {

struct Conversation {
  // What each side is told by the other, in order.
  std::vector<v1::TicketEvent> told_to_addressee;
  std::vector<v1::TicketEvent> told_to_origin;
};

// Empty for a ticket whose only message is refused. The content of a repeated or contradicted transfer is that of the
// first. A kind of event is not said for which the dialect of who would say it has no message, and not told for which
// the other's has none.
Conversation Converse(const ScenarioTicket& ticket, const Scenario& scenario, const adapters::Adapter& origin,
                      const adapters::Adapter& addressee);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_CONVERSATION_H_
