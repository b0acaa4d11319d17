#include "core/wire/charset.h"

#include <gtest/gtest.h>

#include <string>

#include "core/base/refusal.h"
#include "core/base/status_matchers.h"

namespace interline::wire {
namespace {

v1::RefusalReason ReasonOf(const absl::Status& status) {
  const auto refusal = GetRefusal(status);
  return refusal ? refusal->reason() : v1::REFUSAL_REASON_UNSPECIFIED;
}

TEST(Charset, ReadsAndWritesGb18030) {
  const struct {
    std::string gb18030;
    std::string utf8;
  } cases[] = {
      {"", ""}, {"plain", "plain"}, {"\xC9\xCF\xBA\xA3", "上海"}, {"\x94\x39\xFC\x36", "😀"}, {"\xA2\xE3", "€"},
  };
  for (const auto& one : cases) {
    const auto read = ToUtf8(one.gb18030, Charset::kGb18030);
    ASSERT_TRUE(read.ok()) << one.utf8;
    EXPECT_EQ(*read, one.utf8);
    const auto written = FromUtf8(*read, Charset::kGb18030);
    ASSERT_TRUE(written.ok());
    EXPECT_EQ(*written, one.gb18030);
  }
}

TEST(Charset, RefusesBytesOfAnotherSet) {
  const struct {
    Charset charset;
    std::string bytes;
  } cases[] = {
      {Charset::kGb18030, "\x81"},              // half a character
      {Charset::kGb18030, "\xC9\x20"},          // no second byte
      {Charset::kGb18030, "\xFF\xFF"},          // no first byte
      {Charset::kGb18030, "\x84\x31\xA4\x37"},  // U+FFFD
      {Charset::kUtf8, "\xC9\xCF\xBA\xA3"},
      {Charset::kUtf8, "\xC0\xAF"},
      {Charset::kUtf8, "\xED\xA0\x80"},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(ReasonOf(ToUtf8(one.bytes, one.charset).status()), v1::REFUSAL_REASON_WRONG_CHARSET)
        << testing::PrintToString(one.bytes);
  }
}

TEST(Charset, KnowsWhichDeclarationsAgree) {
  EXPECT_TRUE(AgreesWith("utf-8", Charset::kUtf8));
  EXPECT_TRUE(AgreesWith("gbk", Charset::kGb18030));
  EXPECT_TRUE(AgreesWith("GB2312", Charset::kGb18030));
  EXPECT_FALSE(AgreesWith("GB18030", Charset::kUtf8));
  EXPECT_FALSE(AgreesWith("utf-8", Charset::kGb18030));
  EXPECT_FALSE(AgreesWith("utf-7", Charset::kUtf8));
}

}  // namespace
}  // namespace interline::wire
