// What each kind of event must tell. The bounds that hold everywhere are in bounds.h.
#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "core/base/ids.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"
#include "core/ticket/bounds.h"
#include "core/ticket/event.h"

namespace interline::ticket {
namespace {

using v1::TicketEvent;

constexpr size_t kMostTitleCharacters = 200;
constexpr uint32_t kMostLimitValue = 1000;
constexpr size_t kMostAttachmentIdLength = 64;
constexpr size_t kSha256Bytes = 32;
// A ticket keeps its matter and its last result; both must fit into one record of the log together with its memory.
constexpr size_t kMostBytes = 400 * 1024;

absl::Status Missing(absl::string_view path) {
  return RefusalError(v1::REFUSAL_REASON_MISSING_FIELD, path, "This field is required.");
}

absl::Status Require(bool present, absl::string_view path) { return present ? absl::OkStatus() : Missing(path); }

absl::Status InvalidId(absl::string_view path) {
  return RefusalError(v1::REFUSAL_REASON_INVALID_ID, path, "Not an id or number of the agreed form.");
}

// Empty is missing, anything else must have the form.
absl::Status RequireId(bool (*has_form)(absl::string_view), absl::string_view id, absl::string_view path) {
  if (id.empty()) return Missing(path);
  return has_form(id) ? absl::OkStatus() : InvalidId(path);
}

absl::Status CheckId(bool (*has_form)(absl::string_view), absl::string_view id, absl::string_view path) {
  return id.empty() ? absl::OkStatus() : RequireId(has_form, id, path);
}

bool IsSource(absl::string_view id) { return id == kBroker || IsPlatformId(id); }

bool IsAttachmentId(absl::string_view id) {
  return id.size() <= kMostAttachmentIdLength && std::all_of(id.begin(), id.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-';
         });
}

bool IsRegionCode(absl::string_view code) {
  return (code.size() == 6 || code.size() == 9 || code.size() == 12) &&
         std::all_of(code.begin(), code.end(), absl::ascii_isdigit);
}

bool IsCountryCode(absl::string_view code) {
  return code.size() == 3 && std::all_of(code.begin(), code.end(), absl::ascii_isupper);
}

bool IsTold(const v1::TimeLimit& limit) { return limit.value() > 0 || limit.has_due_at(); }

// An empty limit is one that was not told.
absl::Status CheckLimit(const v1::TimeLimit& limit, const std::string& path) {
  if (limit.value() > kMostLimitValue) {
    return RefusalError(v1::REFUSAL_REASON_OUT_OF_RANGE, path + ".value", "A limit counts from 1 to 1000.");
  }
  const bool has_unit = limit.unit() != v1::TimeLimit::UNIT_UNSPECIFIED;
  if (limit.value() > 0) RETURN_IF_ERROR(Require(has_unit, path + ".unit"));
  if (has_unit) RETURN_IF_ERROR(Require(limit.value() > 0, path + ".value"));
  return CheckId(IsSource, limit.computed_by(), path + ".computed_by");
}

absl::Status CheckContent(const v1::Attachment& attachment, const std::string& path) {
  if (attachment.content().size() > kMostContentBytes) {
    return RefusalError(v1::REFUSAL_REASON_TOO_LARGE, path + ".content", "A part of a file has at most 256 KiB.");
  }
  if (attachment.part() == 0 && attachment.parts() == 0) return absl::OkStatus();
  RETURN_IF_ERROR(Require(!attachment.content().empty(), path + ".content"));
  RETURN_IF_ERROR(Require(attachment.part() > 0, path + ".part"));
  RETURN_IF_ERROR(Require(attachment.parts() > 0, path + ".parts"));
  if (attachment.parts() > kMostParts) {
    return RefusalError(v1::REFUSAL_REASON_OUT_OF_RANGE, path + ".parts", "A file has at most 1000 parts.");
  }
  if (attachment.part() <= attachment.parts()) return absl::OkStatus();
  return RefusalError(v1::REFUSAL_REASON_OUT_OF_RANGE, path + ".part", "The part is beyond the last one.");
}

template <typename Attachments>
absl::Status CheckAttachments(const Attachments& attachments, const std::string& path) {
  std::set<absl::string_view> ids;
  for (int i = 0; i < attachments.size(); ++i) {
    const v1::Attachment& attachment = attachments[i];
    const std::string here = absl::StrCat(path, "[", i, "]");
    RETURN_IF_ERROR(RequireId(IsAttachmentId, attachment.id(), here + ".id"));
    if (!ids.insert(attachment.id()).second) {
      return RefusalError(v1::REFUSAL_REASON_INVALID_ID, here + ".id", "Two attachments have the same id.");
    }
    if (!attachment.sha256().empty() && attachment.sha256().size() != kSha256Bytes) {
      return RefusalError(v1::REFUSAL_REASON_OUT_OF_RANGE, here + ".sha256", "A SHA-256 has 32 bytes.");
    }
    RETURN_IF_ERROR(CheckContent(attachment, here));
  }
  return absl::OkStatus();
}

absl::Status CheckMatter(const v1::Matter& matter) {
  const size_t title = CountCharacters(matter.title());
  RETURN_IF_ERROR(Require(title > 0, "transferred.matter.title"));
  if (title > kMostTitleCharacters) {
    return RefusalError(v1::REFUSAL_REASON_OUT_OF_RANGE, "transferred.matter.title", "At most 200 characters.");
  }
  if (!matter.region().code().empty() && !IsRegionCode(matter.region().code())) {
    return RefusalError(v1::REFUSAL_REASON_INVALID_REGION, "transferred.matter.region.code",
                        "A region has a code of 6, 9 or 12 digits.");
  }
  if (!matter.caller().nationality().empty() && !IsCountryCode(matter.caller().nationality())) {
    return RefusalError(v1::REFUSAL_REASON_OUT_OF_RANGE, "transferred.matter.caller.nationality",
                        "A country has a code of three capital letters.");
  }
  return CheckAttachments(matter.attachments(), "transferred.matter.attachments");
}

absl::Status CheckTransferred(const TicketEvent& event) {
  const v1::Transferred& transferred = event.transferred();
  RETURN_IF_ERROR(RequireId(IsPlatformId, transferred.to(), "transferred.to"));
  if (transferred.to() == event.source()) {
    return RefusalError(v1::REFUSAL_REASON_OUT_OF_RANGE, "transferred.to", "A ticket goes to another platform.");
  }
  const TicketIdParts parts = SplitTicketId(event.ticket_id());
  if (!event.source_number().empty() && parts.origin == event.source() && parts.number != event.source_number()) {
    return RefusalError(v1::REFUSAL_REASON_INVALID_ID, "source_number", "Not the number in the ticket's id.");
  }
  RETURN_IF_ERROR(Require(transferred.has_matter(), "transferred.matter"));
  RETURN_IF_ERROR(CheckMatter(transferred.matter()));
  return CheckLimit(transferred.limit(), "transferred.limit");
}

absl::Status CheckDecision(v1::Decision decision, absl::string_view path) {
  return Require(decision != v1::DECISION_UNSPECIFIED, path);
}

absl::Status CheckReturnRequested(const v1::ReturnRequested& request) {
  RETURN_IF_ERROR(Require(request.reason() != v1::RETURN_REASON_UNSPECIFIED, "return_requested.reason"));
  const bool explained = request.reason() != v1::RETURN_REASON_OTHER || !request.note().empty();
  return Require(explained, "return_requested.note");
}

absl::Status CheckUnit(const v1::Actor& unit, const std::string& path) {
  return Require(!unit.unit_code().empty() || !unit.unit_name().empty(), path + ".unit_code");
}

absl::Status CheckUnits(const v1::CoHandlersAdded& added) {
  RETURN_IF_ERROR(Require(added.units_size() > 0, "co_handlers_added.units"));
  for (int i = 0; i < added.units_size(); ++i) {
    RETURN_IF_ERROR(CheckUnit(added.units(i), absl::StrCat("co_handlers_added.units[", i, "]")));
  }
  return absl::OkStatus();
}

// Words, or files that stand for them.
template <typename Words>
absl::Status CheckWords(const Words& words, const std::string& path) {
  RETURN_IF_ERROR(Require(!words.text().empty() || words.attachments_size() > 0, path + ".text"));
  return CheckAttachments(words.attachments(), path + ".attachments");
}

absl::Status CheckUrged(const v1::Urged& urged) {
  RETURN_IF_ERROR(RequireId(IsTicketNumber, urged.urge_id(), "urged.urge_id"));
  return CheckLimit(urged.limit(), "urged.limit");
}

absl::Status CheckExtensionRequested(const v1::ExtensionRequested& request) {
  RETURN_IF_ERROR(Require(IsTold(request.by()), "extension_requested.by"));
  return CheckLimit(request.by(), "extension_requested.by");
}

absl::Status CheckExtensionDecided(const v1::ExtensionDecided& decided) {
  RETURN_IF_ERROR(CheckDecision(decided.decision(), "extension_decided.decision"));
  return CheckLimit(decided.limit(), "extension_decided.limit");
}

absl::Status CheckResolution(const v1::ResolutionSubmitted& resolution) {
  RETURN_IF_ERROR(Require(resolution.outcome() != v1::OUTCOME_UNSPECIFIED, "resolution_submitted.outcome"));
  const bool explained = resolution.outcome() != v1::OUTCOME_NOT_ACCEPTED || !resolution.text().empty();
  RETURN_IF_ERROR(Require(explained, "resolution_submitted.text"));
  return CheckAttachments(resolution.attachments(), "resolution_submitted.attachments");
}

absl::Status CheckMerged(const TicketEvent& event) {
  RETURN_IF_ERROR(RequireId(IsTicketId, event.merged().into(), "merged.into"));
  if (event.merged().into() != event.ticket_id()) return absl::OkStatus();
  return RefusalError(v1::REFUSAL_REASON_OUT_OF_RANGE, "merged.into", "A ticket is merged into another one.");
}

absl::Status CheckEscalated(const TicketEvent& event) {
  const v1::Escalated::Cause cause = event.escalated().cause();
  RETURN_IF_ERROR(Require(cause != v1::Escalated::CAUSE_UNSPECIFIED, "escalated.cause"));
  if (cause != v1::Escalated::CAUSE_HOP_CAP || event.source() == kBroker) return absl::OkStatus();
  return RefusalError(v1::REFUSAL_REASON_OUT_OF_RANGE, "escalated.cause", "The broker alone counts the transfers.");
}

absl::Status CheckDeliveryReported(const v1::DeliveryReported& report) {
  RETURN_IF_ERROR(Require(!report.delivery_id().empty(), "delivery_reported.delivery_id"));
  RETURN_IF_ERROR(RequireId(IsPlatformId, report.platform(), "delivery_reported.platform"));
  return Require(report.result() != v1::DeliveryReported::RESULT_UNSPECIFIED, "delivery_reported.result");
}

absl::Status CheckSuspected(const v1::DuplicateSuspected& suspected) {
  RETURN_IF_ERROR(Require(suspected.ticket_ids_size() > 0, "duplicate_suspected.ticket_ids"));
  for (int i = 0; i < suspected.ticket_ids_size(); ++i) {
    RETURN_IF_ERROR(
        RequireId(IsTicketId, suspected.ticket_ids(i), absl::StrCat("duplicate_suspected.ticket_ids[", i, "]")));
  }
  return absl::OkStatus();
}

absl::Status CheckRefused(const v1::Refused& refused) {
  RETURN_IF_ERROR(Require(!refused.event_id().empty(), "refused.event_id"));
  const bool has_reason = refused.refusal().reason() != v1::REFUSAL_REASON_UNSPECIFIED;
  return Require(has_reason, "refused.refusal.reason");
}

absl::Status CheckPlatformKind(const TicketEvent& event) {
  switch (event.kind_case()) {
    case TicketEvent::kTransferred:
      return CheckTransferred(event);
    case TicketEvent::kReturnRequested:
      return CheckReturnRequested(event.return_requested());
    case TicketEvent::kReturnDecided:
      return CheckDecision(event.return_decided().decision(), "return_decided.decision");
    case TicketEvent::kReassigned:
      return CheckUnit(event.reassigned().to(), "reassigned.to");
    case TicketEvent::kCoHandlersAdded:
      return CheckUnits(event.co_handlers_added());
    case TicketEvent::kProgressReported:
      return CheckWords(event.progress_reported(), "progress_reported");
    case TicketEvent::kSupplemented:
      return CheckWords(event.supplemented(), "supplemented");
    case TicketEvent::kUrged:
      return CheckUrged(event.urged());
    case TicketEvent::kUrgeSigned:
      return RequireId(IsTicketNumber, event.urge_signed().urge_id(), "urge_signed.urge_id");
    case TicketEvent::kExtensionRequested:
      return CheckExtensionRequested(event.extension_requested());
    case TicketEvent::kExtensionDecided:
      return CheckExtensionDecided(event.extension_decided());
    case TicketEvent::kResolutionSubmitted:
      return CheckResolution(event.resolution_submitted());
    case TicketEvent::kResolutionDecided:
      return CheckDecision(event.resolution_decided().decision(), "resolution_decided.decision");
    case TicketEvent::kReopened:
      return CheckLimit(event.reopened().limit(), "reopened.limit");
    case TicketEvent::kMerged:
      return CheckMerged(event);
    case TicketEvent::kEscalated:
      return CheckEscalated(event);
    default:
      return absl::OkStatus();  // the others may leave everything out
  }
}

absl::Status CheckBrokerKind(const TicketEvent& event) {
  switch (event.kind_case()) {
    case TicketEvent::kRefused:
      return CheckRefused(event.refused());
    case TicketEvent::kRepeatRecognised:
      return Require(!event.repeat_recognised().event_id().empty(), "repeat_recognised.event_id");
    case TicketEvent::kDeliveryReported:
      return CheckDeliveryReported(event.delivery_reported());
    case TicketEvent::kDeadlineApproached:
      return Require(event.deadline_approached().has_due_at(), "deadline_approached.due_at");
    case TicketEvent::kDeadlineMissed:
      return Require(event.deadline_missed().has_due_at(), "deadline_missed.due_at");
    case TicketEvent::kDuplicateSuspected:
      return CheckSuspected(event.duplicate_suspected());
    case TicketEvent::kChildMerged:
      return RequireId(IsTicketId, event.child_merged().child(), "child_merged.child");
    case TicketEvent::kMergeUndone:
      return RequireId(IsTicketId, event.merge_undone().into(), "merge_undone.into");
    default:
      return absl::OkStatus();
  }
}

absl::Status CheckEnvelope(const TicketEvent& event) {
  RETURN_IF_ERROR(RequireId(IsEventId, event.id(), "id"));
  RETURN_IF_ERROR(RequireId(IsSource, event.source(), "source"));
  RETURN_IF_ERROR(CheckId(IsTicketId, event.ticket_id(), "ticket_id"));
  RETURN_IF_ERROR(CheckId(IsTicketNumber, event.source_number(), "source_number"));
  RETURN_IF_ERROR(CheckId(IsPlatformId, event.recipient(), "recipient"));
  RETURN_IF_ERROR(CheckId(IsTicketNumber, event.recipient_number(), "recipient_number"));
  const bool named = !event.ticket_id().empty() || !event.source_number().empty() || !event.recipient_number().empty();
  RETURN_IF_ERROR(Require(named, "ticket_id"));
  RETURN_IF_ERROR(Require(event.has_occurred_at(), "occurred_at"));
  return Require(event.kind_case() != TicketEvent::KIND_NOT_SET, "kind");
}

}  // namespace

absl::Status Validate(const TicketEvent& event) {
  if (event.ByteSizeLong() > kMostBytes) {
    return RefusalError(v1::REFUSAL_REASON_TOO_LARGE, "", "An event has at most 400 KiB.");
  }
  RETURN_IF_ERROR(CheckEnvelope(event));
  RETURN_IF_ERROR(CheckBounds(event));
  RETURN_IF_ERROR(CheckPlatformKind(event));
  return CheckBrokerKind(event);
}

}  // namespace interline::ticket
