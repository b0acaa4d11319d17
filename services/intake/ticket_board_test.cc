#include "services/intake/ticket_board.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <thread>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/status_matchers.h"
#include "core/bus/memory_bus.h"
#include "core/bus/topics.h"
#include "core/store/memory_store.h"
#include "core/store/rocksdb_store.h"
#include "interline/store/v1/ticket_record.pb.h"
#include "interline/store/v1/ticketing_state.pb.h"

namespace interline::intake {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kCanary[] = "canary-19900001234";
constexpr int kPartitions = 3;
constexpr absl::Duration kNoPause = absl::ZeroDuration();

store::v1::TicketRecord Record(const std::string& id, v1::Ticket::State state = v1::Ticket::STATE_OFFERED) {
  store::v1::TicketRecord record;
  v1::Ticket& ticket = *record.mutable_ticket();
  ticket.set_id(id);
  ticket.set_origin(std::string(SplitTicketId(id).origin));
  ticket.set_holder(ticket.origin());
  ticket.set_offered_to(ticket.origin() == "12367" ? "440000" : "12367");
  ticket.set_state(state);
  ticket.mutable_matter()->set_content(kCanary);
  ticket.mutable_matter()->mutable_caller()->set_name(kCanary);
  return record;
}

class TicketBoardTest : public testing::Test {
 protected:
  TicketBoardTest() {
    EXPECT_OK(bus_.admin().CreateTopics(bus::InterlineTopics({"12367"}, kPartitions, 1)));
    producer_ = *bus_.NewProducer();
  }

  void Put(const std::string& home, const std::string& key, absl::optional<std::string> value) {
    bus::Message message;
    message.topic = bus::kState;
    message.partition = bus::PartitionForKey(home, kPartitions);
    message.key = key;
    message.value = std::move(value);
    ASSERT_OK(producer_->SendAndWait(std::move(message)));
  }
  void Put(const store::v1::TicketRecord& record) {
    Put(record.ticket().id(), "t/" + record.ticket().id(), record.SerializeAsString());
  }
  void PutAlias(const std::string& platform, const std::string& number, const std::string& ticket_id) {
    store::v1::Alias alias;
    alias.set_ticket_id(ticket_id);
    Put(AliasKey(platform, number), "a/" + platform + "/" + number, alias.SerializeAsString());
  }

  // Follows on a thread while `look` runs, once all that is in the log has been read.
  void WhileFollowing(TicketBoard& board, const std::function<void()>& look) {
    std::atomic<bool> stop{false};
    std::thread follower([&] { board.Follow(stop, kNoPause); });
    while (!board.caught_up()) std::this_thread::yield();
    look();
    stop = true;
    follower.join();
  }

