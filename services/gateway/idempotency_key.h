// The header Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a string of Structured Fields.
#ifndef INTERLINE_SERVICES_GATEWAY_IDEMPOTENCY_KEY_H_
#define INTERLINE_SERVICES_GATEWAY_IDEMPOTENCY_KEY_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace interline::gateway {

// The key in the header's value: "\"8e03978e\"" gives "8e03978e". None when it is no string, empty or longer than
// kMaxIdempotencyKeyBytes.
absl::optional<std::string> ParseIdempotencyKey(absl::string_view value);

}  // namespace interline::gateway

#endif  // INTERLINE_SERVICES_GATEWAY_IDEMPOTENCY_KEY_H_
