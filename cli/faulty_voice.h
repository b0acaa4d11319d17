// A voice with faults of time: a wrong clock, and answers that come late. Works over any other voice.
#ifndef INTERLINE_CLI_FAULTY_VOICE_H_
#define INTERLINE_CLI_FAULTY_VOICE_H_

#include <deque>
#include <utility>

#include "cli/faults.h"
#include "cli/voice.h"
#include "core/base/clock.h"

namespace interline::cli {

// One thread at a time.
class FaultyVoice final : public Voice {
 public:
  // All must outlive the voice.
  FaultyVoice(Voice& voice, const Faults& faults, const Clock& clock) : voice_(voice), faults_(faults), clock_(clock) {}

  // A message of a ticket that is slow waits, so its refusal is never told. An alteration is said at once.
  absl::Status Say(const v1::TicketEvent& event, const Alteration* alteration) override;
  absl::Status Advance() override;
  absl::Status Flush() override { return voice_.Flush(); }

 private:
  Voice& voice_;
  const Faults& faults_;
  const Clock& clock_;
  // By the time at which they are due. All wait equally long, so those of a ticket stay in order.
  std::deque<std::pair<absl::Time, v1::TicketEvent>> waiting_;
};

}  // namespace interline::cli

#endif  // INTERLINE_CLI_FAULTY_VOICE_H_
