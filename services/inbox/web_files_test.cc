#include "services/inbox/web_files.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "core/base/status_matchers.h"

namespace interline::inbox {
namespace {

void Write(const std::string& path, const std::string& text) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path) << text;
}

struct WebFilesTest : testing::Test {
  WebFilesTest() {
    Write(folder + "/index.html", "console");
    Write(folder + "/assets/main-1a2b.js", "script");
    Write(testing::TempDir() + "/secret", "not for the web");
  }
  const std::string folder = testing::TempDir() + "/dist";
};

TEST_F(WebFilesTest, ServesFilesByTheirKinds) {
  const auto files = WebFiles::Load(folder);
  ASSERT_OK(files);
  const auto script = files->Find("/assets/main-1a2b.js");
  ASSERT_TRUE(script.has_value());
  EXPECT_EQ(script->body, "script");
  EXPECT_EQ(script->headers.at("content-type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(script->headers.at("cache-control"), "public, max-age=31536000, immutable");
}

TEST_F(WebFilesTest, ServesTheConsoleForItsOwnPages) {
  const auto files = WebFiles::Load(folder);
  ASSERT_OK(files);
  for (const char* path : {"/", "/tickets", "/tickets/list", "/index.html"}) {
    const auto page = files->Find(path);
    ASSERT_TRUE(page.has_value()) << path;
    EXPECT_EQ(page->body, "console");
    EXPECT_EQ(page->headers.at("cache-control"), "no-cache");
  }
}

TEST_F(WebFilesTest, ServesNothingElse) {
  const auto files = WebFiles::Load(folder);
  ASSERT_OK(files);
  for (const char* path : {"/missing.js", "/assets/missing.js", "/../secret.txt", "/assets/../../secret.txt"}) {
    EXPECT_FALSE(files->Find(path).has_value()) << path;
  }
}

TEST_F(WebFilesTest, NeedsAConsole) {
  EXPECT_THAT(WebFiles::Load(folder + "/assets").status(), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(WebFiles::Load(folder + "/nowhere").status(), HasCode(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace interline::inbox
