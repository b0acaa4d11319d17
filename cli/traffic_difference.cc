#include "cli/traffic_difference.h"

#include "absl/strings/str_cat.h"
#include "adapters/engine/decode.h"
#include "adapters/engine/encode.h"
#include "cli/event_differences.h"
#include "cli/wire_fields.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"
#include "core/ticket/event.h"

namespace interline::cli {
namespace {

using Kind = TrafficDifference::Kind;

absl::StatusOr<v1::TicketEvent> Read(const adapters::Plan& plan, const Recorded& recorded) {
  ASSIGN_OR_RETURN(v1::TicketEvent event, adapters::Decode(plan, recorded.direction, recorded.message));
  RETURN_IF_ERROR(ticket::Validate(event));
  return event;
}

std::string ReasonOf(const absl::Status& status) {
  if (status.ok()) return "";
  const auto refusal = GetRefusal(status);
  if (!refusal) return std::string(status.message());
  return absl::StrCat(ReasonName(refusal->reason()), refusal->path().empty() ? "" : " at ", refusal->path());
}

// The kind, as far as it follows from who takes the message.
TrafficDifference Judge(const absl::Status& before, const absl::Status& after) {
  TrafficDifference difference;
  difference.refused_before = ReasonOf(before);
  difference.refused_after = ReasonOf(after);
  if (before.ok() && !after.ok()) difference.kind = Kind::kNowRefused;
  if (!before.ok() && after.ok()) difference.kind = Kind::kNowAccepted;
  if (!before.ok() && !after.ok() && difference.refused_before != difference.refused_after) {
    difference.kind = Kind::kRefusedOtherwise;
  }
  return difference;
}

TrafficDifference CompareReading(const adapters::Plan& before, const adapters::Plan& after, const Recorded& recorded) {
  const auto old_event = Read(before, recorded);
  const auto new_event = Read(after, recorded);
  TrafficDifference difference = Judge(old_event.status(), new_event.status());
  if (!old_event.ok() || !new_event.ok()) return difference;
  for (const EventDifference& change : Compare(*old_event, *new_event)) {
    difference.changes.push_back({change.path, change.before, change.after});
  }
  return difference;
}

TrafficDifference CompareWriting(const adapters::Plan& before, const adapters::Plan& after, const Recorded& recorded) {
  const auto old_message = adapters::Encode(before, recorded.direction, *recorded.event);
  const auto new_message = adapters::Encode(after, recorded.direction, *recorded.event);
  TrafficDifference difference = Judge(old_message.status(), new_message.status());
  if (!old_message.ok() || !new_message.ok()) return difference;
  for (const WireDifference& change : Compare(FieldsAndHeadersOf(before, recorded.direction, *old_message),
                                              FieldsAndHeadersOf(after, recorded.direction, *new_message))) {
    difference.changes.push_back({change.place, change.before, change.after});
  }
  // Fields in another order, other blanks, another character set.
  if (difference.changes.empty() && old_message->body != new_message->body) {
    difference.changes.push_back({"(bytes)", "", ""});
  }
  return difference;
}

}  // namespace

const char* WordsOf(Kind kind) {
  switch (kind) {
    case Kind::kSame:
      return "same";
    case Kind::kChanged:
      return "changed";
    case Kind::kNowRefused:
      return "now refused";
    case Kind::kNowAccepted:
      return "now accepted";
    default:
      return "refused otherwise";
  }
}

TrafficDifference CompareOver(const adapters::Plan& before, const adapters::Plan& after, const Recorded& recorded) {
  TrafficDifference difference =
      recorded.event.has_value() ? CompareWriting(before, after, recorded) : CompareReading(before, after, recorded);
  if (!difference.changes.empty()) difference.kind = Kind::kChanged;
  return difference;
}

}  // namespace interline::cli
