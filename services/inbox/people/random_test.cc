#include "services/inbox/people/random.h"

#include <string>

#include "core/base/status_matchers.h"

namespace interline::inbox {
namespace {

TEST(Random, BytesDiffer) {
  EXPECT_EQ(RandomBytes(16).size(), 16u);
  EXPECT_NE(RandomBytes(16), RandomBytes(16));
}

// RFC 4648, section 10.
TEST(Base32, IsAsTheRfcHasIt) {
  const struct {
    const char* bytes;
    const char* text;
  } cases[] = {{"", ""}, {"f", "MY"}, {"fo", "MZXQ"}, {"foo", "MZXW6"}, {"foob", "MZXW6YQ"}, {"foobar", "MZXW6YTBOI"}};
  for (const auto& [bytes, text] : cases) {
    EXPECT_EQ(Base32(bytes), text);
    EXPECT_EQ(Base32Decode(text), std::string(bytes));
  }
  EXPECT_EQ(Base32Decode("mzxw 6ytb-oi"), std::string("foobar"));
  EXPECT_EQ(Base32Decode("MZXW1"), absl::nullopt);
}

TEST(ReadableSecret, IsTakenInAnySpelling) {
  const std::string secret = ReadableSecret(std::string("\x12\x34\x56\x78\x9a\xbc\xde\xf0\x12\x34", 10), 80);
  EXPECT_EQ(secret, "28t5-cy4t-qkff-04hm");
  EXPECT_EQ(NormalisedSecret(secret), secret);
  EXPECT_EQ(NormalisedSecret(" 28T5CY4T qkff04hm"), secret);
  EXPECT_NE(NormalisedSecret("28t5cy4tqkff04hz"), secret);
}

TEST(Base64Url, TakesNothingButItsOnlyForm) {
  EXPECT_EQ(Base64Url("\xfb\xff"), "-_8");
  EXPECT_EQ(Base64UrlDecode("-_8"), std::string("\xfb\xff"));
  for (const char* wrong : {"-_8=", "+/8", "-_9", "-_ 8", "A"})
    EXPECT_EQ(Base64UrlDecode(wrong), absl::nullopt) << wrong;
}

}  // namespace
}  // namespace interline::inbox
