// What every bus promises; run on memory (memory_bus_test.cc) and on the real broker
// (tests/integration/kafka_bus_test.cc).
#ifndef INTERLINE_CORE_BUS_BUS_CONTRACT_TEST_H_
#define INTERLINE_CORE_BUS_BUS_CONTRACT_TEST_H_

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "core/base/status_matchers.h"
#include "core/bus/bus.h"

namespace interline::bus {

// The bus under test and a prefix for names, so that runs on one broker do not meet. `expire`, where time does not do
// it, makes a group forget the members that do not poll.
struct BusUnderTest {
  std::function<std::unique_ptr<Bus>()> make;
  std::string prefix;
  std::function<void(Bus& bus, const std::string& group)> expire = [](Bus&, const std::string&) {};
};

MATCHER_P(Gives, value, "is OK and is " + testing::PrintToString(value)) {
  *result_listener << arg.status();
  return arg.ok() && *arg == value;
}

class BusContract : public testing::TestWithParam<std::function<BusUnderTest()>> {
 protected:
  static constexpr absl::Duration kPatience = absl::Seconds(30);

  void SetUp() override {
    BusUnderTest under_test = GetParam()();
    bus_ = under_test.make();
    expire_ = under_test.expire;
    prefix_ = under_test.prefix;
    group_ = prefix_ + "group";
    in_ = prefix_ + "in";
    out_ = prefix_ + "out";
    ASSERT_OK(bus_->admin().CreateTopics({{in_, 2, 1, {}}, {out_, 2, 1, {{"max.message.bytes", "2000"}}}}));
  }
  void TearDown() override { EXPECT_OK(bus_->admin().DeleteTopics({in_, out_})); }

  static Message Say(const std::string& topic, int partition, const std::string& key, const std::string& value) {
    return {topic, partition, key, value, {}};
  }
  void Write(const std::string& topic, int partition, const std::string& value) {
    if (producer_ == nullptr) {
      auto producer = bus_->NewProducer();
      ASSERT_OK(producer);
      producer_ = *std::move(producer);
    }
    ASSERT_OK(producer_->SendAndWait(Say(topic, partition, "k", value)));
  }

  template <typename Source>
  static std::vector<std::string> Take(Source& source, size_t count, absl::Duration patience = kPatience) {
    std::vector<std::string> values;
    const absl::Time deadline = absl::Now() + patience;
    while (values.size() < count && absl::Now() < deadline) {
      auto records = source.Poll(absl::Milliseconds(50), count - values.size());
      if (!records.ok()) {
        ADD_FAILURE() << records.status();
        break;
      }
      for (const Record& record : *records) values.push_back(record.value.value_or("tombstone"));
    }
    return values;
  }
  // All that a read-committed reader sees of partition 0, once the log has settled: Kafka writes the marks of a
  // transaction after it has answered the commit, so the high watermark is read first and the reader must get past it.
  std::vector<std::string> Settled(const std::string& topic) {
    const TopicPartition at{topic, 0};
    auto end = bus_->admin().EndOffset(at, Isolation::kReadUncommitted);
    auto reader = bus_->NewReader({{at, 0}}, Isolation::kReadCommitted);
    EXPECT_OK(end);
    EXPECT_OK(reader);
    std::vector<std::string> values;
    const absl::Time deadline = absl::Now() + kPatience;
    while ((*reader)->Position(at) < *end && absl::Now() < deadline) {
      auto records = (*reader)->Poll(absl::Milliseconds(50), 100);
      EXPECT_OK(records);
      for (const Record& record : *records) values.push_back(record.value.value_or("tombstone"));
    }
    EXPECT_GE((*reader)->Position(at), *end) << "the reader does not get past the marks";
    return values;
  }

  // Polls these, dropping what they read, until `reached`.
  static bool PollUntil(const std::vector<GroupConsumer*>& consumers, const std::function<bool()>& reached) {
    const absl::Time deadline = absl::Now() + kPatience;
    while (!reached() && absl::Now() < deadline) {
      for (GroupConsumer* consumer : consumers) EXPECT_OK(consumer->Poll(absl::Milliseconds(20), 1));
    }
    return reached();
  }

