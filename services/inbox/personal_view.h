// What of a ticket's personal data an account is shown.
#ifndef INTERLINE_SERVICES_INBOX_PERSONAL_VIEW_H_
#define INTERLINE_SERVICES_INBOX_PERSONAL_VIEW_H_

#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "interline/v1/ticket.pb.h"

namespace interline::inbox {

// Dotted paths of the personal values that stand in the ticket and that an agent may ask for, with a reason: names,
// numbers and addresses. "matter.caller.calling_number".
std::vector<std::string> RevealablePaths(const ::interline::v1::Ticket& ticket);

// The value at such a path. NOT_FOUND for any other path, and when no value stands there.
absl::StatusOr<std::string> Reveal(const ::interline::v1::Ticket& ticket, absl::string_view path);

}  // namespace interline::inbox

#endif  // INTERLINE_SERVICES_INBOX_PERSONAL_VIEW_H_
