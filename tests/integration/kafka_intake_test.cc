// What intake's query and watch stand on, on a real Kafka, whose address stands in INTERLINE_TEST_KAFKA: the board that
// follows `state`, and the feed that reads `events` from any position. Ticketing is played, by transactions like its
// own.
#include <gmock/gmock.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "core/base/status_matchers.h"
#include "core/bus/kafka_bus.h"
#include "core/bus/topics.h"
#include "core/store/memory_store.h"
#include "interline/store/v1/ticket_record.pb.h"
#include "services/intake/event_feed.h"
#include "services/intake/ticket_board.h"

namespace interline::intake {
namespace {

using ::testing::ElementsAre;

constexpr char kHotline[] = "12367";
constexpr int32_t kPartitions = 6;
constexpr absl::Duration kPatience = absl::Seconds(60);
constexpr absl::Duration kPollWait = absl::Milliseconds(100);

class KafkaIntakeTest : public testing::Test {
 protected:
  void SetUp() override {
    const char* brokers = std::getenv("INTERLINE_TEST_KAFKA");
    ASSERT_NE(brokers, nullptr);
    ASSERT_OK_AND_ASSIGN(bus_, bus::MakeKafkaBus(brokers, {}));
    ASSERT_OK(bus_->admin().CreateTopics(bus::InterlineTopics({kHotline}, kPartitions, 1)));
    ASSERT_OK_AND_ASSIGN(const auto topics, bus_->admin().ListTopics());
    partitions_ = topics.at(bus::kState);
    run_ = absl::StrCat(getpid(), "-", absl::ToUnixMillis(absl::Now()));
    ticket_ = absl::StrCat(kHotline, ":SH", run_);
    ASSERT_OK_AND_ASSIGN(producer_, bus_->NewTransactionalProducer(absl::StrCat("intake-test-", run_)));
  }

  // What ticketing writes when it has judged an event; in one transaction, which may be given up.
  void Judge(const std::string& id, v1::Ticket::State state, bool commit = true) {
    v1::TicketEvent event;
    event.set_id(id);
    event.set_ticket_id(ticket_);
    event.mutable_journal()->add_parties(kHotline);
    store::v1::TicketRecord record;
    record.mutable_ticket()->set_id(ticket_);
    record.mutable_ticket()->set_origin(kHotline);
    record.mutable_ticket()->set_holder(kHotline);
    record.mutable_ticket()->set_state(state);
    ASSERT_OK(producer_->Begin());
    ASSERT_OK(producer_->Send({bus::kEvents, absl::nullopt, ticket_, event.SerializeAsString(), {}}));
    ASSERT_OK(producer_->Send(
        {bus::kState, bus::PartitionForKey(ticket_, partitions_), "t/" + ticket_, record.SerializeAsString(), {}}));
    ASSERT_OK(commit ? producer_->Commit() : producer_->Abort());
  }

  std::unique_ptr<EventFeed> Open(v1::WatchEventsRequest request) {
    request.set_ticket_id(ticket_);
    auto feed = EventFeed::Open(*bus_, clock_, platforms_, request);
    EXPECT_OK(feed);
    return feed.ok() ? *std::move(feed) : nullptr;
  }
  // Ids of the events from here on, until there are so many and the feed has caught up.
  static std::vector<std::string> Read(EventFeed& feed, size_t wanted) {
    std::vector<std::string> ids;
    const absl::Time deadline = absl::Now() + kPatience;
    while ((ids.size() < wanted || !feed.Position().caught_up()) && absl::Now() < deadline) {
      const auto events = feed.Next(kPollWait);
      EXPECT_OK(events);
      for (const v1::WatchedEvent& event : *events) ids.push_back(event.event().id());
    }
    return ids;
  }
  // Waits until the board says so.
  static bool Shows(const TicketBoard& board, const std::string& ticket, v1::Ticket::State state) {
    for (const absl::Time deadline = absl::Now() + kPatience; absl::Now() < deadline; absl::SleepFor(kPollWait)) {
      const auto found = board.Find(ticket);
      if (found.ok() && found->ticket().state() == state) return true;
    }
    return false;
  }

  const std::set<std::string> platforms_ = {kHotline};
  SystemClock clock_;
  std::unique_ptr<bus::Bus> bus_;
  std::unique_ptr<bus::TransactionalProducer> producer_;
  int32_t partitions_ = 0;
  std::string run_;
  std::string ticket_;
};

TEST_F(KafkaIntakeTest, AWatchGivesWhatWasCommittedAndGoesOnWhereItStood) {
  const auto live = Open({});
  ASSERT_NE(live, nullptr);
  Judge("first", v1::Ticket::STATE_OFFERED);
  Judge("given up", v1::Ticket::STATE_SIGNED, false);
  Judge("second", v1::Ticket::STATE_SIGNED);
  EXPECT_THAT(Read(*live, 2), ElementsAre("first", "second"));
  v1::WatchEventsRequest later;
  *later.mutable_from() = live->Position().next();
  Judge("third", v1::Ticket::STATE_IN_PROGRESS);
  const auto resumed = Open(later);
  ASSERT_NE(resumed, nullptr);
  EXPECT_THAT(Read(*resumed, 1), ElementsAre("third"));
  v1::WatchEventsRequest all;
  all.set_start(v1::WatchEventsRequest::START_BEGINNING);
  const auto again = Open(all);
  ASSERT_NE(again, nullptr);
  EXPECT_THAT(Read(*again, 3), ElementsAre("first", "second", "third"));
}

TEST_F(KafkaIntakeTest, AQueryFollowsTheStateAndSoDoesOneAfterARestart) {
  Judge("first", v1::Ticket::STATE_OFFERED);
  for (const auto state : {v1::Ticket::STATE_SIGNED, v1::Ticket::STATE_IN_PROGRESS}) {
    store::MemoryStores stores;
    TicketBoard board(*bus_, stores.factory(), platforms_);
    std::atomic<bool> stop{false};
    std::thread follower([&] { board.Follow(stop); });
    Judge("given up", v1::Ticket::STATE_ARCHIVED, false);
    Judge(v1::Ticket::State_Name(state), state);
    EXPECT_TRUE(Shows(board, ticket_, state));
    EXPECT_EQ(board.Find(absl::StrCat(kHotline, ":NONE", run_)).status().code(), absl::StatusCode::kNotFound);
    stop = true;
    follower.join();
  }
}

}  // namespace
}  // namespace interline::intake
