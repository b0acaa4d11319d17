// What a call came to: the three values that a sender can be sure of (the platform has it, it will never take it, it
// may or may not have it) and the fourth that is as good as not having asked (it certainly does not have it yet).
#ifndef INTERLINE_SERVICES_COURIER_OUTCOME_H_
#define INTERLINE_SERVICES_COURIER_OUTCOME_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "interline/v1/ticket_event.pb.h"
#include "services/courier/dialect.h"
#include "services/courier/http_client.h"

namespace interline::courier {

struct Outcome {
  // What it says about the platform, for the breaker.
  enum class Health {
    kWell,  // it answered as itself
    kIll,   // it did not answer, or not as itself, or does not know us
  };
  v1::DeliveryReported::Result result = v1::DeliveryReported::RESULT_IN_DOUBT;
  Health health = Health::kIll;
  // It wants to be left alone; the infinite past = it did not say.
  absl::Time retry_at = absl::InfinitePast();
  bool unauthorised = false;
  // The number that the platform gives the ticket; empty if it tells none or one of no safe form.
  std::string number;
  // Set when refused. Holds nothing of theirs but a path of safe characters.
  v1::Refusal refusal;
};

// The status code decides nothing; the dialect does.
Outcome Judge(const HttpResult& result, const Dialect& dialect, absl::Time now);

// The value of a Retry-After header, seconds or an HTTP date; the infinite past when it is neither.
absl::Time RetryAfter(absl::string_view value, absl::Time now);

}  // namespace interline::courier

#endif  // INTERLINE_SERVICES_COURIER_OUTCOME_H_
