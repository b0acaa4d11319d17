#include "adapters/engine/reloading_registry.h"

#include <gtest/gtest.h>

#include <string>

#include "adapters/engine/test_support.h"
#include "core/base/status_matchers.h"

namespace interline::adapters {
namespace {

constexpr char kDialect[] = "dialects/test/dialect.textproto";

std::string Mapping(const ReloadingRegistry& registry) { return registry.current()->Find("440000")->mapping(); }

class ReloadingRegistryTest : public testing::Test {
 protected:
  ReloadingRegistryTest() {
    tree_.WriteGood();
    auto registry = ReloadingRegistry::Open(tree_.directory());
    EXPECT_OK(registry.status());
    registry_ = *std::move(registry);
  }

  // A change is taken by the second look at the latest.
  absl::StatusOr<bool> LookTwice() {
    const absl::StatusOr<bool> first = registry_->Look();
    EXPECT_OK(first.status());
    EXPECT_FALSE(*first) << "it may still be being written";
    return registry_->Look();
  }

  TestTree tree_;
  std::unique_ptr<ReloadingRegistry> registry_;
};

TEST_F(ReloadingRegistryTest, KeepsWhatDidNotChange) {
  const auto before = registry_->current();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(*registry_->Look(), false);
  EXPECT_EQ(registry_->current(), before);
}

TEST_F(ReloadingRegistryTest, TakesAChangeOverOnceItHasSettled) {
  tree_.Write(kDialect, With(TestDialectText(), "version: 3", "version: 14"));
  EXPECT_EQ(*registry_->Look(), false);
  // Still being written.
  tree_.Write(kDialect, With(TestDialectText(), "version: 3", "version: 15 "));
  EXPECT_EQ(*registry_->Look(), false);
  EXPECT_EQ(Mapping(*registry_), "test/3");
  EXPECT_EQ(*registry_->Look(), true);
  EXPECT_EQ(Mapping(*registry_), "test/15");
  EXPECT_EQ(*registry_->Look(), false);
}

TEST_F(ReloadingRegistryTest, LeavesTheOldOneToWhoHoldsIt) {
  const auto held = registry_->current();
  tree_.Write(kDialect, With(TestDialectText(), "version: 3", "version: 14"));
  EXPECT_EQ(*LookTwice(), true);
  EXPECT_EQ(held->Find("440000")->mapping(), "test/3");
  EXPECT_OK(held->Find("440000")->Decode(Direction::kFromPlatform, {FullTransferJson(), {}}));
}

TEST_F(ReloadingRegistryTest, TakesANewPlatform) {
  tree_.Write("hainan/platform.textproto", With(TestPlatformText(), "440000", "460000"));
  EXPECT_EQ(*LookTwice(), true);
  EXPECT_NE(registry_->current()->Find("hainan"), nullptr);
}

TEST_F(ReloadingRegistryTest, KeepsTheOldOneWhenTheNewOneIsWrong) {
  tree_.Write(kDialect, With(TestDialectText(), "Asia/Shanghai", "Asia/Peking"));
  const auto before = registry_->current();
  const absl::StatusOr<bool> looked = LookTwice();
  EXPECT_THAT(looked, HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_NE(looked.status().message().find("dialect.textproto:7:1: There is no time zone"), absl::string_view::npos)
      << looked.status();
  EXPECT_EQ(registry_->current(), before);
  EXPECT_EQ(*registry_->Look(), false) << "told once";
  tree_.Write(kDialect, With(TestDialectText(), "version: 3", "version: 14"));
  EXPECT_EQ(*LookTwice(), true);
  EXPECT_EQ(Mapping(*registry_), "test/14");
}

TEST_F(ReloadingRegistryTest, DoesNotLoseAPlatform) {
  tree_.Write("guangdong/platform.textproto", With(TestPlatformText(), "440000", "460000"));
  EXPECT_THAT(LookTwice(), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_NE(registry_->current()->Find("440000"), nullptr);
}

TEST(ReloadingRegistry, NeedsAGoodTreeToBeginWith) {
  EXPECT_THAT(ReloadingRegistry::Open("/nowhere"), HasCode(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace interline::adapters
