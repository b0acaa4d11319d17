#include "core/ticket/effects.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <type_traits>
#include <utility>

#include "core/base/ids.h"
#include "core/base/proto_time.h"
#include "core/base/refusal.h"
#include "core/ticket/escalation.h"
#include "core/ticket/event.h"
#include "core/ticket/follow_ups.h"
#include "core/ticket/limits.h"
#include "core/ticket/merging.h"
#include "core/ticket/numbers.h"

namespace interline::ticket {
namespace {

using store::v1::TicketRecord;
using v1::Counters;
using v1::Ticket;
using v1::TicketEvent;

// ---- Whose it is -----------------------------------------------------------------------------------------------

void Open(const Step& step) {
  Ticket& ticket = *step.record.mutable_ticket();
  const TicketIdParts parts = SplitTicketId(step.event.ticket_id());
  ticket.set_id(step.event.ticket_id());
  ticket.set_origin(std::string(parts.origin));
  ticket.set_generation(1);
  *ticket.mutable_created_at() = ToProto(step.now);
  SetNumber(parts.origin, parts.number, ticket);
}

absl::Status NextGeneration(const Step& step) {
  Ticket& ticket = *step.record.mutable_ticket();
  if (step.event.generation() == ticket.generation()) {
    return RefusalError(v1::REFUSAL_REASON_TICKET_EXISTS, "generation", "This dispatch of the ticket is over.");
  }
  ticket.set_generation(ticket.generation() + 1);
  ticket.clear_limit();
  return absl::OkStatus();
}

// Files are in the journal; a ticket that kept them would outgrow its record.
void ForgetContents(google::protobuf::RepeatedPtrField<v1::Attachment>& attachments) {
  for (v1::Attachment& attachment : attachments) {
    attachment.clear_content();
    attachment.clear_part();
    attachment.clear_parts();
  }
}

void Offer(const Step& step) {
  Ticket& ticket = *step.record.mutable_ticket();
  ticket.set_holder(ticket.origin());
  ticket.set_offered_to(step.event.transferred().to());
  *ticket.mutable_matter() = step.event.transferred().matter();
  ForgetContents(*ticket.mutable_matter()->mutable_attachments());
  // An origin that counts its dispatches itself may have counted more than we saw.
  ticket.set_generation(std::max(ticket.generation(), step.event.generation()));
  ForgetClock(step.record);
  step.record.clear_result();
  step.record.clear_open_urges();
  step.record.set_offer_sequence(ticket.sequence());
}

void TakeOver(const Step& step) {
  step.record.mutable_ticket()->set_holder(step.event.source());
  step.record.mutable_ticket()->clear_offered_to();
}

void GiveBack(const Step& step) {
  step.record.mutable_ticket()->set_holder(step.record.ticket().origin());
  step.record.mutable_ticket()->clear_offered_to();
  ForgetClock(step.record);
}

void Shrink(const Step& step) {
  TicketRecord kept;
  kept.mutable_judged()->Swap(step.record.mutable_judged());
  Ticket& ticket = *kept.mutable_ticket();
  ticket = std::move(*step.record.mutable_ticket());
  ticket.clear_offered_to();
  ticket.clear_matter();
  ticket.clear_limit();
  step.record = std::move(kept);
}

// ---- Requests --------------------------------------------------------------------------------------------------

void OpenReturn(const Step& step) { step.record.set_state_before_request(step.record.ticket().state()); }
void CloseReturn(const Step& step) { step.record.clear_state_before_request(); }
void OpenExtension(const Step& step) { *step.record.mutable_extension_asked() = step.event.extension_requested().by(); }
void CloseExtension(const Step& step) { step.record.clear_extension_asked(); }
void KeepResult(const Step& step) {
  *step.record.mutable_result() = step.event.resolution_submitted();
  ForgetContents(*step.record.mutable_result()->mutable_attachments());
}

// ---- Counts ----------------------------------------------------------------------------------------------------

template <auto get, auto set>
void Count(const Step& step) {
  Counters& counters = *step.record.mutable_ticket()->mutable_counters();
  (counters.*set)((counters.*get)() + 1);
}

void CheckHopCap(const Step& step) {
  const Ticket& ticket = step.record.ticket();
  if (ticket.counters().hops() <= step.rules.hop_cap) return;
  step.Propose("hop-cap", ticket.id()).mutable_escalated()->set_cause(v1::Escalated::CAUSE_HOP_CAP);
}

// ---- The clock -------------------------------------------------------------------------------------------------

const v1::TimeLimit& LimitOf(const TicketEvent& event) {
  switch (event.kind_case()) {
    case TicketEvent::kTransferred:
      return event.transferred().limit();
    case TicketEvent::kUrged:
      return event.urged().limit();
    case TicketEvent::kReopened:
      return event.reopened().limit();
    default:
      return v1::TimeLimit::default_instance();
  }
}

void TakeLimitOf(const Step& step) { TakeLimit(LimitOf(step.event), step.event.source(), step.moment, step.record); }
void ExtendBy(const Step& step) {
  Extend(step.event.extension_decided(), step.event.source(), *step.rules.calendar, step.record);
}

template <void change(absl::Time, TicketRecord&)>
void Clock(const Step& step) {
  change(step.moment, step.record);
}

// ---- Notes -----------------------------------------------------------------------------------------------------

void Note(const Step&) {}  // the row says it all: Apply journals the event as a note

void NoteNearDue(const Step& step) { *step.record.mutable_near_due_told() = step.event.deadline_approached().due_at(); }

// Uses up the rules for overdue tickets whose time has come, and says whether one of them is for this ticket.
bool UseOverdueRules(const Step& step) {
  const auto& rules = step.rules.escalation;
  const absl::Time due = FromProto(step.record.overdue_told());
  bool used = false;
  size_t next = step.record.overdue_steps();
  for (; next < rules.size() && rules[next].when == EscalationRule::When::kOverdue; ++next) {
    if (due + rules[next].after > step.now) break;
    used = used || IsFor(rules[next], step.record.ticket());
  }
  step.record.set_overdue_steps(static_cast<uint32_t>(next));
  return used;
}

void NoteOverdue(const Step& step) {
  *step.record.mutable_overdue_told() = step.event.deadline_missed().due_at();
  step.record.set_overdue_steps(0);
  if (!UseOverdueRules(step)) return;
  step.Propose("overdue", step.record.ticket().id()).mutable_escalated()->set_cause(v1::Escalated::CAUSE_OVERDUE);
}

void NoteEscalation(const Step& step) {
  if (step.event.escalated().cause() == v1::Escalated::CAUSE_OVERDUE) UseOverdueRules(step);
}

// A count that a rule names leads to an escalation.
void EscalateAt(const Step& step, EscalationRule::When when, uint32_t count, absl::string_view purpose,
                v1::Escalated::Cause cause) {
  const auto& rules = step.rules.escalation;
  const bool named = std::any_of(rules.begin(), rules.end(), [&](const EscalationRule& rule) {
    return rule.when == when && rule.count == count && IsFor(rule, step.record.ticket());
  });
  if (named) step.Propose(purpose, step.record.ticket().id()).mutable_escalated()->set_cause(cause);
}

void CountUrge(const Step& step) {
  Count<&Counters::urges, &Counters::set_urges>(step);
  auto& open = *step.record.mutable_open_urges();
  const std::string& number = step.event.urged().urge_id();
  if (std::find(open.begin(), open.end(), number) == open.end()) *open.Add() = number;
  EscalateAt(step, EscalationRule::When::kUrges, step.record.ticket().counters().urges(), "urges",
             v1::Escalated::CAUSE_CALLER_INSISTS);
}

absl::Status SignUrge(const Step& step) {
  auto& open = *step.record.mutable_open_urges();
  const auto signed_now = std::find(open.begin(), open.end(), step.event.urge_signed().urge_id());
  if (signed_now == open.end()) {
    return RefusalError(v1::REFUSAL_REASON_NOTHING_TO_DECIDE, "urge_signed.urge_id",
                        "No urge of this number waits to be signed.");
  }
  open.erase(signed_now);
  return absl::OkStatus();
}

void CountReturn(const Step& step) {
  Count<&Counters::returns, &Counters::set_returns>(step);
  EscalateAt(step, EscalationRule::When::kReturns, step.record.ticket().counters().returns(), "returns",
             v1::Escalated::CAUSE_SUPERVISION);
}

void CountRejection(const Step& step) {
  Count<&Counters::rejections, &Counters::set_rejections>(step);
  EscalateAt(step, EscalationRule::When::kRejections, step.record.ticket().counters().rejections(), "rejections",
             v1::Escalated::CAUSE_SUPERVISION);
}

void NotTakenIfRefused(const Step& step) {
  const Ticket& ticket = step.record.ticket();
  const v1::DeliveryReported& report = step.event.delivery_reported();
  if (ticket.state() != Ticket::STATE_OFFERED || report.result() != v1::DeliveryReported::RESULT_REFUSED ||
      report.delivery_id() != DeliveryId(ticket.id(), step.record.offer_sequence(), ticket.offered_to())) {
    return;
  }
  step.Propose("not-taken", ticket.id()).mutable_not_taken()->set_reason(ReasonName(report.refusal().reason()));
}

// ---- The list --------------------------------------------------------------------------------------------------

template <auto function>
absl::Status Do(const Step& step) {
  if constexpr (std::is_void_v<decltype(function(step))>) {
    function(step);
    return absl::OkStatus();
  } else {
    return function(step);
  }
}

struct Entry {
  Effect effect;
  absl::Status (*perform)(const Step&);
};

constexpr Entry kEntries[] = {
    {Effect::kOpen, Do<Open>},
    {Effect::kNextGeneration, Do<NextGeneration>},
    {Effect::kOffer, Do<Offer>},
    {Effect::kCountHop, Do<Count<&Counters::hops, &Counters::set_hops>>},
    {Effect::kCheckHopCap, Do<CheckHopCap>},
    {Effect::kTakeOver, Do<TakeOver>},
    {Effect::kGiveBack, Do<GiveBack>},
    {Effect::kOpenReturn, Do<OpenReturn>},
    {Effect::kCloseReturn, Do<CloseReturn>},
    {Effect::kCountReturn, Do<CountReturn>},
    {Effect::kOpenExtension, Do<OpenExtension>},
    {Effect::kCloseExtension, Do<CloseExtension>},
    {Effect::kExtend, Do<ExtendBy>},
    {Effect::kCountExtension, Do<Count<&Counters::extensions, &Counters::set_extensions>>},
    {Effect::kStartDispatchClock, Do<Clock<StartDispatchClock>>},
    {Effect::kStartSigningClock, Do<Clock<StartSigningClock>>},
    {Effect::kRestartClock, Do<Clock<RestartClock>>},
    {Effect::kStopClock, Do<Clock<StopClock>>},
    {Effect::kResumeClock, Do<Clock<ResumeClock>>},
    {Effect::kTakeLimit, Do<TakeLimitOf>},
    {Effect::kCountUrge, Do<CountUrge>},
    {Effect::kSignUrge, Do<SignUrge>},
    {Effect::kKeepResult, Do<KeepResult>},
    {Effect::kCountRejection, Do<CountRejection>},
    {Effect::kFanOut, Do<FanOut>},
    {Effect::kReopen, Do<Count<&Counters::reopenings, &Counters::set_reopenings>>},
    {Effect::kJoin, Do<Join>},
    {Effect::kLeave, Do<Leave>},
    {Effect::kAdopt, Do<Adopt>},
    {Effect::kPassResult, Do<PassResult>},
    {Effect::kReleaseChildren, Do<ReleaseChildren>},
    {Effect::kNote, Do<Note>},
    {Effect::kNoteNearDue, Do<NoteNearDue>},
    {Effect::kNoteOverdue, Do<NoteOverdue>},
    {Effect::kNoteEscalation, Do<NoteEscalation>},
    {Effect::kNotTakenIfRefused, Do<NotTakenIfRefused>},
    {Effect::kShrink, Do<Shrink>},
};

static_assert([] {
  for (size_t i = 0; i < std::size(kEntries); ++i) {
    if (kEntries[i].effect != static_cast<Effect>(i)) return false;
  }
  return std::size(kEntries) == std::size(kEffectWords);
}());

}  // namespace

v1::TicketEvent& Step::Propose(absl::string_view purpose, absl::string_view about) const {
  return follow_ups.emplace_back(FollowUp(event, record.ticket().sequence(), purpose, about, now));
}

absl::Status Perform(Effect effect, const Step& step) { return kEntries[static_cast<size_t>(effect)].perform(step); }

}  // namespace interline::ticket
