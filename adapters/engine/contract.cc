#include "adapters/engine/contract.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "core/base/ids.h"
#include "core/ticket/bounds.h"
#include "core/ticket/transitions.h"
#include "interline/v1/personal.pb.h"

namespace interline::adapters {
namespace {

using google::protobuf::FieldDescriptor;

constexpr char kPackage[] = "interline.v1.";
constexpr size_t kMostTitleCharacters = 200;
constexpr size_t kMostIdCharacters = 64;
constexpr size_t kSha256Bytes = 32;
constexpr size_t kProvinceIdCharacters = 6;
constexpr size_t kCountryCharacters = 3;
constexpr int64_t kMostLimitValue = 1000;

absl::string_view NameOf(const FieldDescriptor& field) {
  return absl::StripPrefix(absl::string_view(field.full_name()), kPackage);
}

bool IsAttachmentId(absl::string_view text) {
  return !text.empty() && text.size() <= kMostIdCharacters && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-';
  });
}

bool IsCountry(absl::string_view text) {
  return text.size() == kCountryCharacters && std::all_of(text.begin(), text.end(), absl::ascii_isupper);
}

}  // namespace

Form FormOf(const FieldDescriptor& text) {
  static const auto* const kForms = new std::map<absl::string_view, Form>{
      {"TicketEvent.id", Form::kEventId},
      {"TicketEvent.source", Form::kSource},
      {"TicketEvent.ticket_id", Form::kTicketId},
      {"TicketEvent.source_number", Form::kTicketNumber},
      {"TicketEvent.recipient", Form::kPlatformId},
      {"TicketEvent.recipient_number", Form::kTicketNumber},
      {"TicketEvent.causation_id", Form::kEventId},
      {"Transferred.to", Form::kPlatformId},
      {"TimeLimit.computed_by", Form::kSource},
      {"Caller.nationality", Form::kCountry},
      {"Attachment.id", Form::kAttachmentId},
      {"Urged.urge_id", Form::kTicketNumber},
      {"UrgeSigned.urge_id", Form::kTicketNumber},
      {"Merged.into", Form::kTicketId},
      {"RepeatRecognised.from", Form::kSource},
      {"DeliveryReported.platform", Form::kPlatformId},
      {"DuplicateSuspected.ticket_ids", Form::kTicketId},
      {"ChildMerged.child", Form::kTicketId},
      {"MergeUndone.into", Form::kTicketId},
      {"interline.adapter.v1.AnswerContent.event_id", Form::kEventId},
      {"interline.adapter.v1.AnswerContent.ticket_id", Form::kTicketId},
      {"interline.adapter.v1.AnswerContent.number", Form::kTicketNumber},
  };
  const auto it = kForms->find(NameOf(text));
  return it == kForms->end() ? Form::kFree : it->second;
}

bool HasForm(Form form, absl::string_view text) {
  switch (form) {
    case Form::kFree:
      return true;
    case Form::kEventId:
      return IsEventId(text);
    case Form::kTicketId:
      return IsTicketId(text);
    case Form::kTicketNumber:
      return IsTicketNumber(text);
    case Form::kPlatformId:
      return IsPlatformId(text);
    case Form::kSource:
      return text == kBroker || IsPlatformId(text);
    case Form::kAttachmentId:
      return IsAttachmentId(text);
    case Form::kCountry:
      return IsCountry(text);
  }
  return false;
}

v1::RefusalReason ReasonFor(Form form) {
  return form == Form::kCountry ? v1::REFUSAL_REASON_OUT_OF_RANGE : v1::REFUSAL_REASON_INVALID_ID;
}

size_t FewestCharacters(Form form) {
  switch (form) {
    case Form::kPlatformId:
    case Form::kSource:
      // 12367 has five, the provinces are most.
      return kProvinceIdCharacters;
    case Form::kTicketId:
      return kProvinceIdCharacters + 2;
    case Form::kCountry:
      return kCountryCharacters;
    default:
      return 1;
  }
}

