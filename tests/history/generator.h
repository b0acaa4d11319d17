// Events as hotlines send them, and as they send them wrongly: mostly what a ticket's life asks for next, sometimes
// anything from anybody, a repeat, another content under a known id, an event that is late or too early. The same seed
// gives the same events.
#ifndef INTERLINE_TESTS_HISTORY_GENERATOR_H_
#define INTERLINE_TESTS_HISTORY_GENERATOR_H_

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "interline/v1/ticket_event.pb.h"
#include "tests/history/model.h"

namespace interline::history {

class Generator {
 public:
  // `platforms`: at least two. `tickets` of them are opened in the course of the events.
  Generator(uint64_t seed, std::vector<std::string> platforms, int tickets);

  // The next event at this time. It has passed no judgement yet.
  v1::TicketEvent Next(absl::Time now);

 private:
  struct Ticket {
    std::string id;
    std::string origin;
    std::string addressee;
    // What the ticket would be if every event were judged at once.
    TicketModel model;
    std::vector<v1::TicketEvent> sent;
  };

  uint64_t Roll(uint64_t sides) { return random_() % sides; }
  v1::TicketEvent Make(Ticket& ticket, const std::string& source, v1::TicketEvent::KindCase kind, absl::Time now);
  v1::TicketEvent Likely(Ticket& ticket, absl::Time now);
  v1::TicketEvent Anything(Ticket& ticket, absl::Time now);

  std::mt19937_64 random_;
  const std::vector<std::string> platforms_;
  std::vector<Ticket> tickets_;
  uint64_t count_ = 0;
};

}  // namespace interline::history

#endif  // INTERLINE_TESTS_HISTORY_GENERATOR_H_
