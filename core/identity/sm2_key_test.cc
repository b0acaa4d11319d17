#include "core/identity/sm2_key.h"

#include "absl/strings/escaping.h"
#include "core/base/status_matchers.h"
#include "core/identity/testing_keys.h"

namespace interline::identity {
namespace {

constexpr char kMessage[] = "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}";

TEST(Sm2Key, AcceptsWhatAnotherImplementationSigned) {
  // The key is OpenSSL's, the signature is by the Python package gmssl 3.2.2 (sign_with_sm3, asn1).
  ASSERT_OK_AND_ASSIGN(const Sm2Key key,
                       Sm2Key::Parse("-----BEGIN PUBLIC KEY-----\n"
                                     "MFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAEhGSOjNDbIZjnOAtiuxqsycW0qump\n"
                                     "CUdWwK6DoQOLjuVZ43aNPKlE3foqZhB3tlUzg0NxQmCsu4NPWgSkTRxtdg==\n"
                                     "-----END PUBLIC KEY-----"));
  std::string signature;
  ASSERT_TRUE(
      absl::Base64Unescape("MEUCIQCO0zHu7HNeNUMT4yC9LoV9Gd+j3z8DJVn0Sg8DllRtJQIgI2UzECqiOCr5CAJfZ8y+"
                           "ud2esci/K4hSxnZTKiZmVzI=",
                           &signature));
  EXPECT_TRUE(key.Verify(kMessage, signature, kUsualSm2Id));
  EXPECT_FALSE(key.Verify(kMessage, signature, "another signer"));
  EXPECT_FALSE(key.Verify("another message", signature, kUsualSm2Id));
  EXPECT_FALSE(key.Verify(kMessage, signature.substr(1), kUsualSm2Id));
  EXPECT_FALSE(key.is_private());
  EXPECT_THAT(key.Sign(kMessage, kUsualSm2Id), HasCode(absl::StatusCode::kFailedPrecondition));
}

TEST(Sm2Key, VerifiesWhatItSigned) {
  const Sm2Pems pems = MakeSm2Pair();
  ASSERT_OK_AND_ASSIGN(const Sm2Key mine, Sm2Key::Parse(pems.private_key));
  ASSERT_OK_AND_ASSIGN(const Sm2Key theirs, Sm2Key::Parse(pems.public_key));
  ASSERT_OK_AND_ASSIGN(const std::string signature, mine.Sign(kMessage, kUsualSm2Id));
  EXPECT_TRUE(theirs.Verify(kMessage, signature, kUsualSm2Id));
  std::string changed = signature;
  changed.back() ^= 1;
  EXPECT_FALSE(theirs.Verify(kMessage, changed, kUsualSm2Id));
}

TEST(Sm2Key, RefusesOtherKeysAndOtherTexts) {
  const char* p256 =
      "-----BEGIN PUBLIC KEY-----\n"
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYD54V/vp+54P9DXarYqx4MPcm+HK\n"
      "RIQzNasYSoRQHQ/6S6Ps8tpMcT+KvIIC8W/e9k0W7Cm72M1P9jU7SLf/vg==\n"
      "-----END PUBLIC KEY-----\n";
  for (const char* text : {"", "-----BEGIN PUBLIC KEY-----", "push", p256}) {
    EXPECT_THAT(Sm2Key::Parse(text), HasCode(absl::StatusCode::kInvalidArgument)) << text;
  }
}

}  // namespace
}  // namespace interline::identity
