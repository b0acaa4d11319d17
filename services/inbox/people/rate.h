// So many within a span of time, for each of many keys: addresses, accounts.
#ifndef INTERLINE_SERVICES_INBOX_PEOPLE_RATE_H_
#define INTERLINE_SERVICES_INBOX_PEOPLE_RATE_H_

#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/base/clock.h"

namespace interline::inbox {

struct RateLimit {
  // At least 1.
  size_t most = 0;
  absl::Duration within;
};

// In this process. Thread-safe.
class Rate {
 public:
  // How many keys are remembered; when there are more, and none can be forgotten, new keys are refused.
  static constexpr size_t kMostKeys = 50'000;

  Rate(const Clock& clock, RateLimit limit, size_t most_keys = kMostKeys)
      : clock_(clock), limit_(limit), most_keys_(most_keys) {}

  // Counts one. RESOURCE_EXHAUSTED with the time to wait (retry_after.h), and nothing counted, when it would be too
  // many.
  absl::Status Take(absl::string_view key);
  // As Take, but counts nothing.
  absl::Status Check(absl::string_view key);
  size_t keys() const;

 private:
  absl::Status CheckLocked(const std::string& key, absl::Time now);
  void Forget(absl::Time now);

  const Clock& clock_;
  const RateLimit limit_;
  const size_t most_keys_;
  mutable std::mutex mutex_;
  std::map<std::string, std::deque<absl::Time>> taken_;  // guarded by mutex_
};

// The key of a client's address: an IPv4 address whole, of an IPv6 address the first 64 bits, which one household or
// office has for itself. What is no address is its own key.
std::string AddressKey(absl::string_view address);

}  // namespace interline::inbox

#endif  // INTERLINE_SERVICES_INBOX_PEOPLE_RATE_H_
