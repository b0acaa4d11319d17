// Waiting for the log at the start of a service: machines come up in any order.
#ifndef INTERLINE_CORE_RUNTIME_BROKER_H_
#define INTERLINE_CORE_RUNTIME_BROKER_H_

#include <atomic>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/bus/bus.h"

namespace interline::runtime {

// How long to wait between two attempts.
inline constexpr absl::Duration kBrokerRetry = absl::Seconds(3);

// Asks until the log answers, with a log line for each time it did not. CANCELLED once `stop` is true; every error
// other than UNAVAILABLE is returned at once, for waiting cannot mend it.
absl::Status WaitForBroker(bus::Admin& admin, const std::string& brokers, const std::atomic<bool>& stop,
                           absl::Duration retry = kBrokerRetry);

// Reads "key=value" settings in Kafka's own names. INVALID_ARGUMENT for one without a key or an equals sign, and for a
// key that stands twice.
absl::StatusOr<std::map<std::string, std::string>> ParseSettings(const std::vector<std::string>& settings);

}  // namespace interline::runtime

#endif  // INTERLINE_CORE_RUNTIME_BROKER_H_
