// Which nonces were used. A nonce is forgotten once its request would be stale anyway.
#ifndef INTERLINE_CORE_IDENTITY_NONCE_MEMORY_H_
#define INTERLINE_CORE_IDENTITY_NONCE_MEMORY_H_

#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <unordered_map>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace interline::identity {

// Thread-safe.
class NonceMemory {
 public:
  enum class Use {
    kFirst,     // remembered until `until`
    kRepeated,  // used before
    kFull,      // nothing more can be remembered now
  };
  virtual ~NonceMemory() = default;
  virtual Use Remember(absl::string_view platform, absl::string_view nonce, absl::Time until, absl::Time now) = 0;
};

// In this process.
class LocalNonces final : public NonceMemory {
 public:
  explicit LocalNonces(size_t most) : most_(most) {}

  Use Remember(absl::string_view platform, absl::string_view nonce, absl::Time until, absl::Time now) override;
  size_t size() const;

 private:
  void Forget(absl::Time now);

  const size_t most_;
  mutable std::mutex mutex_;
  // All guarded by mutex_. Digests, so that an entry has one size.
  std::unordered_map<std::string, absl::Time> until_;
  std::multimap<absl::Time, std::string> by_time_;
};

}  // namespace interline::identity

#endif  // INTERLINE_CORE_IDENTITY_NONCE_MEMORY_H_
