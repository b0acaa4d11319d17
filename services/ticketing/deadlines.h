// The moments at which a ticket's time is nearly over (临期) and over (逾期), and at which it is escalated for that
// (升级), as timers of the stream.
#ifndef INTERLINE_SERVICES_TICKETING_DEADLINES_H_
#define INTERLINE_SERVICES_TICKETING_DEADLINES_H_

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "core/stream/processor.h"
#include "core/ticket/apply.h"
#include "interline/store/v1/ticket_record.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::ticketing {

// Timers that begin so are deadlines, with the ticket id behind.
inline constexpr absl::string_view kNearDueTimer = "near/";
inline constexpr absl::string_view kOverdueTimer = "over/";
inline constexpr absl::string_view kEscalateTimer = "esc/";

// Sets the timers as the event left them, or takes them away.
void SetDeadlines(const ticket::Applied& applied, stream::Context& context);

// What the broker says when the timer of `prefix` has come: to be judged like every event. Absent when the ticket has
// no due time any more.
absl::optional<v1::TicketEvent> DeadlineEvent(absl::string_view prefix, const store::v1::TicketRecord& record,
                                              absl::Time now);

}  // namespace interline::ticketing

#endif  // INTERLINE_SERVICES_TICKETING_DEADLINES_H_
