// Canonical events in files that people write.
#ifndef INTERLINE_CLI_EVENT_FILE_H_
#define INTERLINE_CLI_EVENT_FILE_H_

#include <string>

#include "absl/status/statusor.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::cli {

// JSON when it starts with a brace, else the text format. INVALID_ARGUMENT says where it is no TicketEvent.
absl::StatusOr<v1::TicketEvent> ParseEvent(const std::string& text);

// In the text format, Chinese characters as they are.
std::string PrintEvent(const v1::TicketEvent& event);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_EVENT_FILE_H_
