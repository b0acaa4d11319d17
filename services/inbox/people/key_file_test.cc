#include "services/inbox/people/key_file.h"

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "core/base/status_matchers.h"

namespace interline::inbox {
namespace {

class KeyFile : public testing::Test {
 protected:
  KeyFile() {
    std::string form = testing::TempDir() + "/keysXXXXXX";
    root_ = ::mkdtemp(form.data());
  }
  ~KeyFile() override { std::filesystem::remove_all(root_); }

  std::string folder() const { return root_ + "/keys"; }
  void Write(const std::string& bytes, mode_t mode) {
    std::filesystem::create_directories(folder());
    std::ofstream(folder() + "/a.key") << bytes;
    ::chmod((folder() + "/a.key").c_str(), mode);
  }
  static mode_t ModeOf(const std::string& path) {
    struct stat status;
    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777 : 0;
  }

 private:
  std::string root_;
};

TEST_F(KeyFile, IsMadeOnceForItsOwnerAlone) {
  ASSERT_OK_AND_ASSIGN(const auto first, LoadOrMakeKey(folder(), "a.key"));
  EXPECT_EQ(first->bytes().size(), kKeyBytes);
  EXPECT_EQ(ModeOf(folder()), 0700u);
  EXPECT_EQ(ModeOf(folder() + "/a.key"), 0400u);
  ASSERT_OK_AND_ASSIGN(const auto again, LoadOrMakeKey(folder(), "a.key"));
  EXPECT_EQ(again->bytes(), first->bytes());
  ASSERT_OK_AND_ASSIGN(const auto other, LoadOrMakeKey(folder(), "b.key"));
  EXPECT_NE(other->bytes(), first->bytes());
}

TEST_F(KeyFile, LeavesNothingElseInTheFolder) {
  ASSERT_OK(LoadOrMakeKey(folder(), "a.key").status());
  const std::filesystem::directory_iterator files(folder());
  EXPECT_EQ(std::distance(begin(files), end(files)), 1);
}

TEST_F(KeyFile, IsRefusedWhenOthersMayReadItOrItsLengthIsWrong) {
  Write(std::string(kKeyBytes, 'k'), 0440);
  EXPECT_THAT(LoadOrMakeKey(folder(), "a.key"), HasCode(absl::StatusCode::kInvalidArgument));
  ::chmod((folder() + "/a.key").c_str(), 0600);
  EXPECT_OK(LoadOrMakeKey(folder(), "a.key").status());
  for (const size_t size : {size_t{0}, kKeyBytes - 1, kKeyBytes + 1}) {
    Write(std::string(size, 'k'), 0600);
    EXPECT_THAT(LoadOrMakeKey(folder(), "a.key"), HasCode(absl::StatusCode::kInvalidArgument)) << size;
  }
}

TEST_F(KeyFile, GivesDifferentKeysForDifferentPurposes) {
  ASSERT_OK_AND_ASSIGN(const auto key, LoadOrMakeKey(folder(), "a.key"));
  EXPECT_EQ(DerivedKey(*key, "totp").size(), kKeyBytes);
  EXPECT_EQ(DerivedKey(*key, "totp"), DerivedKey(*key, "totp"));
  EXPECT_NE(DerivedKey(*key, "totp"), DerivedKey(*key, "audit"));
  EXPECT_NE(DerivedKey(*key, "totp"), key->bytes());
}

}  // namespace
}  // namespace interline::inbox
