#include "core/base/refusal.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace interline {
namespace {

constexpr char kPayload[] = "interline.v1.Refusal";

}  // namespace

absl::Status RefusalError(v1::RefusalReason reason, absl::string_view path, absl::string_view explanation) {
  v1::Refusal refusal;
  refusal.set_reason(reason);
  refusal.set_path(std::string(path));
  refusal.set_explanation(std::string(explanation));
  return RefusalError(refusal);
}

absl::Status RefusalError(const v1::Refusal& refusal) {
  const std::string where = refusal.path().empty() ? "" : absl::StrCat(" at ", refusal.path());
  const std::string message = absl::StrCat(ReasonName(refusal.reason()), where, ": ", refusal.explanation());
  absl::Status status = refusal.reason() < v1::REFUSAL_REASON_CONFLICTING_DUPLICATE
                            ? absl::InvalidArgumentError(message)
                            : absl::FailedPreconditionError(message);
  status.SetPayload(kPayload, absl::Cord(refusal.SerializeAsString()));
  return status;
}

std::optional<v1::Refusal> GetRefusal(const absl::Status& status) {
  const auto payload = status.GetPayload(kPayload);
  v1::Refusal refusal;
  if (!payload || !refusal.ParseFromString(std::string(*payload))) return std::nullopt;
  return refusal;
}

std::string ReasonName(v1::RefusalReason reason) {
  const std::string& full = v1::RefusalReason_Name(reason);
  if (full.empty()) return absl::StrCat("REASON_", static_cast<int>(reason));
  return std::string(absl::StripPrefix(full, "REFUSAL_REASON_"));
}

}  // namespace interline
