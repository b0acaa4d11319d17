// When a delivery that failed is tried again.
#ifndef INTERLINE_SERVICES_TICKETING_BACKOFF_H_
#define INTERLINE_SERVICES_TICKETING_BACKOFF_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace interline::ticketing {

inline constexpr absl::Duration kBackoffBase = absl::Seconds(5);
inline constexpr absl::Duration kBackoffCap = absl::Hours(10);
// Attempts after which a delivery is given up. With full jitter they take a week on the average, so a platform may be
// away over the longest public holiday.
inline constexpr uint32_t kMaxAttempts = 50;

// How long to wait after attempt number `attempt` (from 1) has failed: between nothing and the base doubled with every
// attempt, at most the cap ("full jitter"). Chance is drawn from the delivery's id, so that a batch that is done again
// comes to the same time.
absl::Duration Backoff(absl::string_view delivery_id, uint32_t attempt);

}  // namespace interline::ticketing

#endif  // INTERLINE_SERVICES_TICKETING_BACKOFF_H_
