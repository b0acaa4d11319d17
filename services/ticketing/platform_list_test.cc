#include "services/ticketing/platform_list.h"

#include "core/base/status_matchers.h"
#include "core/bus/topics.h"

namespace interline::ticketing {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

SpecifiedPlatform Platform(const std::string& id, adapter::v1::Transport transport) {
  SpecifiedPlatform specified;
  specified.platform.set_id(id);
  specified.platform.set_transport(transport);
  specified.platform.mutable_capabilities()->set_returns(true);
  const auto add = [&](const char* kind, adapter::v1::Direction direction) {
    specified.dialect.add_messages()->set_kind(kind);
    specified.dialect.mutable_messages()->rbegin()->set_direction(direction);
  };
  add("transferred", adapter::v1::DIRECTION_BOTH);
  add("signed", adapter::v1::DIRECTION_TO_PLATFORM);
  add("received", adapter::v1::DIRECTION_FROM_PLATFORM);
  return specified;
}

std::map<std::string, int32_t> Topics(const std::vector<std::string>& platforms) {
  std::map<std::string, int32_t> topics;
  for (const bus::TopicSpec& spec : bus::InterlineTopics(platforms, 6, 1)) topics[spec.name] = spec.partitions;
  return topics;
}

TEST(FindPlatforms, ServesThoseThatHaveAnOutbox) {
  const std::vector<SpecifiedPlatform> platforms = {Platform("440000", adapter::v1::TRANSPORT_KAFKA),
                                                    Platform("510000", adapter::v1::TRANSPORT_KAFKA)};
  ASSERT_OK_AND_ASSIGN(const PlatformList list, FindPlatforms(platforms, Topics({"440000"})));
  ASSERT_THAT(list.served, SizeIs(1));
  EXPECT_EQ(list.served[0].id, "440000");
  EXPECT_FALSE(list.served[0].gated);
  EXPECT_TRUE(list.served[0].capabilities.returns());
  EXPECT_THAT(list.left_out, ElementsAre("510000"));
}

TEST(FindPlatforms, GatesWhateverIsNotOnKafka) {
  ASSERT_OK_AND_ASSIGN(const PlatformList list,
                       FindPlatforms({Platform("440000", adapter::v1::TRANSPORT_UNSPECIFIED)}, Topics({"440000"})));
  ASSERT_THAT(list.served, SizeIs(1));
  EXPECT_TRUE(list.served[0].gated);
}

TEST(FindPlatforms, SendsWhatIsInDoubtAgainUnlessThePlatformWouldTakeItTwice) {
  SpecifiedPlatform cautious = Platform("510000", adapter::v1::TRANSPORT_HTTP_PUSH);
  cautious.platform.set_in_doubt(adapter::v1::IN_DOUBT_PARK);
  ASSERT_OK_AND_ASSIGN(
      const PlatformList list,
      FindPlatforms({Platform("440000", adapter::v1::TRANSPORT_HTTP_PUSH), cautious}, Topics({"440000", "510000"})));
  ASSERT_THAT(list.served, SizeIs(2));
  EXPECT_TRUE(list.served[0].retry_in_doubt);
  EXPECT_FALSE(list.served[1].retry_in_doubt);
}

TEST(FindPlatforms, KnowsWhatADialectCanTell) {
  ASSERT_OK_AND_ASSIGN(const PlatformList list,
                       FindPlatforms({Platform("440000", adapter::v1::TRANSPORT_KAFKA)}, Topics({"440000"})));
  ASSERT_THAT(list.served, SizeIs(1));
  EXPECT_THAT(list.served[0].expressible,
              testing::Optional(ElementsAre(v1::TicketEvent::kTransferred, v1::TicketEvent::kSigned)));
}

TEST(FindPlatforms, NamesTheTopicThatIsMissing) {
  for (const char* topic : {"commands", "events", "state", "rejected"}) {
    std::map<std::string, int32_t> topics = Topics({});
    topics.erase(topic);
    const absl::StatusOr<PlatformList> list = FindPlatforms({}, topics);
    EXPECT_THAT(list, HasCode(absl::StatusCode::kFailedPrecondition));
    EXPECT_THAT(std::string(list.status().message()), testing::HasSubstr(topic));
  }
}

TEST(FindPlatforms, RefusesStateThatDoesNotLieWhereTheCommandsArrive) {
  std::map<std::string, int32_t> topics = Topics({});
  topics["state"] = 3;
  EXPECT_THAT(FindPlatforms({}, topics), HasCode(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace interline::ticketing
