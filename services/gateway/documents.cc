#include "services/gateway/documents.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/gateway/open_api.h"
#include "services/gateway/wsdl.h"

namespace interline::gateway {
namespace {

constexpr char kOpenApiPath[] = "/openapi.json";
constexpr char kWsdlQuery[] = "wsdl";

bool IsSoap(const PlatformRoute& route) {
  return route.door.message_format == adapter::v1::WIRE_FORMAT_SOAP_1_1 ||
         route.door.message_format == adapter::v1::WIRE_FORMAT_SOAP_1_2;
}

http::Answer Document(const char* type, std::string body) {
  http::Answer answer;
  answer.headers["content-type"] = type;
  answer.body = std::move(body);
  return answer;
}

}  // namespace

Documents::Documents(const PlatformRoutes& routes, const std::string& public_url)
    : routes_(routes), public_url_(public_url) {
  for (const std::string& id : routes.platform_ids()) {
    std::string rest;
    const PlatformRoute* route = routes.Find(absl::StrCat("/v1/platforms/", id), rest);
    if (route->door.message_format == adapter::v1::WIRE_FORMAT_JSON) open_api_[id] = OpenApi(*route, public_url);
  }
}

absl::optional<http::Answer> Documents::Find(const std::string& path, const std::string& query) const {
  std::string rest;
  const PlatformRoute* route = routes_.Find(path, rest);
  if (route == nullptr) return absl::nullopt;
  if (IsSoap(*route) && absl::AsciiStrToLower(query) == kWsdlQuery) {
    return Document("text/xml; charset=utf-8", Wsdl(*route, absl::StrCat(public_url_, path)));
  }
  const auto open_api = open_api_.find(route->door.platform);
  if (rest != kOpenApiPath || !query.empty() || open_api == open_api_.end()) return absl::nullopt;
  return Document("application/json", open_api->second);
}

}  // namespace interline::gateway
