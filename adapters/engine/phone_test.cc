#include "adapters/engine/phone.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace interline::adapters {
namespace {

TEST(Phone, ReadsNumbersOfKnownForms) {
  struct Case {
    const char* theirs;
    const char* ours;
  };
  for (const Case& c : std::vector<Case>{
           {"13800000000", "+8613800000000"},
           {"138 0000 0000", "+8613800000000"},
           {"86-138-0000-0000", "+8613800000000"},
           {"008613800000000", "+8613800000000"},
           {"+86 13800000000", "+8613800000000"},
           {"（+86）13800000000", "+8613800000000"},
           {"010-12345678", "+861012345678"},
           {"(020)12345678", "+862012345678"},
           {"0755-7654321", "+867557654321"},
           {"075587654321", "+8675587654321"},
           {"0044 20 7946 0000", "+442079460000"},
           {"+1 (202) 555-0100", "+12025550100"},
           {"+864008100000", "+864008100000"},
       }) {
    EXPECT_EQ(ReadPhone(c.theirs), c.ours) << c.theirs;
  }
}

TEST(Phone, KeepsWhatItDoesNotKnow) {
  for (const char* text : {"",
                           "12345",
                           "110",
                           "400-810-0000",
                           "87654321",
                           "010-12345678-801",
                           "010-12345678转801",
                           "12800000000",
                           "013800000000",
                           "1380000000",
                           "138000000000",
                           "+86 010 12345678",
                           "0086 010 12345678",
                           "+0123456789",
                           "+12345",
                           "011-12345678",
                           "0755-0765432",
                           "１３８００００００００",
                           "不详",
                           "+1234567890123456",
                           "00",
                           "- -"}) {
    EXPECT_EQ(ReadPhone(text), text);
  }
}

TEST(Phone, WritesTheNationalForm) {
  EXPECT_EQ(WritePhone("+8613800000000"), "13800000000");
  EXPECT_EQ(WritePhone("+861012345678"), "01012345678");
  EXPECT_EQ(WritePhone("+867557654321"), "07557654321");
  EXPECT_EQ(WritePhone("+442079460000"), "00442079460000");
  EXPECT_EQ(WritePhone("+864008100000"), "00864008100000");
  EXPECT_EQ(WritePhone("138 0000 0000"), "138 0000 0000");
  EXPECT_EQ(WritePhone("12345"), "12345");
}

TEST(Phone, ReadsBackEveryNumberOfE164) {
  // All beginnings, so that no rule for the mainland takes a foreign number for its own or the other way round.
  for (int head = 1000; head < 10000; ++head) {
    for (const char* tail : {"000", "2345678", "23456789", "00000000000"}) {
      const std::string number = "+" + std::to_string(head) + tail;
      ASSERT_TRUE(IsE164(number)) << number;
      EXPECT_EQ(ReadPhone(number), number);
      EXPECT_EQ(ReadPhone(WritePhone(number)), number);
    }
  }
}

}  // namespace
}  // namespace interline::adapters
