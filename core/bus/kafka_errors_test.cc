#include "core/bus/kafka_errors.h"

#include <gtest/gtest.h>

namespace interline::bus {
namespace {

using absl::StatusCode;

TEST(KafkaErrors, EachErrorHasACodeThatTheBusPromises) {
  const rd_kafka_err_desc* descriptions = nullptr;
  size_t count = 0;
  rd_kafka_get_err_descs(&descriptions, &count);
  ASSERT_GT(count, 100u);
  for (size_t i = 0; i < count; ++i) {
    const StatusCode code = CodeOf(descriptions[i].code);
    EXPECT_EQ(code == StatusCode::kOk, descriptions[i].code == RD_KAFKA_RESP_ERR_NO_ERROR) << descriptions[i].name;
    switch (code) {
      case StatusCode::kOk:
      case StatusCode::kUnavailable:
      case StatusCode::kFailedPrecondition:
      case StatusCode::kInvalidArgument:
      case StatusCode::kNotFound:
      case StatusCode::kPermissionDenied:
      case StatusCode::kResourceExhausted:
      case StatusCode::kDataLoss:
        break;
      default:
        ADD_FAILURE() << descriptions[i].name << " is " << absl::StatusCodeToString(code);
    }
  }
}

TEST(KafkaErrors, AnErrorDecidesWhatToDoNext) {
  struct Case {
    rd_kafka_resp_err_t error;
    StatusCode code;
  };
  const Case cases[] = {
      {RD_KAFKA_RESP_ERR__TRANSPORT, StatusCode::kUnavailable},
      {RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN, StatusCode::kUnavailable},
      {RD_KAFKA_RESP_ERR__MSG_TIMED_OUT, StatusCode::kUnavailable},
      {RD_KAFKA_RESP_ERR__SSL, StatusCode::kUnavailable},
      {RD_KAFKA_RESP_ERR__FATAL, StatusCode::kUnavailable},
      {RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS, StatusCode::kUnavailable},
      {RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE, StatusCode::kUnavailable},
      {RD_KAFKA_RESP_ERR_UNSTABLE_OFFSET_COMMIT, StatusCode::kUnavailable},
      {RD_KAFKA_RESP_ERR__FENCED, StatusCode::kFailedPrecondition},
      {RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION, StatusCode::kFailedPrecondition},
      {RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID, StatusCode::kFailedPrecondition},
      {RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, StatusCode::kInvalidArgument},
      {RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, StatusCode::kNotFound},
      {RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, StatusCode::kPermissionDenied},
      {RD_KAFKA_RESP_ERR__QUEUE_FULL, StatusCode::kResourceExhausted},
      {RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET, StatusCode::kDataLoss},
      {static_cast<rd_kafka_resp_err_t>(4711), StatusCode::kUnavailable},
  };
  for (const Case& c : cases) EXPECT_EQ(CodeOf(c.error), c.code) << rd_kafka_err2name(c.error);
}

TEST(KafkaErrors, InATransactionOnlyWhatIsCertainIsCalledAborted) {
  struct Case {
    TransactionCall call;
    TransactionError error;
    StatusCode code;
  };
  constexpr bool kFatal = true;
  constexpr bool kRetriable = true;
  constexpr bool kRequiresAbort = true;
  const Case cases[] = {
      {TransactionCall::kCommit, {}, StatusCode::kOk},
      // Fenced, fatal or not.
      {TransactionCall::kCommit, {RD_KAFKA_RESP_ERR__FENCED, kFatal}, StatusCode::kFailedPrecondition},
      {TransactionCall::kBegin, {RD_KAFKA_RESP_ERR_PRODUCER_FENCED, kFatal}, StatusCode::kFailedPrecondition},
      {TransactionCall::kSendOffsets,
       {RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION, false, false, kRequiresAbort},
       StatusCode::kFailedPrecondition},
      // Nobody knows.
      {TransactionCall::kCommit, {RD_KAFKA_RESP_ERR__TIMED_OUT, false, kRetriable}, StatusCode::kUnknown},
      {TransactionCall::kCommit, {RD_KAFKA_RESP_ERR__STATE, kFatal}, StatusCode::kUnknown},
      {TransactionCall::kCommit,
       {RD_KAFKA_RESP_ERR_UNKNOWN_PRODUCER_ID, false, false, kRequiresAbort},
       StatusCode::kUnknown},
      {TransactionCall::kSendOffsets, {RD_KAFKA_RESP_ERR__TIMED_OUT, false, kRetriable}, StatusCode::kUnknown},
      {TransactionCall::kSendOffsets,
       {RD_KAFKA_RESP_ERR__TRANSPORT, false, false, kRequiresAbort},
       StatusCode::kUnknown},
      {TransactionCall::kAbort, {RD_KAFKA_RESP_ERR_UNKNOWN, false, false, kRequiresAbort}, StatusCode::kUnknown},
      {TransactionCall::kBegin, {RD_KAFKA_RESP_ERR__STATE}, StatusCode::kUnknown},
      // The commit was not sent.
      {TransactionCall::kCommit, {RD_KAFKA_RESP_ERR__INCONSISTENT, false, false, kRequiresAbort}, StatusCode::kAborted},
      {TransactionCall::kSendOffsets,
       {RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED, false, false, kRequiresAbort},
       StatusCode::kAborted},
      // The same call again.
      {TransactionCall::kSendOffsets, {RD_KAFKA_RESP_ERR__CONFLICT, false, kRetriable}, StatusCode::kUnavailable},
      {TransactionCall::kBegin, {RD_KAFKA_RESP_ERR__CONFLICT, false, kRetriable}, StatusCode::kUnavailable},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(CodeOf(c.call, c.error), c.code) << static_cast<int>(c.call) << " " << rd_kafka_err2name(c.error.code);
  }
}

}  // namespace
}  // namespace interline::bus
