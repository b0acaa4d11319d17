// A request and an answer between the server, which knows connections, and a service, which knows what is asked.
#ifndef INTERLINE_CORE_HTTP_HANDLER_H_
#define INTERLINE_CORE_HTTP_HANDLER_H_

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "core/http/body_stream.h"
#include "core/identity/request.h"

namespace interline::http {

struct Answer {
  unsigned int status = 200;
  // Names in lower case, "content-type" among them.
  std::map<std::string, std::string> headers;
  std::string body;
  // If set, the answer has no end yet: `body` is its beginning and what is written to the stream follows, until it is
  // closed; the connection ends with it.
  std::shared_ptr<BodyStream> stream;
  // The connection is of no more use.
  bool close = false;
  // A request that was not believed: the server holds the answer back, so that all of them take the same time.
  bool unbelieved = false;
};

// problem+json (RFC 9457) of our own, for what happens before a dialect is known. `type` is a word: "not-found".
Answer Problem(unsigned int status, absl::string_view type, absl::string_view detail);

// What the server asks. Thread-safe.
class Handler {
 public:
  using Respond = std::function<void(Answer)>;

  virtual ~Handler() = default;
  // Before the body is read; an answer refuses the request. `request` has no body yet.
  virtual absl::optional<Answer> Admit(const identity::Request& request) = 0;
  // Calls `respond` once, from any thread, possibly before it returns.
  virtual void Handle(identity::Request request, Respond respond) = 0;
};

}  // namespace interline::http

#endif  // INTERLINE_CORE_HTTP_HANDLER_H_
