// Does what a row of the table says.
#ifndef INTERLINE_CORE_TICKET_EFFECTS_H_
#define INTERLINE_CORE_TICKET_EFFECTS_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/ticket/apply.h"
#include "core/ticket/vocabulary.h"
#include "interline/store/v1/ticket_record.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::ticket {

// An event that the table allows, on its way through the effects of its row.
struct Step {
  const v1::TicketEvent& event;
  // When it happened, but never later than `now`: a clock that is ahead must not gain time.
  absl::Time moment;
  absl::Time now;
  const Rules& rules;
  // Still in the state from before; the sequence is the event's own already.
  store::v1::TicketRecord& record;
  std::vector<v1::TicketEvent>& follow_ups;

  // Adds a proposal of the broker about the ticket `about`; see follow_ups.h.
  v1::TicketEvent& Propose(absl::string_view purpose, absl::string_view about) const;
};

// Errors are refusals of what only the effect can see; what was done before in the same step is void then.
absl::Status Perform(Effect effect, const Step& step);

}  // namespace interline::ticket

#endif  // INTERLINE_CORE_TICKET_EFFECTS_H_
