// The parts of a stream, each by itself.
#include <algorithm>
#include <string>
#include <vector>

#include "core/base/status_matchers.h"
#include "core/store/memory_store.h"
#include "core/stream/backoff.h"
#include "core/stream/holds.h"
#include "core/stream/overlay.h"
#include "core/stream/state_keys.h"
#include "core/stream/timers.h"

namespace interline::stream {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

const absl::Time kNow = absl::FromUnixSeconds(1795482000);

// ---- keys

TEST(StateKeys, LeaveOrdinaryKeysAsTheyAre) { EXPECT_EQ(StateKey("440000:DH1"), "440000:DH1"); }

TEST(StateKeys, GiveBackEveryKeyOfAProcessor) {
  for (const std::string& key : {std::string("a"), std::string(), std::string("\0", 1), StateKey(""), TimerKey("a")}) {
    EXPECT_FALSE(StateKey(key).empty());
    EXPECT_EQ(ProcessorKey(StateKey(key)), key);
  }
}

TEST(StateKeys, AreNotTakenForEachOther) {
  const std::vector<std::string> own = {TimerKey("a"), TimerIndexKey(kNow, "a"), std::string(CheckpointTimeKey())};
  for (const std::string& key : own) EXPECT_EQ(ProcessorKey(key), absl::nullopt);
  EXPECT_EQ(KeyOfTimer(TimerKey("a")), "a");
  EXPECT_EQ(KeyOfTimer(TimerIndexKey(kNow, "a")), absl::nullopt);
  EXPECT_EQ(KeyOfTimer(StateKey(TimerKey("a"))), absl::nullopt);
  EXPECT_EQ(ParseTimerIndexKey(TimerKey("a")), absl::nullopt);
  EXPECT_EQ(ParseTimerIndexKey(TimerIndexKey(kNow, "a")), (Timer{"a", kNow}));
}

TEST(StateKeys, SortTimersByTime) {
  const std::vector<absl::Time> times = {
      absl::InfinitePast(),         absl::FromUnixSeconds(-5), absl::UnixEpoch(), kNow,
      kNow + absl::Microseconds(1), absl::InfiniteFuture()};
  std::vector<std::string> keys;
  for (absl::Time time : times) keys.push_back(TimerIndexKey(RoundUpToMicrosecond(time), "z"));
  EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));
}

TEST(StateKeys, RoundTimesUpNeverDown) {
  EXPECT_EQ(RoundUpToMicrosecond(kNow), kNow);
  EXPECT_EQ(RoundUpToMicrosecond(kNow + absl::Nanoseconds(1)), kNow + absl::Microseconds(1));
  EXPECT_EQ(RoundUpToMicrosecond(absl::FromUnixNanos(-1)), absl::UnixEpoch());
  EXPECT_EQ(DecodeTime(EncodeTime(kNow)), kNow);
  EXPECT_EQ(DecodeTime("short"), absl::nullopt);
}

// ---- timers

// Counts the scans of a store.
class CountingStore final : public store::Store {
 public:
  explicit CountingStore(store::Store& store) : store_(store) {}
  absl::StatusOr<absl::optional<std::string>> Get(absl::string_view key) const override { return store_.Get(key); }
  absl::Status Write(const std::vector<store::Change>& changes, int64_t checkpoint) override {
    return store_.Write(changes, checkpoint);
  }
  int64_t checkpoint() const override { return store_.checkpoint(); }
  absl::Status ScanFrom(absl::string_view prefix, absl::string_view first, const Visitor& visit) const override {
    ++scans;
    return store_.ScanFrom(prefix, first, visit);
  }
  absl::Status Clear() override { return store_.Clear(); }
  mutable int scans = 0;

 private:
  store::Store& store_;
};

class TimerQueueTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_OK_AND_ASSIGN(inner_, disk_.Open(0)); }
  void Set(const std::string& key, int due) {
    ASSERT_OK(inner_->Write(TimerChanges(key, absl::nullopt, kNow + absl::Seconds(due)), 0));
    queue_.Added(kNow + absl::Seconds(due));
  }
  std::vector<std::string> Due(int at, size_t limit = 100) {
    CountingStore store(*inner_);
    std::vector<std::string> keys;
    absl::StatusOr<std::vector<Timer>> due = queue_.Due(store, kNow + absl::Seconds(at), limit);
    EXPECT_OK(due);
    for (const Timer& timer : *due) keys.push_back(timer.key);
    scans_ += store.scans;
    return keys;
  }

  store::MemoryStores disk_;
  std::unique_ptr<store::Store> inner_;
  TimerQueue queue_;
  int scans_ = 0;
};

