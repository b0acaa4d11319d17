// The HTTP/1.1 server, with or without TLS. Its threads wait for nobody: a request that waits for the log, and an
// answer that goes on for hours, costs memory, which is bounded, and no thread.
#ifndef INTERLINE_CORE_HTTP_SERVER_H_
#define INTERLINE_CORE_HTTP_SERVER_H_

#include <prometheus/gauge.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/http/connection.h"
#include "core/http/handler.h"
#include "core/http/limits.h"
#include "core/http/tls.h"

namespace interline::http {

struct ServerOptions {
  // host:port; port 0 takes any free one.
  std::string address = "127.0.0.1:12345";
  int threads = 2;
  TlsFiles tls;
  size_t max_connections = kMaxConnections;
  size_t max_connections_per_address = kMaxConnectionsPerAddress;
  size_t max_body_memory = kMaxBodyMemory;
  // Answers that go on; one more is answered 429.
  size_t max_streams = kMaxStreams;
  ConnectionTimes times = {kHandshakeTime, kIdleTime, kHeadTime, kBodyTime, kWriteTime, kLingerTime, kUnbelievedTime};
};

// Thread-safe.
class Server {
 public:
  // Serves from its own threads until Stop. `handler` and `connections` must outlive the server. INVALID_ARGUMENT for a
  // wrong address or wrong TLS files, UNAVAILABLE when the port cannot be had.
  static absl::StatusOr<std::unique_ptr<Server>> Start(Handler& handler, prometheus::Gauge& connections,
                                                       const ServerOptions& options);
  ~Server();

  int port() const;
  // Looks whether the files of TLS have changed, as ReloadingTls::Reload. To be called now and then.
  absl::StatusOr<bool> ReloadTls();
  // Takes no new connection and no new request, closes streams, waits for those under way, at most `wait`, then cuts
  // them off.
  void Stop(absl::Duration wait);

 private:
  class Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  const std::unique_ptr<Impl> impl_;
};

}  // namespace interline::http

#endif  // INTERLINE_CORE_HTTP_SERVER_H_
