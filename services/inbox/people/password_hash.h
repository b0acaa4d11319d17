// Passwords as they are stored: scrypt (RFC 7914) in text form, "$scrypt$ln=17,r=8,p=1$<salt>$<hash>" with base64url
// parts, so that the cost can be raised later and old hashes still be read.
#ifndef INTERLINE_SERVICES_INBOX_PEOPLE_PASSWORD_HASH_H_
#define INTERLINE_SERVICES_INBOX_PEOPLE_PASSWORD_HASH_H_

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace interline::inbox {

// One computation takes 128 * r * 2^log2_n bytes: 128 MiB, and a good third of a second.
struct ScryptCost {
  uint32_t log2_n = 17;
  uint32_t r = 8;
  uint32_t p = 1;
};

// Thread-safe. So few computations run at the same time, and so few more wait for their turn: an attacker who signs in
// a thousand times at once must not take the machine's memory.
class PasswordHasher {
 public:
  static constexpr int kMostAtOnce = 2;
  static constexpr int kMostWaiting = 64;

  explicit PasswordHasher(ScryptCost cost = {});

  // Text form with a salt of its own. RESOURCE_EXHAUSTED when too many wait.
  absl::StatusOr<std::string> Hash(absl::string_view password);
  // Whether it is the one that was hashed. An empty `stored` stands for somebody who does not exist: then it is false,
  // and takes the same time. DATA_LOSS when `stored` is no text form of ours, RESOURCE_EXHAUSTED as above.
  absl::StatusOr<bool> Verify(absl::string_view password, absl::string_view stored);
  // Whether `stored` was made with another cost and should be made anew when the password is at hand.
  bool IsOutdated(absl::string_view stored) const;

  // How many were made so far.
  uint64_t computations() const { return computations_; }

 private:
  class Turn;

  absl::StatusOr<std::string> Compute(absl::string_view password, absl::string_view salt, const ScryptCost& cost);

  const ScryptCost cost_;
  std::string nobody_;
  std::atomic<uint64_t> computations_{0};
  std::mutex mutex_;
  std::condition_variable free_;
  int running_ = 0;  // guarded by mutex_
  int waiting_ = 0;  // guarded by mutex_
};

}  // namespace interline::inbox

#endif  // INTERLINE_SERVICES_INBOX_PEOPLE_PASSWORD_HASH_H_
