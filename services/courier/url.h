// The little of a URL that must be known to decide whether to call it.
#ifndef INTERLINE_SERVICES_COURIER_URL_H_
#define INTERLINE_SERVICES_COURIER_URL_H_

#include <netinet/in.h>

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/courier/http_client.h"

namespace interline::courier {

// The host in lower case, without a port; an IPv6 address without its brackets. INVALID_ARGUMENT for what is not
// "http(s)://host[:port][/...]" in printable ASCII, and for a URL with a user in it. Stricter than the standard: what
// two programs could read in two ways is refused.
absl::StatusOr<std::string> HostOf(absl::string_view url);

// INVALID_ARGUMENT as HostOf, PERMISSION_DENIED for a host that is not among `limits.hosts`. Names no URL.
absl::Status CheckUrl(absl::string_view url, const CallLimits& limits);

// Whether a connection may go there: not to unspecified, link-local, multicast and broadcast addresses (where a cloud's
// metadata are), and to loopback only if allowed. IPv4 inside IPv6 is judged as IPv4.
bool IsAllowedAddress(const sockaddr& address, bool allow_this_machine);

}  // namespace interline::courier

#endif  // INTERLINE_SERVICES_COURIER_URL_H_
