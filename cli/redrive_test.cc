// `interline redrive`: the order that ticketing obeys (services/ticketing/deliveries_test.cc shows how).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/test_world.h"

namespace interline::cli {
namespace {

using testing::HasSubstr;

constexpr char kTicket[] = "440000:DH2611240012";

TEST(Redrive, WritesTheOrderForTheTicketsPartition) {
  TestWorld world;
  world.CreateTopics();
  EXPECT_EQ(world.Run({"redrive", kTicket, "--platform", "320000"}), kOk) << world.err;
  EXPECT_EQ(world.Run({"redrive", kTicket, "--skip", "440000:DH2611240012/7/320000"}), kOk) << world.err;
  const auto orders = world.bus.Committed("commands");
  ASSERT_EQ(orders.size(), 2u);
  for (const bus::Record& order : orders) {
    EXPECT_EQ(order.key, kTicket);
    EXPECT_FALSE(order.value.has_value());
  }
  EXPECT_EQ(bus::FindHeader(orders[0].headers, "interline-redrive"), "320000");
  EXPECT_EQ(bus::FindHeader(orders[1].headers, "interline-skip"), "440000:DH2611240012/7/320000");
}

TEST(Redrive, SaysWhatAnOrderMustName) {
  const struct {
    std::vector<std::string> arguments;
    const char* error;
  } cases[] = {
      {{"redrive", "DH2611240012", "--platform", "320000"}, "named by its id"},
      {{"redrive", kTicket}, "either --platform"},
      {{"redrive", kTicket, "--platform", "320000", "--skip", "x"}, "either --platform"},
      {{"redrive", kTicket, "--platform", "jiangsu"}, "a platform's id"},
  };
  for (const auto& c : cases) {
    TestWorld world;
    world.CreateTopics();
    EXPECT_EQ(world.Run(c.arguments), kUsage);
    EXPECT_THAT(world.err, HasSubstr(c.error));
    EXPECT_TRUE(world.bus.Committed("commands").empty());
  }
}

}  // namespace
}  // namespace interline::cli
