#include "services/inbox/people/sealed.h"

#include <openssl/evp.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "services/inbox/people/random.h"

namespace interline::inbox {
namespace {

constexpr size_t kKeyBytes = 32;
constexpr size_t kNonceBytes = 12;
constexpr int kTagBytes = 16;

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* Bytes(absl::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

// Ready for the text, after the owner.
Context Start(absl::string_view key, absl::string_view owner, absl::string_view nonce, bool seal) {
  CHECK(key.size() == kKeyBytes);
  Context context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int size = 0;
  CHECK(EVP_CipherInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, Bytes(key), Bytes(nonce), seal ? 1 : 0) == 1);
  CHECK(EVP_CipherUpdate(context.get(), nullptr, &size, Bytes(owner), static_cast<int>(owner.size())) == 1);
  return context;
}

}  // namespace

std::string Seal(absl::string_view key, absl::string_view owner, absl::string_view secret) {
  const std::string nonce = RandomBytes(kNonceBytes);
  const Context context = Start(key, owner, nonce, true);
  std::string text(secret.size(), '\0');
  std::string tag(kTagBytes, '\0');
  int size = 0;
  CHECK(EVP_CipherUpdate(context.get(), Bytes(text), &size, Bytes(secret), static_cast<int>(secret.size())) == 1);
  CHECK(EVP_CipherFinal_ex(context.get(), Bytes(text) + size, &size) == 1);
  CHECK(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, tag.data()) == 1);
  return absl::StrCat(nonce, tag, text);
}

absl::StatusOr<std::string> Unseal(absl::string_view key, absl::string_view owner, absl::string_view sealed) {
  const absl::Status wrong = absl::DataLossError("a sealed secret cannot be opened");
  if (sealed.size() < kNonceBytes + kTagBytes) return wrong;
  const Context context = Start(key, owner, sealed.substr(0, kNonceBytes), false);
  std::string tag(sealed.substr(kNonceBytes, kTagBytes));
  const absl::string_view text = sealed.substr(kNonceBytes + kTagBytes);
  std::string secret(text.size(), '\0');
  int size = 0;
  CHECK(EVP_CipherUpdate(context.get(), Bytes(secret), &size, Bytes(text), static_cast<int>(text.size())) == 1);
  CHECK(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()) == 1);
  if (EVP_CipherFinal_ex(context.get(), Bytes(secret) + size, &size) != 1) return wrong;
  return secret;
}

}  // namespace interline::inbox
