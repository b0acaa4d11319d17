// The open streams of WatchEvents. Each has a thread of its own, which reads a small batch, sends it, and does not read
// on before the caller has taken it: a slow caller holds up its own stream and nothing else.
#ifndef INTERLINE_SERVICES_INTAKE_EVENT_STREAMS_H_
#define INTERLINE_SERVICES_INTAKE_EVENT_STREAMS_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <set>
#include <string>

#include "absl/time/time.h"
#include "core/base/clock.h"
#include "core/bus/bus.h"
#include "interline/v1/intake_service.pb.h"

namespace interline::intake {

struct StreamOptions {
  // Platforms whose events are given.
  std::set<std::string> platforms;
  // Streams that are open at the same time; one more is answered RESOURCE_EXHAUSTED.
  int max_streams = 16;
  // How long a stream that is being read is silent at most.
  absl::Duration heartbeat = absl::Seconds(15);
};

// Thread-safe.
class EventStreams {
 public:
  using Reactor = grpc::ServerWriteReactor<v1::WatchEventsResponse>;

  // `bus` and `clock` must outlive it.
  EventStreams(bus::Bus& bus, const Clock& clock, StreamOptions options);
  // Waits until every stream has ended; the server that carries them must have been stopped.
  ~EventStreams();

  // Never null; owns itself.
  Reactor* Start(const v1::WatchEventsRequest& request);
  // A stream that says no more than this.
  static Reactor* Refuse(grpc::Status status);

  // Ends all streams with UNAVAILABLE, those whose callers do not read excepted, and opens no more.
  void Stop();

  // Streams that are open.
  int open() const;

  // What the streams share.
  struct Shared;

 private:
  const std::shared_ptr<Shared> shared_;
};

}  // namespace interline::intake

#endif  // INTERLINE_SERVICES_INTAKE_EVENT_STREAMS_H_
