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
// Where a refused caller finds what the routing table said.
constexpr char kRoutingMetadata[] = "interline-routing-bin";

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

IntakeService::IntakeService(bus::Producer& producer, const Clock& clock, IntakeOptions options, IntakeParts parts)
    : producer_(producer),
      clock_(clock),
      options_(std::move(options)),
      parts_(parts),
      guard_(options_.callers),
      waiting_(std::make_shared<std::atomic<int>>(0)) {}

absl::StatusOr<v1::TicketEvent> IntakeService::Admit(const v1::SubmitEventRequest& request,
                                                     absl::optional<v1::Routing>& routing) const {
  if (!request.has_event()) {
    return RefusalError(v1::REFUSAL_REASON_MISSING_FIELD, "event", "The request holds no event.");
  }
  v1::TicketEvent event = request.event();
  if (options_.sources.count(event.source()) == 0) return ForeignSource();
  ClearOurFields(event);
  if (parts_.addressees != nullptr) {
    Addressed addressed = parts_.addressees->Address(request.caller_place(), event);
    routing = std::move(addressed.routing);
    RETURN_IF_ERROR(addressed.status);
  }
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
  if (const grpc::Status checked = guard_.Check(*context); !checked.ok()) {
    reactor->Finish(checked);
    return reactor;
  }
  absl::optional<v1::Routing> routing;
  const absl::StatusOr<v1::TicketEvent> event = Admit(*request, routing);
  if (!event.ok()) {
    // Where the ticket stays, and not where it would have gone if the event were whole.
    if (routing.has_value() && routing->platform() == request->event().source()) {
      context->AddTrailingMetadata(kRoutingMetadata, routing->SerializeAsString());
    }
    reactor->Finish(ToGrpc(event.status()));
    return reactor;
  }
  if (waiting_->fetch_add(1) >= options_.max_waiting) {
    waiting_->fetch_sub(1);
    reactor->Finish({grpc::StatusCode::UNAVAILABLE, "Too many events wait for the log; submit the same event again."});
    return reactor;
  }
  if (routing.has_value()) *response->mutable_routing() = *routing;
  Write(*event, reactor, response);
  return reactor;
}

void IntakeService::Write(const v1::TicketEvent& event, grpc::ServerUnaryReactor* reactor,
                          v1::SubmitEventResponse* response) {
  response->set_ticket_id(event.ticket_id());
  response->set_event_id(event.id());
  response->mutable_position()->set_topic(std::string(bus::kCommands));
  *response->mutable_received_at() = event.received_at();

  const auto answer = std::make_shared<PendingAnswer>(reactor, response, waiting_);
  answer->LimitTo(options_.write_wait);
  bus::Message message;
  message.topic = std::string(bus::kCommands);
  message.key = KeyOf(event);
  message.value = event.SerializeAsString();
  message.headers = {{kSourceHeader, event.source()}};
  const absl::Status sent =
      producer_.Send(std::move(message), [answer](absl::StatusOr<bus::Written> written) { answer->Answer(written); });
  if (!sent.ok()) answer->Answer(sent);
}

absl::StatusOr<v1::TicketStatus> IntakeService::Find(const v1::QueryTicketRequest& request) const {
  if (request.ticket_id().empty() != request.has_number()) {
    return absl::InvalidArgumentError("A query names a ticket id or a number, one of both.");
  }
  if (!request.has_number()) return parts_.tickets->Find(request.ticket_id());
  const v1::TicketNumber& number = request.number();
  if (options_.sources.count(number.platform()) == 0) {
    return absl::NotFoundError("This door does not serve the platform whose number it is.");
  }
  // Its own tickets bear its number in their id.
  absl::StatusOr<v1::TicketStatus> own = parts_.tickets->Find(TicketId(number.platform(), number.number()));
  if (!absl::IsNotFound(own.status())) return own;
  ASSIGN_OR_RETURN(const std::string ticket_id, parts_.tickets->TicketOf(number.platform(), number.number()));
  return parts_.tickets->Find(ticket_id);
}

grpc::ServerUnaryReactor* IntakeService::QueryTicket(grpc::CallbackServerContext* context,
                                                     const v1::QueryTicketRequest* request,
                                                     v1::QueryTicketResponse* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  grpc::Status status = guard_.Check(*context);
  if (status.ok() && parts_.tickets == nullptr) {
    status = {grpc::StatusCode::UNIMPLEMENTED, "This door keeps no board of tickets."};
  }
  if (status.ok()) {
    absl::StatusOr<v1::TicketStatus> found = Find(*request);
    status = ToGrpc(found.status());
    if (found.ok()) *response->mutable_status() = *std::move(found);
  }
  reactor->Finish(status);
  return reactor;
}

grpc::ServerWriteReactor<v1::WatchEventsResponse>* IntakeService::WatchEvents(grpc::CallbackServerContext* context,
                                                                              const v1::WatchEventsRequest* request) {
  const grpc::Status checked = guard_.Check(*context);
  if (!checked.ok()) return EventStreams::Refuse(checked);
  if (parts_.streams == nullptr) {
    return EventStreams::Refuse({grpc::StatusCode::UNIMPLEMENTED, "This door streams no events."});
  }
  return parts_.streams->Start(*request);
}

}  // namespace interline::intake
