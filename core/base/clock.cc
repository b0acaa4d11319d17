#include "core/base/clock.h"

#include "absl/time/clock.h"

namespace interline {

absl::Time SystemClock::Now() const { return absl::Now(); }

}  // namespace interline
