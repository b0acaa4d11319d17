// What an event says beside its kind, in a few words.
#ifndef INTERLINE_CLI_EVENT_NOTE_H_
#define INTERLINE_CLI_EVENT_NOTE_H_

#include <string>

#include "interline/v1/ticket_event.pb.h"

namespace interline::cli {

// For instance "to 440000", "approved", "wrong_region: [12 characters]". Shows texts as they stand in the event, so
// mask it first.
std::string EventNote(const v1::TicketEvent& event);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_EVENT_NOTE_H_
