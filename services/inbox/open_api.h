// An OpenAPI 3.1 document of a service's methods over HTTP/JSON, written from their descriptors: it cannot say anything
// else than what is served.
#ifndef INTERLINE_SERVICES_INBOX_OPEN_API_H_
#define INTERLINE_SERVICES_INBOX_OPEN_API_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/inbox/methods.h"

namespace interline::inbox {

// Those methods of the service that were added, at POST <prefix>/<Method>. `title` is for the reader.
std::string OpenApi(const Methods& methods, absl::string_view title, absl::string_view prefix);

}  // namespace interline::inbox

#endif  // INTERLINE_SERVICES_INBOX_OPEN_API_H_
