#include "services/ticketing/broker_event.h"

#include "absl/strings/str_cat.h"
#include "core/base/ids.h"
#include "core/base/proto_time.h"
#include "core/base/sha256.h"

namespace interline::ticketing {
namespace {

// Of the hexadecimal digits of a SHA-256: 128 bits, and short enough for an id.
constexpr size_t kIdDigits = 32;

}  // namespace

v1::TicketEvent BrokerEvent(absl::string_view purpose, absl::string_view seed, absl::string_view ticket_id,
                            absl::Time now) {
  v1::TicketEvent event;
  event.set_id(absl::StrCat(purpose, "-", Sha256Hex(seed).substr(0, kIdDigits)));
  event.set_source(std::string(kBroker));
  event.set_ticket_id(std::string(ticket_id));
  *event.mutable_occurred_at() = ToProto(now);
  *event.mutable_received_at() = event.occurred_at();
  return event;
}

std::string SeedOf(const v1::LogPosition& position) {
  return absl::StrCat(position.topic(), " ", position.partition(), " ", position.offset());
}

}  // namespace interline::ticketing
