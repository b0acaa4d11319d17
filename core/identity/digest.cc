#include "core/identity/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "core/base/check.h"

namespace interline::identity {
namespace {

const EVP_MD* Algorithm(Hash hash) {
  switch (hash) {
    case Hash::kMd5:
      return EVP_md5();
    case Hash::kSha1:
      return EVP_sha1();
    case Hash::kSha256:
      return EVP_sha256();
    case Hash::kSm3:
      return EVP_sm3();
  }
  CHECK(false);
}

}  // namespace

std::string Digest(Hash hash, absl::string_view data) {
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  CHECK(EVP_Digest(data.data(), data.size(), reinterpret_cast<unsigned char*>(digest.data()), &size, Algorithm(hash),
                   nullptr) == 1);
  digest.resize(size);
  return digest;
}

std::string Hmac(Hash hash, absl::string_view key, absl::string_view data) {
  std::string code(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  CHECK(HMAC(Algorithm(hash), key.data(), static_cast<int>(key.size()),
             reinterpret_cast<const unsigned char*>(data.data()), data.size(),
             reinterpret_cast<unsigned char*>(code.data()), &size) != nullptr);
  code.resize(size);
  return code;
}

std::string HexLower(absl::string_view bytes) { return absl::BytesToHexString(bytes); }
std::string HexUpper(absl::string_view bytes) { return absl::AsciiStrToUpper(absl::BytesToHexString(bytes)); }

bool EqualInConstantTime(absl::string_view a, absl::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace interline::identity
