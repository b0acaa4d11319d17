#include "services/courier/poller.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/proto_time.h"
#include "core/base/sha256.h"
#include "core/bus/topics.h"
#include "interline/v1/refusal.pb.h"
#include "services/courier/call_template.h"

namespace interline::courier {
namespace {

constexpr size_t kDigestBytes = 16;
constexpr char kDefaultZone[] = "Asia/Shanghai";
constexpr absl::Duration kDefaultOverlap = absl::Minutes(10);
constexpr absl::Duration kDefaultFirst = absl::Hours(24);
// A larger entry than any message may be; the topic would not take it.
constexpr size_t kMaxEntryBytes = size_t{1} << 20;
constexpr absl::Duration kMostRest = absl::Minutes(10);
constexpr int kMostDoublings = 5;
// Entries that wait to be acknowledged, beyond which no more are asked for.
constexpr int kMostUnacknowledged = 1000;

std::string DigestOf(absl::string_view bytes) { return Sha256(bytes).substr(0, kDigestBytes); }

bus::Message Handed(const std::string& platform, Entry entry) {
  bus::Message message;
  message.topic = bus::InTopic(platform);
  message.key = !entry.number.empty() ? entry.number : !entry.id.empty() ? entry.id : platform;
  message.value = std::move(entry.body);
  for (auto& [name, value] : entry.headers) message.headers.push_back({name, value});
  return message;
}

// Without the bytes, which no topic takes.
bus::Message TooLarge(const std::string& platform, absl::Time now) {
  v1::Rejection rejection;
  rejection.mutable_refusal()->set_reason(v1::REFUSAL_REASON_TOO_LARGE);
  rejection.mutable_refusal()->set_explanation("An entry that was polled has more than 1 MiB.");
  rejection.set_stage(v1::Rejection::STAGE_DECODE);
  rejection.set_platform(platform);
  *rejection.mutable_rejected_at() = ToProto(now);
  bus::Message message;
  message.topic = bus::kRejected;
  message.value = rejection.SerializeAsString();
  return message;
}

}  // namespace

Poller::Poller(const adapter::v1::Poll& poll, const Partner& partner, CourierMetrics& metrics,
               absl::optional<store::v1::PollCursor> stored, absl::Time now)
    : poll_(poll), partner_(partner), metrics_(metrics), next_at_(now), written_at_(now) {
  const std::string& zone = poll_.window().time_zone();
  // CheckCalls has seen that there is such a zone.
  absl::LoadTimeZone(zone.empty() ? kDefaultZone : zone, &zone_);
  if (stored.has_value()) {
    cursor_ = *std::move(stored);
  } else {
    const uint32_t first = poll_.window().first_seconds();
    *cursor_.mutable_watermark() = ToProto(now - (first == 0 ? kDefaultFirst : absl::Seconds(first)));
    *cursor_.mutable_heard_at() = ToProto(now);
    // Written before anything is asked: else a successor would begin later, and what lies between would be lost.
    changed_ = true;
  }
  for (const auto& seen : cursor_.seen()) seen_.emplace(seen.digest(), FromProto(seen.at()));
}

std::string Poller::CursorKey(absl::string_view platform, absl::string_view poll) {
  return absl::StrCat(platform, "/poll/", poll);
}

absl::Time Poller::heard_at() const { return FromProto(cursor_.heard_at()); }

absl::Duration Poller::Overlap() const {
  const uint32_t seconds = poll_.window().overlap_seconds();
  return seconds == 0 ? kDefaultOverlap : absl::Seconds(seconds);
}

absl::Time Poller::Since() const { return FromProto(cursor_.watermark()) - Overlap(); }

absl::optional<HttpRequest> Poller::NextCall(absl::Time now) {
  if (state_ != State::kIdle || now < next_at_) return absl::nullopt;
  const int waiting = cursor_.unacknowledged_size();
  // An entry that cannot be acknowledged must not keep others from being read.
  const bool ask = waiting == 0 || (ask_first_ && waiting < kMostUnacknowledged);
  ask_first_ = false;
  return ask ? Ask(now) : Acknowledge(now);
}

absl::optional<HttpRequest> Poller::Ask(absl::Time now) {
  const uint32_t count = std::max(1u, std::min(partner_.poll_messages, kMaxPollMessages));
  const adapter::v1::Window& window = poll_.window();
  // A window's beginning is part of its first page, so the first page of a new span fixes its end.
  if (poll_.has_window() && !cursor_.has_until()) {
    *cursor_.mutable_until() = ToProto(now);
    cursor_.set_pages(0);
  }
  const auto written = [&](absl::Time time) { return absl::FormatTime(window.time_layout(), time, zone_); };
  const CallValues values = {{"count", absl::StrCat(count)},
                             {"page", absl::StrCat(window.first_page() + cursor_.pages())},
                             {"offset", absl::StrCat(uint64_t{count} * cursor_.pages())},
                             {"since", written(Since())},
                             {"until", written(FromProto(cursor_.until()))}};
  const std::string id =
      absl::StrCat("p-", Sha256Hex(absl::StrCat(partner_.platform, poll_.name(), absl::FormatTime(now))).substr(0, 32));
  absl::StatusOr<HttpRequest> request = MakeCall(poll_.call(), values, id, partner_, now);
  if (!request.ok()) {
    spdlog::error("poll {} of {} cannot be asked: {}", poll_.name(), partner_.platform,
                  std::string(request.status().message()));
    ++failures_;
    Rest(now);
    return absl::nullopt;
  }
  state_ = State::kAsking;
  asked_ = true;
  return *std::move(request);
}

absl::optional<HttpRequest> Poller::Acknowledge(absl::Time now) {
  const store::v1::PollCursor::Unacknowledged& entry = cursor_.unacknowledged(0);
  const std::string id = absl::StrCat("a-", Sha256Hex(absl::StrCat(partner_.platform, " ", entry.id())).substr(0, 32));
  absl::StatusOr<HttpRequest> request =
      MakeCall(poll_.queue().acknowledge(), {{"id", entry.id()}, {"number", entry.number()}}, id, partner_, now);
  if (!request.ok()) {
    spdlog::error("poll {} of {} cannot acknowledge: {}", poll_.name(), partner_.platform,
                  std::string(request.status().message()));
    ++failures_;
    Rest(now);
    return absl::nullopt;
  }
  state_ = State::kAcknowledging;
  return *std::move(request);
}

Outcome::Health Poller::OnResult(const HttpResult& result, absl::Time now) {
  return state_ == State::kAcknowledging ? OnAcknowledged(result, now) : OnPage(result, now);
}

Outcome::Health Poller::OnPage(const HttpResult& result, absl::Time now) {
  state_ = State::kIdle;
  absl::StatusOr<std::vector<Entry>> entries =
      result.kind == HttpResult::Kind::kAnswered
          ? partner_.dialect->Split(result.answer)
          : absl::StatusOr<std::vector<Entry>>(absl::UnavailableError(result.error));
  if (!entries.ok()) {
    const Outcome outcome = Judge(result, *partner_.dialect, now);
    spdlog::warn("poll {} of {} gave no list: {}{}", poll_.name(), partner_.platform,
                 result.error.empty() ? "another answer" : result.error,
                 outcome.unauthorised ? ", they do not know us" : "");
    ++failures_;
    Rest(now);
    next_at_ = std::max(next_at_, std::min(outcome.retry_at, now + kMostRest));
    return outcome.health;
  }
  failures_ = 0;
  const std::string page = DigestOf(result.answer.body);
  const bool stuck = page == last_page_digest_ && cursor_.pages() > 0;
  last_page_digest_ = page;
  const size_t count = entries->size();
  for (Entry& entry : *entries) TakeEntry(std::move(entry), now);
  if (stuck || cursor_.pages() >= kMostPages) {
    spdlog::error("poll {} of {} gives the same page again and again", poll_.name(), partner_.platform);
    cursor_.clear_until();
    cursor_.set_pages(0);
    last_page_digest_.clear();
    more_ = false;
    changed_ = true;
  } else {
    EndPage(count, !handed_.empty(), now);
  }
  state_ = State::kPage;
  return Outcome::Health::kWell;
}

void Poller::TakeEntry(Entry entry, absl::Time now) {
  const std::string digest = DigestOf(entry.body);
  if (poll_.has_queue()) {
    const bool known = std::any_of(cursor_.unacknowledged().begin(), cursor_.unacknowledged().end(),
                                   [&](const auto& waiting) { return waiting.id() == entry.id; });
    if (entry.id.empty()) {
      metrics_.CountPolled("nameless", 1);
    } else if (!known) {
      auto& waiting = *cursor_.add_unacknowledged();
      waiting.set_id(entry.id);
      waiting.set_number(entry.number);
      changed_ = true;
    }
  }
  if (IsSeen(digest)) {
    metrics_.CountPolled("repeated", 1);
    return;
  }
  seen_.emplace(digest, now);
  auto& seen = *cursor_.add_seen();
  seen.set_digest(digest);
  *seen.mutable_at() = ToProto(now);
  *cursor_.mutable_heard_at() = ToProto(now);
  changed_ = true;
  if (entry.body.size() > kMaxEntryBytes) {
    metrics_.CountPolled("too_large", 1);
    spdlog::error("an entry of poll {} of {} is too large", poll_.name(), partner_.platform);
    handed_.push_back(TooLarge(partner_.platform, now));
    return;
  }
  metrics_.CountPolled("new", 1);
  handed_.push_back(Handed(partner_.platform, std::move(entry)));
}

void Poller::EndPage(size_t entries, bool news, absl::Time) {
  const bool full = entries >= std::max(1u, std::min(partner_.poll_messages, kMaxPollMessages));
  if (poll_.has_queue()) {
    // The rest shows once these are acknowledged; without news that would be the same page again.
    more_ = full && news;
    return;
  }
  more_ = full && poll_.window().paging() != adapter::v1::PAGING_UNSPECIFIED;
  if (more_) {
    cursor_.set_pages(cursor_.pages() + 1);
    changed_ = true;
    return;
  }
  *cursor_.mutable_watermark() = cursor_.until();
  cursor_.clear_until();
  cursor_.set_pages(0);
  last_page_digest_.clear();
}

void Poller::Stage(std::vector<bus::Message>& messages, absl::Time now) {
  const bool page = state_ == State::kPage;
  if (!page && !(state_ == State::kIdle && changed_)) return;
  state_ = State::kPageStaged;
  if (!changed_ && now - written_at_ < kWriteEvery) return;
  ForgetOldDigests();
  for (bus::Message& message : handed_) messages.push_back(std::move(message));
  handed_.clear();
  bus::Message cursor;
  cursor.topic = bus::kCourier;
  cursor.partition = 0;
  cursor.key = CursorKey(partner_.platform, poll_.name());
  cursor.value = cursor_.SerializeAsString();
  messages.push_back(std::move(cursor));
  changed_ = false;
  written_at_ = now;
}

void Poller::OnCommitted(absl::Time now) {
  if (state_ != State::kPageStaged) return;
  state_ = State::kIdle;
  // The first cursor is written before the first question, which need not wait for it.
  if (!asked_) return;
  const bool busy = failures_ == 0 && (!cursor_.unacknowledged().empty() || std::exchange(more_, false));
  next_at_ = std::max(next_at_, busy ? now : now + partner_.poll_every);
}

// An entry may come again as long as a span reaches back to when it came first; twice the overlap leaves room for a
// platform whose clock is ahead of ours. The cursor tells the span that a successor would ask for.
void Poller::ForgetOldDigests() {
  const absl::Time keep_from = Since() - Overlap();
  auto& seen = *cursor_.mutable_seen();
  int drop = std::max(0, seen.size() - kMostSeen);
  if (poll_.has_window()) {
    while (drop < seen.size() && FromProto(seen[drop].at()) < keep_from) ++drop;
  }
  for (int i = 0; i < drop; ++i) seen_.erase(seen[i].digest());
  seen.DeleteSubrange(0, drop);
}

Outcome::Health Poller::OnAcknowledged(const HttpResult& result, absl::Time now) {
  state_ = State::kIdle;
  const Outcome outcome = Judge(result, *partner_.dialect, now);
  const bool over = outcome.result == v1::DeliveryReported::RESULT_DELIVERED ||
                    outcome.result == v1::DeliveryReported::RESULT_REFUSED;
  if (!over) {
    ++failures_;
    ask_first_ = true;
    auto& waiting = *cursor_.mutable_unacknowledged();
    std::rotate(waiting.begin(), waiting.begin() + 1, waiting.end());
    Rest(now);
    return outcome.health;
  }
  if (outcome.result == v1::DeliveryReported::RESULT_REFUSED) {
    spdlog::warn("poll {} of {}: an acknowledgement was refused", poll_.name(), partner_.platform);
  }
  failures_ = 0;
  cursor_.mutable_unacknowledged()->DeleteSubrange(0, 1);
  // Written once the last one is through: to acknowledge again after a crash harms nobody.
  if (cursor_.unacknowledged().empty()) changed_ = true;
  return outcome.health;
}

void Poller::Rest(absl::Time now) {
  const absl::Duration pause = partner_.poll_every * (1 << std::min(failures_, kMostDoublings));
  next_at_ = now + std::min(pause, std::max(kMostRest, partner_.poll_every));
}

}  // namespace interline::courier