TEST_F(TimerQueueTest, DoesNotAskTheStoreBeforeSomethingCanBeDue) {
  Set("a", 10);
  EXPECT_THAT(Due(0), IsEmpty());
  scans_ = 0;
  for (int second = 1; second < 10; ++second) EXPECT_THAT(Due(second), IsEmpty());
  EXPECT_EQ(scans_, 0);
  EXPECT_THAT(Due(10), ElementsAre("a"));
}

TEST_F(TimerQueueTest, GivesTheEarliestFirstAndTheSameAgainUntilTheyAreGone) {
  Set("c", 12);
  Set("a", 10);
  Set("b", 11);
  EXPECT_THAT(Due(20, 2), ElementsAre("a", "b"));
  EXPECT_THAT(Due(20, 2), ElementsAre("a", "b"));
  ASSERT_OK(inner_->Write(TimerChanges("a", kNow + absl::Seconds(10), absl::nullopt), 0));
  EXPECT_THAT(Due(20, 2), ElementsAre("b", "c"));
}

TEST_F(TimerQueueTest, SeesATimerThatComesBeforeTheFirst) {
  Set("late", 100);
  EXPECT_THAT(Due(0), IsEmpty());
  Set("early", 5);
  EXPECT_THAT(Due(5), ElementsAre("early"));
}

TEST_F(TimerQueueTest, KnowsNothingOfAStoreItHasNotSeen) {
  EXPECT_THAT(Due(0), IsEmpty());
  ASSERT_OK(inner_->Write(TimerChanges("a", absl::nullopt, kNow), 0));
  EXPECT_THAT(Due(10), IsEmpty()) << "nobody said that a timer came";
  queue_.Forget();
  EXPECT_THAT(Due(10), ElementsAre("a"));
}

// ---- overlay

class OverlayTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(store_, disk_.Open(0));
    ASSERT_OK(store_->Write({{"stored", "old"}}, 0));
    overlay_.Start(kNow);
    overlay_.Enter(3, store_.get());
  }
  std::string Get(absl::string_view key) { return overlay_.Get(key).value().value_or("(none)"); }

  store::MemoryStores disk_;
  std::unique_ptr<store::Store> store_;
  std::vector<bus::Message> sent_;
  absl::Status send_status_;
  Overlay overlay_{"state", [this](bus::Message message) {
                     sent_.push_back(std::move(message));
                     return send_status_;
                   }};
};

TEST_F(OverlayTest, ReadsItsOwnWritesAndElseTheStore) {
  EXPECT_EQ(Get("stored"), "old");
  overlay_.Put("stored", "new");
  EXPECT_EQ(Get("stored"), "new");
  overlay_.Delete("stored");
  EXPECT_EQ(Get("stored"), "(none)");
  EXPECT_EQ(Get("absent"), "(none)");
  EXPECT_EQ(store_->Get("stored").value(), "old") << "the store is not touched";
}

TEST_F(OverlayTest, SendsTheLastValueOfEachKeyOnceWhenAnItemEnds) {
  overlay_.Put("a", "1");
  overlay_.Put("a", "2");
  overlay_.Delete("b");
  EXPECT_THAT(sent_, IsEmpty());
  ASSERT_OK(overlay_.Leave());
  ASSERT_EQ(sent_.size(), 2u);
  EXPECT_EQ(sent_[0].topic, "state");
  EXPECT_EQ(sent_[0].partition, 3);
  EXPECT_EQ(sent_[0].key, "a");
  EXPECT_EQ(sent_[0].value, "2");
  EXPECT_EQ(sent_[1].value, absl::nullopt);
  overlay_.Enter(3, store_.get());
  ASSERT_OK(overlay_.Leave());
  EXPECT_EQ(sent_.size(), 2u) << "nothing new";
}

TEST_F(OverlayTest, GivesAllChangesOfTheBatch) {
  overlay_.Put("a", "1");
  ASSERT_OK(overlay_.Leave());
  overlay_.Enter(4, store_.get());
  overlay_.SetTimer("t", kNow + absl::Seconds(5));
  ASSERT_OK(overlay_.Leave());
  auto taken = overlay_.Take();
  EXPECT_THAT(taken[3].changes, ElementsAre(Pair("a", absl::optional<std::string>("1"))));
  EXPECT_EQ(taken[3].earliest_timer, absl::InfiniteFuture());
  EXPECT_EQ(taken[4].changes.size(), 2u) << "the timer and its place in the index";
  EXPECT_EQ(taken[4].earliest_timer, kNow + absl::Seconds(5));
  EXPECT_EQ(sent_.size(), 2u) << "the index is not in the changelog";
  EXPECT_THAT(overlay_.Take(), IsEmpty());
}

