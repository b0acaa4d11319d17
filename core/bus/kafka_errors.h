// From librdkafka's errors to ours, in one place.
#ifndef INTERLINE_CORE_BUS_KAFKA_ERRORS_H_
#define INTERLINE_CORE_BUS_KAFKA_ERRORS_H_

#include <librdkafka/rdkafka.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace interline::bus {

// Status for an error of a single call. `doing` says what was tried, for the message.
absl::Status ToStatus(rd_kafka_resp_err_t error, absl::string_view doing);

// Status for the error of a transactional call, which is freed. Retriable errors become UNAVAILABLE, abortable ones
// ABORTED, fencing FAILED_PRECONDITION; everything else, time-outs among them, leaves the outcome UNKNOWN.
absl::Status ToTransactionStatus(rd_kafka_error_t* error, absl::string_view doing);

}  // namespace interline::bus

#endif  // INTERLINE_CORE_BUS_KAFKA_ERRORS_H_
