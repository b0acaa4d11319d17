// Where two canonical events differ.
#ifndef INTERLINE_CLI_EVENT_DIFFERENCES_H_
#define INTERLINE_CLI_EVENT_DIFFERENCES_H_

#include <string>
#include <vector>

#include "interline/v1/ticket_event.pb.h"

namespace interline::cli {

struct EventDifference {
  // Ours: "transferred.matter.attachments[1].id". A part that only one event has is one difference.
  std::string path;
  // In the text format, empty where there is nothing. May be personal data.
  std::string before;
  std::string after;
};

// In the order of the contract's fields.
std::vector<EventDifference> Compare(const v1::TicketEvent& before, const v1::TicketEvent& after);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_EVENT_DIFFERENCES_H_
