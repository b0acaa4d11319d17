#include "services/ticketing/judge.h"

#include <spdlog/spdlog.h>

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/ids.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"
#include "core/ticket/event.h"
#include "core/ticket/judged.h"
#include "core/ticket/numbers.h"
#include "services/ticketing/aliases.h"
#include "services/ticketing/deadlines.h"
#include "services/ticketing/stored.h"

namespace interline::ticketing {
namespace {

using store::v1::TicketRecord;

// Refusals are remembered until a ticket's memory is as full as the broker's own events may make it; after that they
// are judged anew each time.
constexpr int kMemoryShare = 2;

std::string RecordKey(absl::string_view ticket_id) { return absl::StrCat("t/", ticket_id); }

v1::Refusal RefusalIn(const absl::Status& status) {
  const auto refusal = GetRefusal(status);
  CHECK(refusal.has_value());
  return *refusal;
}

}  // namespace

absl::Status Judge::Admit(const Proposal& proposal) const {
  const v1::TicketEvent& event = proposal.event;
  if (!proposal.authenticated.empty() && proposal.authenticated != event.source()) {
    return RefusalError(v1::REFUSAL_REASON_FOREIGN_SOURCE, "source", "Another platform sent this event.");
  }
  RETURN_IF_ERROR(ticket::Validate(event));
  if (event.source() != kBroker && parts_.platforms.Find(event.source()) == nullptr) {
    return RefusalError(v1::REFUSAL_REASON_UNKNOWN_PLATFORM, "source", "The sending platform is not connected.");
  }
  if (event.has_transferred() && parts_.platforms.Find(event.transferred().to()) == nullptr) {
    return RefusalError(v1::REFUSAL_REASON_UNKNOWN_PLATFORM, "transferred.to",
                        "The platform that is to handle the ticket is not connected.");
  }
  return absl::OkStatus();
}

absl::Status Judge::Decide(const Proposal& proposal, stream::Context& context) const {
  const v1::TicketEvent& event = proposal.event;
  if (event.has_delivery_reported() && event.source() == kBroker) {
    RETURN_IF_ERROR(parts_.deliveries.OnReport(event, context));
  }
  ASSIGN_OR_RETURN(absl::optional<TicketRecord> record, Load<TicketRecord>(RecordKey(event.ticket_id()), context));
  if (!record.has_value()) return DecideUnknown(proposal, context);
  return DecideKnown(proposal, *std::move(record), context);
}

absl::Status Judge::OnDeadline(absl::string_view prefix, absl::string_view ticket_id, stream::Context& context) const {
  ASSIGN_OR_RETURN(absl::optional<TicketRecord> record, Load<TicketRecord>(RecordKey(ticket_id), context));
  if (!record.has_value()) return absl::OkStatus();
  const absl::optional<v1::TicketEvent> event = DeadlineEvent(prefix, *record, context.Now());
  if (!event.has_value()) return absl::OkStatus();
  Proposal proposal;
  proposal.event = *event;
  return DecideKnown(proposal, *std::move(record), context);
}

absl::Status Judge::DecideUnknown(const Proposal& proposal, stream::Context& context) const {
  const v1::TicketEvent& event = proposal.event;
  if (event.has_transferred()) {
    absl::StatusOr<ticket::Applied> applied = ticket::Apply(nullptr, event, context.Now(), parts_.rules);
    if (!applied.ok()) return parts_.verdicts.Refuse(proposal, RefusalIn(applied.status()), nullptr, context);
    ASSIGN_OR_RETURN(const absl::optional<v1::Refusal> refusal, WhyNotTold(*applied, context));
    if (refusal.has_value()) return parts_.verdicts.Refuse(proposal, *refusal, nullptr, context);
    return Accept(proposal, v1::Ticket(), *std::move(applied), context);
  }
  if (event.has_delivery_reported() && event.source() == kBroker) {
    // Of a refusal that was told about a ticket which never came to be: there is no journal to keep it in.
    spdlog::info("delivery {} was reported, and its ticket does not exist", event.delivery_reported().delivery_id());
    parts_.metrics.Count(event.kind_case(), Verdict::kLate);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const bool waits, parts_.early.Add(event.ticket_id(), proposal, context));
  if (!waits) {
    return parts_.verdicts.Refuse(
        proposal, MakeRefusal(v1::REFUSAL_REASON_LIMIT_REACHED, "", "Too many events wait for this ticket already."),
        nullptr, context);
  }
  parts_.metrics.Count(event.kind_case(), Verdict::kWaiting);
  return absl::OkStatus();
}

absl::Status Judge::DecideKnown(const Proposal& proposal, TicketRecord record, stream::Context& context) const {
  const v1::TicketEvent& event = proposal.event;
  const ticket::Found found = ticket::FindJudged(record, event);
  if (found.repeat == ticket::Repeat::kSame) {
    parts_.verdicts.RecogniseRepeat(proposal, *found.first, record.ticket(), context);
    return absl::OkStatus();
  }
  if (found.repeat == ticket::Repeat::kConflict) {
    spdlog::warn("ticket {}: event {} of {} came again with another content", event.ticket_id(), event.id(),
                 event.source());
    return parts_.verdicts.Refuse(
        proposal,
        MakeRefusal(v1::REFUSAL_REASON_CONFLICTING_DUPLICATE, "id", "This id was used before for another content."),
        &record.ticket(), context);
  }
  absl::StatusOr<ticket::Applied> applied = ticket::Apply(&record, event, context.Now(), parts_.rules);
  if (!applied.ok()) return RefuseKnown(proposal, RefusalIn(applied.status()), record, context);
  ASSIGN_OR_RETURN(const absl::optional<v1::Refusal> refusal, WhyNotTold(*applied, context));
  if (refusal.has_value()) return RefuseKnown(proposal, *refusal, record, context);
  return Accept(proposal, record.ticket(), *std::move(applied), context);
}

absl::Status Judge::Accept(const Proposal& proposal, const v1::Ticket& before, ticket::Applied applied,
                           stream::Context& context) const {
  const bool late = applied.event.journal().effect() == v1::Journal::EFFECT_LATE;
  parts_.metrics.Count(applied.event.kind_case(), late ? Verdict::kLate : Verdict::kAccepted);
  ticket::Remember(proposal.event, v1::REFUSAL_REASON_UNSPECIFIED, applied.record);
  const v1::Ticket& after = applied.record.ticket();
  Save(RecordKey(after.id()), applied.record, context);
  parts_.verdicts.Accept(applied.event, context);
  RETURN_IF_ERROR(Tell(applied, context));
  for (v1::TicketEvent& event : applied.follow_ups) {
    Proposal follow_up;
    follow_up.event = std::move(event);
    context.Emit(CommandMessage(follow_up, follow_up.event.ticket_id()));
  }
  SetDeadlines(applied, context);
  Aliases::Announce(before, after, context);
  if (!before.id().empty()) return absl::OkStatus();
  parts_.suspects.Announce(after, context);
  return ReleaseEarly(after.id(), context);
}

absl::Status Judge::RefuseKnown(const Proposal& proposal, const v1::Refusal& refusal, TicketRecord& record,
                                stream::Context& context) const {
  if (record.judged_size() < kMemoryShare * parts_.rules.max_events) {
    ticket::Remember(proposal.event, refusal.reason(), record);
    Save(RecordKey(record.ticket().id()), record, context);
  }
  return parts_.verdicts.Refuse(proposal, refusal, &record.ticket(), context);
}

// A platform is refused what could not be told to the other side; what the broker says is true all the same.
absl::StatusOr<absl::optional<v1::Refusal>> Judge::WhyNotTold(const ticket::Applied& applied,
                                                              const stream::Context& context) const {
  const absl::optional<v1::Refusal> none;
  if (applied.event.source() == kBroker) return none;
  const v1::TicketEvent::KindCase kind = applied.event.kind_case();
  for (const std::string& platform : applied.tell) {
    const PlatformSettings* const settings = parts_.platforms.Find(platform);
    if (settings != nullptr && MustBeTold(applied.event) && !CanTake(*settings, kind)) {
      return absl::make_optional(MakeRefusal(v1::REFUSAL_REASON_NOT_EXPRESSIBLE, ticket::KindName(kind),
                                             "The platform that would have to act on it cannot be told it."));
    }
    ASSIGN_OR_RETURN(const bool has_room, parts_.deliveries.HasRoom(applied.event.ticket_id(), platform, context));
    if (!has_room) {
      return absl::make_optional(MakeRefusal(v1::REFUSAL_REASON_LIMIT_REACHED, "",
                                             "Too many events of this ticket wait for the other platform."));
    }
  }
  return none;
}

absl::Status Judge::Tell(const ticket::Applied& applied, stream::Context& context) const {
  const v1::Ticket& ticket = applied.record.ticket();
  for (const std::string& platform : applied.tell) {
    const PlatformSettings* const settings = parts_.platforms.Find(platform);
    if (settings != nullptr && !CanTake(*settings, applied.event.kind_case())) {
      parts_.metrics.Count(platform, DeliveryStep::kNotTaken);
      continue;
    }
    v1::Delivery delivery;
    delivery.set_id(ticket::DeliveryId(ticket.id(), applied.event.journal().sequence(), platform));
    *delivery.mutable_event() = applied.event;
    delivery.mutable_event()->set_recipient(platform);
    delivery.mutable_event()->set_recipient_number(std::string(ticket::NumberFor(ticket, platform)));
    RETURN_IF_ERROR(parts_.deliveries.Send(delivery, context));
  }
  return absl::OkStatus();
}

absl::Status Judge::ReleaseEarly(const std::string& ticket_id, stream::Context& context) const {
  ASSIGN_OR_RETURN(const std::vector<Proposal> waited, parts_.early.TakeAll(ticket_id, context));
  for (const Proposal& proposal : waited) RETURN_IF_ERROR(Decide(proposal, context));
  return absl::OkStatus();
}

}  // namespace interline::ticketing
