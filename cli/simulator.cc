#include "cli/simulator.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/ids.h"
#include "core/base/proto_time.h"
#include "core/base/sha256.h"

namespace interline::cli {
namespace {

constexpr char kProgressTextEnglish[] = "The caller has been contacted and the matter is being handled.";
constexpr char kFirstResultEnglish[] = "Handled as the rules provide; the caller has been answered and agrees.";
constexpr char kUrgeReason[] = "来电人再次来电催问办理进展。";
constexpr char kReturnNote[] = "经核实，该事项不在本地办理范围，申请退回。";
constexpr char kRejectionNote[] = "答复未回应全部诉求，请补充。";
constexpr char kUnitName[] = "热线办理组";
constexpr size_t kIdDigits = 24;
constexpr size_t kNumberDigits = 10;

// The same for one step of one ticket for ever.
std::string StepId(absl::string_view ticket_id, absl::string_view step) {
  return absl::StrCat("sim-", Sha256Hex(absl::StrCat(ticket_id, "/", step)).substr(0, kIdDigits));
}

// The number that a platform gives a ticket of another one.
std::string OwnNumber(absl::string_view platform, absl::string_view ticket_id) {
  const std::string digits = Sha256Hex(absl::StrCat(platform, "/", ticket_id)).substr(0, kNumberDigits);
  return absl::StrCat("W", platform, absl::AsciiStrToUpper(digits));
}

}  // namespace

Simulator::Simulator(const adapter::v1::Platform& platform, std::string run, const Scenario& scenario)
    : platform_(platform.id()),
      acknowledges_(platform.capabilities().acknowledges()),
      run_(std::move(run)),
      scenario_(scenario) {}

bool Simulator::IsOfRun(absl::string_view ticket_id) const {
  return run_.empty() || absl::StartsWith(SplitTicketId(ticket_id).number, RunPrefix(run_));
}

Ending Simulator::EndingOf(absl::string_view ticket_id) const {
  const ScenarioTicket* ticket = scenario_.Find(ticket_id);
  return ticket == nullptr ? Ending::kResolve : ticket->ending;
}

v1::TicketEvent Simulator::Transfer(const ScenarioTicket& ticket) const {
  v1::TicketEvent event;
  event.set_id(StepId(ticket.ticket_id(), "transfer"));
  event.set_source(platform_);
  event.set_ticket_id(ticket.ticket_id());
  event.set_source_number(ticket.number);
  *event.mutable_occurred_at() = ToProto(ticket.occurred_at);
  event.mutable_actor()->set_unit_name(kUnitName);
  *event.mutable_transferred() = ticket.transferred;
  return event;
}

v1::TicketEvent Simulator::Answer(const v1::TicketEvent& told, absl::string_view step, int seconds) const {
  const bool is_origin = SplitTicketId(told.ticket_id()).origin == platform_;
  v1::TicketEvent event;
  event.set_id(StepId(told.ticket_id(), step));
  event.set_source(platform_);
  event.set_ticket_id(told.ticket_id());
  event.set_source_number(is_origin ? std::string(SplitTicketId(told.ticket_id()).number)
                                    : OwnNumber(platform_, told.ticket_id()));
  event.set_recipient_number(told.source_number());
  // From the time of what was told, not from a clock, so that a repeat is the same to the last byte. Some dialects tell
  // the time of the call for that of the transfer; an answer to it is not older than the transfer itself.
  const ScenarioTicket* ticket = scenario_.Find(told.ticket_id());
  const absl::Time sent = ticket == nullptr ? absl::InfinitePast() : ticket->occurred_at;
  *event.mutable_occurred_at() = ToProto(std::max(FromProto(told.occurred_at()), sent) + absl::Seconds(seconds));
  event.mutable_actor()->set_unit_name(kUnitName);
  return event;
}

std::vector<v1::TicketEvent> Simulator::Take(const v1::TicketEvent& transferred) const {
  const Ending ending = EndingOf(transferred.ticket_id());
  if (ending == Ending::kNothing) return {};
  std::vector<v1::TicketEvent> answers;
  if (acknowledges_) {
    answers.push_back(Answer(transferred, "received", 1));
    answers.back().mutable_received();
  }
  if (ending == Ending::kReturn) {
    answers.push_back(Answer(transferred, "return", 2));
    answers.back().mutable_return_requested()->set_reason(v1::RETURN_REASON_WRONG_REGION);
    answers.back().mutable_return_requested()->set_note(kReturnNote);
    return answers;
  }
  answers.push_back(Answer(transferred, "signed", 2));
  answers.back().mutable_signed_();
  if (ending == Ending::kResolveAfterUrge) return answers;
  const v1::Matter& matter = transferred.transferred().matter();
  const bool is_question = matter.demand_type() == v1::DEMAND_TYPE_CONSULTATION;
  for (v1::TicketEvent& answer :
       Work(transferred, matter.language(), is_question ? v1::OUTCOME_EXPLAINED : v1::OUTCOME_SOLVED)) {
    answers.push_back(std::move(answer));
  }
  return answers;
}

std::vector<v1::TicketEvent> Simulator::Work(const v1::TicketEvent& told, v1::Language language,
                                             v1::Outcome outcome) const {
  const bool english = language == v1::LANGUAGE_EN;
  v1::TicketEvent progress = Answer(told, "progress", 3);
  progress.mutable_progress_reported()->set_text(english ? kProgressTextEnglish : std::string(kProgressText));
  v1::TicketEvent result = Answer(told, "result", 4);
  result.mutable_resolution_submitted()->set_outcome(outcome);
  result.mutable_resolution_submitted()->set_text(english ? kFirstResultEnglish : std::string(kFirstResult));
  return {progress, result};
}

v1::TicketEvent Simulator::Judge(const v1::TicketEvent& submitted) const {
  // By the text, which every dialect carries; ids are not carried by all.
  const bool second = submitted.resolution_submitted().text() == kSecondResult;
  const bool reject = !second && EndingOf(submitted.ticket_id()) == Ending::kResolveAfterRejection;
  v1::TicketEvent decided = Answer(submitted, second ? "decision-2" : "decision-1", 1);
  v1::ResolutionDecided& decision = *decided.mutable_resolution_decided();
  decision.set_decision(reject ? v1::DECISION_REJECTED : v1::DECISION_APPROVED);
  if (reject) decision.set_note(kRejectionNote);
  return decided;
}

std::vector<v1::TicketEvent> Simulator::React(const v1::TicketEvent& told) const {
  if (!IsOfRun(told.ticket_id())) return {};
  const bool is_origin = SplitTicketId(told.ticket_id()).origin == platform_;
  switch (told.kind_case()) {
    case v1::TicketEvent::kTransferred:
      return is_origin ? std::vector<v1::TicketEvent>() : Take(told);
    case v1::TicketEvent::kSigned: {
      if (!is_origin || EndingOf(told.ticket_id()) != Ending::kResolveAfterUrge) return {};
      v1::TicketEvent urge = Answer(told, "urge", 1);
      urge.mutable_urged()->set_urge_id(absl::StrCat("CB", SplitTicketId(told.ticket_id()).number));
      urge.mutable_urged()->set_reason(kUrgeReason);
      return {urge};
    }
    case v1::TicketEvent::kUrged: {
      if (is_origin) return {};
      v1::TicketEvent seen = Answer(told, absl::StrCat("urge-signed-", told.urged().urge_id()), 1);
      seen.mutable_urge_signed()->set_urge_id(told.urged().urge_id());
      std::vector<v1::TicketEvent> answers = {std::move(seen)};
      if (EndingOf(told.ticket_id()) != Ending::kResolveAfterUrge) return answers;
      for (v1::TicketEvent& answer : Work(told, v1::LANGUAGE_UNSPECIFIED, v1::OUTCOME_SOLVED)) {
        answers.push_back(std::move(answer));
      }
      return answers;
    }
    case v1::TicketEvent::kResolutionSubmitted:
      if (!is_origin) return {};
      return {Judge(told)};
    case v1::TicketEvent::kReturnRequested: {
      if (!is_origin) return {};
      v1::TicketEvent decided = Answer(told, "return-decision", 1);
      decided.mutable_return_decided()->set_decision(v1::DECISION_APPROVED);
      return {decided};
    }
    case v1::TicketEvent::kResolutionDecided: {
      if (is_origin || told.resolution_decided().decision() != v1::DECISION_REJECTED) return {};
      v1::TicketEvent again = Answer(told, "result-2", 2);
      again.mutable_resolution_submitted()->set_outcome(v1::OUTCOME_SOLVED);
      again.mutable_resolution_submitted()->set_text(std::string(kSecondResult));
      return {again};
    }
    default:
      return {};
  }
}

}  // namespace interline::cli
