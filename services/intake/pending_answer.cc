#include "services/intake/pending_answer.h"

#include <grpc/support/time.h>

#include <utility>

namespace interline::intake {
namespace {

// The cause is not told: it may name brokers.
grpc::Status LogUnavailable() {
  return {grpc::StatusCode::UNAVAILABLE, "The log did not confirm the event in time; submit the same event again."};
}

}  // namespace

PendingAnswer::PendingAnswer(grpc::ServerUnaryReactor* reactor, v1::SubmitEventResponse* response,
                             std::shared_ptr<std::atomic<int>> waiting)
    : reactor_(reactor), response_(response), waiting_(std::move(waiting)) {}

void PendingAnswer::LimitTo(absl::Duration wait) {
  // Of the monotonic clock, so that a clock that is set does not end or lengthen the wait.
  const gpr_timespec deadline =
      gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), gpr_time_from_millis(absl::ToInt64Milliseconds(wait), GPR_TIMESPAN));
  // A weak pointer: the alarm is a part of this object and must not keep it alive.
  std::weak_ptr<PendingAnswer> self = weak_from_this();
  alarm_.Set(deadline, [self](bool expired) {
    const auto answer = self.lock();
    if (expired && answer && !answer->answered_.exchange(true)) answer->Finish(LogUnavailable());
  });
}

void PendingAnswer::Answer(const absl::StatusOr<bus::Written>& written) {
  if (answered_.exchange(true)) return;
  if (written.ok()) {
    response_->mutable_position()->set_partition(written->partition);
    response_->mutable_position()->set_offset(written->offset);
    Finish(grpc::Status::OK);
  } else if (written.status().code() == absl::StatusCode::kInvalidArgument) {
    Finish({grpc::StatusCode::INVALID_ARGUMENT, "The event is larger than the log takes."});
  } else {
    Finish(LogUnavailable());
  }
  alarm_.Cancel();
}

void PendingAnswer::Finish(const grpc::Status& status) {
  waiting_->fetch_sub(1);
  reactor_->Finish(status);
}

}  // namespace interline::intake
