// Calls to a platform's HTTP server. Two kinds: libcurl (curl_http_client.h) and a scripted one for tests
// (fake_http_client.h); both pass http_client_contract_test.h.
//
// What the sender of a message needs to know after a call is not its status code but whether the other side may have
// the message, so that is what a result says first.
#ifndef INTERLINE_SERVICES_COURIER_HTTP_CLIENT_H_
#define INTERLINE_SERVICES_COURIER_HTTP_CLIENT_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"

namespace interline::courier {

// PEM files. With `ca` only authorities in that file are trusted, else those of the system.
struct TlsFiles {
  std::string ca;
  std::string certificate;
  std::string key;
};

// Where a call may go and what it may cost. Shared by all calls to one platform.
struct CallLimits {
  // Hosts in lower case, without a port. Others are never called.
  std::set<std::string> hosts;
  // Whether addresses of this machine are allowed (loopback); link-local and unspecified ones never are.
  bool allow_this_machine = false;
  TlsFiles tls;
  absl::Duration connect = absl::Seconds(5);
  // From the start of the call to the last byte of the answer.
  absl::Duration total = absl::Seconds(20);
  // An answer that comes slower than this for so long is given up.
  uint32_t low_speed_bytes_per_second = 100;
  absl::Duration low_speed = absl::Seconds(8);
  size_t response_bytes = size_t{1} << 20;
};

struct HttpRequest {
  // "GET" or "POST".
  std::string method = "POST";
  std::string url;
  // Names in lower case. Content-Length is made from the body; a body never goes in chunks.
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::shared_ptr<const CallLimits> limits;
};

struct HttpAnswer {
  uint32_t status = 0;
  std::string body;
  // Names in lower case; of two with one name the first.
  std::map<std::string, std::string> headers;
};

struct HttpResult {
  enum class Kind {
    kAnswered,  // a whole answer came
    kNotSent,   // no byte of the request has left: the other side certainly has nothing
    kUnknown,   // anything else: too late, cut off, too large
  };
  Kind kind = Kind::kUnknown;
  HttpAnswer answer;
  // Why not kAnswered, in words of ours: without addresses and contents.
  std::string error;
  absl::Duration took = absl::ZeroDuration();
};

// Thread-safe.
class HttpClient {
 public:
  // Called once for each call, from any thread, perhaps within Send.
  using Done = std::function<void(HttpResult)>;

  // Calls still under way end with kUnknown or kNotSent before it returns.
  virtual ~HttpClient() = default;
  // Makes one attempt: no redirect is followed, nothing is sent twice. `request.limits` must be set.
  virtual void Send(HttpRequest request, Done done) = 0;
};

}  // namespace interline::courier

#endif  // INTERLINE_SERVICES_COURIER_HTTP_CLIENT_H_
