#include "tests/history/generator.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/ids.h"
#include "core/base/proto_time.h"

namespace interline::history {
namespace {

using v1::TicketEvent;
using Kind = TicketEvent::KindCase;
using State = v1::Ticket::State;

// All that platforms say but for merging.
constexpr Kind kKinds[] = {
    TicketEvent::kTransferred,
    TicketEvent::kReceived,
    TicketEvent::kNotTaken,
    TicketEvent::kSigned,
    TicketEvent::kReturnRequested,
    TicketEvent::kReturnDecided,
    TicketEvent::kProgressReported,
    TicketEvent::kSupplemented,
    TicketEvent::kUrged,
    TicketEvent::kUrgeSigned,
    TicketEvent::kExtensionRequested,
    TicketEvent::kExtensionDecided,
    TicketEvent::kSuspended,
    TicketEvent::kResumed,
    TicketEvent::kResolutionSubmitted,
    TicketEvent::kResolutionDecided,
    TicketEvent::kCallbackRecorded,
    TicketEvent::kReopened,
    TicketEvent::kWithdrawn,
    TicketEvent::kArchived,
};

// Who usually says what next.
struct Step {
  bool by_origin;
  Kind kind;
};
std::vector<Step> LikelySteps(State state) {
  using Ticket = v1::Ticket;
  switch (state) {
    case Ticket::STATE_OFFERED:
      return {{false, TicketEvent::kReceived}, {false, TicketEvent::kSigned},          {false, TicketEvent::kSigned},
              {false, TicketEvent::kNotTaken}, {false, TicketEvent::kReturnRequested}, {true, TicketEvent::kUrged}};
    case Ticket::STATE_SIGNED:
    case Ticket::STATE_IN_PROGRESS:
      return {{false, TicketEvent::kProgressReported}, {false, TicketEvent::kResolutionSubmitted},
              {false, TicketEvent::kSuspended},        {false, TicketEvent::kExtensionRequested},
              {false, TicketEvent::kReturnRequested},  {true, TicketEvent::kSupplemented},
              {true, TicketEvent::kExtensionDecided},  {false, TicketEvent::kUrgeSigned}};
    case Ticket::STATE_SUSPENDED:
      return {{false, TicketEvent::kResumed}, {true, TicketEvent::kSupplemented}};
    case Ticket::STATE_RETURN_REQUESTED:
      return {{true, TicketEvent::kReturnDecided}};
    case Ticket::STATE_RESOLUTION_SUBMITTED:
      return {{true, TicketEvent::kResolutionDecided}};
    case Ticket::STATE_RESOLVED:
      return {{true, TicketEvent::kCallbackRecorded}, {true, TicketEvent::kReopened}};
    case Ticket::STATE_CALLED_BACK:
      return {{true, TicketEvent::kReopened}, {true, TicketEvent::kArchived}, {true, TicketEvent::kTransferred}};
    default:
      return {{true, TicketEvent::kTransferred}};
  }
}

}  // namespace

Generator::Generator(uint64_t seed, std::vector<std::string> platforms, int tickets)
    : random_(seed), platforms_(std::move(platforms)), tickets_(tickets) {
  for (int i = 0; i < tickets; ++i) {
    Ticket& ticket = tickets_[i];
    const size_t origin = Roll(platforms_.size());
    ticket.origin = platforms_[origin];
    ticket.addressee = platforms_[(origin + 1 + Roll(platforms_.size() - 1)) % platforms_.size()];
    ticket.id = TicketId(ticket.origin, absl::StrCat("S", seed, "-", i));
  }
}

TicketEvent Generator::Make(Ticket& ticket, const std::string& source, Kind kind, absl::Time now) {
  TicketEvent event;
  event.set_id(absl::StrCat("e", ++count_));
  event.set_source(source);
  event.set_ticket_id(ticket.id);
  *event.mutable_occurred_at() = ToProto(now);
  const auto decision = Roll(4) == 0 ? v1::DECISION_REJECTED : v1::DECISION_APPROVED;
  // The fields that the contract asks for; reflection makes the kinds that ask for none.
  switch (kind) {
    case TicketEvent::kTransferred:
      event.mutable_transferred()->set_to(source == ticket.addressee ? ticket.origin : ticket.addressee);
      event.mutable_transferred()->mutable_matter()->set_title("签证延期咨询");
      event.mutable_transferred()->mutable_matter()->set_content("咨询签证延期所需材料。");
      if (Roll(2) == 0) {
        auto& limit = *event.mutable_transferred()->mutable_limit();
        limit.set_value(1 + Roll(5));
        limit.set_unit(v1::TimeLimit::UNIT_WORKING_DAY);
        limit.set_start(Roll(2) == 0 ? v1::TimeLimit::START_DISPATCHED : v1::TimeLimit::START_SIGNED);
      }
      break;
    case TicketEvent::kReturnRequested:
      event.mutable_return_requested()->set_reason(v1::RETURN_REASON_OUTSIDE_DUTIES);
      break;
    case TicketEvent::kReturnDecided:
      event.mutable_return_decided()->set_decision(decision);
      break;
    case TicketEvent::kExtensionDecided:
      event.mutable_extension_decided()->set_decision(decision);
      break;
    case TicketEvent::kExtensionRequested:
      event.mutable_extension_requested()->mutable_by()->set_value(2);
      event.mutable_extension_requested()->mutable_by()->set_unit(v1::TimeLimit::UNIT_DAY);
      event.mutable_extension_requested()->set_reason("需要补充核实");
      break;
    case TicketEvent::kResolutionDecided:
      event.mutable_resolution_decided()->set_decision(decision);
      break;
    case TicketEvent::kResolutionSubmitted:
      event.mutable_resolution_submitted()->set_outcome(v1::OUTCOME_SOLVED);
      event.mutable_resolution_submitted()->set_text("已办结。");
      break;
    case TicketEvent::kProgressReported:
      event.mutable_progress_reported()->set_text("正在办理。");
      break;
    case TicketEvent::kSupplemented:
      event.mutable_supplemented()->set_text("补充联系方式。");
      break;
    case TicketEvent::kUrged:
      event.mutable_urged()->set_urge_id("U1");
      break;
    case TicketEvent::kUrgeSigned:
      event.mutable_urge_signed()->set_urge_id("U1");
      break;
    case TicketEvent::kNotTaken:
      event.mutable_not_taken()->set_reason("系统未获取");
      break;
    case TicketEvent::kSuspended:
      event.mutable_suspended()->set_reason("等待材料");
      break;
    case TicketEvent::kReopened:
      event.mutable_reopened()->set_reason("来电人不满意");
      break;
    case TicketEvent::kWithdrawn:
      event.mutable_withdrawn()->set_reason("来电人撤回");
      break;
    case TicketEvent::kCallbackRecorded:
      event.mutable_callback_recorded()->set_reached(true);
      event.mutable_callback_recorded()->set_satisfaction(v1::SATISFACTION_SATISFIED);
      break;
    default: {
      const auto* field = TicketEvent::descriptor()->FindFieldByNumber(kind);
      event.GetReflection()->MutableMessage(&event, field);
    }
  }
  return event;
}

TicketEvent Generator::Likely(Ticket& ticket, absl::Time now) {
  const std::vector<Step> steps = LikelySteps(ticket.model.state());
  const Step step = steps[Roll(steps.size())];
  const std::string other = ticket.model.other_side();
  return Make(ticket, step.by_origin || other.empty() ? ticket.origin : other, step.kind, now);
}

TicketEvent Generator::Anything(Ticket& ticket, absl::Time now) {
  return Make(ticket, platforms_[Roll(platforms_.size())], kKinds[Roll(std::size(kKinds))], now);
}

TicketEvent Generator::Next(absl::Time now) {
  Ticket& ticket = tickets_[Roll(tickets_.size())];
  const uint64_t roll = Roll(100);
  if (roll < 6 && !ticket.sent.empty()) return ticket.sent[Roll(ticket.sent.size())];  // again
  TicketEvent event;
  if (roll < 8 && !ticket.sent.empty()) {  // the same id for something else
    const TicketEvent& first = ticket.sent[Roll(ticket.sent.size())];
    event = Make(ticket, first.source(), kKinds[Roll(std::size(kKinds))], now);
    event.set_id(first.id());
    return event;
  }
  if (roll < 20) {
    event = Anything(ticket, now);
  } else {
    event = Likely(ticket, now);
  }
  if (roll >= 96) *event.mutable_occurred_at() = ToProto(now - absl::Minutes(1 + Roll(600)));  // late
  ticket.model.Propose(event, now);
  ticket.sent.push_back(event);
  return event;
}

}  // namespace interline::history
