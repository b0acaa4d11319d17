// Shows a platform that a request is ours.
#ifndef INTERLINE_SERVICES_COURIER_REQUEST_SIGNER_H_
#define INTERLINE_SERVICES_COURIER_REQUEST_SIGNER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/courier/http_client.h"

namespace interline::courier {

// Thread-safe.
class RequestSigner {
 public:
  virtual ~RequestSigner() = default;
  // Adds what the platform wants to see to the query, the headers or the body. `path` and `query` are the dialect's,
  // before they become part of `request.url`. `message_id` is the same for every attempt. FAILED_PRECONDITION when
  // there is no key.
  virtual absl::Status Sign(const std::string& message_id, const std::string& path, std::string& query, absl::Time now,
                            HttpRequest& request) const = 0;
  // The text of the platform's live key of this name, for templates. FAILED_PRECONDITION when there is none.
  virtual absl::StatusOr<std::string> KeyText(absl::string_view name, absl::Time now) const = 0;
};

}  // namespace interline::courier

#endif  // INTERLINE_SERVICES_COURIER_REQUEST_SIGNER_H_
