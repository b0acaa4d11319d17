// An OpenAPI 3.1 document of what a platform with a JSON dialect may send to us, written from the dialect's rows.
#ifndef INTERLINE_SERVICES_GATEWAY_OPEN_API_H_
#define INTERLINE_SERVICES_GATEWAY_OPEN_API_H_

#include <string>

#include "services/gateway/platform_routes.h"

namespace interline::gateway {

// What the schema accepts is what is decoded, but for what a schema cannot say: that a day exists, an id is new, a
// limit of the contract holds across fields.
std::string OpenApi(const PlatformRoute& route, const std::string& public_url);

}  // namespace interline::gateway

#endif  // INTERLINE_SERVICES_GATEWAY_OPEN_API_H_
