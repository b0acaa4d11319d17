#include "cli/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "cli/test_world.h"

namespace interline::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Program, ExplainsEachVerbWithAnExample) {
  TestWorld world;
  for (const char* verb : {"topics", "platforms", "lint", "test", "preview", "diff", "docs", "new", "submit",
                           "simulate", "reconcile", "trace", "rejected", "redrive"}) {
    EXPECT_EQ(world.Run({verb, "--help"}), kOk) << verb;
    EXPECT_THAT(world.out, HasSubstr("Example")) << verb;
    EXPECT_THAT(world.out, HasSubstr(std::string("interline ") + verb)) << verb;
  }
  EXPECT_EQ(world.Run({"--help"}), kOk);
  EXPECT_THAT(world.out, HasSubstr("Exit codes"));
}

TEST(Program, SaysWhenItIsUsedWrongly) {
  TestWorld world;
  const std::vector<std::string> cases[] = {
      {},
      {"fly"},
      {"trace"},
      {"trace", "a", "b"},
      {"topics"},
      {"topics", "create", "--partitions", "0"},
      {"reconcile", "--run", "R"},
      {"topics", "list", "--kafka-setting", "nothing"},
      {"simulate", "guangdong", "--faults", "fire"},
      {"simulate", "guangdong", "--faults", "500"},
      {"simulate", "12367", "--intake", "127.0.0.1:1", "--faults", "half_body"},
  };
  for (const auto& arguments : cases) {
    EXPECT_EQ(world.Run(arguments), kUsage) << testing::PrintToString(arguments);
    EXPECT_NE(world.err, "");
  }
}

TEST(Program, SaysWhenTheBrokerDoesNotAnswer) {
  TestWorld world;
  world.no_broker = absl::UnavailableError("127.0.0.1:9092 does not answer");
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"topics", "list"}, {"rejected"}, {"trace", "440000:GD1"}, {"simulate", "guangdong"}}) {
    EXPECT_EQ(world.Run(arguments), kUnreachable);
    EXPECT_THAT(world.err, HasSubstr("127.0.0.1:9092"));
  }
}

TEST(Program, TellsWhichTopicIsMissingAndWhatToDo) {
  TestWorld world;
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"rejected"}, {"trace", "440000:GD1"}, {"simulate", "guangdong"}}) {
    EXPECT_EQ(world.Run(arguments), kNotFound);
    EXPECT_THAT(world.err, HasSubstr("interline topics create"));
  }
}

TEST(Topics, AreCreatedOnceAndListed) {
  TestWorld world;
  EXPECT_EQ(world.Run({"topics", "create", "--partitions", "2"}), kOk) << world.err;
  EXPECT_THAT(world.out, HasSubstr("outbox.510000  2           created"));
  EXPECT_EQ(world.Run({"topics", "create", "--partitions", "8"}), kOk);
  EXPECT_THAT(world.out, HasSubstr("outbox.510000  2           was there, left as it is"));
  EXPECT_THAT(world.out, Not(HasSubstr("created")));
  EXPECT_EQ(world.Run({"topics", "list"}), kOk);
  EXPECT_THAT(world.out, HasSubstr("commands       2"));
}

TEST(Platforms, AreListedWithDialectAndEvidence) {
  TestWorld world;
  EXPECT_EQ(world.Run({"platforms"}), kOk) << world.err;
  EXPECT_THAT(world.out, HasSubstr("440000"));
  EXPECT_THAT(world.out, HasSubstr("Guangdong 12345"));
  EXPECT_THAT(world.out, HasSubstr("reference/"));
  EXPECT_THAT(world.out, HasSubstr("draft"));
  EXPECT_NE(world.Run({"platforms", "--adapters", "no/such/folder"}), kOk);
}

class Lint : public testing::Test {
 protected:
  // A folder with a specification that names a dialect which is not there.
  std::string Broken() {
    const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "broken";
    std::filesystem::create_directories(folder / "somewhere");
    std::ofstream(folder / "somewhere" / "platform.textproto") << "id: \"650000\"\ndialect: \"absent\"\n";
    return folder;
  }

  TestWorld world_;
};

TEST_F(Lint, FindsNothingInWhatIsShipped) {
  EXPECT_EQ(world_.Run({"lint"}), kOk) << world_.out;
  EXPECT_THAT(world_.out, HasSubstr("nothing found in adapters"));
  EXPECT_EQ(world_.Run({"lint", "--json"}), kOk);
  EXPECT_EQ(world_.out, "");
}

TEST_F(Lint, NamesFileAndLineOfWhatIsWrong) {
  EXPECT_EQ(world_.Run({"lint", Broken()}), kFailed);
  EXPECT_THAT(world_.out, HasSubstr("somewhere/platform.textproto:"));
  EXPECT_EQ(world_.Run({"lint", Broken(), "--json"}), kFailed);
  EXPECT_THAT(world_.out, HasSubstr("\"line\":"));
}

TEST_F(Lint, ChecksOneFolderOrOneFile) {
  const std::string broken = Broken();
  const std::filesystem::path other = std::filesystem::path(broken) / "elsewhere";
  std::filesystem::create_directories(other);
  std::ofstream(other / "platform.textproto") << "id: \"640000\"\ndialect: \"absent\"\n";
  for (const char* path : {"/somewhere", "/somewhere/platform.textproto"}) {
    EXPECT_EQ(world_.Run({"lint", broken + path}), kFailed) << path;
    EXPECT_THAT(world_.out, testing::AllOf(HasSubstr("somewhere/"), Not(HasSubstr("elsewhere/")))) << path;
  }
  EXPECT_EQ(world_.Run({"lint", "adapters/dialects/pinyin/dialect.textproto"}), kOk) << world_.out;
}

TEST_F(Lint, SaysWhenThereIsNoSuchFolder) { EXPECT_EQ(world_.Run({"lint", "no/such/folder"}), kNotFound); }

}  // namespace
}  // namespace interline::cli
