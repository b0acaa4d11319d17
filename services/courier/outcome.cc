#include "services/courier/outcome.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/ids.h"

namespace interline::courier {
namespace {

using v1::DeliveryReported;

constexpr size_t kMaxPath = 100;
constexpr uint32_t kMostSeconds = 7 * 24 * 3600;

// Names of fields; anything else could be a value that they echo.
std::string SafePath(absl::string_view path) {
  const bool safe = path.size() <= kMaxPath && std::all_of(path.begin(), path.end(), [](unsigned char c) {
                      return absl::ascii_isalpha(c) ||
                             absl::string_view("._-[]@#").find(static_cast<char>(c)) != absl::string_view::npos ||
                             absl::ascii_isdigit(c);
                    });
  // A long number is more likely a telephone than a field.
  size_t digits = 0;
  for (const unsigned char c : path) digits += absl::ascii_isdigit(c) ? 1 : 0;
  return safe && digits <= 4 ? std::string(path) : "";
}

v1::Refusal RefusalOf(const Reply& reply) {
  v1::Refusal refusal;
  refusal.set_reason(reply.reason);
  refusal.set_path(SafePath(reply.path));
  refusal.set_explanation(reply.reason == v1::REFUSAL_REASON_UNSPECIFIED
                              ? "The platform refused it and gave no reason that its dialect knows."
                              : "The platform refused it.");
  return refusal;
}

absl::Time RestOf(const HttpAnswer& answer, const Reply& reply, absl::Time now) {
  if (reply.retry_after_seconds > 0) return now + absl::Seconds(std::min(reply.retry_after_seconds, kMostSeconds));
  const auto found = answer.headers.find("retry-after");
  return found == answer.headers.end() ? absl::InfinitePast() : RetryAfter(found->second, now);
}

}  // namespace

absl::Time RetryAfter(absl::string_view value, absl::Time now) {
  uint32_t seconds = 0;
  if (absl::SimpleAtoi(value, &seconds)) return now + absl::Seconds(std::min(seconds, kMostSeconds));
  absl::Time at;
  std::string error;
  if (!absl::ParseTime("%a, %d %b %E4Y %H:%M:%S GMT", value, absl::UTCTimeZone(), &at, &error)) {
    return absl::InfinitePast();
  }
  return std::min(at, now + absl::Seconds(kMostSeconds));
}

Outcome Judge(const HttpResult& result, const Dialect& dialect, absl::Time now) {
  Outcome outcome;
  if (result.kind == HttpResult::Kind::kNotSent) {
    outcome.result = DeliveryReported::RESULT_LATER;
    return outcome;
  }
  if (result.kind == HttpResult::Kind::kUnknown) return outcome;
  const Reply reply = dialect.ReadAnswer(result.answer);
  outcome.retry_at = RestOf(result.answer, reply, now);
  switch (reply.meaning) {
    case Reply::Meaning::kDone:
      outcome.result = DeliveryReported::RESULT_DELIVERED;
      outcome.health = Outcome::Health::kWell;
      if (IsTicketNumber(reply.number)) outcome.number = reply.number;
      break;
    case Reply::Meaning::kRefused:
      outcome.result = DeliveryReported::RESULT_REFUSED;
      outcome.health = Outcome::Health::kWell;
      outcome.refusal = RefusalOf(reply);
      break;
    case Reply::Meaning::kLater:
      outcome.result = DeliveryReported::RESULT_LATER;
      outcome.health = Outcome::Health::kWell;
      break;
    case Reply::Meaning::kUnauthorised:
      outcome.result = DeliveryReported::RESULT_LATER;
      outcome.unauthorised = true;
      break;
    case Reply::Meaning::kInDoubt:
      break;
  }
  return outcome;
}

}  // namespace interline::courier
