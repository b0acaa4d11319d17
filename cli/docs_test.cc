// `interline docs`. Whether the schemas are right is judged in cli/documents/documents_check_test.cc.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "cli/test_world.h"

namespace interline::cli {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

class Docs : public testing::Test {
 protected:
  TestWorld world_;
};

TEST_F(Docs, TellMessagesFieldsCodesAnswersAndExamplesInBothLanguages) {
  ASSERT_EQ(world_.Run({"docs", "guangdong"}), kOk) << world_.err;
  EXPECT_THAT(world_.out,
              AllOf(HasSubstr("# 粤省心12345政务服务便民热线接口文档 / Interface of Guangdong 12345"),
                    HasSubstr("读取主题 `out.440000`"), HasSubstr("`transferred` 转办"),
                    HasSubstr("| `body.matter.title` | 是 / yes | 标题 | title |"), HasSubstr("| `port_clearance` |"),
                    HasSubstr("口岸通关、边防检查"), HasSubstr("## 应答 / Answers"), HasSubstr("## 签名 / Signing"),
                    HasSubstr("| `UNMAPPED_CODE` | 代码不在代码表中 |")));
  EXPECT_THAT(world_.out, AllOf(HasSubstr("示例 / Example:"), HasSubstr("\"kind\": \"transferred\"")));
}

TEST_F(Docs, AreOneHtmlFileThatShowsNoMarkup) {
  ASSERT_EQ(world_.Run({"docs", "440000", "--format", "html"}), kOk) << world_.err;
  EXPECT_THAT(world_.out, AllOf(HasSubstr("<!DOCTYPE html>"), HasSubstr("<code>body.matter.title</code>"),
                                HasSubstr("&lt;origin&gt;"), testing::Not(HasSubstr("| ---"))));
}

TEST_F(Docs, ShowAPlatformsOwnCodesInPlaceOfItsDialects) {
  ASSERT_EQ(world_.Run({"docs", "sichuan"}), kOk) << world_.err;
  EXPECT_THAT(world_.out, AllOf(HasSubstr("### `JQLBDM`\n\n来源 / source: Interline's own.\n"),
                                HasSubstr("请求头 / header `:path` = `/deal12345/")));
}

TEST_F(Docs, WriteEveryFormatOfADialectIntoAFolder) {
  const fs::path folder = fs::path(testing::TempDir()) / "docs";
  fs::remove_all(folder);
  ASSERT_EQ(world_.Run({"docs", "dialects/reference", "--out", folder}), kOk) << world_.err;
  for (const char* file : {"interface.md", "interface.html", "messages.schema.json", "asyncapi.json"}) {
    EXPECT_TRUE(fs::file_size(folder / file) > 1000) << file;
    EXPECT_THAT(world_.out, HasSubstr(file));
  }
  EXPECT_FALSE(fs::exists(folder / "messages.xsd"));
  ASSERT_EQ(world_.Run({"docs", "dialects/reference", "--out", folder, "--json"}), kOk);
  EXPECT_THAT(world_.out, HasSubstr(R"({"format":"asyncapi","file":")"));
}

TEST_F(Docs, SayWhatTheyCannotPrint) {
  EXPECT_EQ(world_.Run({"docs", "guangdong", "--format", "xsd"}), kNotFound);
  EXPECT_THAT(world_.err, HasSubstr("the dialect reference has nothing for xsd"));
  EXPECT_EQ(world_.Run({"docs", "atlantis"}), kNotFound);
  EXPECT_EQ(world_.Run({"docs", "dialects/latin"}), kNotFound);
  EXPECT_EQ(world_.Run({"docs", "guangdong", "--format", "pdf"}), kUsage);
}

TEST_F(Docs, SpeakJson) {
  ASSERT_EQ(world_.Run({"docs", "guangdong", "--format", "asyncapi", "--json"}), kOk) << world_.err;
  EXPECT_THAT(world_.out, testing::StartsWith(R"({"format":"asyncapi","text":"{\n)"));
}

}  // namespace
}  // namespace interline::cli
