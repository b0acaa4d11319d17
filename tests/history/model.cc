#include "tests/history/model.h"

#include <algorithm>
#include <utility>

#include "core/base/ids.h"
#include "core/base/proto_time.h"

namespace interline::history {

using v1::Ticket;
using v1::TicketEvent;

bool TicketModel::IsIn(std::initializer_list<State> states) const {
  return std::find(states.begin(), states.end(), state_) != states.end();
}

bool TicketModel::IsOpen() const {
  return IsIn({Ticket::STATE_OFFERED, Ticket::STATE_NOT_TAKEN, Ticket::STATE_RETURNED, Ticket::STATE_IN_ARBITRATION,
               Ticket::STATE_RETURN_REQUESTED, Ticket::STATE_RESOLUTION_SUBMITTED}) ||
         IsAtWork();
}

bool TicketModel::IsAtWork() const {
  return IsIn({Ticket::STATE_SIGNED, Ticket::STATE_IN_PROGRESS, Ticket::STATE_SUSPENDED});
}

std::string TicketModel::other_side() const {
  if (!offered_to_.empty()) return offered_to_;
  return holder_ == origin_ ? "" : holder_;
}

void TicketModel::TakeOver() {
  holder_ = offered_to_;
  offered_to_.clear();
}

void TicketModel::Propose(const TicketEvent& event, absl::Time now) {
  if (state_ == Ticket::STATE_UNSPECIFIED && !event.has_transferred()) {
    early_.emplace_back(event, now);
    return;
  }
  if (event.has_transferred() && SplitTicketId(event.ticket_id()).origin != event.source()) {
    // Foreign, however late. Nothing is remembered of it for a ticket that does not exist.
    if (state_ != Ticket::STATE_UNSPECIFIED) judged_.insert({event.source(), event.id()});
    return;
  }
  Judge(event, now);
  if (state_ == Ticket::STATE_UNSPECIFIED) return;
  for (auto& [waiting, at] : std::exchange(early_, {})) Judge(waiting, at);
}

void TicketModel::Judge(const TicketEvent& event, absl::Time now) {
  const EventKey key{event.source(), event.id()};
  if (!judged_.insert(key).second) return;  // a repeat or a conflict: the first verdict stands
  const bool from_broker = event.source() == kBroker;
  const absl::Time time = std::min(FromProto(event.occurred_at()), now);
  const auto newest = newest_.find(event.source());
  if (!from_broker && state_ != Ticket::STATE_ARCHIVED && newest != newest_.end() &&
      FromProto(event.occurred_at()) < newest->second) {
    accepted_.push_back({key, state_, true});
    return;
  }
  bool legal = false;
  if (event.has_transferred()) {
    legal = Transfer(event);
  } else if (from_broker) {
    legal = ByBroker(event);
  } else if (event.source() == origin_) {
    legal = ByOrigin(event);
  } else if (event.source() == other_side()) {
    legal = ByOtherSide(event);
  }
  if (!legal) return;
  if (!from_broker) {
    absl::Time& told = newest_.emplace(event.source(), time).first->second;
    told = std::max(told, time);
  }
  accepted_.push_back({key, state_, false});
}

bool TicketModel::Transfer(const TicketEvent& event) {
  if (state_ == Ticket::STATE_UNSPECIFIED) {
    origin_ = event.source();
  } else if (event.source() != origin_ ||
             !IsIn({Ticket::STATE_NOT_TAKEN, Ticket::STATE_RETURNED, Ticket::STATE_IN_ARBITRATION,
                    Ticket::STATE_RESOLVED, Ticket::STATE_CALLED_BACK, Ticket::STATE_WITHDRAWN})) {
    return false;
  }
  holder_ = origin_;
  offered_to_ = event.transferred().to();
  extension_open_ = false;
  unsigned_urges_.clear();
  state_ = Ticket::STATE_OFFERED;
  return true;
}

bool TicketModel::DecideReturn(v1::Decision decision) {
  if (state_ != Ticket::STATE_RETURN_REQUESTED) return false;
  if (decision == v1::DECISION_REJECTED) {
    state_ = before_return_;
    return true;
  }
  holder_ = origin_;
  offered_to_.clear();
  extension_open_ = false;
  state_ = Ticket::STATE_RETURNED;
  return true;
}

bool TicketModel::ByOrigin(const TicketEvent& event) {
  const bool is_ended = IsIn({Ticket::STATE_RESOLVED, Ticket::STATE_CALLED_BACK});
  const bool is_unresolved =
      IsAtWork() || IsIn({Ticket::STATE_OFFERED, Ticket::STATE_RETURN_REQUESTED, Ticket::STATE_RESOLUTION_SUBMITTED});
  switch (event.kind_case()) {
    case TicketEvent::kReturnDecided:
      return DecideReturn(event.return_decided().decision());
    case TicketEvent::kResolutionDecided:
      if (state_ != Ticket::STATE_RESOLUTION_SUBMITTED) return false;
      state_ = event.resolution_decided().decision() == v1::DECISION_APPROVED ? Ticket::STATE_RESOLVED
                                                                              : Ticket::STATE_IN_PROGRESS;
      if (state_ == Ticket::STATE_RESOLVED) extension_open_ = false;
      return true;
    case TicketEvent::kExtensionDecided:
      if (!extension_open_ ||
          !(IsAtWork() || IsIn({Ticket::STATE_RETURN_REQUESTED, Ticket::STATE_RESOLUTION_SUBMITTED}))) {
        return false;
      }
      extension_open_ = false;
      return true;
    case TicketEvent::kUrged:
      if (!is_unresolved) return false;
      unsigned_urges_.insert(event.urged().urge_id());
      return true;
    case TicketEvent::kSupplemented:
    case TicketEvent::kEscalated:
      return IsOpen();
    case TicketEvent::kWithdrawn:
      if (!IsOpen()) return false;
      holder_ = origin_;
      offered_to_.clear();
      extension_open_ = false;
      state_ = Ticket::STATE_WITHDRAWN;
      return true;
    case TicketEvent::kCallbackRecorded:
      if (!is_ended) return false;
      state_ = Ticket::STATE_CALLED_BACK;
      return true;
    case TicketEvent::kReopened:
      if (!is_ended) return false;
      state_ = Ticket::STATE_SIGNED;
      return true;
    case TicketEvent::kArchived:
      if (!is_ended && state_ != Ticket::STATE_WITHDRAWN) return false;
      state_ = Ticket::STATE_ARCHIVED;
      return true;
    default:
      return false;
  }
}

bool TicketModel::ByOtherSide(const TicketEvent& event) {
  const bool has_signed = offered_to_.empty();
  const bool is_busy = has_signed && IsIn({Ticket::STATE_SIGNED, Ticket::STATE_IN_PROGRESS});
  const bool is_offered = state_ == Ticket::STATE_OFFERED;
  switch (event.kind_case()) {
    case TicketEvent::kReceived:
      if (state_ == Ticket::STATE_NOT_TAKEN) state_ = Ticket::STATE_OFFERED;
      return is_busy || IsIn({Ticket::STATE_OFFERED, Ticket::STATE_IN_ARBITRATION});
    case TicketEvent::kNotTaken:
      if (!is_offered) return false;
      state_ = Ticket::STATE_NOT_TAKEN;
      return true;
    case TicketEvent::kSigned:
      if (!IsIn({Ticket::STATE_OFFERED, Ticket::STATE_NOT_TAKEN, Ticket::STATE_IN_ARBITRATION})) return false;
      TakeOver();
      state_ = Ticket::STATE_SIGNED;
      return true;
    case TicketEvent::kReturnRequested:
      if (!is_offered && !IsAtWork()) return false;
      before_return_ = state_;
      state_ = Ticket::STATE_RETURN_REQUESTED;
      return true;
    case TicketEvent::kProgressReported:
      if (IsIn({Ticket::STATE_SUSPENDED, Ticket::STATE_RESOLUTION_SUBMITTED})) return true;
      if (!is_offered && !is_busy) return false;
      if (is_offered) TakeOver();
      state_ = Ticket::STATE_IN_PROGRESS;
      return true;
    case TicketEvent::kUrgeSigned:
      return (is_offered || IsAtWork() || IsIn({Ticket::STATE_RETURN_REQUESTED, Ticket::STATE_RESOLUTION_SUBMITTED})) &&
             unsigned_urges_.erase(event.urge_signed().urge_id()) > 0;
    case TicketEvent::kExtensionRequested:
      if (!IsAtWork() || extension_open_) return false;
      extension_open_ = true;
      return true;
    case TicketEvent::kSuspended:
      if (!is_busy) return false;
      state_ = Ticket::STATE_SUSPENDED;
      return true;
    case TicketEvent::kResumed:
      if (state_ != Ticket::STATE_SUSPENDED) return false;
      state_ = Ticket::STATE_IN_PROGRESS;
      return true;
    case TicketEvent::kResolutionSubmitted:
      if (!is_offered && !IsAtWork()) return false;
      if (is_offered) TakeOver();
      state_ = Ticket::STATE_RESOLUTION_SUBMITTED;
      return true;
    case TicketEvent::kEscalated:
      return IsOpen();
    default:
      return false;
  }
}

bool TicketModel::ByBroker(const TicketEvent& event) {
  switch (event.kind_case()) {
    case TicketEvent::kEscalated:
      if (!IsOpen()) return false;
      if (event.escalated().cause() == v1::Escalated::CAUSE_HOP_CAP &&
          IsIn({Ticket::STATE_OFFERED, Ticket::STATE_NOT_TAKEN, Ticket::STATE_RETURNED})) {
        state_ = Ticket::STATE_IN_ARBITRATION;
      }
      return true;
    case TicketEvent::kDuplicateSuspected:
      return IsOpen();
    case TicketEvent::kDeliveryReported:
      return true;
    default:
      return false;
  }
}

}  // namespace interline::history
