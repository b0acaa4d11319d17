// Tickets without end, for load: the same seed gives the same tickets.
#ifndef INTERLINE_CLI_TICKET_GENERATOR_H_
#define INTERLINE_CLI_TICKET_GENERATOR_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "cli/scenario.h"

namespace interline::cli {

struct GeneratorOptions {
  uint64_t seed = 1;
  std::string run;
  std::string from;
  // At least one; taken in turn.
  std::vector<std::string> to;
  absl::Time start;
};

// Ticket number `index` (from 0) of the sequence; its number is "<run>-G<index>".
ScenarioTicket GenerateTicket(const GeneratorOptions& options, uint64_t index);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_TICKET_GENERATOR_H_
