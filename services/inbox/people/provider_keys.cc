#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <memory>
#include <utility>

#include "core/base/status_macros.h"
#include "core/wire/json_reader.h"
#include "services/inbox/people/id_token.h"
#include "services/inbox/people/random.h"

namespace interline::inbox {
namespace {

constexpr int kFewestRsaBits = 2048;
constexpr size_t kMostKeys = 32;
constexpr size_t kEcPartBytes = 32;

using Pkey = std::shared_ptr<EVP_PKEY>;
template <typename T, void (*free)(T*)>
struct Free {
  void operator()(T* object) const { free(object); }
};
using Number = std::unique_ptr<BIGNUM, Free<BIGNUM, BN_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Free<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Free<OSSL_PARAM, OSSL_PARAM_free>>;
using Context = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX, EVP_PKEY_CTX_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX, EVP_MD_CTX_free>>;
using EcSignature = std::unique_ptr<ECDSA_SIG, Free<ECDSA_SIG, ECDSA_SIG_free>>;

const unsigned char* Bytes(absl::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string Text(const simdjson::dom::object& object, const char* name) {
  std::string_view text;
  return object[name].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

std::string Part(const simdjson::dom::object& object, const char* name) {
  return Base64UrlDecode(Text(object, name)).value_or("");
}

Number ToNumber(absl::string_view bytes) {
  return Number(BN_bin2bn(Bytes(bytes), static_cast<int>(bytes.size()), nullptr));
}

// Null when the parts make no key.
Pkey Make(const char* type, const Params& params) {
  const Context context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (params == nullptr || context == nullptr || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) {
    return nullptr;
  }
  return Pkey(key, EVP_PKEY_free);
}

Pkey RsaKey(absl::string_view modulus, absl::string_view exponent) {
  const Builder builder(OSSL_PARAM_BLD_new());
  const Number n = ToNumber(modulus);
  const Number e = ToNumber(exponent);
  if (OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1) {
    return nullptr;
  }
  const Pkey key = Make("RSA", Params(OSSL_PARAM_BLD_to_param(builder.get())));
  return key != nullptr && EVP_PKEY_get_bits(key.get()) >= kFewestRsaBits ? key : nullptr;
}

Pkey EcKey(absl::string_view x, absl::string_view y) {
  if (x.size() != kEcPartBytes || y.size() != kEcPartBytes) return nullptr;
  const std::string point = std::string(1, '\x04') + std::string(x) + std::string(y);
  const Builder builder(OSSL_PARAM_BLD_new());
  if (OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1) {
    return nullptr;
  }
  return Make("EC", Params(OSSL_PARAM_BLD_to_param(builder.get())));
}

// Tokens have the two numbers side by side; OpenSSL wants them in DER. Empty when they are not two.
std::string ToDer(absl::string_view signature) {
  if (signature.size() != 2 * kEcPartBytes) return "";
  const EcSignature both(ECDSA_SIG_new());
  Number r = ToNumber(signature.substr(0, kEcPartBytes));
  Number s = ToNumber(signature.substr(kEcPartBytes));
  if (ECDSA_SIG_set0(both.get(), r.get(), s.get()) != 1) return "";
  static_cast<void>(r.release());
  static_cast<void>(s.release());
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(both.get(), &der);
  if (size <= 0) return "";
  std::string text(reinterpret_cast<char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  return text;
}

bool IsSignedBy(const Pkey& key, absl::string_view data, absl::string_view signature) {
  const Digest digest(EVP_MD_CTX_new());
  return EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
         EVP_DigestVerify(digest.get(), Bytes(signature), signature.size(), Bytes(data), data.size()) == 1;
}

}  // namespace

absl::StatusOr<ProviderKeys> ProviderKeys::Read(absl::string_view jwks) {
  const absl::Status wrong = absl::InvalidArgumentError("the provider's keys cannot be read");
  wire::JsonReader reader;
  const absl::StatusOr<simdjson::dom::object> document = reader.Parse(jwks);
  simdjson::dom::array list;
  if (!document.ok() || (*document)["keys"].get(list) != simdjson::SUCCESS || list.size() > kMostKeys) return wrong;
  ProviderKeys keys;
  for (const simdjson::dom::element element : list) {
    simdjson::dom::object object;
    if (element.get(object) != simdjson::SUCCESS) return wrong;
    const std::string use = Text(object, "use");
    if (!use.empty() && use != "sig") continue;
    const std::string type = Text(object, "kty");
    Key key = {Text(object, "kid"), "", nullptr};
    if (type == "RSA") {
      key.algorithm = "RS256";
      key.key = RsaKey(Part(object, "n"), Part(object, "e"));
    } else if (type == "EC" && Text(object, "crv") == "P-256") {
      key.algorithm = "ES256";
      key.key = EcKey(Part(object, "x"), Part(object, "y"));
    }
    const std::string algorithm = Text(object, "alg");
    if (key.key == nullptr || (!algorithm.empty() && algorithm != key.algorithm)) continue;
    keys.keys_.push_back(std::move(key));
  }
  return keys;
}

absl::Status ProviderKeys::Verify(absl::string_view algorithm, absl::string_view key_id, absl::string_view data,
                                  absl::string_view signature) const {
  const std::string form = algorithm == "ES256" ? ToDer(signature) : std::string(signature);
  bool found = false;
  for (const Key& key : keys_) {
    if (key.algorithm != algorithm || (!key_id.empty() && key.id != key_id)) continue;
    found = true;
    if (IsSignedBy(key.key, data, form)) return absl::OkStatus();
  }
  if (!found) return absl::NotFoundError("the provider's key is not known");
  return absl::UnauthenticatedError("the token's signature is wrong");
}

}  // namespace interline::inbox
