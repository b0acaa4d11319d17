#include "adapters/engine/registry.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "adapters/engine/test_support.h"
#include "core/base/status_matchers.h"

namespace interline::adapters {
namespace {

TEST(Registry, FindsAPlatformByIdAndByFolder) {
  TestTree tree;
  tree.WriteGood();
  tree.Write("hainan/platform.textproto", With(TestPlatformText(), "440000", "460000"));
  ASSERT_OK_AND_ASSIGN(const Registry registry, Registry::Load(tree.directory()));
  EXPECT_EQ(registry.platform_ids(), (std::vector<std::string>{"440000", "460000"}));
  ASSERT_NE(registry.Find("460000"), nullptr);
  EXPECT_EQ(registry.Find("460000"), registry.Find("hainan"));
  EXPECT_EQ(registry.Find("460000")->platform().id(), "460000");
  EXPECT_EQ(registry.Find("460000")->mapping(), "test/3");
  EXPECT_EQ(registry.Find("test"), nullptr);
  EXPECT_EQ(registry.Find(""), nullptr);
}

TEST(Registry, HoldsAdaptersThatWork) {
  TestTree tree;
  tree.WriteGood();
  ASSERT_OK_AND_ASSIGN(const Registry registry, Registry::Load(tree.directory()));
  EXPECT_OK(registry.Find("guangdong")->Decode(Direction::kFromPlatform, {FullTransferJson(), {}}));
}

TEST(Registry, NamesEveryMistakeWithItsLine) {
  TestTree tree;
  tree.WriteGood();
  tree.Write("hainan/platform.textproto", With(TestPlatformText(), "440000", "46"));
  tree.Write("dialects/test/dialect.textproto", With(TestDialectText(), "Asia/Shanghai", "Asia/Peking"));
  const absl::Status status = Registry::Load(tree.directory()).status();
  EXPECT_THAT(status, HasCode(absl::StatusCode::kInvalidArgument));
  const std::string message(status.message());
  EXPECT_TRUE(absl::StrContains(message, "dialects/test/dialect.textproto:7:1: There is no time zone")) << message;
  EXPECT_TRUE(absl::StrContains(message, "hainan/platform.textproto:1:1: '46' is no platform id")) << message;
}

TEST(Registry, NeedsAPlatform) { EXPECT_THAT(Registry::Load("/nowhere"), HasCode(absl::StatusCode::kInvalidArgument)); }

TEST(MakeAdapter, NamesEveryMistakeWithItsPlace) {
  adapter::v1::Platform platform = ParsePlatform(TestPlatformText());
  adapter::v1::Dialect dialect = ParseDialect(TestDialectText());
  platform.clear_owner();
  dialect.mutable_messages(0)->mutable_rows(2)->set_ours("occured_at");
  const absl::Status status = MakeAdapter(platform, dialect).status();
  EXPECT_THAT(status, HasCode(absl::StatusCode::kInvalidArgument));
  const std::string message(status.message());
  EXPECT_TRUE(absl::StrContains(message, "platform: The platform has no owner.")) << message;
  EXPECT_TRUE(absl::StrContains(message, "dialect.messages[0].rows[2].ours: 'occured_at'")) << message;
  EXPECT_TRUE(absl::StrContains(message, "dialect.messages[0]: No required row reads `occurred_at`.")) << message;
}

TEST(MakeAdapter, RefusesAPlatformOfAnotherDialect) {
  adapter::v1::Dialect dialect = ParseDialect(TestDialectText());
  dialect.set_name("other");
  EXPECT_FALSE(MakeAdapter(ParsePlatform(TestPlatformText()), dialect).ok());
}

}  // namespace
}  // namespace interline::adapters
