#include "core/identity/nonce_memory.h"

#include "absl/strings/str_cat.h"
#include "core/base/sha256.h"

namespace interline::identity {

void LocalNonces::Forget(absl::Time now) {
  while (!by_time_.empty() && by_time_.begin()->first < now) {
    until_.erase(by_time_.begin()->second);
    by_time_.erase(by_time_.begin());
  }
}

NonceMemory::Use LocalNonces::Remember(absl::string_view platform, absl::string_view nonce, absl::Time until,
                                       absl::Time now) {
  std::string digest = Sha256(absl::StrCat(platform, "/", nonce));
  std::lock_guard<std::mutex> lock(mutex_);
  Forget(now);
  if (until_.count(digest) != 0) return Use::kRepeated;
  if (until_.size() >= most_) return Use::kFull;
  by_time_.emplace(until, digest);
  until_.emplace(std::move(digest), until);
  return Use::kFirst;
}

size_t LocalNonces::size() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return until_.size();
}

}  // namespace interline::identity
