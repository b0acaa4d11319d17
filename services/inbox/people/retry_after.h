// Errors that go away with time: RESOURCE_EXHAUSTED that says how long to wait.
#ifndef INTERLINE_SERVICES_INBOX_PEOPLE_RETRY_AFTER_H_
#define INTERLINE_SERVICES_INBOX_PEOPLE_RETRY_AFTER_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"

namespace interline::inbox {

// `wait` is rounded up to whole seconds, at least one.
absl::Status Exhausted(absl::string_view message, absl::Duration wait);

// How long to wait; none when the status does not say.
absl::optional<absl::Duration> RetryAfter(const absl::Status& status);

}  // namespace interline::inbox

#endif  // INTERLINE_SERVICES_INBOX_PEOPLE_RETRY_AFTER_H_
