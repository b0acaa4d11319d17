#include "services/courier/reports.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/ids.h"
#include "core/base/proto_time.h"
#include "core/base/sha256.h"
#include "core/bus/topics.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::courier {
namespace {

constexpr size_t kIdDigits = 32;
constexpr char kSourceHeader[] = "interline-source";

v1::TicketEvent Event(const std::string& id, const std::string& source, const Label& label, absl::Time now) {
  v1::TicketEvent event;
  event.set_id(id);
  event.set_source(source);
  event.set_ticket_id(label.ticket_id);
  event.set_causation_id(label.event_id);
  *event.mutable_occurred_at() = ToProto(now);
  *event.mutable_received_at() = event.occurred_at();
  return event;
}

bus::Message Command(const v1::TicketEvent& event) {
  bus::Message message;
  message.topic = bus::kCommands;
  message.key = event.ticket_id();
  message.value = event.SerializeAsString();
  message.headers = {{kSourceHeader, event.source()}};
  return message;
}

}  // namespace

std::vector<bus::Message> Reports(const bus::Record& record, const Label& label, const Outcome& outcome,
                                  uint32_t attempts, const Partner& partner, absl::Time now) {
  const std::string place = absl::StrCat(record.topic, "/", record.partition, "/", record.offset);
  v1::TicketEvent report =
      Event(absl::StrCat("courier-", Sha256Hex(place).substr(0, kIdDigits)), std::string(kBroker), label, now);
  v1::DeliveryReported& told = *report.mutable_delivery_reported();
  told.set_delivery_id(label.delivery_id);
  told.set_platform(partner.platform);
  told.set_result(outcome.result);
  told.set_attempts(attempts);
  if (outcome.result == v1::DeliveryReported::RESULT_REFUSED) *told.mutable_refusal() = outcome.refusal;
  if (outcome.retry_at > now) *told.mutable_retry_at() = ToProto(outcome.retry_at);
  std::vector<bus::Message> messages;
  if (outcome.result == v1::DeliveryReported::RESULT_DELIVERED && !outcome.number.empty() &&
      label.kind == "transferred" && !partner.acknowledges && !label.ticket_id.empty()) {
    v1::TicketEvent received =
        Event(absl::StrCat("stored-", Sha256Hex(label.delivery_id).substr(0, kIdDigits)), partner.platform, label, now);
    received.set_source_number(outcome.number);
    received.mutable_received();
    messages.push_back(Command(received));
  }
  messages.push_back(Command(report));
  return messages;
}

}  // namespace interline::courier
