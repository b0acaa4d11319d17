// A call that waits for the log. Whatever comes first answers it, the log or the time limit; the other finds it
// answered and does nothing.
#ifndef INTERLINE_SERVICES_INTAKE_PENDING_ANSWER_H_
#define INTERLINE_SERVICES_INTAKE_PENDING_ANSWER_H_

#include <grpcpp/alarm.h>
#include <grpcpp/grpcpp.h>

#include <atomic>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/bus/bus.h"
#include "interline/v1/intake_service.pb.h"

namespace interline::intake {

// Thread-safe; held by a shared_ptr.
class PendingAnswer : public std::enable_shared_from_this<PendingAnswer> {
 public:
  // `response` is filled already but for the position. `waiting` counts the calls that wait; it is counted down once.
  PendingAnswer(grpc::ServerUnaryReactor* reactor, v1::SubmitEventResponse* response,
                std::shared_ptr<std::atomic<int>> waiting);

  // Answers UNAVAILABLE when nothing else has answered by then.
  void LimitTo(absl::Duration wait);

  // The log's answer.
  void Answer(const absl::StatusOr<bus::Written>& written);

 private:
  void Finish(const grpc::Status& status);

  grpc::ServerUnaryReactor* const reactor_;
  v1::SubmitEventResponse* const response_;
  const std::shared_ptr<std::atomic<int>> waiting_;
  std::atomic<bool> answered_{false};
  grpc::Alarm alarm_;
};

}  // namespace interline::intake

#endif  // INTERLINE_SERVICES_INTAKE_PENDING_ANSWER_H_
