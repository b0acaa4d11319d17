// A key's bytes. They are wiped when they go, are never copied, and nothing prints them.
#ifndef INTERLINE_CORE_IDENTITY_SECRET_H_
#define INTERLINE_CORE_IDENTITY_SECRET_H_

#include <openssl/crypto.h>

#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace interline::identity {

// Immutable; thread-safe.
class Secret {
 public:
  // Takes the bytes over; the caller's string is wiped.
  explicit Secret(std::string&& bytes) : bytes_(bytes) { OPENSSL_cleanse(bytes.data(), bytes.size()); }
  ~Secret() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;

  absl::string_view bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

}  // namespace interline::identity

#endif  // INTERLINE_CORE_IDENTITY_SECRET_H_
