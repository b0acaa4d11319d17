#include "core/identity/digest.h"

#include <gtest/gtest.h>

#include "absl/strings/escaping.h"

namespace interline::identity {
namespace {

TEST(Digest, IsTheOneThatTheStandardsPrint) {
  struct Case {
    Hash hash;
    const char* text;
    const char* digest;
  };
  const Case cases[] = {
      {Hash::kMd5, "abc", "900150983cd24fb0d6963f7d28e17f72"},
      {Hash::kSha1, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d"},
      {Hash::kSha256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      // GB/T 32905-2016, annex A.
      {Hash::kSm3, "abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"},
      // By the Python package gmssl 3.2.2.
      {Hash::kSm3, "", "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"},
  };
  for (const Case& c : cases) EXPECT_EQ(HexLower(Digest(c.hash, c.text)), c.digest) << c.digest;
}

TEST(Hmac, AgreesWithOtherImplementations) {
  // RFC 4231, test case 2.
  EXPECT_EQ(HexLower(Hmac(Hash::kSha256, "Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  // By gmssl 3.2.2; the second key is longer than a block.
  EXPECT_EQ(HexLower(Hmac(Hash::kSm3, absl::HexStringToBytes("31f290f6bf06298aab4f08d43c3f082cf648a362da2da4b0"),
                          "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}")),
            "fc7a12148cf0782cbf5093cce74fbe1f254f6bfe783c55ed2e2b19f6c2053752");
  EXPECT_EQ(HexLower(Hmac(Hash::kSm3, std::string(100, 'k'), std::string(200, 'x'))),
            "63a6223dc028549608a4d8966872c8fcb601fbddb6342a24326c3606cca724e6");
}

TEST(EqualInConstantTime, IsEquality) {
  EXPECT_TRUE(EqualInConstantTime("", ""));
  EXPECT_TRUE(EqualInConstantTime("abc", "abc"));
  EXPECT_FALSE(EqualInConstantTime("abc", "abd"));
  EXPECT_FALSE(EqualInConstantTime("abc", "ab"));
}

TEST(Hex, ComesInBothCases) {
  EXPECT_EQ(HexLower("\xab\x01"), "ab01");
  EXPECT_EQ(HexUpper("\xab\x01"), "AB01");
}

}  // namespace
}  // namespace interline::identity
