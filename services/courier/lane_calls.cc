// What comes back to a lane, and what it calls next.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "core/base/proto_time.h"
#include "services/courier/call_template.h"
#include "services/courier/lane.h"

namespace interline::courier {

using v1::DeliveryReported;

namespace {

// Results that nobody has come back for; a lane has far fewer calls under way.
constexpr size_t kMostResults = 1000;

// What tickets' order is kept by.
const std::string& OrderKey(const Label& label) {
  return label.ticket_id.empty() ? label.delivery_id : label.ticket_id;
}

}  // namespace

bool Lane::TakeResults(absl::Time now, absl::Duration wait) {
  const std::vector<Calls::Ended> all = calls_.TakeEnded(wait);
  for (const Calls::Ended& ended : all) {
    if (GiveToPoller(ended, now)) continue;
    const auto found = std::find_if(items_.begin(), items_.end(), [&](const auto& item) {
      const Phase phase = item.second.phase;
      return item.second.call == ended.id && (phase == Phase::kCalling || phase == Phase::kEnquiring);
    });
    const bool enquired = found != items_.end() && found->second.phase == Phase::kEnquiring;
    Outcome outcome = enquired ? JudgeEnquiry(ended.result, now) : Judge(ended.result, *partner_.dialect, now);
    NoteHealth(outcome.health, now);
    if (outcome.result == DeliveryReported::RESULT_LATER && outcome.retry_at > now)
      breaker_.Rest(outcome.retry_at, now);
    if (outcome.unauthorised) spdlog::error("{} does not accept our credentials", partner_.platform);
    metrics_.CountCall(enquired ? "enquire" : "send", outcome.health == Outcome::Health::kWell, ended.result.took);
    if (calls_.Knows(ended.id)) {
      if (results_.size() >= kMostResults) results_.erase(results_.begin());
      results_[ended.id] = outcome;
    }
    if (found == items_.end()) continue;
    if (enquired) {
      OnEnquired(found->second, outcome);
    } else {
      OnSent(found->second, outcome);
    }
  }
  return !all.empty();
}

Outcome Lane::JudgeEnquiry(const HttpResult& result, absl::Time now) const {
  Outcome outcome = Judge(result, *partner_.dialect, now);
  if (!partner_.enquiry->by_list() || result.kind != HttpResult::Kind::kAnswered) return outcome;
  const absl::StatusOr<std::vector<Entry>> entries = partner_.dialect->Split(result.answer);
  if (!entries.ok()) {
    // Whatever else it says is not about the message.
    outcome.result = DeliveryReported::RESULT_IN_DOUBT;
    return outcome;
  }
  Outcome told;
  told.health = Outcome::Health::kWell;
  told.result = entries->empty() ? DeliveryReported::RESULT_LATER : DeliveryReported::RESULT_DELIVERED;
  return told;
}

bool Lane::GiveToPoller(const Calls::Ended& ended, absl::Time now) {
  const auto found = poll_calls_.find(ended.id);
  if (found == poll_calls_.end()) return false;
  Poller* const poller = found->second;
  poll_calls_.erase(found);
  if (poller == nullptr) {
    breaker_.Ended();
    return true;
  }
  const std::string purpose(poller->purpose());
  const Outcome::Health health = poller->OnResult(ended.result, now);
  NoteHealth(health, now);
  metrics_.CountCall(purpose, health == Outcome::Health::kWell, ended.result.took);
  return true;
}

void Lane::NoteHealth(Outcome::Health health, absl::Time now) {
  if (health == Outcome::Health::kWell) {
    breaker_.Succeeded();
  } else {
    breaker_.Failed(now);
  }
}

void Lane::End(Item& item, DeliveryReported::Result result) {
  item.outcome.result = result;
  item.phase = Phase::kEnded;
}

bool Lane::CanAskFor(const Item& item) const {
  if (!partner_.enquiry.has_value()) return false;
  const auto& kinds = partner_.enquiry->kinds();
  return kinds.empty() || std::find(kinds.begin(), kinds.end(), item.label.kind) != kinds.end();
}

void Lane::OnSent(Item& item, const Outcome& outcome) {
  item.called = true;
  item.outcome = outcome;
  item.phase = Phase::kEnded;
  if (outcome.result != DeliveryReported::RESULT_IN_DOUBT) return;
  item.in_doubt = true;
  settled_.push_back(item.call);
  if (!CanAskFor(item)) return;
  item.ask_first = true;
  item.phase = Phase::kReady;
}

void Lane::OnEnquired(Item& item, const Outcome& outcome) {
  item.ask_first = false;
  const bool absent = outcome.result == DeliveryReported::RESULT_REFUSED ||
                      (outcome.result == DeliveryReported::RESULT_LATER && outcome.health == Outcome::Health::kWell);
  if (outcome.result == DeliveryReported::RESULT_DELIVERED) {
    item.outcome = outcome;
    item.phase = Phase::kEnded;
  } else if (absent) {
    item.in_doubt = false;
    item.phase = Phase::kReady;
    if (item.called) End(item, DeliveryReported::RESULT_LATER);
  } else if (item.sent_anew && !item.called) {
    item.phase = Phase::kReady;
  } else {
    End(item, DeliveryReported::RESULT_IN_DOUBT);
  }
}

void Lane::StageStarts(absl::Time now, std::vector<bus::Message>& messages) {
  if (draining_) return;
  std::set<std::string> busy;
  for (const auto& [place, item] : items_) {
    if (item.phase == Phase::kCalling || item.phase == Phase::kEnquiring) busy.insert(OrderKey(item.label));
  }
  for (auto& [place, item] : items_) {
    if (item.phase != Phase::kNew && item.phase != Phase::kReady) continue;
    if (!busy.insert(OrderKey(item.label)).second) continue;
    if (item.phase == Phase::kNew) Recall(item);
    if (item.phase == Phase::kReported) busy.erase(OrderKey(item.label));
    if (item.phase != Phase::kReady || now < item.not_before || !Prepare(item, now)) continue;
    breaker_.Started();
    staged_.push_back(place);
    if (partner_.requests_per_minute > 0) {
      next_start_ = std::max(next_start_, now) + absl::Minutes(1) / partner_.requests_per_minute;
    }
    if (item.ask_first) {
      item.phase = Phase::kEnquiring;
      continue;
    }
    item.phase = Phase::kCalling;
    ++item.number;
    store::v1::Attempt& attempt = attempts_[{place.first, item.label.delivery_id}];
    attempt.Clear();
    attempt.set_offset(place.second);
    attempt.set_number(item.number);
    *attempt.mutable_started_at() = ToProto(now);
    attempt.set_in_doubt(item.in_doubt);
    StageAttempt(place.first, item.label.delivery_id, messages);
  }
}

void Lane::Recall(Item& item) {
  item.phase = Phase::kReady;
  const auto found = attempts_.find({item.record.partition, item.label.delivery_id});
  if (found == attempts_.end()) return;
  const store::v1::Attempt& attempt = found->second;
  item.number = attempt.number();
  if (attempt.offset() < item.record.offset) {
    item.in_doubt = attempt.in_doubt();
    item.sent_anew = attempt.in_doubt();
    item.ask_first = attempt.in_doubt() && CanAskFor(item);
    return;
  }
  const bool reported =
      attempt.offset() > item.record.offset || attempt.result() != DeliveryReported::RESULT_UNSPECIFIED;
  if (reported) {
    item.phase = Phase::kReported;
    return;
  }
  item.call = calls_.Find(AttemptName(item, attempt));
  if (item.call != 0) {
    item.phase = Phase::kCalling;
    const auto result = results_.find(item.call);
    if (result != results_.end()) OnSent(item, result->second);
    return;
  }
  spdlog::warn("delivery {} was started and its end is not known", item.label.delivery_id);
  item.in_doubt = true;
  item.ask_first = CanAskFor(item);
  if (!item.ask_first) End(item, DeliveryReported::RESULT_IN_DOUBT);
}

bool Lane::MayCall(absl::Time now) const {
  const size_t under_way = calls_.under_way() - poll_calls_.size() + staged_.size();
  return under_way < partner_.in_flight && now >= next_start_ && breaker_.Allows(now);
}

bool Lane::Prepare(Item& item, absl::Time now) {
  if (breaker_.state(now) != Breaker::State::kClosed && now - item.record.appended_at > kMostAge) {
    End(item, DeliveryReported::RESULT_LATER);
    return false;
  }
  if (!MayCall(now)) return false;
  if (item.ask_first) return PrepareEnquiry(item, now);
  if (item.record.value->size() > partner_.body_bytes) {
    item.outcome.refusal.set_reason(v1::REFUSAL_REASON_TOO_LONG_FOR_RECEIVER);
    item.outcome.refusal.set_explanation("The platform does not take messages of this size.");
    End(item, DeliveryReported::RESULT_REFUSED);
    return false;
  }
  absl::StatusOr<HttpRequest> request = MakeRequest(item.record, item.label, partner_, now);
  if (request.ok()) {
    item.request = *std::move(request);
    return true;
  }
  spdlog::error("delivery {} cannot be sent: {}", item.label.delivery_id, std::string(request.status().message()));
  if (absl::IsInvalidArgument(request.status())) {
    item.outcome.refusal.set_reason(v1::REFUSAL_REASON_NOT_EXPRESSIBLE);
    item.outcome.refusal.set_explanation("The message cannot be signed as the platform wants it.");
    End(item, DeliveryReported::RESULT_REFUSED);
    return false;
  }
  // Without a key nothing goes out, as if the platform were away.
  breaker_.Failed(now);
  End(item, DeliveryReported::RESULT_LATER);
  return false;
}

bool Lane::PrepareEnquiry(Item& item, absl::Time now) {
  const std::string id = MessageId(item.label.delivery_id);
  absl::StatusOr<HttpRequest> request = MakeCall(
      partner_.enquiry->call(),
      {{"message", id}, {"ticket", item.label.ticket_id}, {"event", item.label.event_id}, {"number", item.record.key}},
      id, partner_, now);
  if (request.ok()) {
    item.request = *std::move(request);
    return true;
  }
  spdlog::error("delivery {} cannot be asked for: {}", item.label.delivery_id, std::string(request.status().message()));
  OnEnquired(item, Outcome());
  return false;
}

}  // namespace interline::courier
