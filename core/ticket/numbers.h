// What each platform calls a ticket.
#ifndef INTERLINE_CORE_TICKET_NUMBERS_H_
#define INTERLINE_CORE_TICKET_NUMBERS_H_

#include "absl/strings/string_view.h"
#include "interline/v1/ticket.pb.h"

namespace interline::ticket {

// The number that the platform gives the ticket; empty if it has not told one. Valid as long as the ticket is not
// changed.
absl::string_view NumberFor(const v1::Ticket& ticket, absl::string_view platform);

// Notes the number, in place of an earlier one of the same platform.
void SetNumber(absl::string_view platform, absl::string_view number, v1::Ticket& ticket);

}  // namespace interline::ticket

#endif  // INTERLINE_CORE_TICKET_NUMBERS_H_
