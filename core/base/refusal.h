// A refusal inside an absl::Status: the code says what kind of fault it is, the payload carries the contract's reason
// and path to whoever sends it back. Refusals name fields, never values.
#ifndef INTERLINE_CORE_BASE_REFUSAL_H_
#define INTERLINE_CORE_BASE_REFUSAL_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "interline/v1/refusal.pb.h"

namespace interline {

// INVALID_ARGUMENT for reasons about the bytes (below 40), FAILED_PRECONDITION for all others.
// `path` is in the sender's own field names, empty for the whole message; `explanation` is one English sentence.
absl::Status RefusalError(v1::RefusalReason reason, absl::string_view path, absl::string_view explanation);
absl::Status RefusalError(const v1::Refusal& refusal);

// The refusal that `status` carries, if it is one.
std::optional<v1::Refusal> GetRefusal(const absl::Status& status);

// "UNMAPPED_CODE" for REFUSAL_REASON_UNMAPPED_CODE: the name used in documents, logs and dialects.
std::string ReasonName(v1::RefusalReason reason);

}  // namespace interline

#endif  // INTERLINE_CORE_BASE_REFUSAL_H_
