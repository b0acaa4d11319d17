#include "services/intake/call_guard.h"

#include <grpc/grpc_security_constants.h>
#include <grpcpp/security/auth_context.h>

#include <memory>

namespace interline::intake {
namespace {

constexpr size_t kMaxMetadataBytes = 8 << 10;
// What HTTP/2 counts for a field beside its name and value.
constexpr size_t kFieldOverheadBytes = 32;

bool IsTooMuch(const grpc::ServerContextBase& context) {
  size_t bytes = 0;
  for (const auto& [name, value] : context.client_metadata()) bytes += name.size() + value.size() + kFieldOverheadBytes;
  return bytes > kMaxMetadataBytes;
}

bool BearsOneOf(const std::set<std::string>& names, const grpc::ServerContextBase& context) {
  const std::shared_ptr<const grpc::AuthContext> shown = context.auth_context();
  if (shown == nullptr || !shown->IsPeerAuthenticated()) return false;
  for (const char* property : {GRPC_X509_CN_PROPERTY_NAME, GRPC_X509_SAN_PROPERTY_NAME}) {
    for (const grpc::string_ref& name : shown->FindPropertyValues(property)) {
      if (names.count(std::string(name.data(), name.size())) > 0) return true;
    }
  }
  return false;
}

}  // namespace

grpc::Status CallGuard::Check(const grpc::ServerContextBase& context) const {
  if (IsTooMuch(context)) return {grpc::StatusCode::RESOURCE_EXHAUSTED, "A call has at most 8 KiB of metadata."};
  if (callers_.empty() || BearsOneOf(callers_, context)) return grpc::Status::OK;
  return {grpc::StatusCode::PERMISSION_DENIED, "The certificate is not one of those that are served here."};
}

}  // namespace interline::intake
