// The gRPC server around the intake service, with everything closed that an inside caller has no use for: no
// compression, no reflection, small messages, few streams, few connections, and none that lives for ever. Without TLS
// it is for callers on the same machine only.
#ifndef INTERLINE_SERVICES_INTAKE_INTAKE_SERVER_H_
#define INTERLINE_SERVICES_INTAKE_INTAKE_SERVER_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/intake/connection_gate.h"

namespace interline::intake {

// Paths of PEM files. All three, or none for a server without TLS.
struct TlsFiles {
  std::string cert;
  std::string key;
  // Whoever shows a certificate of this authority may call.
  std::string client_ca;
};

// Thread-safe.
class IntakeServer {
 public:
  // Listens on `address` ("host:port", port 0 = any free one). `service` must outlive the server. Errors:
  //   INVALID_ARGUMENT  only some of the TLS files are given, one cannot be read, or none are and others than this
  //   machine
  //                     can reach the address.
  //   UNAVAILABLE       the address cannot be listened on.
  static absl::StatusOr<std::unique_ptr<IntakeServer>> Start(grpc::Service& service, const std::string& address,
                                                             const TlsFiles& tls, GateLimits limits = {});
  ~IntakeServer();

  int port() const { return gate_->port(); }
  // Connections that were turned away because too many are open.
  int64_t refused_connections() const { return gate_->refused(); }
  // Takes no new call and waits for those under way, at most `wait`, then cuts them off.
  void Stop(absl::Duration wait);

 private:
  IntakeServer(std::unique_ptr<grpc::Server> server, std::unique_ptr<ConnectionGate> gate);

  const std::unique_ptr<grpc::Server> server_;
  const std::unique_ptr<ConnectionGate> gate_;
};

}  // namespace interline::intake

#endif  // INTERLINE_SERVICES_INTAKE_INTAKE_SERVER_H_
