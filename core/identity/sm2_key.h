// A key on the curve SM2 and its signatures with SM3 (GB/T 32918.2-2016), in the DER form of GB/T 35276.
#ifndef INTERLINE_CORE_IDENTITY_SM2_KEY_H_
#define INTERLINE_CORE_IDENTITY_SM2_KEY_H_

#include <openssl/evp.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace interline::identity {

// The signer's identifier when nothing else was agreed (GB/T 35276).
inline constexpr absl::string_view kUsualSm2Id = "1234567812345678";

// Immutable; thread-safe.
class Sm2Key {
 public:
  // A PEM with a private key (PKCS #8 or SEC 1) or a public one. INVALID_ARGUMENT for anything else, other curves too.
  static absl::StatusOr<Sm2Key> Parse(absl::string_view pem);

  bool is_private() const { return is_private_; }
  // FAILED_PRECONDITION for a public key.
  absl::StatusOr<std::string> Sign(absl::string_view data, absl::string_view id) const;
  bool Verify(absl::string_view data, absl::string_view signature, absl::string_view id) const;

 private:
  Sm2Key(std::shared_ptr<EVP_PKEY> key, bool is_private) : key_(std::move(key)), is_private_(is_private) {}

  std::shared_ptr<EVP_PKEY> key_;
  bool is_private_;
};

}  // namespace interline::identity

#endif  // INTERLINE_CORE_IDENTITY_SM2_KEY_H_
