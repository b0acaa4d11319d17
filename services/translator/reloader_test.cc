#include "services/translator/reloader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "core/bus/topics.h"
#include "services/translator/test_world.h"

namespace interline::translator {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kIn[] = "in.440000";
constexpr char kTransfer[] =
    R"({"kind":"transfer","id":"m-1","at":"2026-11-24 08:59:00","from":"440000","number":"GD1","to":"12367","title":"kanarienvogel"})";

double Reloads(const prometheus::Registry& metrics, const std::string& result) {
  for (const auto& family : metrics.Collect()) {
    if (family.name != "interline_translator_reloads_total") continue;
    for (const auto& metric : family.metric) {
      if (metric.label.front().value == result) return metric.counter.value;
    }
  }
  return -1;
}

// A change is taken by the second look.
void LookTwice(Reloader& reloader) {
  reloader.Look();
  reloader.Look();
}

TEST(Reloader, LetsTheNextBatchBeTranslatedByTheNewSpecification) {
  TestWorld world;
  Reloader reloader(*world.adapters, world.metrics);
  world.Write(kIn, "GD1", kTransfer);
  world.Translate();
  ChangeTestDialect("version: 3", "version: 14");
  LookTwice(reloader);
  world.Write(kIn, "GD1", kTransfer);
  world.Translate();
  ASSERT_EQ(world.Commands().size(), 2u);
  EXPECT_EQ(world.Commands()[0].provenance().mapping(), "plain/3");
  EXPECT_EQ(world.Commands()[1].provenance().mapping(), "plain/14");
  EXPECT_EQ(Reloads(world.metrics, "ok"), 1);
  EXPECT_EQ(Reloads(world.metrics, "failed"), 0);
}

TEST(Reloader, KeepsTheOldSpecificationAndNamesEveryMistakeOfTheNewOne) {
  TestWorld world;
  Reloader reloader(*world.adapters, world.metrics);
  ChangeTestDialect("transferred.matter.title", "transferred.matter.headline");
  LookTwice(reloader);
  world.Write(kIn, "GD1", kTransfer);
  world.Translate();
  ASSERT_EQ(world.Commands().size(), 1u);
  EXPECT_EQ(world.Commands()[0].provenance().mapping(), "plain/3");
  EXPECT_EQ(Reloads(world.metrics, "failed"), 1);
  EXPECT_THAT(world.Logged(), HasSubstr("dialect.textproto:62:7: 'transferred.matter.headline'"));
  EXPECT_THAT(world.Logged(), HasSubstr("the old ones stay in use"));
  EXPECT_THAT(world.Logged(), Not(HasSubstr(kCanary)));
}

TEST(Reloader, SaysNothingWhenNothingChanged) {
  TestWorld world;
  Reloader reloader(*world.adapters, world.metrics);
  const std::string before = world.Logged();
  LookTwice(reloader);
  EXPECT_EQ(world.Logged(), before);
  EXPECT_EQ(Reloads(world.metrics, "ok"), 0);
}

}  // namespace
}  // namespace interline::translator
