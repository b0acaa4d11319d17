#include "services/intake/event_feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status_matchers.h"
#include "core/bus/memory_bus.h"
#include "core/bus/topics.h"

namespace interline::intake {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr int kPartitions = 3;

class EventFeedTest : public testing::Test {
 protected:
  EventFeedTest() {
    EXPECT_OK(bus_.admin().CreateTopics(bus::InterlineTopics({"12367"}, kPartitions, 1)));
    producer_ = *bus_.NewProducer();
  }

  // An accepted event of this ticket, in the ticket's partition.
  void Write(const std::string& id, const std::string& ticket, const std::vector<std::string>& parties) {
    v1::TicketEvent event;
    event.set_id(id);
    event.set_ticket_id(ticket);
    for (const std::string& party : parties) event.mutable_journal()->add_parties(party);
    WriteBytes(ticket, event.SerializeAsString());
  }
  void WriteBytes(const std::string& ticket, const std::string& bytes) {
    bus::Message message;
    message.topic = bus::kEvents;
    message.key = ticket;
    message.value = bytes;
    ASSERT_OK(producer_->SendAndWait(std::move(message)));
  }
  // In the partition of 12367:SH1.
  void WriteOurs(const std::string& id) { Write(id, "12367:SH1", {"12367", "440000"}); }

  static int32_t PartitionOf(const std::string& ticket) { return bus::PartitionForKey(ticket, kPartitions); }

  static v1::WatchEventsRequest From(const google::protobuf::RepeatedPtrField<v1::EventPosition>& next) {
    v1::WatchEventsRequest request;
    *request.mutable_from() = next;
    return request;
  }
  static v1::WatchEventsRequest FromBeginning() {
    v1::WatchEventsRequest request;
    request.set_start(v1::WatchEventsRequest::START_BEGINNING);
    return request;
  }

  std::unique_ptr<EventFeed> Open(const v1::WatchEventsRequest& request) {
    auto feed = EventFeed::Open(bus_, clock_, platforms_, request);
    EXPECT_OK(feed);
    return *std::move(feed);
  }

  // The ids of all that is there.
  static std::vector<std::string> Drain(EventFeed& feed) {
    std::vector<std::string> ids;
    while (!feed.Position().caught_up()) {
      const auto events = feed.Next(absl::ZeroDuration());
      EXPECT_OK(events);
      for (const v1::WatchedEvent& event : *events) ids.push_back(event.event().id());
    }
    return ids;
  }

  const std::set<std::string> platforms_ = {"12367"};
  FakeClock clock_;
  bus::MemoryBus bus_{clock_};
  std::unique_ptr<bus::Producer> producer_;
};

TEST_F(EventFeedTest, GivesWhatConcernsAServedPlatformAndNothingElse) {
  Write("as origin", "12367:SH1", {"12367", "440000"});
  Write("as addressee", "440000:GD1", {"12367", "440000"});
  Write("of others", "440000:GD2", {"320000", "440000"});
  Write("of nobody", "440000:GD3", {});
  EXPECT_THAT(Drain(*Open(FromBeginning())), UnorderedElementsAre("as origin", "as addressee"));
}

TEST_F(EventFeedTest, SaysWhereEachEventStands) {
  WriteOurs("first");
  WriteOurs("second");
  const auto feed = Open(FromBeginning());
  std::vector<v1::WatchedEvent> events;
  while (events.empty()) events = *feed->Next(absl::ZeroDuration());
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[1].event().id(), "second");
  EXPECT_EQ(events[1].position().topic(), bus::kEvents);
  EXPECT_EQ(events[1].position().partition(), PartitionOf("12367:SH1"));
  EXPECT_EQ(events[1].position().offset(), 1);
}

TEST_F(EventFeedTest, BeginsWithWhatIsStillToComeUnlessToldOtherwise) {
  WriteOurs("before");
  const auto feed = Open({});
  EXPECT_THAT(Drain(*feed), IsEmpty());
  WriteOurs("after");
  std::vector<v1::WatchedEvent> events;
  while (events.empty()) events = *feed->Next(absl::ZeroDuration());
  EXPECT_EQ(events[0].event().id(), "after");
}

