#include "services/inbox/people/testing_signer.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "services/inbox/people/random.h"

namespace interline::inbox {
namespace {

constexpr int kEcPartBytes = 32;

std::string Number(EVP_PKEY* key, const char* name, int fewest_bytes) {
  BIGNUM* number = nullptr;
  CHECK(EVP_PKEY_get_bn_param(key, name, &number) == 1);
  std::string bytes(static_cast<size_t>(std::max(fewest_bytes, BN_num_bytes(number))), '\0');
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  BN_free(number);
  return Base64Url(bytes);
}

// The two numbers of a DER signature side by side.
std::string SideBySide(const std::string& der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  ECDSA_SIG* both = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
  CHECK(both != nullptr);
  std::string bytes(size_t{2} * kEcPartBytes, '\0');
  auto* out = reinterpret_cast<unsigned char*>(bytes.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(both), out, kEcPartBytes);
  BN_bn2binpad(ECDSA_SIG_get0_s(both), out + kEcPartBytes, kEcPartBytes);
  ECDSA_SIG_free(both);
  return bytes;
}

}  // namespace

TestingSigner::TestingSigner(std::string algorithm, std::string key_id, int rsa_bits)
    : algorithm_(std::move(algorithm)),
      key_id_(std::move(key_id)),
      key_(algorithm_ == "ES256" ? EVP_EC_gen("P-256") : EVP_RSA_gen(static_cast<unsigned int>(rsa_bits)),
           EVP_PKEY_free) {
  CHECK(key_ != nullptr);
}

std::string TestingSigner::jwk() const {
  const std::string common = absl::StrCat(R"("kid":")", key_id_, R"(","alg":")", algorithm_, R"(","use":"sig")");
  if (algorithm_ == "ES256") {
    return absl::StrCat(R"({"kty":"EC","crv":"P-256",)", common, R"(,"x":")",
                        Number(key_.get(), OSSL_PKEY_PARAM_EC_PUB_X, kEcPartBytes), R"(","y":")",
                        Number(key_.get(), OSSL_PKEY_PARAM_EC_PUB_Y, kEcPartBytes), R"("})");
  }
  return absl::StrCat(R"({"kty":"RSA",)", common, R"(,"n":")", Number(key_.get(), OSSL_PKEY_PARAM_RSA_N, 0),
                      R"(","e":")", Number(key_.get(), OSSL_PKEY_PARAM_RSA_E, 0), R"("})");
}

std::string TestingSigner::Sign(const std::string& head, const std::string& body) const {
  const std::string data = absl::StrCat(Base64Url(head), ".", Base64Url(body));
  return absl::StrCat(data, ".", Base64Url(Signature(data)));
}

std::string TestingSigner::Sign(const std::string& body) const {
  return Sign(absl::StrCat(R"({"alg":")", algorithm_, R"(","kid":")", key_id_, R"("})"), body);
}

std::string TestingSigner::Signature(const std::string& data) const {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  const auto* bytes = reinterpret_cast<const unsigned char*>(data.data());
  size_t size = 0;
  CHECK(EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key_.get()) == 1);
  CHECK(EVP_DigestSign(context, nullptr, &size, bytes, data.size()) == 1);
  std::string signature(size, '\0');
  CHECK(EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &size, bytes, data.size()) == 1);
  signature.resize(size);
  EVP_MD_CTX_free(context);
  return algorithm_ == "ES256" ? SideBySide(signature) : signature;
}

}  // namespace interline::inbox
