#include "services/courier/url.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstring>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "core/base/status_macros.h"

namespace interline::courier {
namespace {

absl::Status Bad() { return absl::InvalidArgumentError("not an address of the form http(s)://host[:port]/path"); }

bool IsHostCharacter(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '.'; }

bool IsPort(absl::string_view port) {
  return !port.empty() && port.size() <= 5 &&
         std::all_of(port.begin(), port.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
}

bool IsAllowedV4(uint32_t address, bool allow_this_machine) {
  const uint32_t first = address >> 24;
  if (first == 127) return allow_this_machine;
  const bool link_local = (address >> 16) == 0xA9FE;
  return first != 0 && first < 224 && !link_local;
}

}  // namespace

absl::StatusOr<std::string> HostOf(absl::string_view url) {
  for (const char c : url) {
    if (!absl::ascii_isgraph(static_cast<unsigned char>(c)) || c == '\\') return Bad();
  }
  if (!absl::ConsumePrefix(&url, "https://") && !absl::ConsumePrefix(&url, "http://")) return Bad();
  absl::string_view authority = url.substr(0, url.find_first_of("/?#"));
  absl::string_view host;
  if (absl::ConsumePrefix(&authority, "[")) {
    const size_t end = authority.find(']');
    if (end == absl::string_view::npos) return Bad();
    host = authority.substr(0, end);
    authority.remove_prefix(end + 1);
    in6_addr parsed;
    if (inet_pton(AF_INET6, std::string(host).c_str(), &parsed) != 1) return Bad();
  } else {
    host = authority.substr(0, authority.find(':'));
    authority.remove_prefix(host.size());
    if (host.empty() || !std::all_of(host.begin(), host.end(), IsHostCharacter)) return Bad();
  }
  if (absl::ConsumePrefix(&authority, ":") ? !IsPort(authority) : !authority.empty()) return Bad();
  return absl::AsciiStrToLower(host);
}

absl::Status CheckUrl(absl::string_view url, const CallLimits& limits) {
  ASSIGN_OR_RETURN(const std::string host, HostOf(url));
  if (limits.hosts.count(host) > 0) return absl::OkStatus();
  return absl::PermissionDeniedError("the host is not one of the platform's");
}

bool IsAllowedAddress(const sockaddr& address, bool allow_this_machine) {
  if (address.sa_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, &address, sizeof v4);
    return IsAllowedV4(ntohl(v4.sin_addr.s_addr), allow_this_machine);
  }
  if (address.sa_family != AF_INET6) return false;
  sockaddr_in6 v6;
  std::memcpy(&v6, &address, sizeof v6);
  const in6_addr& ip = v6.sin6_addr;
  if (IN6_IS_ADDR_V4MAPPED(&ip) != 0) {
    uint32_t v4 = 0;
    std::memcpy(&v4, ip.s6_addr + 12, sizeof v4);
    return IsAllowedV4(ntohl(v4), allow_this_machine);
  }
  if (IN6_IS_ADDR_LOOPBACK(&ip) != 0) return allow_this_machine;
  return IN6_IS_ADDR_UNSPECIFIED(&ip) == 0 && IN6_IS_ADDR_LINKLOCAL(&ip) == 0 && IN6_IS_ADDR_MULTICAST(&ip) == 0 &&
         IN6_IS_ADDR_V4COMPAT(&ip) == 0;
}

}  // namespace interline::courier
