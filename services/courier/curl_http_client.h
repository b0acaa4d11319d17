// The HttpClient that calls real servers, by libcurl's multi interface on one thread.
//
// HTTP/1.1 over a new connection for each call: on a connection that is used again libcurl itself sends a request anew
// when the server has closed it meanwhile, and a request that is sent twice in silence is what the courier must never
// do. No proxy of the environment, no cookies, no redirects, no compression, no "Expect: 100-continue", never chunked.
#ifndef INTERLINE_SERVICES_COURIER_CURL_HTTP_CLIENT_H_
#define INTERLINE_SERVICES_COURIER_CURL_HTTP_CLIENT_H_

#include <memory>

#include "absl/status/statusor.h"
#include "services/courier/http_client.h"

namespace interline::courier {

// UNAVAILABLE when libcurl cannot be set up.
absl::StatusOr<std::unique_ptr<HttpClient>> MakeCurlHttpClient();

}  // namespace interline::courier

#endif  // INTERLINE_SERVICES_COURIER_CURL_HTTP_CLIENT_H_
