// From librdkafka's errors to ours, in one place.
#ifndef INTERLINE_CORE_BUS_KAFKA_ERRORS_H_
#define INTERLINE_CORE_BUS_KAFKA_ERRORS_H_

#include <librdkafka/rdkafka.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace interline::bus {

// Total: every error that librdkafka has a name for is listed. What it has none for is UNAVAILABLE.
absl::StatusCode CodeOf(rd_kafka_resp_err_t error);

// Status for an error of a single call. `doing` says what was tried, for the message.
absl::Status ToStatus(rd_kafka_resp_err_t error, absl::string_view doing);

enum class TransactionCall { kBegin, kSendOffsets, kCommit, kAbort };

// What an error of a transactional call says.
struct TransactionError {
  rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_NO_ERROR;
  bool fatal = false;
  bool retriable = false;
  bool requires_abort = false;
};

// FAILED_PRECONDITION for fencing, ABORTED when the transaction can only be aborted, UNAVAILABLE when the same call may
// be made again. All else is UNKNOWN: time-outs, because the request may be carried out later, in the next transaction
// even; and every failure of a commit but the one that comes before it is sent.
absl::StatusCode CodeOf(TransactionCall call, const TransactionError& error);

// Status for the error of a transactional call, which is freed; null is OK.
absl::Status ToStatus(TransactionCall call, rd_kafka_error_t* error, absl::string_view doing);

// Whether another producer has taken the transactional id over.
bool IsFencedById(rd_kafka_resp_err_t error);

}  // namespace interline::bus

#endif  // INTERLINE_CORE_BUS_KAFKA_ERRORS_H_
