// The door for 12367's own ticket system: one call, one event, answered when the event is safe in the log. It judges
// the form of an event and nothing else; whether the ticket allows it is told later, as an event to the source.
#ifndef INTERLINE_SERVICES_INTAKE_INTAKE_SERVICE_H_
#define INTERLINE_SERVICES_INTAKE_INTAKE_SERVICE_H_

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <memory>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/base/clock.h"
#include "core/bus/bus.h"
#include "interline/v1/intake_service.grpc.pb.h"

namespace interline::intake {

struct IntakeOptions {
  // Platforms that may speak here; an event from any other is answered PERMISSION_DENIED.
  std::set<std::string> sources;
  // How long a caller waits for the log at most; then UNAVAILABLE. The event may still reach the log, which is
  // harmless: the caller repeats it and the repeat has no effect.
  absl::Duration write_wait = absl::Seconds(10);
  // Calls that wait for the log at the same time; one more is answered UNAVAILABLE at once.
  int max_waiting = 1024;
};

// Thread-safe. No thread waits for the log: the answer is given from the producer's own thread.
class IntakeService final : public v1::IntakeService::CallbackService {
 public:
  // `producer` and `clock` must outlive the service, and the producer must call back for every record before it goes.
  IntakeService(bus::Producer& producer, const Clock& clock, IntakeOptions options);

  // Errors, beside those that intake_service.proto names: a Refusal stands serialised in Status::error_details().
  grpc::ServerUnaryReactor* SubmitEvent(grpc::CallbackServerContext* context, const v1::SubmitEventRequest* request,
                                        v1::SubmitEventResponse* response) override;

 private:
  absl::StatusOr<v1::TicketEvent> Admit(const v1::SubmitEventRequest& request) const;

  bus::Producer& producer_;
  const Clock& clock_;
  const IntakeOptions options_;
  // Shared with answers under way, which may outlive a call.
  std::shared_ptr<std::atomic<int>> waiting_;
};

}  // namespace interline::intake

#endif  // INTERLINE_SERVICES_INTAKE_INTAKE_SERVICE_H_