  std::unique_ptr<Bus> bus_;
  std::unique_ptr<Producer> producer_;
  std::function<void(Bus&, const std::string&)> expire_;
  std::string prefix_, group_, in_, out_;
};

// Remembers what a consumer was given.
class Watcher final : public RebalanceListener {
 public:
  void OnAssigned(const Offsets& committed) override { assigned = committed; }
  void OnRevoked(const std::vector<TopicPartition>&, bool lost) override {
    if (const auto act = std::exchange(on_revoked, nullptr)) act();
    assigned.clear();
    ++revocations;
    losses += lost;
  }
  Offsets assigned;
  int revocations = 0;
  int losses = 0;
  // Done once, while the partitions are still there.
  std::function<void()> on_revoked;
};

TEST_P(BusContract, KeepsOrderHeadersAndTombstones) {
  ASSERT_OK_AND_ASSIGN(auto producer, bus_->NewProducer());
  ASSERT_OK_AND_ASSIGN(const Written first, producer->SendAndWait({in_, 0, "k", "a", {{"h", "1"}, {"h2", ""}}}));
  ASSERT_OK_AND_ASSIGN(const Written second, producer->SendAndWait({in_, 0, "k", absl::nullopt, {}}));
  ASSERT_OK(producer->SendAndWait({in_, 0, "", "", {}}));
  EXPECT_EQ(second.offset, first.offset + 1);
  ASSERT_OK_AND_ASSIGN(auto reader, bus_->NewReader({{{in_, 0}, 0}}, Isolation::kReadCommitted));
  std::vector<Record> records;
  for (const absl::Time end = absl::Now() + kPatience; records.size() < 3 && absl::Now() < end;) {
    ASSERT_OK_AND_ASSIGN(auto some, reader->Poll(absl::Milliseconds(50), 10));
    for (Record& record : some) records.push_back(std::move(record));
  }
  ASSERT_EQ(records.size(), 3u);
  EXPECT_EQ(records[0].key, "k");
  EXPECT_EQ(*records[0].value, "a");
  EXPECT_EQ(records[0].headers, (std::vector<Header>{{"h", "1"}, {"h2", ""}}));
  EXPECT_FALSE(records[1].value.has_value());
  EXPECT_EQ(records[2].key, "");
  EXPECT_EQ(records[2].value, absl::optional<std::string>(""));
}

TEST_P(BusContract, ChoosesThePartitionThatEveryClientChooses) {
  ASSERT_OK_AND_ASSIGN(auto producer, bus_->NewProducer());
  for (const char* key : {"440000:DH1", "510000:2", "12367:SH3", "x", ""}) {
    ASSERT_OK_AND_ASSIGN(const Written written, producer->SendAndWait({in_, absl::nullopt, key, "v", {}}));
    EXPECT_EQ(written.partition, PartitionForKey(key, 2)) << key;
  }
}

TEST_P(BusContract, AnAbortedTransactionWasNever) {
  ASSERT_OK_AND_ASSIGN(auto producer, bus_->NewTransactionalProducer(prefix_ + "tx"));
  ASSERT_OK(producer->Begin());
  ASSERT_OK(producer->Send(Say(out_, 0, "k", "aborted")));
  ASSERT_OK(producer->Abort());
  ASSERT_OK(producer->Begin());
  ASSERT_OK(producer->Send(Say(out_, 0, "k", "committed")));
  ASSERT_OK(producer->Commit());
  EXPECT_EQ(Settled(out_), std::vector<std::string>{"committed"});
}

TEST_P(BusContract, AnOpenTransactionHoldsBackWhatFollows) {
  ASSERT_OK_AND_ASSIGN(auto producer, bus_->NewTransactionalProducer(prefix_ + "tx"));
  ASSERT_OK(producer->Begin());
  ASSERT_OK(producer->Send(Say(out_, 0, "k", "open")));
  // The offsets call makes sure that the record has reached the broker where sending is asynchronous.
  ASSERT_OK_AND_ASSIGN(auto reader, bus_->NewReader({{{out_, 0}, 0}}, Isolation::kReadUncommitted));
  EXPECT_EQ(Take(*reader, 1), std::vector<std::string>{"open"});
  Write(out_, 0, "plain");
  ASSERT_OK_AND_ASSIGN(auto committed, bus_->NewReader({{{out_, 0}, 0}}, Isolation::kReadCommitted));
  ASSERT_OK_AND_ASSIGN(const int64_t stable, bus_->admin().EndOffset({out_, 0}, Isolation::kReadCommitted));
  EXPECT_EQ(stable, 0);
  EXPECT_TRUE(Take(*committed, 1, absl::Milliseconds(300)).empty());
  ASSERT_OK(producer->Commit());
  EXPECT_EQ(Settled(out_), (std::vector<std::string>{"open", "plain"}));
}

TEST_P(BusContract, OffsetsAreCommittedWithTheirTransaction) {
  for (const char* value : {"1", "2", "3"}) Write(in_, 0, value);
  Watcher watcher;
  ASSERT_OK_AND_ASSIGN(auto consumer, bus_->NewGroupConsumer({group_, {in_}, &watcher}));
  EXPECT_EQ(Take(*consumer, 3), (std::vector<std::string>{"1", "2", "3"}));
  EXPECT_EQ(watcher.assigned.size(), 2u);
  ASSERT_OK_AND_ASSIGN(auto producer, bus_->NewTransactionalProducer(prefix_ + "tx"));

  ASSERT_OK(producer->Begin());
  ASSERT_OK(producer->SendOffsets(*consumer, {{{in_, 0}, 3}}));
  ASSERT_OK(producer->Abort());
  ASSERT_OK_AND_ASSIGN(const Offsets after_abort, consumer->Rewind());
  EXPECT_EQ(after_abort.at({in_, 0}), 0);
  EXPECT_EQ(Take(*consumer, 3), (std::vector<std::string>{"1", "2", "3"}));

  ASSERT_OK(producer->Begin());
  ASSERT_OK(producer->SendOffsets(*consumer, {{{in_, 0}, 2}}));
  ASSERT_OK(producer->Commit());
  ASSERT_OK_AND_ASSIGN(const Offsets after_commit, consumer->Rewind());
  EXPECT_EQ(after_commit.at({in_, 0}), 2);
  consumer->Close();

  Watcher next;
  ASSERT_OK_AND_ASSIGN(auto heir, bus_->NewGroupConsumer({group_, {in_}, &next}));
  EXPECT_EQ(Take(*heir, 1), std::vector<std::string>{"3"});
  EXPECT_EQ(next.assigned.at({in_, 0}), 2);
  heir->Close();
}

TEST_P(BusContract, AYoungerProducerFencesTheOlderAndSettlesItsTransaction) {
  ASSERT_OK_AND_ASSIGN(auto old, bus_->NewTransactionalProducer(prefix_ + "tx"));
  ASSERT_OK(old->Begin());
  ASSERT_OK(old->Send(Say(out_, 0, "k", "old")));
  ASSERT_OK_AND_ASSIGN(auto young, bus_->NewTransactionalProducer(prefix_ + "tx"));
  EXPECT_THAT(old->Commit(), HasCode(absl::StatusCode::kFailedPrecondition));
  ASSERT_OK(young->Begin());
  ASSERT_OK(young->Send(Say(out_, 0, "k", "young")));
  ASSERT_OK(young->Commit());
  EXPECT_EQ(Settled(out_), std::vector<std::string>{"young"});
}

TEST_P(BusContract, AMarkTakesAnOffsetThatBothEndsCount) {
  const TopicPartition at{out_, 0};
  ASSERT_OK_AND_ASSIGN(auto producer, bus_->NewTransactionalProducer(prefix_ + "tx"));
  ASSERT_OK(producer->Begin());
  ASSERT_OK(producer->Send(Say(out_, 0, "k", "v")));
  ASSERT_OK(producer->Commit());
  EXPECT_EQ(Settled(out_), std::vector<std::string>{"v"});
  // The mark comes after the answer to the commit, so it is waited for.
  const absl::Time deadline = absl::Now() + kPatience;
  absl::StatusOr<int64_t> end = 0;
  while (end.ok() && *end < 2 && absl::Now() < deadline) end = bus_->admin().EndOffset(at, Isolation::kReadCommitted);
  EXPECT_THAT(end, Gives(2));
  EXPECT_THAT(bus_->admin().EndOffset(at, Isolation::kReadUncommitted), Gives(2));
  EXPECT_THAT(bus_->admin().BeginOffset(at), Gives(0));
}

TEST_P(BusContract, RewindDropsWhatWasFetchedAhead) {
  for (const char* value : {"1", "2", "3", "4"}) Write(in_, 0, value);
  Watcher watcher;
  ASSERT_OK_AND_ASSIGN(auto consumer, bus_->NewGroupConsumer({group_, {in_}, &watcher}));
  EXPECT_EQ(Take(*consumer, 2), (std::vector<std::string>{"1", "2"}));
  ASSERT_OK_AND_ASSIGN(auto producer, bus_->NewTransactionalProducer(prefix_ + "tx"));
  ASSERT_OK(producer->Begin());
  ASSERT_OK(producer->SendOffsets(*consumer, {{{in_, 0}, 1}}));
  ASSERT_OK(producer->Commit());
  for (int time = 0; time < 2; ++time) {
    ASSERT_OK_AND_ASSIGN(const Offsets offsets, consumer->Rewind());
    EXPECT_EQ(offsets, (Offsets{{{in_, 0}, 1}, {{in_, 1}, 0}}));
    EXPECT_EQ(Take(*consumer, 1), std::vector<std::string>{"2"});
  }
  consumer->Close();
}

TEST_P(BusContract, MembersShareThePartitionsAndTheOneLeftGetsAll) {
  Watcher first, second;
  ASSERT_OK_AND_ASSIGN(auto a, bus_->NewGroupConsumer({group_, {in_}, &first}));
  ASSERT_TRUE(PollUntil({a.get()}, [&] { return first.assigned.size() == 2; }));
  ASSERT_OK_AND_ASSIGN(auto b, bus_->NewGroupConsumer({group_, {in_}, &second}));
  ASSERT_TRUE(PollUntil({a.get(), b.get()}, [&] { return first.assigned.size() == 1 && second.assigned.size() == 1; }));
  EXPECT_NE(first.assigned, second.assigned);
  const TopicPartition of_second = second.assigned.begin()->first;
  Write(in_, of_second.partition, "for the second");
  EXPECT_EQ(Take(*b, 1), std::vector<std::string>{"for the second"});
  a->Close();
  EXPECT_TRUE(first.assigned.empty());
  EXPECT_EQ(first.losses, 0);
  ASSERT_TRUE(PollUntil({b.get()}, [&] { return second.assigned.size() == 2; }));
  b->Close();
}

TEST_P(BusContract, WhatIsCommittedWhileGivingUpIsWhereTheHeirGoesOn) {
  for (const char* value : {"1", "2"}) Write(in_, 0, value);
  Watcher first, second;
  ASSERT_OK_AND_ASSIGN(auto a, bus_->NewGroupConsumer({group_, {in_}, &first}));
  EXPECT_EQ(Take(*a, 2), (std::vector<std::string>{"1", "2"}));
  ASSERT_OK_AND_ASSIGN(auto producer, bus_->NewTransactionalProducer(prefix_ + "tx"));
  ASSERT_OK(producer->Begin());
  ASSERT_OK(producer->Send(Say(out_, 0, "k", "done")));
  first.on_revoked = [&] {
    EXPECT_OK(producer->SendOffsets(*a, {{{in_, 0}, 2}}));
    EXPECT_OK(producer->Commit());
  };
  ASSERT_OK_AND_ASSIGN(auto b, bus_->NewGroupConsumer({group_, {in_}, &second}));
  ASSERT_TRUE(PollUntil({a.get(), b.get()}, [&] { return first.assigned.size() == 1 && second.assigned.size() == 1; }));
  Offsets all = first.assigned;
  all.insert(second.assigned.begin(), second.assigned.end());
  EXPECT_EQ(all, (Offsets{{{in_, 0}, 2}, {{in_, 1}, 0}}));
  EXPECT_EQ(Settled(out_), std::vector<std::string>{"done"});
  a->Close();
  b->Close();
}

TEST_P(BusContract, AnHeirWaitsForTheTransactionThatDecidesItsOffsets) {
  for (const char* value : {"1", "2", "3"}) Write(in_, 0, value);
  Watcher first, second;
  ASSERT_OK_AND_ASSIGN(auto a, bus_->NewGroupConsumer({group_, {in_}, &first}));
  EXPECT_EQ(Take(*a, 2), (std::vector<std::string>{"1", "2"}));
  ASSERT_OK_AND_ASSIGN(auto producer, bus_->NewTransactionalProducer(prefix_ + "tx"));
  ASSERT_OK(producer->Begin());
  ASSERT_OK(producer->SendOffsets(*a, {{{in_, 0}, 2}}));
  a->Close();
  ASSERT_OK_AND_ASSIGN(auto b, bus_->NewGroupConsumer({group_, {in_}, &second}));
  for (int round = 0; round < 3; ++round) EXPECT_THAT(Take(*b, 1, absl::Milliseconds(100)), testing::IsEmpty());
  EXPECT_TRUE(second.assigned.empty());
  ASSERT_OK(producer->Commit());
  EXPECT_EQ(Take(*b, 1), std::vector<std::string>{"3"});
  EXPECT_EQ(second.assigned.at({in_, 0}), 2);
  b->Close();
}

TEST_P(BusContract, AMemberThatDoesNotPollIsExpelledAndFenced) {
  Write(in_, 0, "1");
  Watcher first, second;
  ASSERT_OK_AND_ASSIGN(auto zombie, bus_->NewGroupConsumer({group_, {in_}, &first}));
  EXPECT_EQ(Take(*zombie, 1), std::vector<std::string>{"1"});
  ASSERT_OK_AND_ASSIGN(auto producer, bus_->NewTransactionalProducer(prefix_ + "tx"));
  ASSERT_OK_AND_ASSIGN(auto heir, bus_->NewGroupConsumer({group_, {in_}, &second}));
  ASSERT_TRUE(PollUntil({heir.get()}, [&] {
    expire_(*bus_, group_);
    return second.assigned.size() == 2;
  }));
  ASSERT_OK(producer->Begin());
  ASSERT_OK(producer->Send(Say(out_, 0, "k", "from the dead")));
  EXPECT_THAT(producer->SendOffsets(*zombie, {{{in_, 0}, 1}}), HasCode(absl::StatusCode::kFailedPrecondition));
  // The records must not be committed without their offsets.
  EXPECT_THAT(producer->Commit(), HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_OK(producer->Abort());
  // Whether it hears that they are lost is a matter of who was faster; that it must give them up it hears.
  ASSERT_TRUE(PollUntil({zombie.get()}, [&] { return first.revocations > 0; }));
  EXPECT_THAT(heir->Rewind(), Gives(Offsets{{{in_, 0}, 0}, {{in_, 1}, 0}}));
  EXPECT_THAT(Settled(out_), testing::IsEmpty());
  zombie->Close();
  heir->Close();
}

TEST_P(BusContract, ARecordThatIsTooLargeIsRefusedForEver) {
  const std::string large(5000, 'x');
  ASSERT_OK_AND_ASSIGN(auto plain, bus_->NewProducer());
  EXPECT_THAT(plain->SendAndWait(Say(out_, 0, "k", large)), HasCode(absl::StatusCode::kInvalidArgument));
  ASSERT_OK_AND_ASSIGN(auto producer, bus_->NewTransactionalProducer(prefix_ + "tx"));
  ASSERT_OK(producer->Begin());
  const absl::Status sent = producer->Send(Say(out_, 0, "k", large));
  EXPECT_TRUE(sent.ok() || absl::IsInvalidArgument(sent)) << sent;
  EXPECT_THAT(producer->Commit(), HasCode(absl::StatusCode::kInvalidArgument));
  ASSERT_OK(producer->Abort());
  // A client that has lost count of its records by the refusal may need one more attempt.
  absl::Status status = absl::AbortedError("not tried yet");
  for (int attempt = 0; attempt < 2 && absl::IsAborted(status); ++attempt) {
    ASSERT_OK(producer->Begin());
    ASSERT_OK(producer->Send(Say(out_, 0, "k", "small")));
    status = producer->Commit();
    if (!status.ok()) {
      ASSERT_OK(producer->Abort());
    }
  }
  EXPECT_OK(status);
  EXPECT_EQ(Settled(out_), std::vector<std::string>{"small"});
}

TEST_P(BusContract, ACallOutOfTurnIsRefusedAndHarmsNothing) {
  ASSERT_OK_AND_ASSIGN(auto producer, bus_->NewTransactionalProducer(prefix_ + "tx"));
  EXPECT_THAT(producer->Send(Say(out_, 0, "k", "v")), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(producer->Commit(), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_OK(producer->Abort());
  ASSERT_OK(producer->Begin());
  EXPECT_THAT(producer->Begin(), HasCode(absl::StatusCode::kInvalidArgument));
  ASSERT_OK(producer->Send(Say(out_, 0, "k", "v")));
  ASSERT_OK(producer->Commit());
  EXPECT_EQ(Settled(out_), std::vector<std::string>{"v"});
}

TEST_P(BusContract, ManyThreadsWriteThroughOneProducer) {
  constexpr int kThreads = 4;
  constexpr int kEach = 50;
  ASSERT_OK_AND_ASSIGN(auto producer, bus_->NewProducer());
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < kEach; ++i) EXPECT_OK(producer->SendAndWait(Say(in_, 0, "k", std::to_string(i))));
    });
  }
  for (std::thread& thread : threads) thread.join();
  ASSERT_OK_AND_ASSIGN(auto reader, bus_->NewReader({{{in_, 0}, 0}}, Isolation::kReadCommitted));
  const std::vector<std::string> values = Take(*reader, kThreads * kEach);
  EXPECT_EQ(values.size(), kThreads * kEach);
  EXPECT_EQ(std::set<std::string>(values.begin(), values.end()).size(), kEach);
}

