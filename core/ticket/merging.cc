#include "core/ticket/merging.h"

#include <string>

#include "core/base/ids.h"
#include "core/base/refusal.h"

namespace interline::ticket {
namespace {

using v1::Ticket;

void SendResult(const Step& step, const std::string& child) {
  *step.Propose("result", child).mutable_resolution_submitted() = step.record.result();
}

}  // namespace

void Join(const Step& step) {
  Ticket& ticket = *step.record.mutable_ticket();
  step.record.set_state_before_merge(ticket.state());
  ticket.set_merged_into(step.event.merged().into());
  step.Propose("merged", ticket.merged_into()).mutable_child_merged()->set_child(ticket.id());
}

absl::Status Leave(const Step& step) {
  Ticket& ticket = *step.record.mutable_ticket();
  if (ticket.merged_into() != step.event.merge_undone().into()) {
    return RefusalError(v1::REFUSAL_REASON_TRANSITION_NOT_ALLOWED, "merge_undone.into",
                        "The ticket is merged into another one.");
  }
  ticket.clear_merged_into();
  step.record.clear_state_before_merge();
  return absl::OkStatus();
}

absl::Status Adopt(const Step& step) {
  Ticket& ticket = *step.record.mutable_ticket();
  const std::string& child = step.event.child_merged().child();
  const absl::string_view asker = SplitTicketId(child).origin;
  if (asker != ticket.origin() && asker != ticket.holder() && asker != ticket.offered_to()) {
    return RefusalError(v1::REFUSAL_REASON_ACTOR_NOT_ALLOWED, "child_merged.child",
                        "The origin of that ticket is no party of this one.");
  }
  if (ticket.merged_children_size() >= kMostChildren) {
    return RefusalError(v1::REFUSAL_REASON_LIMIT_REACHED, "child_merged.child",
                        "Too many tickets are merged into this one.");
  }
  ticket.add_merged_children(child);
  return absl::OkStatus();
}

void PassResult(const Step& step) { SendResult(step, step.event.child_merged().child()); }

void FanOut(const Step& step) {
  for (const std::string& child : step.record.ticket().merged_children()) SendResult(step, child);
}

void ReleaseChildren(const Step& step) {
  Ticket& ticket = *step.record.mutable_ticket();
  for (const std::string& child : ticket.merged_children()) {
    step.Propose("merge-undone", child).mutable_merge_undone()->set_into(ticket.id());
  }
  ticket.clear_merged_children();
}

}  // namespace interline::ticket