size_t MostCharacters(const FieldDescriptor& text) {
  if (NameOf(text) == "Matter.title") return kMostTitleCharacters;
  switch (text.options().GetExtension(v1::personal)) {
    case v1::PERSONAL_TEXT:
      return ticket::kMostTextCharacters;
    case v1::PERSONAL_FILE:
      return ticket::kMostLinkCharacters;
    default:
      return ticket::kMostNameCharacters;
  }
}

size_t ExactBytes(const FieldDescriptor& bytes) { return NameOf(bytes) == "Attachment.sha256" ? kSha256Bytes : 0; }

size_t MostBytes(const FieldDescriptor& bytes) {
  const size_t exact = ExactBytes(bytes);
  return exact > 0 ? exact : ticket::kMostContentBytes;
}

int64_t MostNumber(const FieldDescriptor& number) {
  const absl::string_view name = NameOf(number);
  if (name == "TimeLimit.value") return kMostLimitValue;
  return name == "Attachment.part" || name == "Attachment.parts" ? ticket::kMostParts : 0;
}

std::vector<std::vector<std::string>> MustTell(absl::string_view kind) {
  static const auto* const kPaths = new std::multimap<absl::string_view, absl::string_view>{
      {"transferred", "transferred.to"},
      {"transferred", "transferred.matter.title"},
      {"return_requested", "return_requested.reason"},
      {"return_decided", "return_decided.decision"},
      {"reassigned", "reassigned.to.unit_code|reassigned.to.unit_name"},
      {"co_handlers_added", "co_handlers_added.units"},
      {"progress_reported", "progress_reported.text|progress_reported.attachments"},
      {"supplemented", "supplemented.text|supplemented.attachments"},
      {"urged", "urged.urge_id"},
      {"urge_signed", "urge_signed.urge_id"},
      {"extension_requested", "extension_requested.by.value|extension_requested.by.due_at"},
      {"extension_decided", "extension_decided.decision"},
      {"resolution_submitted", "resolution_submitted.outcome"},
      {"resolution_decided", "resolution_decided.decision"},
      {"callback_recorded", "callback_recorded.reached"},
      {"merged", "merged.into"},
      {"escalated", "escalated.cause"},
      {"refused", "refused.event_id"},
      {"refused", "refused.refusal.reason"},
      {"repeat_recognised", "repeat_recognised.event_id"},
      {"delivery_reported", "delivery_reported.delivery_id"},
      {"delivery_reported", "delivery_reported.platform"},
      {"delivery_reported", "delivery_reported.result"},
      {"deadline_approached", "deadline_approached.due_at"},
      {"deadline_missed", "deadline_missed.due_at"},
      {"duplicate_suspected", "duplicate_suspected.ticket_ids"},
      {"child_merged", "child_merged.child"},
      {"merge_undone", "merge_undone.into"},
  };
  std::vector<std::vector<std::string>> all;
  const auto range = kPaths->equal_range(kind);
  for (auto it = range.first; it != range.second; ++it) all.push_back(absl::StrSplit(it->second, '|'));
  return all;
}

std::vector<std::string> EntriesMustTell(absl::string_view list) {
  if (list == "co_handlers_added.units") return {"unit_code", "unit_name"};
  return {};
}

const std::vector<Explained>& MustExplain() {
  static const auto* const kAll = new std::vector<Explained>{
      {"return_requested.reason", "return_requested.note", "RETURN_REASON_OTHER"},
      {"resolution_submitted.outcome", "resolution_submitted.text", "OUTCOME_NOT_ACCEPTED"},
  };
  return *kAll;
}

bool IsBrokersOwn(const google::protobuf::EnumValueDescriptor& value) {
  return value.full_name() == "interline.v1.Escalated.CAUSE_HOP_CAP";
}

bool IsSaidByPlatforms(const FieldDescriptor& kind) {
  constexpr ticket::Roles kPlatforms = ticket::Role::kOrigin | ticket::Role::kAddressee | ticket::Role::kHolder;
  return std::any_of(std::begin(ticket::table::kRows), std::end(ticket::table::kRows), [&](const ticket::Row& row) {
    return static_cast<int>(row.kind) == kind.number() && row.who.Overlaps(kPlatforms);
  });
}

}  // namespace interline::adapters
