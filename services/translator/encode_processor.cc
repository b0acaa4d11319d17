#include "services/translator/encode_processor.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/ids.h"
#include "core/base/proto_time.h"
#include "core/base/refusal.h"
#include "core/base/sha256.h"
#include "core/base/status_macros.h"
#include "core/bus/topics.h"
#include "core/ticket/event.h"
#include "services/translator/rejections.h"

namespace interline::translator {
namespace {

// A platform takes messages as large as it may send. The topic takes a little more, and a record that it does not take
// would stop the stream.
constexpr size_t kMaxWireBytes = size_t{1} << 20;
// Enough of a digest for an id that nobody meets twice.
constexpr size_t kReportDigits = 32;

absl::StatusOr<v1::Delivery> ReadDelivery(const bus::Record& record) {
  v1::Delivery delivery;
  if (!record.value.has_value() || !delivery.ParseFromString(*record.value)) {
    return RefusalError(v1::REFUSAL_REASON_MALFORMED, "", "The record is not a delivery.");
  }
  return delivery;
}

absl::StatusOr<adapters::WireMessage> Encode(const adapters::Adapter& adapter, const v1::TicketEvent& event) {
  ASSIGN_OR_RETURN(adapters::WireMessage wire, adapter.Encode(adapters::Direction::kToPlatform, event));
  if (wire.body.size() > kMaxWireBytes) {
    return RefusalError(v1::REFUSAL_REASON_TOO_LONG_FOR_RECEIVER, "", "The message would have more than 1 MiB.");
  }
  return wire;
}

// Interline's own headers are for the courier, which reports how the delivery went; they hold ids and the kind.
bus::Message OutMessage(const std::string& platform, const v1::Delivery& delivery, adapters::WireMessage wire) {
  const v1::TicketEvent& event = delivery.event();
  bus::Message message;
  message.topic = bus::OutTopic(platform);
  message.key = event.recipient_number().empty() ? event.ticket_id() : event.recipient_number();
  message.value = std::move(wire.body);
  for (auto& [name, value] : wire.headers) message.headers.push_back({name, value});
  message.headers.push_back({"interline-delivery", delivery.id()});
  message.headers.push_back({"interline-ticket", event.ticket_id()});
  message.headers.push_back({"interline-event", event.id()});
  message.headers.push_back({"interline-kind", std::string(ticket::KindName(event.kind_case()))});
  return message;
}

// `delivery` is null when the record could not be read as one.
v1::Rejection MakeRejection(const adapters::Adapter& adapter, const bus::Record& record, const v1::Delivery* delivery,
                            const v1::Refusal& refusal, absl::Time now) {
  v1::Rejection rejection;
  *rejection.mutable_refusal() = refusal;
  rejection.set_stage(v1::Rejection::STAGE_ENCODE);
  rejection.set_platform(adapter.platform().id());
  *rejection.mutable_position() = PositionOf(record);
  rejection.set_mapping(adapter.mapping());
  *rejection.mutable_rejected_at() = ToProto(now);
  if (delivery == nullptr) {
    rejection.set_original(record.value.value_or(""));
    return rejection;
  }
  rejection.set_ticket_id(delivery->event().ticket_id());
  rejection.set_event_id(delivery->event().id());
  rejection.set_original(delivery->event().SerializeAsString());
  return rejection;
}

// Tells the ticket's journal. Everything in it follows from the record, so that a record that is read again makes the
// same report, and a delivery that is sent again another one.
bus::Message ReportMessage(const std::string& platform, const bus::Record& record, const v1::Delivery& delivery,
                           const v1::Refusal& refusal) {
  v1::TicketEvent event;
  const std::string place = absl::StrCat(record.topic, "/", record.partition, "/", record.offset);
  event.set_id(absl::StrCat("delivery-", Sha256Hex(place).substr(0, kReportDigits)));
  event.set_source(std::string(kBroker));
  event.set_ticket_id(delivery.event().ticket_id());
  event.set_causation_id(delivery.event().id());
  event.set_traceparent(delivery.event().traceparent());
  *event.mutable_occurred_at() = ToProto(record.appended_at);
  *event.mutable_received_at() = event.occurred_at();
  *event.mutable_provenance()->mutable_position() = PositionOf(record);
  v1::DeliveryReported& report = *event.mutable_delivery_reported();
  report.set_delivery_id(delivery.id());
  report.set_platform(platform);
  report.set_result(v1::DeliveryReported::RESULT_REFUSED);
  *report.mutable_refusal() = refusal;
  report.set_attempts(1);
  bus::Message message;
  message.topic = bus::kCommands;
  message.key = event.ticket_id();
  message.value = event.SerializeAsString();
  message.headers = {{"interline-source", event.source()}};
  return message;
}

}  // namespace

EncodeProcessor::EncodeProcessor(const adapters::ReloadingRegistry& adapters, TranslatorMetrics& metrics)
    : adapters_(adapters), current_(adapters.current()), metrics_(metrics) {}

void EncodeProcessor::BetweenBatches() { current_ = adapters_.current(); }

absl::Status EncodeProcessor::Process(const bus::Record& record, stream::Context& context) {
  const adapters::Adapter* adapter = current_->Find(bus::PlatformOfOutboxTopic(record.topic));
  if (adapter == nullptr) return absl::InternalError(absl::StrCat("no adapter writes for the topic ", record.topic));
  const std::string& platform = adapter->platform().id();
  const absl::StatusOr<v1::Delivery> delivery = ReadDelivery(record);
  absl::StatusOr<adapters::WireMessage> wire =
      delivery.ok() ? Encode(*adapter, delivery->event()) : absl::StatusOr<adapters::WireMessage>(delivery.status());
  if (wire.ok()) {
    metrics_.Count(platform, "ok");
    context.Emit(OutMessage(platform, *delivery, *std::move(wire)));
    return absl::OkStatus();
  }
  const v1::Refusal refusal = RefusalOf(wire.status());
  metrics_.Count(platform, ReasonName(refusal.reason()));
  context.Emit(
      RejectionMessage(MakeRejection(*adapter, record, delivery.ok() ? &*delivery : nullptr, refusal, context.Now())));
  if (delivery.ok()) context.Emit(ReportMessage(platform, record, *delivery, refusal));
  return absl::OkStatus();
}

}  // namespace interline::translator
