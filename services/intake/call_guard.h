// Who may call, and with how much beside the message. Asked first in every method.
#ifndef INTERLINE_SERVICES_INTAKE_CALL_GUARD_H_
#define INTERLINE_SERVICES_INTAKE_CALL_GUARD_H_

#include <grpcpp/grpcpp.h>

#include <set>
#include <string>

namespace interline::intake {

// Immutable, so thread-safe.
class CallGuard {
 public:
  // `callers`: names that a caller's certificate may bear, as its common name or as an alternative name; empty =
  // whoever the server has let in.
  explicit CallGuard(std::set<std::string> callers) : callers_(std::move(callers)) {}

  //   PERMISSION_DENIED   the certificate bears none of the names.
  //   RESOURCE_EXHAUSTED  more than 8 KiB of metadata. gRPC 1.51 tells the caller this limit and lets several times as
  //                       much pass.
  grpc::Status Check(const grpc::ServerContextBase& context) const;

 private:
  const std::set<std::string> callers_;
};

}  // namespace interline::intake

#endif  // INTERLINE_SERVICES_INTAKE_CALL_GUARD_H_
