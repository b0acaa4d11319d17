#include "services/ticketing/verdicts.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/ids.h"
#include "core/base/proto_time.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"
#include "core/bus/topics.h"
#include "core/ticket/audience.h"
#include "core/ticket/event.h"
#include "core/ticket/follow_ups.h"
#include "core/ticket/numbers.h"
#include "services/ticketing/broker_event.h"
#include "services/ticketing/cloud_events.h"

namespace interline::ticketing {
namespace {

// A larger original is left where it is in the log: with its rejection around it, it would be too large for a record.
constexpr size_t kMostOriginalBytes = 1 << 20;

// Ids stand in keys, headers and fields that are not masked, so one that breaks the agreed form is left out: it could
// be anything.
std::string IfForm(bool (*has_form)(absl::string_view), const std::string& id) { return has_form(id) ? id : ""; }

bus::Message RejectionMessage(const v1::Rejection& rejection) {
  bus::Message message;
  message.topic = std::string(bus::kRejected);
  message.key = rejection.ticket_id();
  message.value = rejection.SerializeAsString();
  return message;
}

v1::Rejection MakeRejection(const Proposal& proposal, const v1::Refusal& refusal, absl::Time now) {
  const v1::TicketEvent& event = proposal.event;
  v1::Rejection rejection;
  *rejection.mutable_refusal() = refusal;
  rejection.set_stage(v1::Rejection::STAGE_JUDGE);
  rejection.set_platform(event.source() == kBroker ? event.source() : IfForm(IsPlatformId, event.source()));
  rejection.set_ticket_id(IfForm(IsTicketId, event.ticket_id()));
  rejection.set_event_id(IfForm(IsEventId, event.id()));
  if (!proposal.position.topic().empty()) *rejection.mutable_position() = proposal.position;
  rejection.set_mapping(event.provenance().mapping());
  *rejection.mutable_rejected_at() = ToProto(now);
  if (event.ByteSizeLong() <= kMostOriginalBytes) rejection.set_original(event.SerializeAsString());
  return rejection;
}

}  // namespace

v1::Refusal MakeRefusal(v1::RefusalReason reason, absl::string_view path, absl::string_view explanation) {
  v1::Refusal refusal;
  refusal.set_reason(reason);
  refusal.set_path(std::string(path));
  refusal.set_explanation(std::string(explanation));
  return refusal;
}

void Verdicts::Accept(const v1::TicketEvent& event, stream::Context& context) {
  bus::Message message;
  message.topic = std::string(bus::kEvents);
  message.key = event.ticket_id();
  message.value = event.SerializeAsString();
  message.headers = CloudEventHeaders(event);
  context.Emit(std::move(message));
}

void Verdicts::RecogniseRepeat(const Proposal& proposal, const store::v1::Judged& first, const v1::Ticket& ticket,
                               stream::Context& context) {
  const v1::TicketEvent& event = proposal.event;
  metrics_.Count(event.kind_case(), Verdict::kRepeated);
  v1::TicketEvent note = BrokerEvent("repeat", SeedOf(proposal.position), ticket.id(), context.Now());
  note.set_causation_id(event.id());
  note.set_traceparent(event.traceparent());
  v1::RepeatRecognised& repeat = *note.mutable_repeat_recognised();
  repeat.set_event_id(event.id());
  repeat.set_from(event.source());
  repeat.set_event_kind(std::string(ticket::KindName(event.kind_case())));
  repeat.set_accepted(first.refusal() == v1::REFUSAL_REASON_UNSPECIFIED);
  repeat.set_refusal(first.refusal());
  *repeat.mutable_position() = proposal.position;
  v1::Journal& journal = *note.mutable_journal();
  journal.set_sequence(ticket.sequence());
  journal.set_state_before(ticket.state());
  journal.set_state_after(ticket.state());
  journal.set_effect(v1::Journal::EFFECT_NOTE);
  *journal.mutable_accepted_at() = note.received_at();
  journal.set_holder(ticket.holder());
  if (ticket.has_limit()) *journal.mutable_limit() = ticket.limit();
  for (std::string& party : ticket::Parties(ticket, ticket)) journal.add_parties(std::move(party));
  Accept(note, context);
}

absl::Status Verdicts::Refuse(const Proposal& proposal, const v1::Refusal& refusal, const v1::Ticket* ticket,
                              stream::Context& context) {
  const bool conflict = refusal.reason() == v1::REFUSAL_REASON_CONFLICTING_DUPLICATE;
  metrics_.Count(proposal.event.kind_case(), conflict ? Verdict::kConflict : Verdict::kRefused);
  metrics_.CountRefusal(refusal.reason());
  context.Emit(RejectionMessage(MakeRejection(proposal, refusal, context.Now())));
  for (v1::TicketEvent& event : ticket::FollowUpsOfRefusal(proposal.event, refusal, context.Now())) {
    Proposal follow_up;
    follow_up.event = std::move(event);
    context.Emit(CommandMessage(follow_up, follow_up.event.ticket_id()));
  }
  return TellSender(proposal, refusal, ticket, context);
}

void Verdicts::RefuseRecord(const bus::Record& record, const v1::Refusal& refusal, stream::Context& context) {
  metrics_.Count(v1::TicketEvent::KIND_NOT_SET, Verdict::kRefused);
  metrics_.CountRefusal(refusal.reason());
  v1::Rejection rejection = MakeRejection(ReadEnvelope(record), refusal, context.Now());
  rejection.set_ticket_id(IfForm(IsTicketId, record.key));
  const std::string original = record.value.value_or("");
  rejection.set_original(original.size() <= kMostOriginalBytes ? original : "");
  context.Emit(RejectionMessage(rejection));
}

absl::Status Verdicts::TellSender(const Proposal& proposal, const v1::Refusal& refusal, const v1::Ticket* ticket,
                                  stream::Context& context) {
  const v1::TicketEvent& event = proposal.event;
  const std::string& sender = proposal.authenticated.empty() ? event.source() : proposal.authenticated;
  if (platforms_.Find(sender) == nullptr) return absl::OkStatus();
  const std::string ticket_id = IfForm(IsTicketId, event.ticket_id());
  ASSIGN_OR_RETURN(const bool has_room, deliveries_.HasRoom(ticket_id, sender, context));
  if (!has_room) {
    metrics_.Count(sender, DeliveryStep::kOverflowed);
    spdlog::warn("a refusal is not told to {}: too much waits for it about ticket {}", sender, ticket_id);
    return absl::OkStatus();
  }
  v1::Delivery delivery;
  delivery.set_id(absl::StrCat(ticket_id, "/refused.", proposal.position.partition(), ".", proposal.position.offset(),
                               "/", sender));
  v1::TicketEvent& told = *delivery.mutable_event();
  told = BrokerEvent("refused", SeedOf(proposal.position), ticket_id, context.Now());
  told.set_recipient(sender);
  told.set_recipient_number(IfForm(IsTicketNumber, event.source_number()));
  if (told.recipient_number().empty() && ticket != nullptr) {
    told.set_recipient_number(std::string(ticket::NumberFor(*ticket, sender)));
  }
  told.set_causation_id(IfForm(IsEventId, event.id()));
  told.set_traceparent(event.traceparent());
  told.mutable_refused()->set_event_id(told.causation_id());
  *told.mutable_refused()->mutable_refusal() = refusal;
  return deliveries_.Send(delivery, context);
}

}  // namespace interline::ticketing
