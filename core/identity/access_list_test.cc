#include "core/identity/access_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/base/status_matchers.h"

namespace interline::identity {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string NewFolder(const std::string& name) {
  const std::string folder = testing::TempDir() + "/" + name;
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

TEST(AccessList, TakesTheDeploymentsWordBeforeTheSpecifications) {
  const std::string folder = NewFolder("access");
  std::ofstream(folder + "/510000.textproto") << "from_platform { key: \"ours\" bearer {} }";
  std::ofstream(folder + "/README.md") << "not an Access";
  const absl::StatusOr<AccessList> list = LoadAccess(folder);
  ASSERT_OK(list);
  adapter::v1::Platform platform;
  platform.mutable_access()->add_from_platform()->set_key("its own");
  platform.set_id("510000");
  EXPECT_EQ(AccessOf(platform, *list).from_platform(0).key(), "ours");
  platform.set_id("440000");
  EXPECT_EQ(AccessOf(platform, *list).from_platform(0).key(), "its own");
}

TEST(AccessList, IsEmptyWithoutAFolder) {
  const absl::StatusOr<AccessList> list = LoadAccess("");
  ASSERT_OK(list);
  EXPECT_THAT(*list, IsEmpty());
}

TEST(AccessList, NamesWhatCannotBeRead) {
  const std::string folder = NewFolder("wrong");
  std::ofstream(folder + "/510000.textproto") << "from_platform { nonsense }";
  EXPECT_THAT(std::string(LoadAccess(folder).status().message()), HasSubstr("510000.textproto"));
  EXPECT_THAT(std::string(LoadAccess(folder + "/none").status().message()), HasSubstr("none"));
}

}  // namespace
}  // namespace interline::identity
