#include "core/identity/key_ring.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "core/base/clock.h"
#include "core/base/status_matchers.h"
#include "core/identity/testing_keys.h"

namespace interline::identity {
namespace {

using testing::HasSubstr;
using testing::Not;

const absl::Time kNow = absl::FromUnixSeconds(1000);

TEST(KeyRing, ReadsKeysFromFilesAndTheEnvironment) {
  TestingKeys files;
  files.Add("510000", "push", "2026a", "from a file");
  ASSERT_EQ(setenv("KEY_RING_TEST", "from the environment", 1), 0);
  files.Add("350000", "push", "1", "unused", "environment: \"KEY_RING_TEST\"");
  KeyRing ring(files.list());
  ASSERT_OK(ring.Reload());
  ASSERT_EQ(ring.Live("510000", "push", kNow).size(), 1);
  EXPECT_EQ(ring.Live("510000", "push", kNow)[0]->text.bytes(), "from a file");
  EXPECT_EQ(ring.Live("510000", "push", kNow)[0]->id, "2026a");
  ASSERT_EQ(ring.Live("350000", "push", kNow).size(), 1);
  EXPECT_EQ(ring.Live("350000", "push", kNow)[0]->text.bytes(), "from the environment");
  EXPECT_TRUE(ring.Live("510000", "pull", kNow).empty());
  EXPECT_TRUE(ring.Live("440000", "push", kNow).empty());
}

TEST(KeyRing, ChangesFromOneKeyToTheNextWhileBothLive) {
  TestingKeys files;
  files.Add("510000", "push", "old", "old", "not_after { seconds: 2000 }");
  files.Add("510000", "push", "new", "new", "not_before { seconds: 1500 }");
  KeyRing ring(files.list());
  ASSERT_OK(ring.Reload());
  struct Case {
    int64_t seconds;
    std::vector<std::string> ids;
  };
  for (const Case& c : {Case{1499, {"old"}}, Case{1500, {"new", "old"}}, Case{2000, {"new"}}}) {
    std::vector<std::string> ids;
    for (const KeyPtr& key : ring.Live("510000", "push", absl::FromUnixSeconds(c.seconds))) ids.push_back(key->id);
    EXPECT_EQ(ids, c.ids) << c.seconds;
  }
}

TEST(KeyRing, DropsAKeyWhenTheListIsReadAgain) {
  TestingKeys files;
  files.Add("510000", "push", "1", "leaked");
  KeyRing ring(files.list());
  ASSERT_OK(ring.Reload());
  files.Clear();
  ASSERT_OK(ring.Reload());
  EXPECT_TRUE(ring.Live("510000", "push", kNow).empty());
}

TEST(KeyRing, KeepsWhatItHasWhenTheNewListIsWrong) {
  TestingKeys files;
  files.Add("510000", "push", "1", "good");
  KeyRing ring(files.list());
  ASSERT_OK(ring.Reload());
  files.Add("510000", "push", "2", "");
  EXPECT_THAT(ring.Reload(), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(ring.Live("510000", "push", kNow).size(), 1);
}

TEST(KeyRing, RefusesThreeLiveKeysAndNamesNoneOfTheirTexts) {
  TestingKeys files;
  for (const char* id : {"1", "2", "3"}) files.Add("510000", "push", id, "hush");
  const absl::Status status = KeyRing(files.list()).Reload();
  EXPECT_THAT(status, HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(std::string(status.message()), HasSubstr("510000/push/3"));
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("hush")));
}

TEST(KeyRing, RefusesWhatCannotBeAKey) {
  const auto refused = [](const std::string& id, const std::string& text, const std::string& more) {
    TestingKeys files;
    files.Add("510000", "push", "1", "good");
    files.Add("510000", "push", id, text, more);
    return KeyRing(files.list()).Reload();
  };
  EXPECT_THAT(refused("1", "the id stands twice", ""), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(refused("2", "\n", ""), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(refused("2", std::string(kMaxKeyBytes + 1, 'k'), ""), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(refused("2", "x", "environment: \"KEY_RING_TEST_NOT_SET\""), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(refused("2", "x", "not_before { seconds: 9 } not_after { seconds: 9 }"),
              HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_OK(refused("2", "x", ""));
}

TEST(KeyRing, RefusesAFileThatEverybodyMayRead) {
  TestingKeys files;
  files.Add("510000", "push", "1", "open");
  ASSERT_EQ(chmod((files.folder() + "/510000-push-1.key").c_str(), 0644), 0);
  EXPECT_THAT(KeyRing(files.list()).Reload(), HasCode(absl::StatusCode::kInvalidArgument));
}

TEST(KeyRing, WithoutAListHasNoKeys) {
  KeyRing ring("");
  EXPECT_OK(ring.Reload());
  EXPECT_TRUE(ring.Live("510000", "push", kNow).empty());
  EXPECT_THAT(KeyRing("missing/keys.textproto").Reload(), HasCode(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace interline::identity
