#include "services/courier/lane.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/proto_time.h"
#include "core/base/status_macros.h"
#include "core/bus/topics.h"

namespace interline::courier {
namespace {

// Records that a lane holds for each call that may be under way, so that one ticket's wait leaves others to call.
constexpr size_t kHeldPerCall = 4;
// Records that have ended and wait for one before them.
constexpr size_t kMostItems = 2000;
// A member that does not poll is taken for dead after 30 s.
constexpr absl::Duration kKeepAlive = absl::Seconds(5);
// What keeping alive may bring in beyond what was wanted.
constexpr size_t kMostUnwanted = 200;
// A platform that is away for longer is left together with its group.
constexpr absl::Duration kWorthLeaving = absl::Seconds(8);
// While calls are under way their results are looked for so often.
constexpr absl::Duration kResultWait = absl::Milliseconds(5);
constexpr absl::Duration kIdleWait = absl::Milliseconds(100);
constexpr absl::Duration kErrorPause = absl::Seconds(1);

}  // namespace

Lane::Lane(bus::Bus& bus, const Clock& clock, HttpClient& http, Partner partner, prometheus::Registry& metrics,
           int instance)
    : bus_(bus),
      clock_(clock),
      partner_(std::move(partner)),
      instance_(instance),
      metrics_(metrics, partner_.platform),
      calls_(http) {}

absl::StatusOr<bool> Lane::Step(absl::Duration wait) {
  absl::Time now = clock_.Now();
  const bool full = session_ == nullptr || Room(now) == 0;
  bool busy = TakeResults(now, full ? wait : absl::ZeroDuration());
  now = clock_.Now();
  Show(now);
  if (session_ == nullptr) {
    if (IsAway(now)) return busy;
    RETURN_IF_ERROR(OpenSession());
  }
  absl::StatusOr<bool> read = Read(now, wait);
  absl::StatusOr<bool> committed = read.ok() ? Commit(clock_.Now()) : read;
  if (!committed.ok()) {
    CloseSession();
    return committed.status();
  }
  Launch(clock_.Now());
  busy = busy || *read || *committed;
  if (IsAway(clock_.Now()) && !busy) CloseSession();
  return busy;
}

void Lane::Run(const std::atomic<bool>& stop) {
  const auto step = [this] {
    const absl::StatusOr<bool> done = Step(kIdleWait);
    if (done.ok()) return;
    spdlog::warn("the lane of {} begins anew: {}", partner_.platform, done.status().ToString());
    calls_.under_way() > 0 ? static_cast<void>(TakeResults(clock_.Now(), kErrorPause)) : absl::SleepFor(kErrorPause);
  };
  while (!stop) step();
  draining_ = true;
  const absl::Time deadline = clock_.Now() + partner_.limits->total + kErrorPause;
  while ((calls_.under_way() > 0 || HasEnded()) && clock_.Now() < deadline) step();
  CloseSession();
}

// Nothing may be called for a while and nothing is to be reported.
bool Lane::IsAway(absl::Time now) const {
  if (draining_ || calls_.under_way() > 0 || breaker_.closed_until() - now < kWorthLeaving) return false;
  return !HasEnded();
}

bool Lane::HasEnded() const {
  return std::any_of(items_.begin(), items_.end(), [](const auto& item) { return item.second.phase == Phase::kEnded; });
}

absl::Status Lane::OpenSession() {
  ASSIGN_OR_RETURN(session_, Session::Open(bus_, partner_.platform, instance_));
  generation_ = session_->generation();
  return absl::OkStatus();
}

void Lane::CloseSession() {
  if (session_ == nullptr) return;
  session_->Close();
  session_.reset();
  Forget();
}

void Lane::Forget() {
  for (size_t i = 0; i < staged_.size(); ++i) breaker_.Ended();
  staged_.clear();
  settled_.clear();
  items_.clear();
  read_to_.clear();
  committed_.clear();
  attempts_.clear();
  tidying_.clear();
  pollers_.clear();
  for (auto& [call, poller] : poll_calls_) poller = nullptr;
}

size_t Lane::Room(absl::Time now) const {
  if (draining_ || items_.size() >= kMostItems || now < breaker_.closed_until()) return 0;
  // While the platform is tried one record is enough.
  const size_t wanted = breaker_.state(now) == Breaker::State::kClosed ? kHeldPerCall * partner_.in_flight : 1;
  const size_t held = static_cast<size_t>(std::count_if(
      items_.begin(), items_.end(), [](const auto& item) { return item.second.phase != Phase::kReported; }));
  return wanted > held ? wanted - held : 0;
}

absl::StatusOr<bool> Lane::Read(absl::Time now, absl::Duration wait) {
  size_t room = Room(now);
  if (room == 0) {
    if (now < next_keep_alive_) return false;
    if (items_.size() > kMostItems + kMostUnwanted) return absl::UnavailableError("too much is held; read again later");
    room = 1;
    wait = absl::ZeroDuration();
  }
  next_keep_alive_ = now + kKeepAlive;
  ASSIGN_OR_RETURN(std::vector<bus::Record> records,
                   session_->Poll(calls_.under_way() > 0 ? std::min(wait, kResultWait) : wait, room));
  if (session_->generation() != generation_) {
    generation_ = session_->generation();
    Forget();
    // What came in the same breath may belong to the time before.
    if (!records.empty()) RETURN_IF_ERROR(session_->Rewind());
    AdoptPartitions(now);
    return true;
  }
  for (bus::Record& record : records) Take(std::move(record));
  return !records.empty();
}

void Lane::AdoptPartitions(absl::Time now) {
  const std::string prefix = absl::StrCat(partner_.platform, "/attempt/");
  for (const auto& [at, offset] : session_->starts()) {
    read_to_[at.partition] = offset;
    committed_[at.partition] = offset;
    const std::map<std::string, std::string>& kept = session_->kept(at.partition);
    for (const auto& [key, value] : kept) {
      store::v1::Attempt attempt;
      if (!absl::StartsWith(key, prefix) || !attempt.ParseFromString(value)) continue;
      if (attempt.has_ended_at() && FromProto(attempt.ended_at()) < now - kRemembered) {
        tidying_.push_back({bus::kCourier, at.partition, key, absl::nullopt, {}});
      } else {
        attempts_[{at.partition, key.substr(prefix.size())}] = std::move(attempt);
      }
    }
    // One lane of all asks: the one that has the first partition.
    if (at.partition != 0) continue;
    for (const adapter::v1::Poll& poll : partner_.polls) {
      absl::optional<store::v1::PollCursor> cursor;
      const auto found = kept.find(Poller::CursorKey(partner_.platform, poll.name()));
      if (found != kept.end() && !cursor.emplace().ParseFromString(found->second)) cursor.reset();
      pollers_.push_back(std::make_unique<Poller>(poll, partner_, metrics_, std::move(cursor), now));
    }
  }
}

void Lane::Take(bus::Record record) {
  int64_t& read_to = read_to_[record.partition];
  if (record.offset < read_to) return;
  read_to = record.offset + 1;
  absl::StatusOr<Label> label = ReadLabel(record);
  if (!label.ok()) {
    spdlog::error("{} {}/{}: {}", record.topic, record.partition, record.offset, std::string(label.status().message()));
    metrics_.CountDelivery("unreadable");
    return;
  }
  Item item;
  item.label = *std::move(label);
  const Place place{record.partition, record.offset};
  item.record = std::move(record);
  items_.emplace(place, std::move(item));
}

absl::StatusOr<bool> Lane::Commit(absl::Time now) {
  std::vector<bus::Message> messages = tidying_;
  StageReports(now, messages);
  for (const auto& poller : pollers_) poller->Stage(messages, now);
  StageStarts(now, messages);
  const std::map<int32_t, int64_t> next = StageProgress(messages);
  const bool needed = !messages.empty() || next != committed_;
  if (needed) {
    bus::Offsets offsets;
    for (const auto& [partition, offset] : next) offsets[{bus::OutTopic(partner_.platform), partition}] = offset;
    RETURN_IF_ERROR(session_->Commit(std::move(messages), offsets));
    committed_ = next;
    tidying_.clear();
  }
  for (const uint64_t call : settled_) {
    calls_.Forget(call);
    results_.erase(call);
  }
  settled_.clear();
  for (const auto& poller : pollers_) poller->OnCommitted(now);
  return needed || !staged_.empty() || HasEnded();
}

void Lane::Launch(absl::Time now) {
  for (const Place& place : staged_) {
    Item& item = items_.at(place);
    const bool sends = item.phase == Phase::kCalling;
    const std::string name = sends ? AttemptName(item, attempts_.at({place.first, item.label.delivery_id})) : "";
    item.call = calls_.Start(std::move(item.request), name);
  }
  staged_.clear();
  if (draining_) return;
  for (const auto& poller : pollers_) {
    const bool asks = std::any_of(poll_calls_.begin(), poll_calls_.end(),
                                  [&](const auto& call) { return call.second == poller.get(); });
    if (asks || !breaker_.Allows(now)) continue;
    absl::optional<HttpRequest> request = poller->NextCall(now);
    if (!request.has_value()) continue;
    breaker_.Started();
    poll_calls_[calls_.Start(*std::move(request), "")] = poller.get();
  }
}

void Lane::Show(absl::Time now) {
  metrics_.SetInFlight(calls_.under_way());
  metrics_.SetBreaker(static_cast<int>(breaker_.state(now)));
  if (pollers_.empty()) return;
  absl::Time heard = absl::InfinitePast();
  for (const auto& poller : pollers_) heard = std::max(heard, poller->heard_at());
  const bool silent = partner_.silence > absl::ZeroDuration() && now - heard > partner_.silence;
  metrics_.SetHeard(heard, silent);
  if (silent && !silent_told_) {
    spdlog::warn("{} has given no entry since {}", partner_.platform, absl::FormatTime(heard, absl::UTCTimeZone()));
  }
  silent_told_ = silent;
}

}  // namespace interline::courier
