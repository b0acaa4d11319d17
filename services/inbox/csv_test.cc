#include "services/inbox/csv.h"

#include <gmock/gmock.h>

namespace interline::inbox {
namespace {

TEST(Csv, QuotesWhatStandsInACell) {
  Csv csv;
  csv.AddLine({"编号", "a,b", "say \"hi\"", "two\nlines", ""});
  EXPECT_EQ(csv.text(), "\xEF\xBB\xBF\"编号\",\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"\"\r\n");
}

TEST(Csv, LetsNoCellBeAFormula) {
  for (const char* cell :
       {"=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1", "＝1", "＋1", "－1", "＠1"}) {
    Csv csv;
    csv.AddLine({cell});
    EXPECT_EQ(csv.text(), std::string("\xEF\xBB\xBF\"'") + cell + "\"\r\n") << cell;
  }
}

TEST(Csv, LeavesOtherCellsAsTheyAre) {
  for (const char* cell : {"440000:DH1", "a=b", "'x", "9", "签证"}) {
    Csv csv;
    csv.AddLine({cell});
    EXPECT_EQ(csv.text(), std::string("\xEF\xBB\xBF\"") + cell + "\"\r\n") << cell;
  }
}

}  // namespace
}  // namespace interline::inbox
