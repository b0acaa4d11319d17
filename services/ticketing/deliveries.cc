#include "services/ticketing/deliveries.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/ids.h"
#include "core/base/proto_time.h"
#include "core/base/status_macros.h"
#include "core/bus/topics.h"
#include "services/ticketing/backoff.h"
#include "services/ticketing/broker_event.h"
#include "services/ticketing/proposal.h"
#include "services/ticketing/stored.h"

namespace interline::ticketing {

using store::v1::Lane;
using v1::DeliveryReported;

// One ticket and one platform.
struct Deliveries::Place {
  std::string ticket_id;
  std::string platform;

  std::string Key() const { return absl::StrCat(ticket_id, "/", platform); }
  std::string LaneKey() const { return absl::StrCat("l/", Key()); }
  std::string DeliveryKey(uint64_t n) const { return absl::StrCat("d/", Key(), "/", n); }
  std::string TimerKey() const { return absl::StrCat(kTimer, Key()); }
};

namespace {

// What stands behind the last slash: the platform, in a delivery id and in a place's key.
absl::string_view LastPart(absl::string_view text) {
  const size_t slash = text.rfind('/');
  return slash == absl::string_view::npos ? text : text.substr(slash + 1);
}

// The bytes of delivery number `n`.
absl::StatusOr<std::string> LoadDelivery(const std::string& key, const stream::Context& context) {
  ASSIGN_OR_RETURN(absl::optional<std::string> bytes, context.Get(key));
  if (!bytes.has_value()) return absl::DataLossError(absl::StrCat("the state has lost ", key));
  return *std::move(bytes);
}

absl::StatusOr<std::string> IdOf(const std::string& bytes) {
  v1::Delivery delivery;
  if (!delivery.ParseFromString(bytes)) return absl::DataLossError("a delivery in the state is broken");
  return delivery.id();
}

}  // namespace

absl::StatusOr<bool> Deliveries::HasRoom(absl::string_view ticket_id, absl::string_view platform,
                                         const stream::Context& context) const {
  const Place place{std::string(ticket_id), std::string(platform)};
  ASSIGN_OR_RETURN(const absl::optional<Lane> lane, Load<Lane>(place.LaneKey(), context));
  return !lane.has_value() || lane->next() - lane->first() < kMostWaiting;
}

absl::Status Deliveries::Send(const v1::Delivery& delivery, stream::Context& context) {
  const Place place{delivery.event().ticket_id(), delivery.event().recipient()};
  std::string bytes = delivery.SerializeAsString();
  if (place.ticket_id.empty()) {
    Emit(place, bytes, context);
    return absl::OkStatus();
  }
  const PlatformSettings* const settings = platforms_.Find(place.platform);
  ASSIGN_OR_RETURN(const absl::optional<Lane> found, Load<Lane>(place.LaneKey(), context));
  // A lane that is left over from when the platform was gated comes to its end first.
  if (settings != nullptr && !settings->gated && !found.has_value()) {
    Emit(place, bytes, context);
    return absl::OkStatus();
  }
  Lane lane = found.value_or(Lane());
  context.Put(place.DeliveryKey(lane.next()), bytes);
  lane.set_next(lane.next() + 1);
  if (found.has_value()) {
    metrics_.Count(place.platform, DeliveryStep::kQueued);
  } else {
    lane.set_first_id(delivery.id());
    if (settings == nullptr) {
      Park(place, lane, context);
      return absl::OkStatus();
    }
    RETURN_IF_ERROR(EmitFirst(place, lane, context));
  }
  Save(place.LaneKey(), lane, context);
  return absl::OkStatus();
}

absl::Status Deliveries::OnReport(const v1::TicketEvent& report, stream::Context& context) {
  const DeliveryReported& told = report.delivery_reported();
  const Place place{report.ticket_id(), told.platform()};
  ASSIGN_OR_RETURN(absl::optional<Lane> lane, Load<Lane>(place.LaneKey(), context));
  if (!lane.has_value() || lane->first_id() != told.delivery_id() || lane->state() != Lane::STATE_IN_FLIGHT) {
    return absl::OkStatus();
  }
  switch (told.result()) {
    case DeliveryReported::RESULT_DELIVERED:
      metrics_.Count(place.platform, DeliveryStep::kDelivered);
      return Advance(place, *lane, context);
    case DeliveryReported::RESULT_REFUSED:
      Park(place, *lane, context);
      return absl::OkStatus();
    case DeliveryReported::RESULT_IN_DOUBT:
    case DeliveryReported::RESULT_LATER:
      return TryAgain(place, *lane, told, context);
    default:
      return absl::OkStatus();
  }
}

absl::Status Deliveries::OnTimer(absl::string_view key, stream::Context& context) {
  const absl::string_view platform = LastPart(key);
  const Place place{std::string(key.substr(0, key.size() - platform.size() - 1)), std::string(platform)};
  ASSIGN_OR_RETURN(absl::optional<Lane> lane, Load<Lane>(place.LaneKey(), context));
  if (!lane.has_value() || lane->state() != Lane::STATE_WAITING) return absl::OkStatus();
  return Release(place, *lane, context);
}

absl::Status Deliveries::Redrive(absl::string_view ticket_id, absl::string_view what, stream::Context& context) {
  const Place place{std::string(ticket_id), std::string(LastPart(what))};
  ASSIGN_OR_RETURN(absl::optional<Lane> lane, Load<Lane>(place.LaneKey(), context));
  if (!lane.has_value() || (what != place.platform && what != lane->first_id())) {
    return absl::NotFoundError("no such delivery waits");
  }
  if (platforms_.Find(place.platform) == nullptr) return absl::NotFoundError("the platform is not connected");
  metrics_.Count(place.platform, DeliveryStep::kDriven);
  context.CancelTimer(place.TimerKey());
  lane->set_attempts(0);
  return Release(place, *lane, context);
}

absl::Status Deliveries::Skip(absl::string_view ticket_id, absl::string_view delivery_id, stream::Context& context) {
  const Place place{std::string(ticket_id), std::string(LastPart(delivery_id))};
  ASSIGN_OR_RETURN(absl::optional<Lane> lane, Load<Lane>(place.LaneKey(), context));
  if (!lane.has_value() || lane->first_id() != delivery_id || lane->state() != Lane::STATE_PARKED) {
    return absl::NotFoundError("no such delivery is parked");
  }
  if (platforms_.Find(place.platform) == nullptr) return absl::NotFoundError("the platform is not connected");
  metrics_.Count(place.platform, DeliveryStep::kSkipped);
  return Advance(place, *lane, context);
}

void Deliveries::Emit(const Place& place, const std::string& delivery, stream::Context& context) {
  bus::Message message;
  message.topic = bus::OutboxTopic(place.platform);
  message.key = place.ticket_id;
  message.value = delivery;
  metrics_.Count(place.platform, DeliveryStep::kSent);
  context.Emit(std::move(message));
}

absl::Status Deliveries::EmitFirst(const Place& place, Lane& lane, stream::Context& context) {
  ASSIGN_OR_RETURN(const std::string bytes, LoadDelivery(place.DeliveryKey(lane.first()), context));
  Emit(place, bytes, context);
  lane.set_state(Lane::STATE_IN_FLIGHT);
  lane.set_attempts(lane.attempts() + 1);
  return absl::OkStatus();
}

// The first is done with: the next one starts, or the lane is gone.
absl::Status Deliveries::Advance(const Place& place, Lane& lane, stream::Context& context) {
  context.Delete(place.DeliveryKey(lane.first()));
  lane.set_first(lane.first() + 1);
  if (lane.first() == lane.next()) {
    context.Delete(place.LaneKey());
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::string bytes, LoadDelivery(place.DeliveryKey(lane.first()), context));
  ASSIGN_OR_RETURN(*lane.mutable_first_id(), IdOf(bytes));
  lane.set_attempts(0);
  return Release(place, lane, context);
}

// Sends the first. A platform that is no longer gated reports nothing, so it gets all.
absl::Status Deliveries::Release(const Place& place, Lane& lane, stream::Context& context) {
  const PlatformSettings* const settings = platforms_.Find(place.platform);
  if (settings == nullptr) {
    Park(place, lane, context);
    return absl::OkStatus();
  }
  if (settings->gated) {
    RETURN_IF_ERROR(EmitFirst(place, lane, context));
    Save(place.LaneKey(), lane, context);
    return absl::OkStatus();
  }
  for (uint64_t n = lane.first(); n < lane.next(); ++n) {
    ASSIGN_OR_RETURN(const std::string bytes, LoadDelivery(place.DeliveryKey(n), context));
    Emit(place, bytes, context);
    context.Delete(place.DeliveryKey(n));
  }
  context.Delete(place.LaneKey());
  return absl::OkStatus();
}

void Deliveries::Park(const Place& place, Lane& lane, stream::Context& context) {
  lane.set_state(Lane::STATE_PARKED);
  lane.set_parkings(lane.parkings() + 1);
  Save(place.LaneKey(), lane, context);
  metrics_.Count(place.platform, DeliveryStep::kParked);
  spdlog::warn("delivery {} is parked after {} attempts", lane.first_id(), lane.attempts());
  Proposal note;
  note.event =
      BrokerEvent("parked", absl::StrCat(lane.first_id(), " ", lane.parkings()), place.ticket_id, context.Now());
  DeliveryReported& report = *note.event.mutable_delivery_reported();
  report.set_delivery_id(lane.first_id());
  report.set_platform(place.platform);
  report.set_result(DeliveryReported::RESULT_PARKED);
  report.set_attempts(lane.attempts());
  context.Emit(CommandMessage(note, place.ticket_id));
}

// What the platform is known not to have can be sent again without harm; what it may have, only to one that recognises
// a repeat.
absl::Status Deliveries::TryAgain(const Place& place, Lane& lane, const DeliveryReported& told,
                                  stream::Context& context) {
  const PlatformSettings* const settings = platforms_.Find(place.platform);
  const bool harmless = told.result() == DeliveryReported::RESULT_LATER;
  if (settings == nullptr || !(harmless || settings->retry_in_doubt) || lane.attempts() >= kMaxAttempts) {
    Park(place, lane, context);
    return absl::OkStatus();
  }
  absl::Time due = context.Now() + Backoff(lane.first_id(), lane.attempts());
  // Nobody may put us off for longer than we would wait by ourselves.
  if (told.has_retry_at()) due = std::max(due, std::min(FromProto(told.retry_at()), context.Now() + kBackoffCap));
  metrics_.Count(place.platform, DeliveryStep::kRetried);
  lane.set_state(Lane::STATE_WAITING);
  context.SetTimer(place.TimerKey(), due);
  Save(place.LaneKey(), lane, context);
  return absl::OkStatus();
}

}  // namespace interline::ticketing
