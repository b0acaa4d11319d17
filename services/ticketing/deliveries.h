// The way out to the platforms. A platform on Kafka gets each delivery at once. A gated platform, behind HTTP, has one
// lane per ticket: the next delivery starts when the last one was reported, so it hears of a ticket in order by
// construction, and a ticket that is stuck holds up no other.
//
//   IN_FLIGHT -- delivered --> the next one, or the lane is gone
//             -- in doubt, later --> WAITING -- timer --> IN_FLIGHT
//             -- refused, or tried too often --> PARKED -- redrive, skip --> IN_FLIGHT
#ifndef INTERLINE_SERVICES_TICKETING_DELIVERIES_H_
#define INTERLINE_SERVICES_TICKETING_DELIVERIES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/stream/processor.h"
#include "interline/store/v1/ticketing_state.pb.h"
#include "interline/v1/ticket_event.pb.h"
#include "services/ticketing/platforms.h"
#include "services/ticketing/ticketing_metrics.h"

namespace interline::ticketing {

// Keeps nothing but what is in the stream's state. Lanes are in the partition of their ticket. Errors are those of the
// state.
class Deliveries {
 public:
  // Most deliveries of one ticket that wait for one platform.
  static constexpr uint64_t kMostWaiting = 200;
  // Timers that begin so are for OnTimer, with "<ticket id>/<platform>" behind.
  static constexpr absl::string_view kTimer = "retry/";

  // Both must outlive it.
  Deliveries(const Platforms& platforms, TicketingMetrics& metrics) : platforms_(platforms), metrics_(metrics) {}

  // Whether one more of this ticket may wait for the platform.
  absl::StatusOr<bool> HasRoom(absl::string_view ticket_id, absl::string_view platform,
                               const stream::Context& context) const;
  // Sends `delivery` to the recipient of its event, at once or when its turn comes. For a platform that is not
  // connected any more it is parked. Without a ticket id there is no lane, and it goes at once.
  absl::Status Send(const v1::Delivery& delivery, stream::Context& context);
  // Takes in how the first delivery of a lane went; a report on anything else changes nothing, nor does RESULT_PARKED,
  // which is for this class to say: when a lane is parked it proposes the broker's note of that.
  absl::Status OnReport(const v1::TicketEvent& report, stream::Context& context);
  // A failed delivery is due again. `key` without kTimer.
  absl::Status OnTimer(absl::string_view key, stream::Context& context);

  // A person says go on: sends the first delivery again. `what` is the platform or the id of that delivery.
  // NOT_FOUND when nothing like it waits.
  absl::Status Redrive(absl::string_view ticket_id, absl::string_view what, stream::Context& context);
  // A person says leave it out: drops the parked delivery of this id and sends the next one. NOT_FOUND when no such
  // delivery is parked.
  absl::Status Skip(absl::string_view ticket_id, absl::string_view delivery_id, stream::Context& context);

 private:
  struct Place;

  void Emit(const Place& place, const std::string& delivery, stream::Context& context);
  absl::Status EmitFirst(const Place& place, store::v1::Lane& lane, stream::Context& context);
  absl::Status Advance(const Place& place, store::v1::Lane& lane, stream::Context& context);
  absl::Status Release(const Place& place, store::v1::Lane& lane, stream::Context& context);
  void Park(const Place& place, store::v1::Lane& lane, stream::Context& context);
  absl::Status TryAgain(const Place& place, store::v1::Lane& lane, const v1::DeliveryReported& told,
                        stream::Context& context);

  const Platforms& platforms_;
  TicketingMetrics& metrics_;
};

}  // namespace interline::ticketing

#endif  // INTERLINE_SERVICES_TICKETING_DELIVERIES_H_
