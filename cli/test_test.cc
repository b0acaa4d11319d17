// `interline test`, on the specifications that are shipped and on trees with a mistake.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "cli/test_world.h"

namespace interline::cli {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class TestVerb : public testing::Test {
 protected:
  // A copy of the reference dialect and Guangdong that may be spoilt.
  std::string Copy() {
    const fs::path root = fs::path(testing::TempDir()) / "copy";
    CopySpecifications({"guangdong", "dialects/reference"}, root);
    return root;
  }

  TestWorld world_;
};

TEST_F(TestVerb, IsContentWithEverySpecificationThatIsShipped) {
  EXPECT_EQ(world_.Run({"test", "--complete", "--generated", "5"}), kOk) << world_.out << world_.err;
  EXPECT_THAT(world_.out, AllOf(HasSubstr("dialects/reference"), HasSubstr("guangdong"), HasSubstr("messages")));
}

TEST_F(TestVerb, TestsOneFolderWhenToldSo) {
  for (const char* path : {"adapters/guangdong", "adapters/guangdong/"}) {
    EXPECT_EQ(world_.Run({"test", path, "--generated", "1"}), kOk) << world_.out << world_.err;
    EXPECT_THAT(world_.out, AllOf(HasSubstr("guangdong"), Not(HasSubstr("sichuan")), Not(HasSubstr("dialects"))));
  }
  EXPECT_EQ(world_.Run({"test", "adapters/dialects/pinyin", "--generated", "1"}), kOk) << world_.out;
  EXPECT_THAT(world_.out, AllOf(HasSubstr("dialects/pinyin"), Not(HasSubstr("guangdong"))));
  EXPECT_EQ(world_.Run({"test", "no/such/folder"}), kNotFound);
}

TEST_F(TestVerb, NamesTheExampleThatIsNotAsItSays) {
  const std::string root = Copy();
  std::ofstream(root + "/guangdong/examples/bad/no_addressee.expect") << "MISSING_FIELD at body.from\n";
  EXPECT_EQ(world_.Run({"test", root, "--generated", "1"}), kFailed);
  EXPECT_THAT(world_.out, HasSubstr("no_addressee.json: It is refused as MISSING_FIELD at body.to"));
  EXPECT_EQ(world_.Run({"test", root, "--generated", "1", "--json"}), kFailed);
  EXPECT_THAT(world_.out, HasSubstr(R"({"problem":")"));
}

TEST_F(TestVerb, NamesMessagesRowsAndCodesThatNoExampleShows) {
  const std::string root = Copy();
  for (const char* folder : {"/guangdong/examples", "/dialects/reference/examples/good"}) fs::remove_all(root + folder);
  EXPECT_EQ(world_.Run({"test", root, "--generated", "1"}), kOk) << world_.out << world_.err;
  EXPECT_THAT(world_.out, AllOf(HasSubstr("shows the message signed from_platform\n"),
                                HasSubstr("shows the row transferred body.matter.attachments.id\n"),
                                HasSubstr("shows the code category port_clearance\n")));
  EXPECT_EQ(world_.Run({"test", root, "--generated", "1", "--complete"}), kFailed);
  EXPECT_THAT(world_.err, HasSubstr("parts have no example"));
  EXPECT_EQ(world_.Run({"test", root, "--generated", "1", "--json"}), kOk);
  EXPECT_THAT(world_.out, HasSubstr(R"("unshown":"code","name":"category port_clearance"})"));
}

TEST_F(TestVerb, CountsTheCodesThatAnswersShow) {
  const std::string root = Copy();
  const std::string folder = root + "/dialects/reference/examples";
  fs::remove_all(folder + "/good");
  ASSERT_EQ(world_.Run({"test", root, "--generated", "1"}), kOk) << world_.out << world_.err;
  EXPECT_THAT(world_.out, AllOf(HasSubstr("shows the code refusal_reason TOO_LARGE\n"),
                                Not(HasSubstr("shows the code refusal_reason UNMAPPED_CODE\n"))));
  fs::remove_all(folder + "/answers");
  ASSERT_EQ(world_.Run({"test", root, "--generated", "1"}), kOk) << world_.out << world_.err;
  EXPECT_THAT(world_.out, HasSubstr("shows the code refusal_reason UNMAPPED_CODE\n"));
}

TEST_F(TestVerb, FailsWhereLintFindsSomething) {
  const std::string root = Copy();
  std::ofstream(root + "/guangdong/platform.textproto", std::ios::app) << "\nfly: 1\n";
  EXPECT_EQ(world_.Run({"test", root, "--generated", "1"}), kFailed);
  EXPECT_THAT(world_.out, HasSubstr("guangdong/platform.textproto:"));
}

}  // namespace
}  // namespace interline::cli
