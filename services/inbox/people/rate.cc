#include "services/inbox/people/rate.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "services/inbox/people/retry_after.h"

namespace interline::inbox {
namespace {

constexpr size_t kPrefixBytes = 8;

}  // namespace

absl::Status Rate::Take(absl::string_view key) {
  const absl::Time now = clock_.Now();
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(CheckLocked(std::string(key), now));
  taken_[std::string(key)].push_back(now);
  return absl::OkStatus();
}

absl::Status Rate::Check(absl::string_view key) {
  std::lock_guard<std::mutex> lock(mutex_);
  return CheckLocked(std::string(key), clock_.Now());
}

size_t Rate::keys() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return taken_.size();
}

absl::Status Rate::CheckLocked(const std::string& key, absl::Time now) {
  const auto found = taken_.find(key);
  if (found == taken_.end()) {
    if (taken_.size() >= most_keys_) Forget(now);
    return taken_.size() < most_keys_ ? absl::OkStatus() : Exhausted("too many at this moment", limit_.within);
  }
  std::deque<absl::Time>& times = found->second;
  while (!times.empty() && times.front() <= now - limit_.within) times.pop_front();
  if (times.size() < limit_.most) return absl::OkStatus();
  return Exhausted("too many within this time", times.front() + limit_.within - now);
}

void Rate::Forget(absl::Time now) {
  for (auto at = taken_.begin(); at != taken_.end();) {
    const bool over = at->second.empty() || at->second.back() <= now - limit_.within;
    at = over ? taken_.erase(at) : std::next(at);
  }
}

std::string AddressKey(absl::string_view address) {
  in6_addr bytes;
  if (::inet_pton(AF_INET6, std::string(address).c_str(), &bytes) != 1) return std::string(address);
  if (IN6_IS_ADDR_V4MAPPED(&bytes)) {
    char text[INET_ADDRSTRLEN];
    return ::inet_ntop(AF_INET, bytes.s6_addr + 12, text, sizeof(text));
  }
  const absl::string_view prefix(reinterpret_cast<const char*>(bytes.s6_addr), kPrefixBytes);
  return absl::StrCat(absl::BytesToHexString(prefix), "/64");
}

}  // namespace interline::inbox
