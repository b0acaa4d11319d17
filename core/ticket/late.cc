#include "core/ticket/late.h"

#include "absl/types/optional.h"
#include "core/base/ids.h"
#include "core/base/proto_time.h"
#include "core/ticket/limits.h"

namespace interline::ticket {
namespace {

using store::v1::Newest;
using store::v1::TicketRecord;
using v1::TicketEvent;

bool IsOfOldDispatch(const TicketRecord& record, const TicketEvent& event) {
  return event.generation() != 0 && event.generation() < record.ticket().generation();
}

}  // namespace

bool IsLate(const TicketRecord& record, const TicketEvent& event) {
  if (event.source() == kBroker) return false;
  if (IsOfOldDispatch(record, event)) return true;
  for (const Newest& newest : record.newest()) {
    if (newest.source() == event.source()) return FromProto(event.occurred_at()) < FromProto(newest.occurred_at());
  }
  return false;
}

bool IsStaleDeadline(const TicketRecord& record, const TicketEvent& event) {
  const absl::optional<absl::Time> due = RunningDueTime(record);
  switch (event.kind_case()) {
    case TicketEvent::kDeadlineApproached:
      return due != FromProto(event.deadline_approached().due_at());
    case TicketEvent::kDeadlineMissed:
      return due != FromProto(event.deadline_missed().due_at());
    default:
      return false;
  }
}

bool IsToldThoughLate(const TicketRecord& record, const TicketEvent& event) {
  return (event.has_progress_reported() || event.has_supplemented()) && !IsOfOldDispatch(record, event);
}

void NoteTime(const TicketEvent& event, absl::Time moment, TicketRecord& record) {
  for (Newest& newest : *record.mutable_newest()) {
    if (newest.source() != event.source()) continue;
    if (FromProto(newest.occurred_at()) < moment) *newest.mutable_occurred_at() = ToProto(moment);
    return;
  }
  Newest& added = *record.add_newest();
  added.set_source(event.source());
  *added.mutable_occurred_at() = ToProto(moment);
}

}  // namespace interline::ticket
