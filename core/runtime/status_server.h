// The small HTTP port of a service: /metrics in Prometheus' text format and /healthz (200 "ready" or 503 "not ready").
// For the operator's network; it shows no ticket.
#ifndef INTERLINE_CORE_RUNTIME_STATUS_SERVER_H_
#define INTERLINE_CORE_RUNTIME_STATUS_SERVER_H_

#include <prometheus/collectable.h>

#include <atomic>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace interline::runtime {

// Serves from its own threads until destroyed.
class StatusServer {
 public:
  // `address` is "host:port"; port 0 takes a free one. Both references must outlive the server. INVALID_ARGUMENT for an
  // address of another form, UNAVAILABLE when the port cannot be had.
  static absl::StatusOr<std::unique_ptr<StatusServer>> Start(const std::string& address,
                                                             const prometheus::Collectable& metrics,
                                                             const std::atomic<bool>& ready);
  ~StatusServer();

  int port() const;

 private:
  struct Impl;
  explicit StatusServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace interline::runtime

#endif  // INTERLINE_CORE_RUNTIME_STATUS_SERVER_H_
