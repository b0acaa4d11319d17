// A command that proposes an event, with what is known of its way here.
#ifndef INTERLINE_SERVICES_TICKETING_PROPOSAL_H_
#define INTERLINE_SERVICES_TICKETING_PROPOSAL_H_

#include <string>

#include "absl/strings/string_view.h"
#include "core/bus/bus.h"
#include "interline/v1/refusal.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::ticketing {

struct Proposal {
  v1::TicketEvent event;
  // Where it stood in `commands` first, which stays the same however often it is passed on; unset for what the broker
  // proposes to itself.
  v1::LogPosition position;
  // The platform that was seen to send it; empty when nobody was asked to prove it.
  std::string authenticated;
};

// Position and header of the record; the event is left empty.
Proposal ReadEnvelope(const bus::Record& record);

// The record that hands a proposal to the partition of `key`.
bus::Message CommandMessage(const Proposal& proposal, absl::string_view key);

// A record of `commands` that has no event but one header.
bus::Message NoticeMessage(absl::string_view key, absl::string_view header, absl::string_view value);

// The key of the partition in which the event can be judged or looked up: its ticket id, or else the alias by which it
// names the ticket. Empty when it names no ticket in the agreed form.
std::string HomeKey(const v1::TicketEvent& event);

}  // namespace interline::ticketing

#endif  // INTERLINE_SERVICES_TICKETING_PROPOSAL_H_
