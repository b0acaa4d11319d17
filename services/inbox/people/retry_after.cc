#include "services/inbox/people/retry_after.h"

#include <algorithm>
#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace interline::inbox {
namespace {

constexpr char kPayload[] = "interline/retry-after";

}  // namespace

absl::Status Exhausted(absl::string_view message, absl::Duration wait) {
  absl::Status status = absl::ResourceExhaustedError(message);
  const int64_t seconds = std::max<int64_t>(1, absl::ToInt64Seconds(absl::Ceil(wait, absl::Seconds(1))));
  status.SetPayload(kPayload, absl::Cord(absl::StrCat(seconds)));
  return status;
}

absl::optional<absl::Duration> RetryAfter(const absl::Status& status) {
  const absl::optional<absl::Cord> payload = status.GetPayload(kPayload);
  int64_t seconds = 0;
  if (!payload.has_value() || !absl::SimpleAtoi(std::string(*payload), &seconds)) return absl::nullopt;
  return absl::Seconds(seconds);
}

}  // namespace interline::inbox
