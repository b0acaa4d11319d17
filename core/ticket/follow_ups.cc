#include "core/ticket/follow_ups.h"

#include "absl/strings/str_cat.h"
#include "core/base/ids.h"
#include "core/base/proto_time.h"
#include "core/base/sha256.h"

namespace interline::ticket {
namespace {

// Of the hexadecimal digits of a SHA-256: 128 bits, and short enough for an id.
constexpr size_t kIdDigits = 32;

std::string FollowUpId(absl::string_view purpose, absl::string_view seed) {
  return absl::StrCat(purpose, "-", Sha256Hex(seed).substr(0, kIdDigits));
}

v1::TicketEvent Proposal(const v1::TicketEvent& cause, std::string id, absl::string_view about, absl::Time now) {
  v1::TicketEvent event;
  event.set_id(std::move(id));
  event.set_source(std::string(kBroker));
  event.set_ticket_id(std::string(about));
  // By our clock, and the same however often the cause is applied.
  *event.mutable_occurred_at() = cause.has_received_at() ? cause.received_at() : ToProto(now);
  *event.mutable_received_at() = event.occurred_at();
  event.set_causation_id(cause.id());
  event.set_traceparent(cause.traceparent());
  return event;
}

}  // namespace

v1::TicketEvent FollowUp(const v1::TicketEvent& cause, uint64_t sequence, absl::string_view purpose,
                         absl::string_view about, absl::Time now) {
  // A blank stands in no id, so no two seeds are alike.
  const std::string seed = absl::StrCat(purpose, " ", cause.ticket_id(), " ", sequence, " ", about);
  return Proposal(cause, FollowUpId(purpose, seed), about, now);
}

std::vector<v1::TicketEvent> FollowUpsOfRefusal(const v1::TicketEvent& refused, const v1::Refusal& refusal,
                                                absl::Time now) {
  if (refused.source() != kBroker || !refused.has_child_merged()) return {};
  const std::string seed = absl::StrCat("merge-refused ", refused.id());
  v1::TicketEvent event = Proposal(refused, FollowUpId("merge-refused", seed), refused.child_merged().child(), now);
  event.mutable_merge_undone()->set_into(refused.ticket_id());
  *event.mutable_merge_undone()->mutable_refusal() = refusal;
  return {event};
}

}  // namespace interline::ticket
