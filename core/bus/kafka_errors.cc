#include "core/bus/kafka_errors.h"

#include "absl/strings/str_cat.h"

namespace interline::bus {
namespace {

bool IsFencing(rd_kafka_resp_err_t error) {
  switch (error) {
    case RD_KAFKA_RESP_ERR__FENCED:
    case RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH:
    case RD_KAFKA_RESP_ERR_PRODUCER_FENCED:
    case RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION:
    case RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID:
    case RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID:
      return true;
    default:
      return false;
  }
}

absl::StatusCode CodeOf(rd_kafka_resp_err_t error) {
  if (IsFencing(error)) return absl::StatusCode::kFailedPrecondition;
  switch (error) {
    case RD_KAFKA_RESP_ERR_NO_ERROR:
      return absl::StatusCode::kOk;
    case RD_KAFKA_RESP_ERR__QUEUE_FULL:
      return absl::StatusCode::kResourceExhausted;
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
      return absl::StatusCode::kNotFound;
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR__AUTHENTICATION:
      return absl::StatusCode::kPermissionDenied;
    case RD_KAFKA_RESP_ERR__INVALID_ARG:
    case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
    case RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE:
    case RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP:
    case RD_KAFKA_RESP_ERR_INVALID_RECORD:
    case RD_KAFKA_RESP_ERR_INVALID_CONFIG:
    case RD_KAFKA_RESP_ERR_INVALID_PARTITIONS:
    case RD_KAFKA_RESP_ERR_INVALID_REPLICATION_FACTOR:
      return absl::StatusCode::kInvalidArgument;
    case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
    case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
      return absl::StatusCode::kDataLoss;
    default:
      // What the network and the cluster may do is passing; asking again is always allowed.
      return absl::StatusCode::kUnavailable;
  }
}

}  // namespace

absl::Status ToStatus(rd_kafka_resp_err_t error, absl::string_view doing) {
  return absl::Status(CodeOf(error), absl::StrCat(doing, ": ", rd_kafka_err2str(error)));
}

absl::Status ToTransactionStatus(rd_kafka_error_t* error, absl::string_view doing) {
  if (error == nullptr) return absl::OkStatus();
  const std::string message = absl::StrCat(doing, ": ", rd_kafka_error_string(error));
  absl::StatusCode code = absl::StatusCode::kUnknown;
  if (IsFencing(rd_kafka_error_code(error))) {
    code = absl::StatusCode::kFailedPrecondition;
  } else if (rd_kafka_error_txn_requires_abort(error)) {
    code = absl::StatusCode::kAborted;
  } else if (rd_kafka_error_is_retriable(error) && !rd_kafka_error_is_fatal(error)) {
    code = absl::StatusCode::kUnavailable;
  }
  rd_kafka_error_destroy(error);
  return absl::Status(code, message);
}

}  // namespace interline::bus
