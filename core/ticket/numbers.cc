#include "core/ticket/numbers.h"

#include <string>

namespace interline::ticket {

absl::string_view NumberFor(const v1::Ticket& ticket, absl::string_view platform) {
  for (const v1::TicketNumber& number : ticket.numbers()) {
    if (number.platform() == platform) return number.number();
  }
  return {};
}

void SetNumber(absl::string_view platform, absl::string_view number, v1::Ticket& ticket) {
  for (v1::TicketNumber& known : *ticket.mutable_numbers()) {
    if (known.platform() == platform) {
      known.set_number(std::string(number));
      return;
    }
  }
  v1::TicketNumber& added = *ticket.add_numbers();
  added.set_platform(std::string(platform));
  added.set_number(std::string(number));
}

}  // namespace interline::ticket
