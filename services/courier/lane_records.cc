// What a lane writes: reports, attempts, progress.
#include <spdlog/spdlog.h>

#include "absl/strings/str_cat.h"
#include "core/base/proto_time.h"
#include "core/bus/topics.h"
#include "services/courier/lane.h"
#include "services/courier/reports.h"

namespace interline::courier {

using v1::DeliveryReported;

namespace {

constexpr absl::Duration kOwnPause = absl::Seconds(15);

const char* NameOf(DeliveryReported::Result result) {
  switch (result) {
    case DeliveryReported::RESULT_DELIVERED:
      return "delivered";
    case DeliveryReported::RESULT_REFUSED:
      return "refused";
    case DeliveryReported::RESULT_LATER:
      return "later";
    default:
      return "in_doubt";
  }
}

bool IsOver(DeliveryReported::Result result) {
  return result == DeliveryReported::RESULT_DELIVERED || result == DeliveryReported::RESULT_REFUSED;
}

}  // namespace

std::string Lane::AttemptName(const Item& item, const store::v1::Attempt& attempt) {
  return absl::StrCat(item.record.partition, "/", attempt.offset(), "/", attempt.number(), "/",
                      absl::ToUnixNanos(FromProto(attempt.started_at())));
}

// What names no known ticket has nobody else who would send it again.
bool Lane::TriesByItself(Item& item, absl::Time now) {
  if (!item.label.ticket_id.empty() || IsOver(item.outcome.result)) return false;
  const bool harmless = item.outcome.result == DeliveryReported::RESULT_LATER || !partner_.park_in_doubt;
  if (!harmless || item.number >= kMostOwnTries || now - item.record.appended_at > kMostAge) {
    metrics_.CountDelivery("given_up");
    spdlog::warn("delivery {} is given up after {} attempts", item.label.delivery_id, item.number);
    return false;
  }
  item.phase = Phase::kReady;
  item.called = false;
  item.not_before = now + kOwnPause * (1 << item.number);
  return true;
}

void Lane::StageReports(absl::Time now, std::vector<bus::Message>& messages) {
  for (auto& [place, item] : items_) {
    if (item.phase != Phase::kEnded) continue;
    if (item.call != 0) settled_.push_back(item.call);
    item.call = 0;
    if (TriesByItself(item, now)) continue;
    metrics_.CountDelivery(NameOf(item.outcome.result));
    for (bus::Message& report : Reports(item.record, item.label, item.outcome, item.number, partner_, now)) {
      messages.push_back(std::move(report));
    }
    const bool in_doubt = item.outcome.result == DeliveryReported::RESULT_IN_DOUBT || item.in_doubt;
    store::v1::Attempt& attempt = attempts_[{place.first, item.label.delivery_id}];
    attempt.set_offset(place.second);
    attempt.set_number(item.number);
    attempt.set_result(item.outcome.result);
    *attempt.mutable_ended_at() = ToProto(now);
    attempt.set_in_doubt(in_doubt && !IsOver(item.outcome.result));
    item.phase = Phase::kReported;
    item.fresh = true;
    // Its bytes are of no more use; it may wait for a while behind another.
    item.record.value.reset();
    item.request = {};
  }
}

std::map<int32_t, int64_t> Lane::StageProgress(std::vector<bus::Message>& messages) {
  std::map<int32_t, int64_t> next = read_to_;
  for (const auto& [place, item] : items_) {
    if (item.phase != Phase::kReported) next[place.first] = std::min(next[place.first], place.second);
  }
  for (auto entry = items_.begin(); entry != items_.end();) {
    auto& [place, item] = *entry;
    const bool passed = item.phase == Phase::kReported && place.second < next[place.first];
    const auto found = attempts_.find({place.first, item.label.delivery_id});
    const bool latest = found != attempts_.end() && found->second.offset() == place.second;
    // Once the progress is past it nothing need be known of a delivery that is over.
    if (passed && latest && IsOver(found->second.result())) {
      attempts_.erase(found);
      StageAttempt(place.first, item.label.delivery_id, messages);
    } else if (item.fresh && latest) {
      StageAttempt(place.first, item.label.delivery_id, messages);
    }
    item.fresh = false;
    entry = passed ? items_.erase(entry) : std::next(entry);
  }
  return next;
}

// As it is in attempts_, or that it is no more.
void Lane::StageAttempt(int32_t partition, const std::string& delivery_id, std::vector<bus::Message>& messages) const {
  bus::Message message;
  message.topic = bus::kCourier;
  message.partition = partition;
  message.key = absl::StrCat(partner_.platform, "/attempt/", delivery_id);
  const auto found = attempts_.find({partition, delivery_id});
  if (found != attempts_.end()) message.value = found->second.SerializeAsString();
  messages.push_back(std::move(message));
}

}  // namespace interline::courier
