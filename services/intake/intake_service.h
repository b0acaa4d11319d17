// The door for 12367's own ticket system. What it submits is answered when it is safe in the log; only the form of an
// event is judged, whether the ticket allows it is told later, as an event to the source. What it asks is answered from
// the board of tickets, and what happens to its tickets is streamed.
#ifndef INTERLINE_SERVICES_INTAKE_INTAKE_SERVICE_H_
#define INTERLINE_SERVICES_INTAKE_INTAKE_SERVICE_H_

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <memory>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "core/base/clock.h"
#include "core/bus/bus.h"
#include "interline/v1/intake_service.grpc.pb.h"
#include "services/intake/addressee_finder.h"
#include "services/intake/call_guard.h"
#include "services/intake/event_streams.h"
#include "services/intake/ticket_board.h"

namespace interline::intake {

struct IntakeOptions {
  // Platforms that may speak here; an event from any other is answered PERMISSION_DENIED.
  std::set<std::string> sources;
  // How long a caller waits for the log at most; then UNAVAILABLE. The event may still reach the log, which is
  // harmless: the caller repeats it and the repeat has no effect.
  absl::Duration write_wait = absl::Seconds(10);
  // Calls that wait for the log at the same time; one more is answered UNAVAILABLE at once.
  int max_waiting = 1024;
  // As CallGuard's.
  std::set<std::string> callers = {};
};

// What the service asks; each may be absent and must outlive it.
struct IntakeParts {
  // Without: a transfer that names no addressee is refused.
  const AddresseeFinder* addressees = nullptr;
  // Without: QueryTicket is UNIMPLEMENTED.
  const TicketBoard* tickets = nullptr;
  // Without: WatchEvents is UNIMPLEMENTED.
  EventStreams* streams = nullptr;
};

// Thread-safe. No thread waits for the log to write: the answer is given from the producer's own thread.
class IntakeService final : public v1::IntakeService::CallbackService {
 public:
  // `producer` and `clock` must outlive the service, and the producer must call back for every record before it goes.
  IntakeService(bus::Producer& producer, const Clock& clock, IntakeOptions options, IntakeParts parts = {});

  // Errors, beside those that intake_service.proto names: a Refusal stands serialised in Status::error_details().
  grpc::ServerUnaryReactor* SubmitEvent(grpc::CallbackServerContext* context, const v1::SubmitEventRequest* request,
                                        v1::SubmitEventResponse* response) override;
  grpc::ServerUnaryReactor* QueryTicket(grpc::CallbackServerContext* context, const v1::QueryTicketRequest* request,
                                        v1::QueryTicketResponse* response) override;
  grpc::ServerWriteReactor<v1::WatchEventsResponse>* WatchEvents(grpc::CallbackServerContext* context,
                                                                 const v1::WatchEventsRequest* request) override;

 private:
  // The event as it goes into the log. `routing` is set when the routing table was asked and said something.
  absl::StatusOr<v1::TicketEvent> Admit(const v1::SubmitEventRequest& request,
                                        absl::optional<v1::Routing>& routing) const;
  void Write(const v1::TicketEvent& event, grpc::ServerUnaryReactor* reactor, v1::SubmitEventResponse* response);
  absl::StatusOr<v1::TicketStatus> Find(const v1::QueryTicketRequest& request) const;

  bus::Producer& producer_;
  const Clock& clock_;
  const IntakeOptions options_;
  const IntakeParts parts_;
  const CallGuard guard_;
  // Shared with answers under way, which may outlive a call.
  std::shared_ptr<std::atomic<int>> waiting_;
};

}  // namespace interline::intake

#endif  // INTERLINE_SERVICES_INTAKE_INTAKE_SERVICE_H_
