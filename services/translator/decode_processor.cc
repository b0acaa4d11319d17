#include "services/translator/decode_processor.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/ids.h"
#include "core/base/proto_time.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"
#include "core/bus/topics.h"
#include "core/ticket/event.h"
#include "services/translator/rejections.h"
#include "services/translator/wire_headers.h"

namespace interline::translator {
namespace {

// The key of the partition that knows the ticket: its id, or else the number by which the message names it. Empty when
// it names none.
std::string KeyOf(const v1::TicketEvent& event) {
  const std::string ticket_id = ticket::TicketIdOf(event);
  if (!ticket_id.empty()) return ticket_id;
  if (!event.source_number().empty()) return AliasKey(event.source(), event.source_number());
  if (event.recipient().empty() || event.recipient_number().empty()) return "";
  return AliasKey(event.recipient(), event.recipient_number());
}

bus::Message ProposalMessage(const v1::TicketEvent& event) {
  bus::Message message;
  message.topic = bus::kCommands;
  message.key = KeyOf(event);
  message.value = event.SerializeAsString();
  message.headers = {{"interline-source", event.source()}};
  return message;
}

v1::Rejection MakeRejection(const adapters::Adapter& adapter, const bus::Record& record, const absl::Status& status,
                            absl::Time now) {
  v1::Rejection rejection;
  *rejection.mutable_refusal() = RefusalOf(status);
  rejection.set_stage(v1::Rejection::STAGE_DECODE);
  rejection.set_platform(adapter.platform().id());
  *rejection.mutable_position() = PositionOf(record);
  rejection.set_mapping(adapter.mapping());
  *rejection.mutable_rejected_at() = ToProto(now);
  rejection.set_original(record.value.value_or(""));
  return rejection;
}

}  // namespace

DecodeProcessor::DecodeProcessor(const adapters::ReloadingRegistry& adapters, TranslatorMetrics& metrics)
    : adapters_(adapters), current_(adapters.current()), metrics_(metrics) {}

void DecodeProcessor::BetweenBatches() { current_ = adapters_.current(); }

absl::StatusOr<v1::TicketEvent> DecodeProcessor::Decode(const adapters::Adapter& adapter,
                                                        const bus::Record& record) const {
  if (!record.value.has_value()) {
    return RefusalError(v1::REFUSAL_REASON_MALFORMED, "", "The record has no value.");
  }
  adapters::WireMessage message{*record.value, WireHeaders(record.headers)};
  ASSIGN_OR_RETURN(v1::TicketEvent event, adapter.Decode(adapters::Direction::kFromPlatform, message));
  // By the log's clock, so that a record that is read again gets the same event.
  *event.mutable_received_at() = ToProto(record.appended_at);
  *event.mutable_provenance()->mutable_position() = PositionOf(record);
  event.mutable_provenance()->set_mapping(adapter.mapping());
  if (event.traceparent().empty()) event.set_traceparent(TraceParent(message.headers));
  RETURN_IF_ERROR(ticket::Validate(event));
  if (KeyOf(event).empty()) {
    return RefusalError(v1::REFUSAL_REASON_MISSING_FIELD, "", "The message does not tell which ticket it is about.");
  }
  return event;
}

absl::Status DecodeProcessor::Process(const bus::Record& record, stream::Context& context) {
  const adapters::Adapter* adapter = current_->Find(bus::PlatformOfInTopic(record.topic));
  if (adapter == nullptr) return absl::InternalError(absl::StrCat("no adapter reads the topic ", record.topic));
  const absl::StatusOr<v1::TicketEvent> event = Decode(*adapter, record);
  if (event.ok()) {
    metrics_.Count(adapter->platform().id(), "ok");
    context.Emit(ProposalMessage(*event));
    return absl::OkStatus();
  }
  const v1::Rejection rejection = MakeRejection(*adapter, record, event.status(), context.Now());
  metrics_.Count(adapter->platform().id(), ReasonName(rejection.refusal().reason()));
  context.Emit(RejectionMessage(rejection));
  return absl::OkStatus();
}

}  // namespace interline::translator