  FakeClock clock_;
  bus::MemoryBus bus_{clock_};
  std::unique_ptr<bus::Producer> producer_;
  store::MemoryStores disk_;
};

TEST_F(TicketBoardTest, TellsHowATicketStandsAndNothingPersonal) {
  store::v1::TicketRecord record = Record("12367:SH1", v1::Ticket::STATE_SIGNED);
  record.mutable_ticket()->set_holder("440000");
  record.mutable_ticket()->clear_offered_to();
  record.mutable_ticket()->mutable_counters()->set_urges(2);
  record.mutable_extension_asked()->set_value(3);
  record.mutable_signed_at()->set_seconds(77);
  record.mutable_result()->set_text(kCanary);
  Put(Record("12367:SH1"));
  Put(record);
  TicketBoard board(bus_, disk_.factory(), {"12367"});
  WhileFollowing(board, [&] {
    ASSERT_OK_AND_ASSIGN(const v1::TicketStatus status, board.Find("12367:SH1"));
    EXPECT_EQ(status.ticket().state(), v1::Ticket::STATE_SIGNED);
    EXPECT_EQ(status.ticket().holder(), "440000");
    EXPECT_EQ(status.ticket().counters().urges(), 2u);
    EXPECT_TRUE(status.extension_requested());
    EXPECT_EQ(status.signed_at().seconds(), 77);
    EXPECT_FALSE(status.has_suspended_at());
    EXPECT_EQ(absl::FromUnixSeconds(status.recorded_at().seconds()), clock_.Now());
    EXPECT_EQ(status.position().topic(), bus::kState);
    EXPECT_EQ(status.position().offset(), 1);
    EXPECT_THAT(status.SerializeAsString(), Not(HasSubstr(kCanary)));
  });
}

TEST_F(TicketBoardTest, KnowsOnlyTicketsInWhichAServedPlatformHasAPart) {
  const struct {
    const char* what;
    std::function<void(store::v1::TicketRecord&)> change;
    bool known;
  } cases[] = {
      {"it is offered", [](auto&) {}, true},
      {"it is held",
       [](auto& r) {
         r.mutable_ticket()->clear_offered_to();
         r.mutable_ticket()->set_holder("12367");
       },
       true},
      {"it was offered and is another's now", [](auto& r) { r.mutable_ticket()->set_offered_to("310000"); }, false},
      {"it was worked on and is another's now",
       [](auto& r) {
         r.mutable_ticket()->set_offered_to("310000");
         r.add_judged()->set_source("12367");
       },
       true},
      {"something was said about it that was refused",
       [](auto& r) {
         r.mutable_ticket()->set_offered_to("310000");
         r.add_judged()->set_source("12367");
         r.mutable_judged(0)->set_refusal(v1::REFUSAL_REASON_ACTOR_NOT_ALLOWED);
       },
       false},
  };
  int number = 0;
  for (const auto& c : cases) {
    store::v1::TicketRecord record = Record("440000:GD" + std::to_string(++number));
    Put(record);
    c.change(record);
    Put(record);
  }
  TicketBoard board(bus_, disk_.factory(), {"12367"});
  WhileFollowing(board, [&] {
    number = 0;
    for (const auto& c : cases) {
      const absl::Status found = board.Find("440000:GD" + std::to_string(++number)).status();
      EXPECT_THAT(found, HasCode(c.known ? absl::StatusCode::kOk : absl::StatusCode::kNotFound)) << c.what;
    }
  });
}

TEST_F(TicketBoardTest, FindsATicketByTheNumberThatAServedPlatformGaveIt) {
  PutAlias("12367", "W7", "440000:GD1");
  PutAlias("440000", "X9", "12367:SH1");
  TicketBoard board(bus_, disk_.factory(), {"12367"});
  WhileFollowing(board, [&] {
    EXPECT_EQ(*board.TicketOf("12367", "W7"), "440000:GD1");
    EXPECT_THAT(board.TicketOf("12367", "W8").status(), HasCode(absl::StatusCode::kNotFound));
    EXPECT_THAT(board.TicketOf("440000", "X9").status(), HasCode(absl::StatusCode::kNotFound));
  });
}

TEST_F(TicketBoardTest, SaysNothingBeforeItHasReadWhatWasThere) {
  Put(Record("12367:SH1"));
  const TicketBoard board(bus_, disk_.factory(), {"12367"});
  EXPECT_THAT(board.Find("12367:SH1").status(), HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(board.TicketOf("12367", "W7").status(), HasCode(absl::StatusCode::kUnavailable));
}

TEST_F(TicketBoardTest, PassesOverWhatIsNoTicketAndNoAlias) {
  Put("12367:SH1", "t/12367:SH1", "\xFF\xFF");
  Put("12367:SH2", "w/12367:SH2", "x");
  Put("12367:SH2", std::string("\0t", 2), "x");
  Put(Record("12367:SH3"));
  TicketBoard board(bus_, disk_.factory(), {"12367"});
  WhileFollowing(board, [&] {
    EXPECT_OK(board.Find("12367:SH3"));
    EXPECT_THAT(board.Find("12367:SH1").status(), HasCode(absl::StatusCode::kNotFound));
  });
}

TEST_F(TicketBoardTest, GoesOnFromWhereItWasAndNeedsNothingThatIsGoneMeanwhile) {
  Put(Record("12367:SH1"));
  {
    TicketBoard board(bus_, disk_.factory(), {"12367"});
    WhileFollowing(board, [] {});
  }
  const int32_t partition = bus::PartitionForKey("12367:SH1", kPartitions);
  ASSERT_OK(bus_.Trim({bus::kState, partition}, 1));
  TicketBoard board(bus_, disk_.factory(), {"12367"});
  WhileFollowing(board, [&] { EXPECT_OK(board.Find("12367:SH1")); });
}

TEST_F(TicketBoardTest, BeginsAnewWhenTheTopicIsNotTheOneThatItKnows) {
  Put(Record("12367:SH1"));
  {
    TicketBoard board(bus_, disk_.factory(), {"12367"});
    WhileFollowing(board, [] {});
  }
  bus::MemoryBus other(clock_);
  ASSERT_OK(other.admin().CreateTopics(bus::InterlineTopics({"12367"}, kPartitions, 1)));
  TicketBoard board(other, disk_.factory(), {"12367"});
  WhileFollowing(board, [&] { EXPECT_THAT(board.Find("12367:SH1").status(), HasCode(absl::StatusCode::kNotFound)); });
}

TEST_F(TicketBoardTest, KeepsWhatItReadOnDisk) {
  const std::string folder = testing::TempDir() + "/board";
  std::filesystem::remove_all(folder);
  Put(Record("12367:SH1"));
  for (int i = 0; i < 2; ++i) {
    TicketBoard board(bus_, store::RocksDbStores(folder), {"12367"});
    WhileFollowing(board, [&] { EXPECT_OK(board.Find("12367:SH1")); });
    const int32_t partition = bus::PartitionForKey("12367:SH1", kPartitions);
    ASSERT_OK(bus_.Trim({bus::kState, partition}, 1));
  }
}

TEST_F(TicketBoardTest, WaitsForATopicThatDoesNotExistYet) {
  bus::MemoryBus empty(clock_);
  TicketBoard board(empty, disk_.factory(), {"12367"});
  std::atomic<bool> stop{false};
  std::thread follower([&] { board.Follow(stop, kNoPause); });
  EXPECT_FALSE(board.caught_up());
  ASSERT_OK(empty.admin().CreateTopics(bus::InterlineTopics({"12367"}, kPartitions, 1)));
  while (!board.caught_up()) std::this_thread::yield();
  EXPECT_THAT(board.Find("12367:SH1").status(), HasCode(absl::StatusCode::kNotFound));
  stop = true;
  follower.join();
}

}  // namespace
}  // namespace interline::intake
