// Where each field of a canonical event comes from: the row, or the rule, of the message that it was read from.
#ifndef INTERLINE_CLI_ORIGINS_H_
#define INTERLINE_CLI_ORIGINS_H_

#include <string>
#include <vector>

#include "adapters/engine/adapter.h"
#include "adapters/engine/plan.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::cli {

struct Origin {
  // Their place, or a rule in words in brackets: "(kind of message)".
  std::string theirs;
  // Ours; empty for what is read over.
  std::string ours;
  // How the value is written: "text", "code category", "constant".
  std::string as;
};

// One for each value that stands in the message and each field that the event has beside. `event` is what the message
// was read as, or written from.
std::vector<Origin> OriginsOf(const adapters::Plan& plan, const adapters::MessagePlan& chosen,
                              adapters::Direction direction, const adapters::WireMessage& message,
                              const v1::TicketEvent& event);

// The row's way of writing, in a word or two; what of it works in one direction only is said.
std::string WordsOf(const adapter::v1::Row& row);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_ORIGINS_H_
