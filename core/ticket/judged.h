// The memory of a ticket: which events were judged, and how. A repeat is recognised for as long as the ticket is kept.
//
//   const Found found = FindJudged(record, event);
//   if (found.repeat == Repeat::kSame) ...      // no effect; found.first is the verdict that stands
//   if (found.repeat == Repeat::kConflict) ...  // refuse as CONFLICTING_DUPLICATE; the first stays untouched
//   const auto applied = Apply(&record, event, now, rules);
//   Remember(event, reason or UNSPECIFIED, applied.ok() ? applied->record : record);
#ifndef INTERLINE_CORE_TICKET_JUDGED_H_
#define INTERLINE_CORE_TICKET_JUDGED_H_

#include "interline/store/v1/ticket_record.pb.h"
#include "interline/v1/refusal.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::ticket {

enum class Repeat {
  kNone,      // an event with this id has not been judged
  kSame,      // the same event again
  kConflict,  // another content under an id that was used before
};

struct Found {
  Repeat repeat = Repeat::kNone;
  // The verdict on the first one, inside the record; null for kNone.
  const store::v1::Judged* first = nullptr;
};

// Looks for the event's source and id. A walk over the record, which Rules::max_events bounds; the digest is computed
// only when the id is known.
Found FindJudged(const store::v1::TicketRecord& record, const v1::TicketEvent& event);

// Adds a verdict; `refusal` is UNSPECIFIED for an accepted event. Does nothing for LIMIT_REACHED, since a flood must
// not fill the memory that it has overrun, and for CONFLICTING_DUPLICATE, since the first verdict stands.
void Remember(const v1::TicketEvent& event, v1::RefusalReason refusal, store::v1::TicketRecord& record);

}  // namespace interline::ticket

#endif  // INTERLINE_CORE_TICKET_JUDGED_H_
