// The accepted events that concern the served platforms, from a place in the log on. What a stream of WatchEvents
// sends, without the stream.
#ifndef INTERLINE_SERVICES_INTAKE_EVENT_FEED_H_
#define INTERLINE_SERVICES_INTAKE_EVENT_FEED_H_

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/base/clock.h"
#include "core/bus/bus.h"
#include "interline/v1/intake_service.pb.h"

namespace interline::intake {

// One thread at a time.
class EventFeed {
 public:
  // Begins where the request says. The references must outlive the feed. Errors:
  //   INVALID_ARGUMENT  a position of a partition that is not read, one twice, or a ticket id of another form.
  //   OUT_OF_RANGE      a position that is not kept any more, or behind the end of the log.
  //   UNAVAILABLE       the log does not answer, or has no topic `events`.
  static absl::StatusOr<std::unique_ptr<EventFeed>> Open(bus::Bus& bus, const Clock& clock,
                                                         const std::set<std::string>& platforms,
                                                         const v1::WatchEventsRequest& request);

  // What is there, at most a small batch, after waiting for it up to `wait`. May be empty although the position has
  // moved: then what was read concerns others. UNAVAILABLE when the log does not answer.
  absl::StatusOr<std::vector<v1::WatchedEvent>> Next(absl::Duration wait);

  // Where the feed stands. All that Next has given is before it.
  v1::Heartbeat Position();

 private:
  EventFeed(bus::Bus& bus, const Clock& clock, const std::set<std::string>& platforms, std::string ticket_id)
      : bus_(bus), clock_(clock), platforms_(platforms), ticket_id_(std::move(ticket_id)) {}

  absl::Status Begin(const v1::WatchEventsRequest& request);
  absl::StatusOr<bus::Offsets> StartOffsets(const v1::WatchEventsRequest& request);
  bool Concerns(const bus::Record& record, const v1::TicketEvent& event) const;

  bus::Bus& bus_;
  const Clock& clock_;
  const std::set<std::string>& platforms_;
  const std::string ticket_id_;
  // Partitions that are read, and where each ended when it was last asked.
  bus::Offsets ends_;
  std::unique_ptr<bus::Reader> reader_;
};

}  // namespace interline::intake

#endif  // INTERLINE_SERVICES_INTAKE_EVENT_FEED_H_
