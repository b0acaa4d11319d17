// The real log: Apache Kafka through librdkafka 2.0.2 of Debian 12.
//
// What that version gets wrong is kept away from here: the eager range assignor, single-message polls, a fresh producer
// after every unclear transaction, the group left by unsubscribing before closing, no call without a time-out.
// A consumer that ends without Close is to its group what a killed process is: its partitions move after the session
// time-out.
#ifndef INTERLINE_CORE_BUS_KAFKA_BUS_H_
#define INTERLINE_CORE_BUS_KAFKA_BUS_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "core/bus/bus.h"

namespace interline::bus {

// `brokers`: "host:port,host:port". `settings`: further settings in librdkafka's names, for TLS and the like; they win
// over ours. Connects lazily: a broker that is away shows as UNAVAILABLE in the first call, with its address.
// INVALID_ARGUMENT for a setting that librdkafka does not take.
absl::StatusOr<std::unique_ptr<Bus>> MakeKafkaBus(const std::string& brokers,
                                                  const std::map<std::string, std::string>& settings);

}  // namespace interline::bus

#endif  // INTERLINE_CORE_BUS_KAFKA_BUS_H_
