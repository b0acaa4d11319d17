// `interline new`, in a copy of the shipped specifications.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "cli/test_world.h"

namespace interline::cli {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class New : public testing::Test {
 protected:
  // A tree with all dialects and one platform.
  void SetUp() override { CopySpecifications({"guangdong", "dialects"}, root_); }

  ExitCode Run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "new");
    arguments.insert(arguments.end(), {"--adapters", root_.string()});
    return world_.Run(arguments);
  }

  const fs::path root_ = fs::path(testing::TempDir()) / "tree";
  TestWorld world_;
};

TEST_F(New, MakesAFolderThatLintAndTestAccept) {
  for (const char* dialect : {"reference", "pinyin"}) {
    const std::string folder = dialect == std::string("reference") ? "hunan" : "hubei";
    ASSERT_EQ(Run({folder, "--from", dialect}), kOk) << world_.err;
    EXPECT_THAT(world_.out, AllOf(HasSubstr("/platform.textproto\n"), HasSubstr("/README.md\n"),
                                  HasSubstr("/examples/good/"), HasSubstr("/examples/bad/")));
    EXPECT_EQ(world_.Run({"lint", root_ / folder}), kOk) << world_.out;
    EXPECT_EQ(world_.Run({"test", root_ / folder, "--generated", "5"}), kOk) << world_.out;
    EXPECT_THAT(world_.out, Not(HasSubstr(absl::StrCat(folder, "  0 "))));
  }
}

TEST_F(New, OverwritesNothing) {
  ASSERT_EQ(Run({"hunan", "--from", "reference"}), kOk) << world_.err;
  std::ofstream(root_ / "hunan" / "README.md") << "mine";
  EXPECT_EQ(Run({"hunan", "--from", "pinyin"}), kFailed);
  EXPECT_THAT(world_.err, HasSubstr("is there already; nothing was written"));
  std::ifstream readme(root_ / "hunan" / "README.md");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(readme), {}), "mine");
  // Nor may two folders have one id.
  EXPECT_EQ(Run({"elsewhere", "--from", "reference", "--id", "440000", "--name-zh", "z", "--name-en", "e"}), kFailed);
  EXPECT_THAT(world_.err, HasSubstr("has the id 440000 already"));
  EXPECT_FALSE(fs::exists(root_ / "elsewhere"));
}

TEST_F(New, TakesAnyOtherPlatformByItsIdAndNames) {
  EXPECT_EQ(Run({"suzhou", "--from", "reference"}), kUsage);
  EXPECT_THAT(world_.err, HasSubstr("--id, --name-zh and --name-en"));
  ASSERT_EQ(Run({"suzhou", "--from", "reference", "--id", "320500", "--name-zh", "苏州12345", "--name-en",
                 "Suzhou \"12345\"", "--json"}),
            kOk)
      << world_.err;
  EXPECT_THAT(world_.out, HasSubstr(R"(/suzhou/platform.textproto","bytes":)"));
  EXPECT_EQ(world_.Run({"test", root_ / "suzhou", "--generated", "1"}), kOk) << world_.out;
}

TEST_F(New, RefusesNamesAndDialectsThatCannotBe) {
  EXPECT_EQ(Run({"../hunan", "--from", "reference"}), kUsage);
  EXPECT_EQ(Run({"Hunan", "--from", "reference"}), kUsage);
  EXPECT_EQ(Run({"hunan", "--from", "latin"}), kNotFound);
  EXPECT_EQ(Run({"hunan", "--from", "reference", "--id", "43"}), kUsage);
  EXPECT_EQ(Run({"hunan"}), kUsage);
  EXPECT_EQ(Run({"hunan", "--from", "reference", "--transport", "pigeon"}), kUsage);
  EXPECT_FALSE(fs::exists(root_ / "hunan"));
}

}  // namespace
}  // namespace interline::cli
