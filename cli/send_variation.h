// The named ways in which a simulated platform sends a transfer wrongly on purpose: again, again with another content,
// or with a code that nobody knows.
#ifndef INTERLINE_CLI_SEND_VARIATION_H_
#define INTERLINE_CLI_SEND_VARIATION_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "cli/scenario.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::cli {

// The transfers to be sent for one, in order: the first is always `transfer` itself. kUnmappedCode is one transfer; its
// bytes are altered after they are written (AlterField).
std::vector<v1::TicketEvent> TransfersToSend(const v1::TicketEvent& transfer, Sending sending);

// Replaces the value at `path` (dotted) of a JSON object by `value`, as a string or a number as it was before.
// NOT_FOUND when there is no such text or number.
absl::Status AlterField(std::string& json, absl::string_view path, const std::string& value);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_SEND_VARIATION_H_
