// A request as identity sees it, coming in or about to go out.
#ifndef INTERLINE_CORE_IDENTITY_REQUEST_H_
#define INTERLINE_CORE_IDENTITY_REQUEST_H_

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace interline::identity {

struct Request {
  std::string method = "POST";
  // The dialect's path, without the query.
  std::string path = "/";
  // Raw, without "?".
  std::string query;
  // Names in lower case.
  std::multimap<std::string, std::string, std::less<>> headers;
  // The bytes as they are on the wire.
  std::string body;
  // Coming in: common name of the certificate that was shown and verified; empty when there was none.
  std::string certificate_name;
  // Coming in: the IP address of the other end of the connection, which may be a proxy's.
  std::string address;
};

// The header's value when it stands exactly once: what stands twice is not trusted.
absl::optional<std::string> OneHeader(const Request& request, absl::string_view name);

}  // namespace interline::identity

#endif  // INTERLINE_CORE_IDENTITY_REQUEST_H_
