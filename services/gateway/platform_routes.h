// Which platform an address belongs to: "/v1/platforms/<id>/<path>", or a path of the platform's own. What is left is
// the path that the dialect knows.
#ifndef INTERLINE_SERVICES_GATEWAY_PLATFORM_ROUTES_H_
#define INTERLINE_SERVICES_GATEWAY_PLATFORM_ROUTES_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "adapters/engine/registry.h"
#include "core/http/budget.h"
#include "core/identity/access_list.h"
#include "core/identity/verifier.h"
#include "interline/adapter/v1/authentication.pb.h"
#include "services/gateway/answers.h"
#include "services/gateway/limits.h"

namespace interline::gateway {

// A platform that may push.
struct PlatformRoute {
  Door door;
  adapter::v1::Access access;
  identity::Verifier verifier;
  // "GET" where messages are query strings, "POST" otherwise.
  std::string method;
  // Lower-case names of headers that the log keeps with the message.
  std::vector<std::string> kept_headers;
  std::unique_ptr<http::Budget> waiting = std::make_unique<http::Budget>(kMaxWaitingPerPlatform);

  // As specified, with the access that holds here.
  adapter::v1::Platform Platform() const {
    adapter::v1::Platform platform = door.adapter->platform();
    *platform.mutable_access() = access;
    return platform;
  }
};

// Immutable once made, but for the counts in it; thread-safe.
class PlatformRoutes {
 public:
  // Serves every platform whose specification says how it proves who it is; `instead` says it in its place. All but the
  // list must outlive the routes. INVALID_ARGUMENT for a platform without a specification, an Access that cannot work
  // and a path of two platforms.
  static absl::StatusOr<PlatformRoutes> Make(const adapters::Registry& adapters, const identity::AccessList& instead,
                                             const identity::KeyRing& keys, identity::NonceMemory& nonces);

  // Null when the path is nobody's. `rest` is the dialect's path, "/" at least.
  PlatformRoute* Find(absl::string_view path, std::string& rest) const;
  std::vector<std::string> platform_ids() const;

 private:
  absl::Status Add(const adapters::Adapter& adapter, const adapter::v1::Access& access, const identity::KeyRing& keys,
                   identity::NonceMemory& nonces);

  std::map<std::string, std::shared_ptr<PlatformRoute>, std::less<>> by_prefix_;
  std::vector<std::string> ids_;
};

}  // namespace interline::gateway

#endif  // INTERLINE_SERVICES_GATEWAY_PLATFORM_ROUTES_H_
