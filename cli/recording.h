// Recorded traffic in a file: one JSON object per line; blank lines and lines that start with '#' are left out.
// README.md describes the fields.
#ifndef INTERLINE_CLI_RECORDING_H_
#define INTERLINE_CLI_RECORDING_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "adapters/engine/adapter.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::cli {

// One message as it crossed between a platform and Interline, or an event that was to be written for one.
struct Recorded {
  // Where it stands: "recording.jsonl:17" or "in.440000/2/17".
  std::string place;
  // Platform id; empty when the recording does not say.
  std::string platform;
  adapters::Direction direction = adapters::Direction::kFromPlatform;
  // Bytes to be read; unused when `event` is set.
  adapters::WireMessage message;
  // An event to be written.
  absl::optional<v1::TicketEvent> event;
};

// INVALID_ARGUMENT says what is wrong with the line; never with a value of the message.
absl::StatusOr<Recorded> ParseRecorded(absl::string_view line);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_RECORDING_H_
