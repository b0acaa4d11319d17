// The ticket's clock: which limit holds, when it is over, and whether time counts at present. A due time that a
// platform has told is never computed anew; only one of our own (computed_by "interline") is moved or dropped.
//
// `moment` is when the event happened, but never later than it was accepted.
#ifndef INTERLINE_CORE_TICKET_LIMITS_H_
#define INTERLINE_CORE_TICKET_LIMITS_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "core/calendar/calendar.h"
#include "interline/store/v1/ticket_record.pb.h"
#include "interline/v1/ticket_event.pb.h"
#include "interline/v1/time_limit.pb.h"

namespace interline::ticket {

// `told` holds from now on and counts from `moment`; an empty one changes nothing.
void TakeLimit(const v1::TimeLimit& told, absl::string_view teller, absl::Time moment, store::v1::TicketRecord& record);
// A limit that counts from the dispatch starts.
void StartDispatchClock(absl::Time moment, store::v1::TicketRecord& record);
// A limit that counts from the signing starts, unless it has started already.
void StartSigningClock(absl::Time moment, store::v1::TicketRecord& record);
// Limits of both kinds start anew.
void RestartClock(absl::Time moment, store::v1::TicketRecord& record);
// No limit counts any more; only what a platform told stays.
void ForgetClock(store::v1::TicketRecord& record);
void StopClock(absl::Time moment, store::v1::TicketRecord& record);
void ResumeClock(absl::Time moment, store::v1::TicketRecord& record);
// The holder gets the time that was decided on or, if the decision tells none, the time that was asked for.
void Extend(const v1::ExtensionDecided& decided, absl::string_view decider, const calendar::Calendar& calendar,
            store::v1::TicketRecord& record);

// Computes the due time if the limit has none and its start is known. Called after all else that an event does.
void FillDueTime(const calendar::Calendar& calendar, store::v1::TicketRecord& record);

// When the limit is over; absent while that is not known or time does not count.
absl::optional<absl::Time> RunningDueTime(const store::v1::TicketRecord& record);

}  // namespace interline::ticket

#endif  // INTERLINE_CORE_TICKET_LIMITS_H_
