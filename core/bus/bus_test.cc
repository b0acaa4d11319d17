#include "core/bus/bus.h"

#include <gtest/gtest.h>

#include "core/bus/topics.h"

namespace interline::bus {
namespace {

TEST(PartitionForKey, AgreesWithTheJavaClient) {
  // Published vectors of Kafka's murmur2, as Utils.toPositive(murmur2(key)) % 2^30.
  struct Case {
    const char* key;
    int32_t hash;
  };
  const Case cases[] = {{"21", -973932308},
                        {"foobar", -790332482},
                        {"a-little-bit-long-string", -985981536},
                        {"a-little-bit-longer-string", -1486304829},
                        {"lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971},
                        {"abc", 479470107}};
  constexpr int32_t kMany = 1 << 30;
  for (const Case& c : cases) EXPECT_EQ(PartitionForKey(c.key, kMany), (c.hash & 0x7fffffff) % kMany) << c.key;
}

TEST(FindHeader, TakesTheFirstOfItsName) {
  EXPECT_EQ(FindHeader({{"a", "1"}, {"b", "2"}, {"a", "3"}}, "a"), "1");
  EXPECT_EQ(FindHeader({}, "a"), "");
}

TEST(Topics, NameThePlatformAndGiveItBack) {
  EXPECT_EQ(InTopic("440000"), "in.440000");
  EXPECT_EQ(PlatformOfInTopic("in.440000"), "440000");
  EXPECT_EQ(PlatformOfOutTopic("out.12367"), "12367");
  EXPECT_EQ(PlatformOfOutboxTopic("outbox.12367"), "12367");
  EXPECT_EQ(PlatformOfOutTopic("outbox.12367"), "");
}

TEST(Topics, HaveTheSettingsThatThePromisesNeed) {
  for (const TopicSpec& spec : InterlineTopics({"440000", "12367"}, 6, 3)) {
    EXPECT_EQ(spec.settings.at("message.timestamp.type"), "LogAppendTime") << spec.name;
    EXPECT_EQ(spec.settings.at("min.insync.replicas"), "2") << spec.name;
    EXPECT_EQ(spec.partitions, 6) << spec.name;
    EXPECT_EQ(spec.settings.count("cleanup.policy"), spec.name == kState || spec.name == kCourier ? 1u : 0u)
        << spec.name;
  }
  EXPECT_EQ(InterlineTopics({"440000", "12367"}, 6, 3).size(), 11u);
}

}  // namespace
}  // namespace interline::bus