TEST_P(BusContract, WhatDoesNotExistIsNotFound) {
  const std::string nothing = prefix_ + "nothing";
  ASSERT_OK_AND_ASSIGN(auto plain, bus_->NewProducer());
  EXPECT_THAT(plain->SendAndWait(Say(nothing, 0, "k", "v")), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(plain->SendAndWait(Say(in_, 2, "k", "v")), HasCode(absl::StatusCode::kNotFound));
  ASSERT_OK_AND_ASSIGN(auto producer, bus_->NewTransactionalProducer(prefix_ + "tx"));
  ASSERT_OK(producer->Begin());
  EXPECT_THAT(producer->Send(Say(nothing, 0, "k", "v")), HasCode(absl::StatusCode::kNotFound));
  EXPECT_OK(producer->Abort());
  EXPECT_THAT(bus_->NewReader({{{nothing, 0}, 0}}, Isolation::kReadCommitted), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(bus_->NewReader({{{in_, 2}, 0}}, Isolation::kReadCommitted), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(bus_->NewGroupConsumer({group_, {nothing}, nullptr}), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(bus_->admin().EndOffset({nothing, 0}, Isolation::kReadCommitted), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(bus_->admin().BeginOffset({nothing, 0}), HasCode(absl::StatusCode::kNotFound));
}

TEST_P(BusContract, ADeletedTopicIsNoLongerListed) {
  const std::string passing = prefix_ + "passing";
  ASSERT_OK_AND_ASSIGN(const auto created, bus_->admin().CreateTopics({{passing, 1, 1, {}}}));
  EXPECT_EQ(created, std::vector<std::string>{passing});
  ASSERT_OK(bus_->admin().DeleteTopics({passing, prefix_ + "nothing"}));
  bool listed = true;
  for (const absl::Time end = absl::Now() + kPatience; listed && absl::Now() < end;) {
    ASSERT_OK_AND_ASSIGN(const auto topics, bus_->admin().ListTopics());
    listed = topics.count(passing) != 0;
  }
  EXPECT_FALSE(listed);
}

TEST_P(BusContract, CreatingATopicAgainChangesNothing) {
  ASSERT_OK_AND_ASSIGN(const auto created, bus_->admin().CreateTopics({{in_, 5, 1, {}}}));
  EXPECT_TRUE(created.empty());
  ASSERT_OK_AND_ASSIGN(const auto topics, bus_->admin().ListTopics());
  EXPECT_EQ(topics.at(in_), 2);
}

}  // namespace interline::bus

#endif  // INTERLINE_CORE_BUS_BUS_CONTRACT_TEST_H_
