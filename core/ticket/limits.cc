#include "core/ticket/limits.h"

#include "absl/status/statusor.h"
#include "core/base/ids.h"
#include "core/base/proto_time.h"
#include "core/ticket/transitions.h"

namespace interline::ticket {
namespace {

using store::v1::TicketRecord;

bool IsTold(const v1::TimeLimit& limit) { return limit.value() > 0 || limit.has_due_at(); }

bool IsOurs(const v1::TimeLimit& limit) { return limit.has_due_at() && limit.computed_by() == kBroker; }

void ForgetOurDueTime(v1::TimeLimit& limit) {
  if (!IsOurs(limit)) return;
  limit.clear_due_at();
  limit.clear_computed_by();
  limit.clear_provisional();
}

void SetOurDueTime(const calendar::Due& due, v1::TimeLimit& limit) {
  *limit.mutable_due_at() = ToProto(due.at);
  limit.set_computed_by(std::string(kBroker));
  limit.set_provisional(due.provisional);
}

void SetLimit(const v1::TimeLimit& told, absl::string_view teller, v1::TimeLimit& limit) {
  limit = told;
  if (limit.has_due_at() && limit.computed_by().empty()) limit.set_computed_by(std::string(teller));
}

// Nothing was said about a new limit, so the time that was asked for is added to the old due time. The result is ours,
// and says so.
void AddTime(const v1::TimeLimit& asked, const calendar::Calendar& calendar, v1::TimeLimit& limit) {
  if (!limit.has_due_at()) return;
  v1::TimeLimit more = asked;
  more.set_counting(v1::TimeLimit::COUNTING_EXCLUSIVE);  // the day of the old due time is used up
  const absl::StatusOr<calendar::Due> due = calendar.DueAt(FromProto(limit.due_at()), more);
  if (due.ok()) SetOurDueTime(*due, limit);
}

void Shift(absl::Duration by, google::protobuf::Timestamp& time) { time = ToProto(FromProto(time) + by); }

}  // namespace

void TakeLimit(const v1::TimeLimit& told, absl::string_view teller, absl::Time moment, TicketRecord& record) {
  if (!IsTold(told)) return;
  SetLimit(told, teller, *record.mutable_ticket()->mutable_limit());
  *record.mutable_dispatched_at() = ToProto(moment);
  record.clear_signed_at();
  // The new limit has not lost the time for which the old one stood still.
  if (record.has_suspended_at()) *record.mutable_suspended_at() = ToProto(moment);
}

void StartDispatchClock(absl::Time moment, TicketRecord& record) { *record.mutable_dispatched_at() = ToProto(moment); }

void StartSigningClock(absl::Time moment, TicketRecord& record) {
  if (!record.has_signed_at()) *record.mutable_signed_at() = ToProto(moment);
}

void RestartClock(absl::Time moment, TicketRecord& record) {
  if (record.ticket().has_limit()) ForgetOurDueTime(*record.mutable_ticket()->mutable_limit());
  *record.mutable_dispatched_at() = ToProto(moment);
  *record.mutable_signed_at() = ToProto(moment);
}

void ForgetClock(TicketRecord& record) {
  if (record.ticket().has_limit()) ForgetOurDueTime(*record.mutable_ticket()->mutable_limit());
  record.clear_dispatched_at();
  record.clear_signed_at();
  record.clear_suspended_at();
}

void StopClock(absl::Time moment, TicketRecord& record) { *record.mutable_suspended_at() = ToProto(moment); }

void ResumeClock(absl::Time moment, TicketRecord& record) {
  if (!record.has_suspended_at()) return;
  const absl::Duration stood = moment - FromProto(record.suspended_at());
  record.clear_suspended_at();
  if (stood <= absl::ZeroDuration()) return;
  v1::TimeLimit& limit = *record.mutable_ticket()->mutable_limit();
  if (IsOurs(limit)) Shift(stood, *limit.mutable_due_at());
  // So that a limit that is told later counts neither what has passed before nor what stood still.
  if (record.has_dispatched_at()) Shift(stood, *record.mutable_dispatched_at());
  if (record.has_signed_at()) Shift(stood, *record.mutable_signed_at());
}

void Extend(const v1::ExtensionDecided& decided, absl::string_view decider, const calendar::Calendar& calendar,
            TicketRecord& record) {
  v1::TimeLimit& limit = *record.mutable_ticket()->mutable_limit();
  const v1::TimeLimit& asked = record.extension_asked();
  if (IsTold(decided.limit())) {
    const v1::TimeLimit before = limit;
    SetLimit(decided.limit(), decider, limit);
    // It is the same limit, only longer.
    if (limit.start() == v1::TimeLimit::START_UNSPECIFIED) limit.set_start(before.start());
    if (limit.counting() == v1::TimeLimit::COUNTING_UNSPECIFIED) limit.set_counting(before.counting());
  } else if (asked.has_due_at()) {
    *limit.mutable_due_at() = asked.due_at();
    limit.set_computed_by(asked.computed_by().empty() ? record.ticket().holder() : asked.computed_by());
    limit.set_provisional(asked.provisional());
  } else {
    AddTime(asked, calendar, limit);
  }
}

void FillDueTime(const calendar::Calendar& calendar, TicketRecord& record) {
  if (!record.ticket().has_limit() || record.ticket().limit().has_due_at()) return;
  v1::TimeLimit& limit = *record.mutable_ticket()->mutable_limit();
  absl::optional<absl::Time> start;
  // A limit that does not say from when it counts is shown as it is; guessing would be worse than no due time.
  if (limit.start() == v1::TimeLimit::START_DISPATCHED && record.has_dispatched_at()) {
    start = FromProto(record.dispatched_at());
  } else if (limit.start() == v1::TimeLimit::START_SIGNED && record.has_signed_at()) {
    start = FromProto(record.signed_at());
  }
  if (!start.has_value()) return;
  const absl::StatusOr<calendar::Due> due = calendar.DueAt(*start, limit);
  if (due.ok()) SetOurDueTime(*due, limit);
}

absl::optional<absl::Time> RunningDueTime(const TicketRecord& record) {
  const v1::Ticket& ticket = record.ticket();
  if (!kTicking.Has(ticket.state()) || record.has_suspended_at() || !ticket.limit().has_due_at()) return absl::nullopt;
  return FromProto(ticket.limit().due_at());
}

}  // namespace interline::ticket
