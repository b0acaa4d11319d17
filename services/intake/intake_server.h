// The gRPC server around the intake service, with everything closed that an inside caller has no use for: no
// compression, no reflection, small messages, few streams, and connections that do not live for ever.
#ifndef INTERLINE_SERVICES_INTAKE_INTAKE_SERVER_H_
#define INTERLINE_SERVICES_INTAKE_INTAKE_SERVER_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

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
  //   INVALID_ARGUMENT  only some of the TLS files are given, or one cannot be read.
  //   UNAVAILABLE       the address cannot be listened on.
  static absl::StatusOr<std::unique_ptr<IntakeServer>> Start(grpc::Service& service, const std::string& address,
                                                             const TlsFiles& tls);
  ~IntakeServer();

  int port() const { return port_; }
  // Takes no new call and waits for those under way, at most `wait`, then cuts them off.
  void Stop(absl::Duration wait);

 private:
  IntakeServer(std::unique_ptr<grpc::Server> server, int port);

  const std::unique_ptr<grpc::Server> server_;
  const int port_;
};

}  // namespace interline::intake

#endif  // INTERLINE_SERVICES_INTAKE_INTAKE_SERVER_H_
