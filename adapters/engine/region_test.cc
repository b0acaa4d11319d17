#include "adapters/engine/region.h"

#include <gtest/gtest.h>

#include <string>

namespace interline::adapters {
namespace {

TEST(Region, IsReadAsTheShortestCodeThatSaysTheSame) {
  const struct {
    std::string theirs;
    size_t digits;
    std::string ours;
  } cases[] = {
      {"44", 2, "440000"},
      {"4403", 4, "440300"},
      {"440305", 6, "440305"},
      {"660000", 6, "660000"},
      {"440305001", 9, "440305001"},
      {"440305000", 9, "440305"},
      {"440305001002", 12, "440305001002"},
      {"440305001000", 12, "440305001"},
      {"440305000000", 12, "440305"},
      {"440000000000", 12, "440000"},
  };
  for (const auto& test : cases) EXPECT_EQ(ReadRegion(test.theirs, test.digits), test.ours) << test.theirs;
}

TEST(Region, IsNotReadFromOtherLengthsOrCharacters) {
  for (const char* theirs : {"", "44030", "4403050", "44030x", "44 305", "４４０３０５"}) {
    EXPECT_FALSE(ReadRegion(theirs, 6)) << theirs;
  }
}

TEST(Region, IsWrittenShortenedOrFilled) {
  const struct {
    std::string ours;
    size_t digits;
    std::string theirs;
  } cases[] = {
      {"440305", 2, "44"},
      {"440305", 4, "4403"},
      {"440305", 6, "440305"},
      {"440305", 9, "440305000"},
      {"440305", 12, "440305000000"},
      {"440305001", 6, "440305"},
      {"440305001002", 9, "440305001"},
  };
  for (const auto& test : cases) EXPECT_EQ(WriteRegion(test.ours, test.digits), test.theirs) << test.ours;
  for (const char* ours : {"", "44", "44030", "44030x", "4403050010020"}) EXPECT_FALSE(WriteRegion(ours, 6)) << ours;
}

}  // namespace
}  // namespace interline::adapters
