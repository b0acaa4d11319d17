#include "core/identity/sm2_key.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <utility>

namespace interline::identity {
namespace {

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
using Digest = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
using Context = std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)>;

constexpr int kMaxSignatureBytes = 80;

// A key with a password must not make the process ask for it on the terminal.
int NoPassword(char*, int, int, void*) { return 0; }

Bio Reader(absl::string_view text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free);
}

const unsigned char* Bytes(absl::string_view data) { return reinterpret_cast<const unsigned char*>(data.data()); }

// What is needed to sign or to verify once. Both go through the same steps in OpenSSL.
struct Operation {
  Operation(EVP_PKEY* key, absl::string_view id)
      : context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr), EVP_PKEY_CTX_free),
        digest(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    ready = context && digest && EVP_PKEY_CTX_set1_id(context.get(), id.data(), static_cast<int>(id.size())) == 1;
    if (ready) EVP_MD_CTX_set_pkey_ctx(digest.get(), context.get());
  }
  Context context;
  Digest digest;
  bool ready = false;
};

}  // namespace

absl::StatusOr<Sm2Key> Sm2Key::Parse(absl::string_view pem) {
  const bool is_private = pem.find("PRIVATE KEY") != absl::string_view::npos;
  const Bio text = Reader(pem);
  std::shared_ptr<EVP_PKEY> key(is_private ? PEM_read_bio_PrivateKey(text.get(), nullptr, NoPassword, nullptr)
                                           : PEM_read_bio_PUBKEY(text.get(), nullptr, NoPassword, nullptr),
                                EVP_PKEY_free);
  ERR_clear_error();
  if (key == nullptr) return absl::InvalidArgumentError("not a PEM of a private or public key without a password");
  if (EVP_PKEY_is_a(key.get(), "SM2") != 1) return absl::InvalidArgumentError("the key is not on the curve SM2");
  return Sm2Key(std::move(key), is_private);
}

absl::StatusOr<std::string> Sm2Key::Sign(absl::string_view data, absl::string_view id) const {
  if (!is_private_) return absl::FailedPreconditionError("a public key cannot sign");
  const Operation operation(key_.get(), id);
  std::string signature(kMaxSignatureBytes, '\0');
  size_t size = signature.size();
  if (!operation.ready || EVP_DigestSignInit(operation.digest.get(), nullptr, EVP_sm3(), nullptr, key_.get()) != 1 ||
      EVP_DigestSign(operation.digest.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, Bytes(data),
                     data.size()) != 1) {
    ERR_clear_error();
    return absl::InternalError("OpenSSL cannot sign with SM2");
  }
  signature.resize(size);
  return signature;
}

bool Sm2Key::Verify(absl::string_view data, absl::string_view signature, absl::string_view id) const {
  const Operation operation(key_.get(), id);
  const bool right =
      operation.ready && EVP_DigestVerifyInit(operation.digest.get(), nullptr, EVP_sm3(), nullptr, key_.get()) == 1 &&
      EVP_DigestVerify(operation.digest.get(), Bytes(signature), signature.size(), Bytes(data), data.size()) == 1;
  ERR_clear_error();
  return right;
}

}  // namespace interline::identity
