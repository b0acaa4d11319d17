#include "cli/table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace interline::cli {
namespace {

TEST(DisplayWidth, CountsColumnsAndNotBytes) {
  const struct {
    const char* text;
    int width;
  } cases[] = {
      {"", 0}, {"abc", 3}, {"广东", 4}, {"已签收 signed", 13}, {"，", 2}, {"e\u0301", 1}, {"한국", 4}, {"\xFF", 1},
  };
  for (const auto& c : cases) EXPECT_EQ(DisplayWidth(c.text), c.width) << c.text;
}

TEST(Printable, LeavesNothingThatDrivesATerminal) {
  EXPECT_EQ(Printable("广东 abc"), "广东 abc");
  EXPECT_EQ(Printable("\x1B[2J"), "\uFFFD[2J");
  EXPECT_EQ(Printable("a\nb"), "a\uFFFDb");
  EXPECT_EQ(Printable("a\u202Eb"), "a\uFFFDb");
  EXPECT_EQ(Printable("\xE5\xB9"), "\uFFFD\uFFFD");
}

TEST(FirstColumns, CutsBetweenCharacters) {
  EXPECT_EQ(FirstColumns("广东", 4), "广东");
  EXPECT_EQ(FirstColumns("广东省", 5), "广东…");
  EXPECT_EQ(FirstColumns("广东省", 4), "广…");
  EXPECT_EQ(FirstColumns("abcdef", 3), "ab…");
}

TEST(Table, AlignsChineseWithLatin) {
  Table table({"name", "id"});
  table.AddRow({"广东", "440000"});
  table.AddRow({"12367", "12367"});
  std::ostringstream out;
  table.Print(out);
  EXPECT_EQ(out.str(),
            "name   id\n"
            "-----  ------\n"
            "广东   440000\n"
            "12367  12367\n");
}

}  // namespace
}  // namespace interline::cli
