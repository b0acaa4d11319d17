// Takes the connections in and hands them to gRPC: so many at once, so many from one address, and no more.
//
// gRPC 1.51's own listener has no such limit, and stays deaf for ever after it has once run out of file descriptors
// (CVE-2023-4785). This one refuses the connection past the limit, and when descriptors run out it waits and goes on.
#ifndef INTERLINE_SERVICES_INTAKE_CONNECTION_GATE_H_
#define INTERLINE_SERVICES_INTAKE_CONNECTION_GATE_H_

#include <grpcpp/server_builder.h>
#include <sys/stat.h>

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/statusor.h"

namespace interline::intake {

struct GateLimits {
  // Connections that are open at the same time.
  int connections = 1024;
  // Of these, from one address. A proxy in front is one address.
  int connections_of_one_address = 256;
};

// Open, Close and the destructor on one thread; the rest is thread-safe.
class ConnectionGate {
 public:
  // Listens on `address` ("host:port", "[v6]:port"; port 0 = any free one); connections wait until Open. Errors:
  //   INVALID_ARGUMENT  not such an address.
  //   UNAVAILABLE       it cannot be listened on.
  static absl::StatusOr<std::unique_ptr<ConnectionGate>> Listen(const std::string& address, GateLimits limits);
  ~ConnectionGate();

  int port() const { return port_; }
  // Whether only this machine can reach it.
  bool is_loopback() const { return is_loopback_; }

  // Hands every connection to `acceptor` from now on. The server that it belongs to must run.
  void Open(std::unique_ptr<grpc::experimental::ExternalConnectionAcceptor> acceptor);
  // Takes no more. Those that were handed over stay.
  void Close();

  // Connections that were turned away.
  int64_t refused() const { return refused_; }

 private:
  // A connection that gRPC owns, known by its descriptor and the socket behind it.
  struct Handed {
    ino_t socket;
    std::string address;
  };

  ConnectionGate(int listener, int wake, int port, bool is_loopback, GateLimits limits);

  void Run();
  // Returns whether it could accept; not when descriptors have run out.
  bool AcceptOne();
  // Whether there is room for one more from there.
  bool HasRoom(const std::string& address);
  // Forgets connections that gRPC has closed.
  void Sweep();
  void Forget(std::map<int, Handed>::iterator handed);

  const int listener_;
  const int wake_;
  const int port_;
  const bool is_loopback_;
  const GateLimits limits_;
  std::unique_ptr<grpc::experimental::ExternalConnectionAcceptor> acceptor_;
  std::thread thread_;
  std::atomic<bool> closing_{false};
  std::atomic<int64_t> refused_{0};
  // By descriptor; of the thread.
  std::map<int, Handed> open_;
  std::map<std::string, int> open_from_;
};

}  // namespace interline::intake

#endif  // INTERLINE_SERVICES_INTAKE_CONNECTION_GATE_H_
