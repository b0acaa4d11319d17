// Events that come after what they precede: kept, without effect.
#ifndef INTERLINE_CORE_TICKET_LATE_H_
#define INTERLINE_CORE_TICKET_LATE_H_

#include "absl/time/time.h"
#include "interline/store/v1/ticket_record.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::ticket {

// Whether the event is older than what the same source has told for the ticket, or about a dispatch that is over. Equal
// times are not late, and the broker never is.
bool IsLate(const store::v1::TicketRecord& record, const v1::TicketEvent& event);

// Whether the event is a deadline of the broker's that has moved or stopped since the broker looked at it.
bool IsStaleDeadline(const store::v1::TicketRecord& record, const v1::TicketEvent& event);

// Whether the other side hears of the event although it is late: words of the citizen, and for the citizen, replace
// nothing and must not be lost. Not if they are about a dispatch that is over.
bool IsToldThoughLate(const store::v1::TicketRecord& record, const v1::TicketEvent& event);

// Notes that the source has told something of `moment`: when the event happened, but at most now. A clock that is ahead
// would otherwise make everything late that the platform says until that time has come.
void NoteTime(const v1::TicketEvent& event, absl::Time moment, store::v1::TicketRecord& record);

}  // namespace interline::ticket

#endif  // INTERLINE_CORE_TICKET_LATE_H_
