#include "services/ticketing/ticketing_processor.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/check.h"
#include "core/base/ids.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"
#include "core/ticket/event.h"
#include "services/ticketing/aliases.h"
#include "services/ticketing/command_headers.h"
#include "services/ticketing/deadlines.h"

namespace interline::ticketing {
namespace {

// How a refusal was told that could name no ticket. There is no lane for it to move and no journal to keep it in.
bool IsReportWithoutTicket(const v1::TicketEvent& event) {
  return event.has_delivery_reported() && event.source() == kBroker && event.ticket_id().empty();
}

bool IsAlias(absl::string_view key) { return absl::StartsWith(key, "alias/"); }

}  // namespace

TicketingProcessor::TicketingProcessor(TicketingOptions options, TicketingMetrics& metrics)
    : options_(std::move(options)),
      metrics_(metrics),
      platforms_(options_.platforms),
      early_(options_.park_limit),
      suspects_(options_.suspicion_window),
      deliveries_(platforms_, metrics_),
      verdicts_(platforms_, deliveries_, metrics_),
      judge_({options_.rules, platforms_, early_, suspects_, deliveries_, verdicts_, metrics_}) {}

absl::Status TicketingProcessor::Process(const bus::Record& record, stream::Context& context) {
  const std::string redrive = bus::FindHeader(record.headers, kRedriveHeader);
  if (!redrive.empty()) return OnOrder(record, deliveries_.Redrive(record.key, redrive, context), context);
  const std::string skip = bus::FindHeader(record.headers, kSkipHeader);
  if (!skip.empty()) return OnOrder(record, deliveries_.Skip(record.key, skip, context), context);
  const std::string alias_of = bus::FindHeader(record.headers, kAliasHeader);
  if (!alias_of.empty()) return LearnAlias(record.key, alias_of, context);
  const std::string suspect = bus::FindHeader(record.headers, kSuspectHeader);
  if (!suspect.empty()) return suspects_.Note(record.key, suspect, context);

  Proposal proposal = ReadEnvelope(record);
  if (!record.value.has_value() || !proposal.event.ParseFromString(*record.value)) {
    verdicts_.RefuseRecord(record, MakeRefusal(v1::REFUSAL_REASON_MALFORMED, "", "The record is not an event."),
                           context);
    return absl::OkStatus();
  }
  return Route(std::move(proposal), record.key, context);
}

absl::Status TicketingProcessor::Route(Proposal proposal, const std::string& key, stream::Context& context) {
  const std::string home = HomeKey(proposal.event);
  if (!home.empty() && home != key) {
    Forward(std::move(proposal), home, context);
    return absl::OkStatus();
  }
  if (IsReportWithoutTicket(proposal.event)) {
    spdlog::info("a delivery without a ticket was reported");
    metrics_.Count(proposal.event.kind_case(), Verdict::kLate);
    return absl::OkStatus();
  }
  if (proposal.event.ticket_id().empty() && proposal.event.has_transferred()) proposal.event.set_ticket_id(home);
  if (const absl::Status admitted = judge_.Admit(proposal); !admitted.ok()) {
    const auto refusal = GetRefusal(admitted);
    CHECK(refusal.has_value());
    return verdicts_.Refuse(proposal, *refusal, nullptr, context);
  }
  if (home.empty()) {
    return verdicts_.Refuse(
        proposal, MakeRefusal(v1::REFUSAL_REASON_UNKNOWN_TICKET, "ticket_id", "Nothing here names the ticket."),
        nullptr, context);
  }
  if (IsAlias(home)) return LookUp(std::move(proposal), home, context);
  return judge_.Decide(proposal, context);
}

absl::Status TicketingProcessor::LookUp(Proposal proposal, const std::string& alias, stream::Context& context) {
  ASSIGN_OR_RETURN(const std::string ticket_id, Aliases::Find(alias, context));
  if (!ticket_id.empty()) {
    proposal.event.set_ticket_id(ticket_id);
    Forward(std::move(proposal), ticket_id, context);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const bool waits, early_.Add(alias, proposal, context));
  if (waits) {
    metrics_.Count(proposal.event.kind_case(), Verdict::kWaiting);
    return absl::OkStatus();
  }
  return verdicts_.Refuse(
      proposal, MakeRefusal(v1::REFUSAL_REASON_LIMIT_REACHED, "", "Too many events wait for this number already."),
      nullptr, context);
}

void TicketingProcessor::Forward(Proposal proposal, const std::string& key, stream::Context& context) {
  metrics_.Count(proposal.event.kind_case(), Verdict::kForwarded);
  context.Emit(CommandMessage(proposal, key));
}

absl::Status TicketingProcessor::LearnAlias(const std::string& alias, const std::string& ticket_id,
                                            stream::Context& context) {
  RETURN_IF_ERROR(Aliases::Learn(alias, ticket_id, context));
  ASSIGN_OR_RETURN(std::vector<Proposal> waited, early_.TakeAll(alias, context));
  for (Proposal& proposal : waited) {
    proposal.event.set_ticket_id(ticket_id);
    Forward(std::move(proposal), ticket_id, context);
  }
  return absl::OkStatus();
}

// An order of a person that finds nothing to do is refused, so that it does not look as if it had been done.
absl::Status TicketingProcessor::OnOrder(const bus::Record& record, const absl::Status& done,
                                         stream::Context& context) {
  if (!absl::IsNotFound(done)) return done;
  verdicts_.RefuseRecord(record, MakeRefusal(v1::REFUSAL_REASON_NOTHING_TO_DECIDE, "", "No such delivery waits here."),
                         context);
  return absl::OkStatus();
}

absl::Status TicketingProcessor::OnTimer(absl::string_view key, absl::Time, stream::Context& context) {
  for (const absl::string_view deadline : {kNearDueTimer, kOverdueTimer, kEscalateTimer}) {
    if (absl::ConsumePrefix(&key, deadline)) return judge_.OnDeadline(deadline, key, context);
  }
  if (absl::ConsumePrefix(&key, Deliveries::kTimer)) return deliveries_.OnTimer(key, context);
  if (absl::ConsumePrefix(&key, Suspects::kTimer)) return suspects_.OnTimer(key, context);
  if (absl::ConsumePrefix(&key, EarlyEvents::kTimer)) return OnEarlyTimer(key, context);
  // Set by a newer program that ran here before.
  spdlog::warn("a timer of an unknown kind is left alone");
  return absl::OkStatus();
}

absl::Status TicketingProcessor::OnEarlyTimer(absl::string_view key, stream::Context& context) {
  ASSIGN_OR_RETURN(const std::vector<Proposal> expired, early_.OnTimer(key, context));
  for (const Proposal& proposal : expired) {
    RETURN_IF_ERROR(verdicts_.Refuse(proposal,
                                     MakeRefusal(v1::REFUSAL_REASON_TICKET_NEVER_APPEARED, "ticket_id",
                                                 "The ticket did not appear within the time for waiting."),
                                     nullptr, context));
  }
  return absl::OkStatus();
}

}  // namespace interline::ticketing
