#include "adapters/engine/zone_table.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace interline::adapters {
namespace {

constexpr char kTable[] = R"(
  name: "zone"
  rows { theirs: "1" code: "350000" }
  rows { theirs: "34665" code: "350702" label: "延平区" }
  rows { theirs: "34665-1" code: "350702001" }
  rows { theirs: "34001" code: "350702" way: WAY_READ_ONLY }
)";

ZoneTable Make(const char* text, Mistakes& mistakes) {
  adapter::v1::ZoneTable table;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &table));
  return ZoneTable::Make(table, Place(SpecificationPart::kDialect), mistakes);
}

const std::string& Or(const std::string* found, const std::string& otherwise) {
  return found == nullptr ? otherwise : *found;
}

TEST(ZoneTable, ReadsItsZonesOnly) {
  Mistakes mistakes;
  const ZoneTable table = Make(kTable, mistakes);
  EXPECT_TRUE(mistakes.all().empty());
  EXPECT_EQ(Or(table.Ours("34665"), "none"), "350702");
  EXPECT_EQ(Or(table.Ours("34001"), "none"), "350702");
  EXPECT_EQ(Or(table.Ours("350702"), "none"), "none");
  EXPECT_EQ(Or(table.Ours(""), "none"), "none");
}

TEST(ZoneTable, WritesTheSmallestZoneThatContainsTheRegion) {
  Mistakes mistakes;
  const ZoneTable table = Make(kTable, mistakes);
  for (const auto& [ours, zone] : std::vector<std::pair<std::string, std::string>>{{"350702", "34665"},
                                                                                   {"350702001", "34665-1"},
                                                                                   {"350702001003", "34665-1"},
                                                                                   {"350702002003", "34665"},
                                                                                   {"350703", "1"},
                                                                                   {"350700", "1"},
                                                                                   {"350000", "1"},
                                                                                   {"360702", "none"}}) {
    EXPECT_EQ(Or(table.Theirs(ours), "none"), zone) << ours;
  }
}

TEST(ZoneTable, FindsWhatCannotWork) {
  for (const char* text :
       {"", "name: 'zone'", "rows { theirs: '1' code: '350000' }", "name: 'zone' rows { code: '350000' }",
        "name: 'zone' rows { theirs: '1' code: '35' }", "name: 'zone' rows { theirs: '1' code: '350702000' }",
        "name: 'zone' rows { theirs: '1' code: '35070x' }", "name: 'zone' rows { theirs: '1' }",
        "name: 'zone' rows { theirs: '1' code: '350000' } rows { theirs: '1' code: '360000' }",
        "name: 'zone' rows { theirs: '1' code: '350000' } rows { theirs: '2' code: '350000' }"}) {
    Mistakes mistakes;
    Make(text, mistakes);
    EXPECT_FALSE(mistakes.all().empty()) << text;
  }
}

}  // namespace
}  // namespace interline::adapters
