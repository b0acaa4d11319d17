#include "services/intake/intake_service.h"

#include <utility>

#include "core/base/ids.h"
#include "core/base/proto_time.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"
#include "core/bus/topics.h"
#include "core/ticket/event.h"
#include "services/intake/pending_answer.h"

namespace interline::intake {
namespace {

// The platform that was seen to send the event.
constexpr char kSourceHeader[] = "interline-source";

grpc::Status ToGrpc(const absl::Status& status) {
  const auto refusal = GetRefusal(status);
  return {static_cast<grpc::StatusCode>(status.code()), std::string(status.message()),
          refusal ? refusal->SerializeAsString() : ""};
}

absl::Status ForeignSource() {
  v1::Refusal refusal;
  refusal.set_reason(v1::REFUSAL_REASON_FOREIGN_SOURCE);
  refusal.set_path("source");
  refusal.set_explanation("This door does not serve the platform that the event names as its source.");
  const absl::Status refused = RefusalError(refusal);
  absl::Status denied = absl::PermissionDeniedError(refused.message());
  refused.ForEachPayload([&](absl::string_view url, const absl::Cord& payload) { denied.SetPayload(url, payload); });
  return denied;
}

// What only Interline says about an event.
void ClearOurFields(v1::TicketEvent& event) {
  event.clear_received_at();
  event.clear_provenance();
  event.clear_journal();
}

// The key of the partition that knows the ticket: its id, or else the number by which the event names it. Empty when it
// names none.
std::string KeyOf(const v1::TicketEvent& event) {
  if (!event.ticket_id().empty()) return event.ticket_id();
  if (!event.source_number().empty()) return AliasKey(event.source(), event.source_number());
  if (event.recipient().empty() || event.recipient_number().empty()) return "";
  return AliasKey(event.recipient(), event.recipient_number());
}

}  // namespace

IntakeService::IntakeService(bus::Producer& producer, const Clock& clock, IntakeOptions options)
    : producer_(producer),
      clock_(clock),
      options_(std::move(options)),
      waiting_(std::make_shared<std::atomic<int>>(0)) {}

absl::StatusOr<v1::TicketEvent> IntakeService::Admit(const v1::SubmitEventRequest& request) const {
  if (!request.has_event()) {
    return RefusalError(v1::REFUSAL_REASON_MISSING_FIELD, "event", "The request holds no event.");
  }
  v1::TicketEvent event = request.event();
  if (options_.sources.count(event.source()) == 0) return ForeignSource();
  ClearOurFields(event);
  event.set_ticket_id(ticket::TicketIdOf(event));
  *event.mutable_received_at() = ToProto(clock_.Now());
  RETURN_IF_ERROR(ticket::Validate(event));
  if (KeyOf(event).empty()) {
    return RefusalError(v1::REFUSAL_REASON_MISSING_FIELD, "ticket_id",
                        "The event does not tell which ticket is meant.");
  }
  return event;
}

grpc::ServerUnaryReactor* IntakeService::SubmitEvent(grpc::CallbackServerContext* context,
                                                     const v1::SubmitEventRequest* request,
                                                     v1::SubmitEventResponse* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const absl::StatusOr<v1::TicketEvent> event = Admit(*request);
  if (!event.ok()) {
    reactor->Finish(ToGrpc(event.status()));
    return reactor;
  }
  if (waiting_->fetch_add(1) >= options_.max_waiting) {
    waiting_->fetch_sub(1);
    reactor->Finish({grpc::StatusCode::UNAVAILABLE, "Too many events wait for the log; submit the same event again."});
    return reactor;
  }
  response->set_ticket_id(event->ticket_id());
  response->set_event_id(event->id());
  response->mutable_position()->set_topic(std::string(bus::kCommands));
  *response->mutable_received_at() = event->received_at();

  const auto answer = std::make_shared<PendingAnswer>(reactor, response, waiting_);
  answer->LimitTo(options_.write_wait);
  bus::Message message;
  message.topic = std::string(bus::kCommands);
  message.key = KeyOf(*event);
  message.value = event->SerializeAsString();
  message.headers = {{kSourceHeader, event->source()}};
  const absl::Status sent =
      producer_.Send(std::move(message), [answer](absl::StatusOr<bus::Written> written) { answer->Answer(written); });
  if (!sent.ok()) answer->Answer(sent);
  return reactor;
}

}  // namespace interline::intake
