// The bounds of the gateway's own; those of requests and connections stand in core/http/limits.h.
#ifndef INTERLINE_SERVICES_GATEWAY_LIMITS_H_
#define INTERLINE_SERVICES_GATEWAY_LIMITS_H_

#include <cstddef>

#include "absl/time/time.h"

namespace interline::gateway {

inline constexpr size_t kMaxIdempotencyKeyBytes = 128;
// Requests that wait for the log: of all platforms, and of one.
inline constexpr size_t kMaxWaiting = 4096;
inline constexpr size_t kMaxWaitingPerPlatform = 1024;
// Nonces within their windows, and answers that the index does not have yet.
inline constexpr size_t kMaxNonces = 1 << 20;
inline constexpr size_t kMaxUnindexed = 1 << 17;
// How long a repeat is recognised; as long as `in.<platform>` is kept.
inline constexpr absl::Duration kRememberedTime = absl::Hours(24 * 30);
// How long a stop waits for requests under way; longer than the log takes to fail.
inline constexpr absl::Duration kDrainTime = absl::Seconds(35);

}  // namespace interline::gateway

#endif  // INTERLINE_SERVICES_GATEWAY_LIMITS_H_
