#include "adapters/engine/code_table.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "interline/v1/codes.pb.h"

namespace interline::adapters {
namespace {

constexpr Day kToday = 20781;  // 2026-11-24

struct Made {
  CodeTable table;
  // "place: message" of each mistake.
  std::vector<std::string> mistakes;
};

Made Make(const std::string& text) {
  adapter::v1::CodeTable table;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &table)) << text;
  Mistakes mistakes;
  Made made{CodeTable::Make(table, Place(SpecificationPart::kDialect).In("tables", 4), mistakes), {}};
  for (const Mistake& mistake : mistakes.all()) {
    made.mistakes.push_back(mistake.place.ToString() + ": " + mistake.message);
  }
  return made;
}

constexpr char kWhole[] = R"(
  name: "d" enum: "interline.v1.Decision"
  rows { theirs: "1" ours: "DECISION_APPROVED" }
  rows { theirs: "0" ours: "REJECTED" })";

TEST(CodeTable, TranslatesBothWays) {
  const Made made = Make(kWhole);
  EXPECT_TRUE(made.mistakes.empty());
  EXPECT_EQ(made.table.Ours("1", kToday), v1::DECISION_APPROVED);
  EXPECT_EQ(made.table.Ours("0", kToday), v1::DECISION_REJECTED);
  EXPECT_EQ(*made.table.Theirs(v1::DECISION_REJECTED, kToday), "0");
  EXPECT_EQ(made.table.written_values(kToday), (std::vector<int>{v1::DECISION_APPROVED, v1::DECISION_REJECTED}));
}

TEST(CodeTable, HasNoDefault) {
  const Made made = Make(kWhole);
  for (const char* code : {"", "2", "01", "1 ", "１"}) EXPECT_FALSE(made.table.Ours(code, kToday)) << code;
  for (const int value : {0, 3, -1}) EXPECT_EQ(made.table.Theirs(value, kToday), nullptr) << value;
}

TEST(CodeTable, ReadsAndWritesByTheWayOfARow) {
  const Made made = Make(R"(
    name: "d" enum: "interline.v1.Decision"
    rows { theirs: "1" ours: "APPROVED" }
    rows { theirs: "y" ours: "APPROVED" way: WAY_READ_ONLY }
    rows { theirs: "1" ours: "REJECTED" way: WAY_WRITE_ONLY })");
  EXPECT_TRUE(made.mistakes.empty());
  EXPECT_EQ(made.table.Ours("1", kToday), v1::DECISION_APPROVED);
  EXPECT_EQ(made.table.Ours("y", kToday), v1::DECISION_APPROVED);
  EXPECT_EQ(*made.table.Theirs(v1::DECISION_APPROVED, kToday), "1");
  EXPECT_EQ(*made.table.Theirs(v1::DECISION_REJECTED, kToday), "1");
}

TEST(CodeTable, NamesEveryMistake) {
  const struct {
    std::string text;
    std::vector<std::string> mistakes;
  } cases[] = {
      {R"(name: "d" enum: "interline.v1.Nothing")",
       {"dialect.tables[4].enum: There is no enum 'interline.v1.Nothing'."}},
      {R"(name: "d" enum: "interline.v1.Decision" rows { theirs: "1" ours: "APPROVED" })",
       {"dialect.tables[4]: The table 'd' is not total: DECISION_REJECTED has no row that is written and does not "
        "stand "
        "in refuse_ours."}},
      {R"(name: "d" enum: "interline.v1.Decision" rows { theirs: "1" ours: "APPROVED" }
          rows { theirs: "0" ours: "REJECTED" way: WAY_READ_ONLY })",
       {"dialect.tables[4]: The table 'd' is not total: DECISION_REJECTED has no row that is written and does not "
        "stand "
        "in refuse_ours."}},
      {std::string(kWhole) + R"(rows { theirs: "1" ours: "REJECTED" way: WAY_READ_ONLY })",
       {"dialect.tables[4].rows[2]: The code '1' is read twice; mark one row WAY_WRITE_ONLY."}},
      {std::string(kWhole) + R"(rows { theirs: "2" ours: "REJECTED" })",
       {"dialect.tables[4].rows[2]: DECISION_REJECTED is written twice; mark one row WAY_READ_ONLY."}},
      {std::string(kWhole) + R"(rows { theirs: "2" ours: "MAYBE" })",
       {"dialect.tables[4].rows[2].ours: Decision has no value 'MAYBE'."}},
      {std::string(kWhole) + R"(rows { theirs: "2" ours: "UNSPECIFIED" })",
       {"dialect.tables[4].rows[2].ours: The value zero means that nothing is stated; no code stands for it."}},
      {std::string(kWhole) + R"(rows { ours: "REJECTED" way: WAY_READ_ONLY })",
       {"dialect.tables[4].rows[2]: A code must not be empty: an empty field is one that is not stated."}},
      {std::string(kWhole) + R"(refuse_ours: "REJECTED")",
       {"dialect.tables[4].refuse_ours[0]: DECISION_REJECTED is written by a row too."}},
      {std::string(kWhole) + R"(refuse_ours: "MAYBE")",
       {"dialect.tables[4].refuse_ours[0]: Decision has no value 'MAYBE'."}},
      {std::string(kWhole) + R"(refuse_theirs: ["7", "0"])",
       {"dialect.tables[4].refuse_theirs[1]: '0' is read by a row too."}},
  };
  for (const auto& test : cases) EXPECT_EQ(Make(test.text).mistakes, test.mistakes) << test.text;
}

}  // namespace
}  // namespace interline::adapters
