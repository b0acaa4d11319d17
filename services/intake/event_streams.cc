#include "services/intake/event_streams.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "absl/status/statusor.h"
#include "services/intake/event_feed.h"

namespace interline::intake {
namespace {

using Steady = std::chrono::steady_clock;

// How soon a stream sees that it is to stop.
constexpr absl::Duration kPollWait = absl::Milliseconds(200);

grpc::Status ToGrpc(const absl::Status& status) {
  return {static_cast<grpc::StatusCode>(status.code()), std::string(status.message())};
}

grpc::Status LogAway() {
  return {grpc::StatusCode::UNAVAILABLE, "The log does not answer; go on from the last position."};
}

// Ends at once.
class Refusal final : public EventStreams::Reactor {
 public:
  explicit Refusal(grpc::Status status) { Finish(std::move(status)); }
  void OnDone() override { delete this; }
};

}  // namespace

struct EventStreams::Shared {
  Shared(bus::Bus& bus, const Clock& clock, StreamOptions options)
      : bus(bus), clock(clock), options(std::move(options)) {}

  bool Enter() {
    std::lock_guard<std::mutex> lock(mutex);
    if (stopped || open >= options.max_streams) return false;
    ++open;
    return true;
  }
  void Leave() {
    std::lock_guard<std::mutex> lock(mutex);
    --open;
    left.notify_all();
  }
  bool IsStopped() {
    std::lock_guard<std::mutex> lock(mutex);
    return stopped;
  }

  bus::Bus& bus;
  const Clock& clock;
  const StreamOptions options;
  std::mutex mutex;
  std::condition_variable left;
  int open = 0;          // guarded by mutex
  bool stopped = false;  // guarded by mutex
};

namespace {

// One stream. Its thread is the only one that sends; gRPC's own threads tell when something was taken.
class Stream final : public EventStreams::Reactor {
 public:
  Stream(std::shared_ptr<EventStreams::Shared> shared, v1::WatchEventsRequest request)
      : shared_(std::move(shared)), request_(std::move(request)) {}

  // Takes the place that was entered for it.
  void Start() {
    std::thread([this, shared = shared_] {
      grpc::Status status = Run();
      // Whatever follows may find this object gone.
      Finish(std::move(status));
      shared->Leave();
    }).detach();
  }

  void OnWriteDone(bool ok) override {
    std::lock_guard<std::mutex> lock(mutex_);
    writing_ = false;
    broken_ = broken_ || !ok;
    written_.notify_all();
  }
  void OnCancel() override {
    std::lock_guard<std::mutex> lock(mutex_);
    broken_ = true;
  }
  void OnDone() override { delete this; }

 private:
  grpc::Status Run() {
    const absl::StatusOr<std::unique_ptr<EventFeed>> feed =
        EventFeed::Open(shared_->bus, shared_->clock, shared_->options.platforms, request_);
    if (!feed.ok()) return absl::IsUnavailable(feed.status()) ? LogAway() : ToGrpc(feed.status());
    Steady::time_point heartbeat_due = Steady::now();
    while (!shared_->IsStopped()) {
      if (Steady::now() >= heartbeat_due) {
        if (!SendHeartbeat(**feed)) return grpc::Status::CANCELLED;
        heartbeat_due = Steady::now() + absl::ToChronoNanoseconds(shared_->options.heartbeat);
      }
      if (IsBroken()) return grpc::Status::CANCELLED;
      const absl::StatusOr<std::vector<v1::WatchedEvent>> events =
          (*feed)->Next(std::min(kPollWait, shared_->options.heartbeat));
      if (!events.ok()) return LogAway();
      for (const v1::WatchedEvent& event : *events) {
        if (!SendEvent(event)) return grpc::Status::CANCELLED;
      }
    }
    return {grpc::StatusCode::UNAVAILABLE, "The service stops; go on from the last position."};
  }

  bool SendHeartbeat(EventFeed& feed) {
    v1::WatchEventsResponse response;
    *response.mutable_heartbeat() = feed.Position();
    return Send(response);
  }

  bool SendEvent(const v1::WatchedEvent& event) {
    v1::WatchEventsResponse response;
    *response.mutable_event() = event;
    return Send(response);
  }

  // Waits until it has been taken; false when nobody will.
  bool Send(const v1::WatchEventsResponse& response) {
    std::unique_lock<std::mutex> lock(mutex_);
    if (broken_) return false;
    writing_ = true;
    lock.unlock();
    StartWrite(&response);
    lock.lock();
    written_.wait(lock, [this] { return !writing_; });
    return !broken_;
  }

  bool IsBroken() {
    std::lock_guard<std::mutex> lock(mutex_);
    return broken_;
  }

  const std::shared_ptr<EventStreams::Shared> shared_;
  const v1::WatchEventsRequest request_;
  std::mutex mutex_;
  std::condition_variable written_;
  bool writing_ = false;  // guarded by mutex_
  bool broken_ = false;   // guarded by mutex_
};

}  // namespace

EventStreams::EventStreams(bus::Bus& bus, const Clock& clock, StreamOptions options)
    : shared_(std::make_shared<Shared>(bus, clock, std::move(options))) {}

EventStreams::~EventStreams() {
  Stop();
  std::unique_lock<std::mutex> lock(shared_->mutex);
  shared_->left.wait(lock, [this] { return shared_->open == 0; });
}

EventStreams::Reactor* EventStreams::Start(const v1::WatchEventsRequest& request) {
  if (!shared_->Enter()) {
    if (shared_->IsStopped()) return Refuse({grpc::StatusCode::UNAVAILABLE, "The service stops; call again."});
    return Refuse({grpc::StatusCode::RESOURCE_EXHAUSTED, "Too many streams are open."});
  }
  auto* stream = new Stream(shared_, request);
  stream->Start();
  return stream;
}

EventStreams::Reactor* EventStreams::Refuse(grpc::Status status) { return new Refusal(std::move(status)); }

void EventStreams::Stop() {
  std::lock_guard<std::mutex> lock(shared_->mutex);
  shared_->stopped = true;
}

int EventStreams::open() const {
  std::lock_guard<std::mutex> lock(shared_->mutex);
  return shared_->open;
}

}  // namespace interline::intake
