#include "adapters/engine/examples.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/engine/test_support.h"

namespace interline::adapters {
namespace {

std::string Canonical() { return absl::StrCat("# direction: from_platform\n", FullTransferText()); }

// The only problem that the runner finds; empty when there is none.
std::string ProblemIn(const TestTree& tree) {
  const ExampleReport report = RunAllExamples(tree.directory());
  EXPECT_LE(report.problems.size(), 1u) << absl::StrJoin(report.problems, "\n");
  return absl::StrJoin(report.problems, "\n");
}

TEST(Examples, PassWhenTheLawsAreKept) {
  TestTree tree;
  tree.WriteGood();
  tree.Write("guangdong/examples/good/full.json", FullTransferJson());
  tree.Write("guangdong/examples/good/full.textproto", Canonical());
  tree.Write("guangdong/examples/good/urge.json", R"({"no":"DH1","urge":"U1","n":2,"at":"20261124101000.250"})");
  tree.Write("guangdong/examples/good/urge.textproto", R"(# direction: from_platform
# header: target=/urge
id: "urge.again:4103789d50c77e82ee6762c07d1f480e"
source: "440000" ticket_id: "440000:DH1" source_number: "DH1"
occurred_at { seconds: 1795486200 nanos: 250000000 } urged { urge_id: "U1" again: true })");
  tree.Write("guangdong/examples/bad/sex.json", With(FullTransferJson(), R"("sex":2)", R"("sex":3)"));
  tree.Write("guangdong/examples/bad/sex.expect", "UNMAPPED_CODE at body.caller.sex\n");
  // From the platform there is no such message; to it there is, and something is missing.
  tree.Write("guangdong/examples/bad/direction.json", R"({"head":{"type":"twins"}})");
  tree.Write("guangdong/examples/bad/direction.expect", "MISSING_FIELD at head.id\n# direction: to_platform\n");
  tree.Write("dialects/test/examples/bad/urge.json", R"({"n":1})");
  tree.Write("dialects/test/examples/bad/urge.expect",
             "MISSING_FIELD at no\n# direction: from_platform\n# header: target=/urge\n");
  const ExampleReport report = RunAllExamples(tree.directory());
  EXPECT_EQ(report.good, 2);
  EXPECT_EQ(report.bad, 3);
  EXPECT_GT(report.generated, 0);
  EXPECT_EQ(absl::StrJoin(report.problems, "\n"), "");
}

TEST(Examples, LeaveDeclaredLossesAside) {
  TestTree tree;
  tree.WriteGood();
  // Another word for true, a code that is read only, another offset, and the field that is passed over.
  std::string json = With(With(FullTransferJson(), R"("否")", R"("Y")"), R"("qz")", R"("zx2")");
  json = With(With(json, "10:10:00.250+08:00", "02:10:00.250Z"), R"("b64":")", R"("b64":"!)");
  std::string text = With(Canonical(), "confidential: false", "confidential: true");
  text = With(text, "DEMAND_TYPE_HELP", "DEMAND_TYPE_CONSULTATION");
  tree.Write("guangdong/examples/good/full.json", json);
  tree.Write("guangdong/examples/good/full.textproto", text);
  EXPECT_EQ(ProblemIn(tree), "");
}

TEST(Examples, ShowEveryBrokenLaw) {
  const struct {
    std::string file;
    std::string text;
    std::string problem;
  } cases[] = {
      {"good/full.textproto", With(Canonical(), "SEX_FEMALE", "SEX_MALE"), "Decode is not the canonical text"},
      {"good/full.textproto", With(Canonical(), "# direction: from_platform\n", ""), "does not say the direction"},
      {"good/full.textproto", "# direction: from_platform\nnothing: 1", "is no TicketEvent"},
      {"good/full.json", With(FullTransferJson(), R"("sex":2)", R"("sex":3)"),
       "Decode: INVALID_ARGUMENT: UNMAPPED_CODE"},
      {"good/alone.json", "{}", "The file has no partner."},
      {"bad/sex.json", FullTransferJson(), "It is accepted; due is UNMAPPED_CODE at body.caller.sex."},
      {"bad/sex.expect", "UNMAPPED_CODE at sex",
       "It is refused as UNMAPPED_CODE at body.caller.sex; due is UNMAPPED_CODE at sex."},
      {"bad/sex.expect", "WRONG_TYPE at body.caller.sex", "due is WRONG_TYPE"},
  };
  for (const auto& test : cases) {
    TestTree tree;
    tree.WriteGood();
    tree.Write("guangdong/examples/good/full.json", FullTransferJson());
    tree.Write("guangdong/examples/good/full.textproto", Canonical());
    tree.Write("guangdong/examples/bad/sex.json", With(FullTransferJson(), R"("sex":2)", R"("sex":3)"));
    tree.Write("guangdong/examples/bad/sex.expect", "UNMAPPED_CODE at body.caller.sex");
    tree.Write("guangdong/examples/" + test.file, test.text);
    EXPECT_TRUE(absl::StrContains(ProblemIn(tree), test.problem)) << test.problem << "\n" << ProblemIn(tree);
  }
}

TEST(Examples, ShowALossThatIsNotDeclared) {
  TestTree tree;
  tree.WriteGood();
  // The number has a place in their message that is only read; `drops` says that our field is left out.
  tree.Write("dialects/test/dialect.textproto",
             With(With(TestDialectText(), R"(ours: "transferred.matter.content")",
                       R"(ours: "transferred.matter.content" way: WAY_READ_ONLY)"),
                  R"(drops: ["causation_id", )", R"(drops: ["causation_id", "transferred.matter.content", )"));
  tree.Write("guangdong/examples/good/full.json", FullTransferJson());
  tree.Write("guangdong/examples/good/full.textproto", Canonical());
  EXPECT_EQ(ProblemIn(tree), "") << "this one is declared";
  tree.Write("guangdong/examples/good/full.json",
             With(FullTransferJson(), R"("maybe":true)", R"("maybe":true,"more":"")"));
  EXPECT_TRUE(absl::StrContains(ProblemIn(tree), "UNKNOWN_FIELD at body.limit.more"));
}

TEST(Examples, ReportWhatLintFinds) {
  TestTree tree;
  tree.WriteGood();
  tree.Write("dialects/test/dialect.textproto", With(TestDialectText(), "version: 3\n", ""));
  EXPECT_TRUE(absl::StrContains(ProblemIn(tree), "The dialect has no version."));
}

}  // namespace
}  // namespace interline::adapters
