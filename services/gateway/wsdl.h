// A WSDL 1.1 document of what a platform with a SOAP dialect may send to us, written from the dialect's rows: document,
// literal.
#ifndef INTERLINE_SERVICES_GATEWAY_WSDL_H_
#define INTERLINE_SERVICES_GATEWAY_WSDL_H_

#include <string>

#include "services/gateway/platform_routes.h"

namespace interline::gateway {

// `address` is where the operations are called.
std::string Wsdl(const PlatformRoute& route, const std::string& address);

}  // namespace interline::gateway

#endif  // INTERLINE_SERVICES_GATEWAY_WSDL_H_
