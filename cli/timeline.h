// What is known of one ticket: its accepted events and its refused messages.
#ifndef INTERLINE_CLI_TIMELINE_H_
#define INTERLINE_CLI_TIMELINE_H_

#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/bus/bus.h"
#include "interline/v1/refusal.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::cli {

struct Timeline {
  std::vector<v1::TicketEvent> events;
  // Without the messages themselves.
  std::vector<v1::Rejection> rejections;

  bool empty() const { return events.empty() && rejections.empty(); }
};

// Reads only the partition to which the ticket belongs. Messages that could not be read name no ticket and are not
// found here. Errors as LogFollower's.
absl::StatusOr<Timeline> ReadTimeline(bus::Bus& bus, const std::string& ticket_id);

// Masks the personal data (core/base/mask.h).
void MaskTimeline(Timeline& timeline);

// A table by time. Long notes are cut.
void PrintTimeline(const Timeline& timeline, std::ostream& out);

// One JSON object per line, events first.
absl::Status PrintTimelineJson(const Timeline& timeline, std::ostream& out);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_TIMELINE_H_
