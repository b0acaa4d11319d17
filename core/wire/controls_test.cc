#include "core/wire/controls.h"

#include <gtest/gtest.h>

#include <string>

namespace interline::wire {
namespace {

TEST(Controls, AreFoundWhereverTheyStand) {
  for (int byte = 0; byte < 256; ++byte) {
    for (const size_t length : {1, 7, 8, 9, 16, 23}) {
      for (size_t at = 0; at < length; ++at) {
        std::string text(length, '\xE9');
        text[at] = static_cast<char>(byte);
        const bool is_plain = byte == '\n' || byte == '\r' || byte == '\t';
        EXPECT_EQ(HasControls(text), byte < 0x20 && !is_plain) << byte << " at " << at << " of " << length;
      }
    }
  }
}

TEST(Controls, AreFoundBehindPlainOnes) {
  EXPECT_FALSE(HasControls("\n\n\n\n\n\n\n\n\t\r"));
  EXPECT_TRUE(HasControls("\n\n\n\n\n\n\n\n\t\x1f"));
  EXPECT_FALSE(HasControls(""));
}

}  // namespace
}  // namespace interline::wire
