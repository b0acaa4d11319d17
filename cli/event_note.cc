#include "cli/event_note.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/words.h"
#include "core/base/refusal.h"

namespace interline::cli {
namespace {

using v1::TicketEvent;

std::string Join(const std::string& word, const std::string& text) {
  return word.empty() || text.empty() ? absl::StrCat(word, text) : absl::StrCat(word, ": ", text);
}

std::string Decided(v1::Decision decision, const std::string& note) {
  return Join(EnumWord(v1::Decision_Name(decision), "DECISION_"), note);
}

std::string RefusalWords(const v1::Refusal& refusal) {
  return absl::StrCat(ReasonName(refusal.reason()), refusal.path().empty() ? "" : " at ", refusal.path());
}

std::string LimitWords(const v1::TimeLimit& limit) {
  if (limit.has_due_at()) return absl::StrCat("due ", InChina(limit.due_at()));
  if (limit.value() == 0) return "";
  return absl::StrCat(limit.value(), " ", EnumWord(v1::TimeLimit::Unit_Name(limit.unit()), "UNIT_"), "s");
}

std::string Reported(const v1::DeliveryReported& report) {
  const std::string result = EnumWord(v1::DeliveryReported::Result_Name(report.result()), "RESULT_");
  return Join(absl::StrCat(report.platform(), " ", result), report.has_refusal() ? RefusalWords(report.refusal()) : "");
}

std::string Repeated(const v1::RepeatRecognised& repeat) {
  return absl::StrCat(repeat.event_kind(), " ", repeat.event_id(), " came again, no effect; the first was ",
                      repeat.accepted() ? "accepted" : ReasonName(repeat.refusal()));
}

// What the broker itself says.
std::string BrokerNote(const TicketEvent& event) {
  switch (event.kind_case()) {
    case TicketEvent::kRefused:
      return Join(event.refused().event_id(), RefusalWords(event.refused().refusal()));
    case TicketEvent::kRepeatRecognised:
      return Repeated(event.repeat_recognised());
    case TicketEvent::kDeliveryReported:
      return Reported(event.delivery_reported());
    case TicketEvent::kDeadlineApproached:
      return absl::StrCat("due ", InChina(event.deadline_approached().due_at()));
    case TicketEvent::kDeadlineMissed:
      return absl::StrCat("was due ", InChina(event.deadline_missed().due_at()));
    case TicketEvent::kDuplicateSuspected:
      return absl::StrCat("looks like ", absl::StrJoin(event.duplicate_suspected().ticket_ids(), ", "));
    case TicketEvent::kChildMerged:
      return absl::StrCat("takes in ", event.child_merged().child());
    case TicketEvent::kMergeUndone:
      return absl::StrCat("not with ", event.merge_undone().into());
    default:
      return "";
  }
}

std::string PlatformNote(const TicketEvent& event) {
  switch (event.kind_case()) {
    case TicketEvent::kTransferred:
      return Join(absl::StrCat("to ", event.transferred().to()), LimitWords(event.transferred().limit()));
    case TicketEvent::kNotTaken:
      return event.not_taken().reason();
    case TicketEvent::kReturnRequested:
      return Join(EnumWord(v1::ReturnReason_Name(event.return_requested().reason()), "RETURN_REASON_"),
                  event.return_requested().note());
    case TicketEvent::kReturnDecided:
      return Decided(event.return_decided().decision(), event.return_decided().note());
    case TicketEvent::kReassigned:
      return Join(event.reassigned().to().unit_name(), event.reassigned().note());
    case TicketEvent::kProgressReported:
      return event.progress_reported().text();
    case TicketEvent::kSupplemented:
      return event.supplemented().text();
    case TicketEvent::kUrged:
      return Join(event.urged().urge_id(), event.urged().reason());
    case TicketEvent::kExtensionRequested:
      return Join(LimitWords(event.extension_requested().by()), event.extension_requested().reason());
    case TicketEvent::kExtensionDecided:
      return Decided(event.extension_decided().decision(), LimitWords(event.extension_decided().limit()));
    case TicketEvent::kSuspended:
      return event.suspended().reason();
    case TicketEvent::kResolutionSubmitted:
      return Join(EnumWord(v1::Outcome_Name(event.resolution_submitted().outcome()), "OUTCOME_"),
                  event.resolution_submitted().text());
    case TicketEvent::kResolutionDecided:
      return Decided(event.resolution_decided().decision(), event.resolution_decided().note());
    case TicketEvent::kCallbackRecorded:
      return EnumWord(v1::Satisfaction_Name(event.callback_recorded().satisfaction()), "SATISFACTION_");
    case TicketEvent::kReopened:
      return event.reopened().reason();
    case TicketEvent::kWithdrawn:
      return event.withdrawn().reason();
    case TicketEvent::kMerged:
      return Join(absl::StrCat("into ", event.merged().into()), event.merged().reason());
    case TicketEvent::kEscalated:
      return Join(EnumWord(v1::Escalated::Cause_Name(event.escalated().cause()), "CAUSE_"), event.escalated().note());
    default:
      return "";
  }
}

}  // namespace

std::string EventNote(const TicketEvent& event) {
  const std::string note = absl::StrCat(PlatformNote(event), BrokerNote(event));
  return event.journal().effect() == v1::Journal::EFFECT_LATE ? Join("late, no effect", note) : note;
}

}  // namespace interline::cli
