// Lets a simulated platform act: sends its tickets, hears what it is told, and answers.
#ifndef INTERLINE_CLI_PLAYER_H_
#define INTERLINE_CLI_PLAYER_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/types/optional.h"
#include "cli/ear.h"
#include "cli/faults.h"
#include "cli/simulator.h"
#include "cli/voice.h"

namespace interline::cli {

// Counts since the start.
struct PlayerCounts {
  uint64_t sent = 0;        // transfers
  uint64_t told = 0;        // messages heard
  uint64_t answered = 0;    // answers given
  uint64_t left_out = 0;    // answers that the dialect has no message for
  uint64_t unreadable = 0;  // messages that the platform's own dialect cannot read
  uint64_t refused = 0;     // refusals heard
  uint64_t kept_still = 0;  // messages that it is silent to
};

// "sent 44, was told 120, answered 90", and what is not as it should be.
std::string Words(const PlayerCounts& counts);

// Gives the platform's next ticket; nothing when there are no more.
using NextTicket = std::function<absl::optional<ScenarioTicket>()>;

// One thread at a time.
class Player {
 public:
  // All must outlive the player. `faults`: those that decide whether it answers.
  Player(const Simulator& simulator, Voice& voice, Ear& ear, NextTicket next, const Faults& faults = Faults());

  // Sends some of the tickets, if there are more, then hears and answers what is there; waits up to `wait` for it when
  // it has nothing to send. Errors are those of the way.
  absl::Status Step(absl::Duration wait);

  bool has_sent_all() const { return has_sent_all_; }
  const PlayerCounts& counts() const { return counts_; }

 private:
  absl::Status SendSome();
  absl::Status Hear(const absl::StatusOr<v1::TicketEvent>& event);

  const Simulator& simulator_;
  Voice& voice_;
  Ear& ear_;
  const NextTicket next_;
  const Faults faults_;
  bool has_sent_all_ = false;
  PlayerCounts counts_;
};

}  // namespace interline::cli

#endif  // INTERLINE_CLI_PLAYER_H_