TEST_F(OverlayTest, ForgetsABatchWhenTheNextStarts) {
  overlay_.Put("stored", "new");
  overlay_.Start(kNow);
  overlay_.Enter(3, store_.get());
  EXPECT_EQ(Get("stored"), "old");
  EXPECT_THAT(overlay_.Take()[3].changes, IsEmpty());
}

TEST_F(OverlayTest, TellsTheFirstErrorAndWhoseItWas) {
  send_status_ = absl::AbortedError("no");
  overlay_.Emit({"out", absl::nullopt, "k", "v", {}});
  send_status_ = absl::InternalError("later");
  overlay_.Emit({"out", absl::nullopt, "k", "v", {}});
  EXPECT_THAT(overlay_.Leave(), HasCode(absl::StatusCode::kAborted));
  EXPECT_EQ(overlay_.fault(), Overlay::Fault::kSend);
  EXPECT_EQ(sent_.size(), 1u) << "nothing is sent after an error";
  overlay_.Start(kNow);
  overlay_.Enter(3, nullptr);
  EXPECT_THAT(overlay_.Get("a"), HasCode(absl::StatusCode::kFailedPrecondition));
  overlay_.Put("a", "1");
  EXPECT_THAT(overlay_.Leave(), HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(overlay_.fault(), Overlay::Fault::kProcessor);
}

// ---- holds

TEST(Holds, TryAFailedItemAtOnceAndAlone) {
  Holds holds;
  holds.Failed(1, "x", kNow);
  EXPECT_EQ(holds.Of(1, kNow), Holds::Standing::kAlone);
  EXPECT_EQ(holds.Of(2, kNow), Holds::Standing::kFree);
  holds.Committed(1, "another");
  EXPECT_EQ(holds.Of(1, kNow), Holds::Standing::kAlone);
  holds.Committed(1, "x");
  EXPECT_EQ(holds.Of(1, kNow), Holds::Standing::kFree);
}

TEST(Holds, HoldAPartitionBackLongerEachTimeButNotForEver) {
  Holds holds;
  absl::Time now = kNow;
  absl::Duration last = absl::ZeroDuration();
  holds.Failed(1, "x", now);
  for (int i = 0; i < 40; ++i) {
    holds.Failed(1, "x", now);
    ASSERT_EQ(holds.Of(1, now), Holds::Standing::kHeld);
    const absl::Duration held = holds.next_release(now) - now;
    EXPECT_GE(held, last);
    EXPECT_LE(held, absl::Seconds(30));
    last = held;
    now += held;
    ASSERT_EQ(holds.Of(1, now), Holds::Standing::kAlone);
  }
  EXPECT_EQ(last, absl::Seconds(30));
}

TEST(Holds, LetNothingOvertakeARecordThatWasPassedOver) {
  Holds holds;
  holds.Failed(1, "x", kNow);
  holds.Failed(1, "x", kNow);
  holds.PassedOver(1);
  EXPECT_FALSE(holds.TakeReleased(kNow));
  const absl::Time later = kNow + absl::Hours(1);
  EXPECT_EQ(holds.Of(1, later), Holds::Standing::kHeld);
  EXPECT_TRUE(holds.TakeReleased(later));
  EXPECT_FALSE(holds.TakeReleased(later));
  EXPECT_EQ(holds.Of(1, later), Holds::Standing::kAlone);
}

TEST(Holds, FreeAPartitionWhoseFailedItemNeverComesAgain) {
  Holds holds;
  holds.Failed(1, "x", kNow);
  for (int i = 0; i < 1000; ++i) holds.Committed(1, "y");
  EXPECT_TRUE(holds.empty());
}

// ---- backoff

TEST(Backoff, GrowsToItsCapAndNoFurther) {
  const absl::Duration first = absl::Milliseconds(50);
  const absl::Duration cap = absl::Seconds(5);
  EXPECT_EQ(Exponential(0, first, cap), first);
  EXPECT_EQ(Exponential(3, first, cap), 8 * first);
  EXPECT_EQ(Exponential(1000000, first, cap), cap);
  Backoff backoff(first, cap);
  absl::Duration longest;
  for (int i = 0; i < 100; ++i) {
    const absl::Duration next = backoff.Next();
    EXPECT_GE(next, absl::ZeroDuration());
    EXPECT_LE(next, cap);
    longest = std::max(longest, next);
  }
  EXPECT_GT(longest, cap / 2);
  backoff.Reset();
  EXPECT_LE(backoff.Next(), first);
}

}  // namespace
}  // namespace interline::stream
