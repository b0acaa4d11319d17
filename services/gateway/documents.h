// The interface documents that partners fetch: OpenAPI for JSON dialects, WSDL for SOAP dialects, both written from the
// dialect's own rows.
#ifndef INTERLINE_SERVICES_GATEWAY_DOCUMENTS_H_
#define INTERLINE_SERVICES_GATEWAY_DOCUMENTS_H_

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "core/http/handler.h"
#include "services/gateway/platform_routes.h"

namespace interline::gateway {

// Immutable once made; thread-safe.
class Documents {
 public:
  // "/v1/platforms/<id>/openapi.json" for platforms with a JSON dialect, "<any path of the platform>?wsdl" for those
  // with SOAP. `public_url` is what partners put in front of a path, "https://hub.example".
  Documents(const PlatformRoutes& routes, const std::string& public_url);

  bool Has(const std::string& path, const std::string& query) const { return Find(path, query).has_value(); }
  absl::optional<http::Answer> Find(const std::string& path, const std::string& query) const;

 private:
  const PlatformRoutes& routes_;
  const std::string public_url_;
  // By platform id.
  std::map<std::string, std::string> open_api_;
};

}  // namespace interline::gateway

#endif  // INTERLINE_SERVICES_GATEWAY_DOCUMENTS_H_
