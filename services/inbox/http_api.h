// The methods of a service over HTTP/JSON: POST <prefix>/<Method> with the request as JSON, answered with the response.
// The session is a cookie that no script can read and that no other site can make a browser send.
//
// Writes are taken from the page's own origin only: the header Origin must name the host that was asked, and the body
// must be declared as JSON, which a foreign page cannot do without asking first.
#ifndef INTERLINE_SERVICES_INBOX_HTTP_API_H_
#define INTERLINE_SERVICES_INBOX_HTTP_API_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "core/http/handler.h"
#include "services/inbox/methods.h"
#include "services/inbox/workers.h"

namespace interline::inbox {

struct HttpApiOptions {
  // Without a slash at its end: "/api/v1".
  std::string prefix;
  // Whether browsers reach us over TLS, here or at a proxy: the cookie is then __Host-interline and Secure.
  bool tls = false;
  // A proxy stands in front and writes the client's address into X-Forwarded-For; without one that header is a claim.
  bool behind_proxy = false;
};

// Thread-safe. Answers only what lies below its prefix.
class HttpApi final : public http::Handler {
 public:
  // Both must outlive it, and `workers` must end before it.
  HttpApi(const Methods& methods, Workers& workers, HttpApiOptions options);

  absl::optional<http::Answer> Admit(const identity::Request& request) override;
  void Handle(identity::Request request, Respond respond) override;

  // Who calls: the cookie and the address.
  Caller CallerOf(const identity::Request& request) const;

 private:
  void Answer(absl::string_view method, const absl::StatusOr<std::unique_ptr<Methods::Message>>& response,
              const Respond& respond) const;
  // Value of Set-Cookie; an empty session takes the cookie away.
  std::string Cookie(absl::string_view session) const;

  const Methods& methods_;
  Workers& workers_;
  const HttpApiOptions options_;
  const std::string cookie_name_;
};

// problem+json with `code`, the name of the gRPC code, `detail`, the sentence, and `refusal` when the status carries
// one. `retry-after` when the status says when to come again.
http::Answer ProblemOf(const absl::Status& status);

// What every answer to a browser carries: nothing inline, nothing from elsewhere, in nobody's frame, no address told to
// others, and once over TLS always over TLS.
void AddSecurityHeaders(bool tls, http::Answer& answer);

}  // namespace interline::inbox

#endif  // INTERLINE_SERVICES_INBOX_HTTP_API_H_