TEST_F(EventFeedTest, GoesOnFromAnyPositionThatItTold) {
  for (const char* id : {"1", "2", "3"}) WriteOurs(id);
  Write("of others", "12367:SH1", {"440000"});
  auto feed = Open(FromBeginning());
  EXPECT_THAT(Drain(*feed), ElementsAre("1", "2", "3"));
  const v1::Heartbeat end = feed->Position();
  EXPECT_TRUE(end.caught_up());
  EXPECT_EQ(end.next_size(), kPartitions);
  WriteOurs("4");
  // Past what concerned others too.
  EXPECT_THAT(Drain(*Open(From(end.next()))), ElementsAre("4"));
  v1::WatchEventsRequest middle;
  middle.add_from()->set_partition(PartitionOf("12367:SH1"));
  middle.mutable_from(0)->set_next_offset(2);
  EXPECT_THAT(Drain(*Open(middle)), ElementsAre("3", "4"));
}

TEST_F(EventFeedTest, SendsABatchThatFitsIntoMemory) {
  for (int i = 0; i < 40; ++i) WriteOurs(std::to_string(i));
  const auto feed = Open(FromBeginning());
  size_t largest = 0;
  while (!feed->Position().caught_up()) largest = std::max(largest, feed->Next(absl::ZeroDuration())->size());
  EXPECT_EQ(largest, 16u);
}

TEST_F(EventFeedTest, ReadsOnlyThePartitionOfTheTicketThatIsAskedFor) {
  WriteOurs("ours");
  Write("other", "12367:SH2", {"12367"});
  v1::WatchEventsRequest request = FromBeginning();
  request.set_ticket_id("12367:SH1");
  const auto feed = Open(request);
  EXPECT_THAT(Drain(*feed), ElementsAre("ours"));
  ASSERT_EQ(feed->Position().next_size(), 1);
  EXPECT_EQ(feed->Position().next(0).partition(), PartitionOf("12367:SH1"));
  request.set_ticket_id("SH1");
  EXPECT_THAT(EventFeed::Open(bus_, clock_, platforms_, request).status(), HasCode(absl::StatusCode::kInvalidArgument));
}

TEST_F(EventFeedTest, RefusesPositionsThatItCannotGoOnFrom) {
  for (const char* id : {"1", "2", "3"}) WriteOurs(id);
  const int32_t partition = PartitionOf("12367:SH1");
  ASSERT_OK(bus_.Trim({bus::kEvents, partition}, 1));
  const struct {
    int32_t partition;
    int64_t next;
    absl::StatusCode code;
  } cases[] = {
      {partition, 3, absl::StatusCode::kOk},         {partition, 1, absl::StatusCode::kOk},
      {partition, 0, absl::StatusCode::kOutOfRange}, {partition, -1, absl::StatusCode::kOutOfRange},
      {partition, 4, absl::StatusCode::kOutOfRange}, {kPartitions, 0, absl::StatusCode::kInvalidArgument},
      {-1, 0, absl::StatusCode::kInvalidArgument},
  };
  for (const auto& c : cases) {
    v1::WatchEventsRequest request;
    request.add_from()->set_partition(c.partition);
    request.mutable_from(0)->set_next_offset(c.next);
    EXPECT_THAT(EventFeed::Open(bus_, clock_, platforms_, request).status(), HasCode(c.code))
        << c.partition << '/' << c.next;
  }
  v1::WatchEventsRequest twice;
  for (int i = 0; i < 2; ++i) {
    twice.add_from()->set_partition(partition);
    twice.mutable_from(i)->set_next_offset(2);
  }
  EXPECT_THAT(EventFeed::Open(bus_, clock_, platforms_, twice).status(), HasCode(absl::StatusCode::kInvalidArgument));
}

TEST_F(EventFeedTest, PassesOverWhatIsNoEvent) {
  WriteBytes("12367:SH1", "\xFF\xFF");
  WriteOurs("good");
  EXPECT_THAT(Drain(*Open(FromBeginning())), ElementsAre("good"));
}

TEST_F(EventFeedTest, SaysWhenTheLogHasNoEvents) {
  bus::MemoryBus empty(clock_);
  EXPECT_THAT(EventFeed::Open(empty, clock_, platforms_, {}).status(), HasCode(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace interline::intake
