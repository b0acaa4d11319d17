// What every bus promises; run on memory (memory_bus_test.cc) and on the real broker
// (tests/integration/kafka_bus_test.cc).
#ifndef INTERLINE_CORE_BUS_BUS_CONTRACT_TEST_H_
#define INTERLINE_CORE_BUS_BUS_CONTRACT_TEST_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "core/base/status_matchers.h"
#include "core/bus/bus.h"

namespace interline::bus {

// The bus under test and a prefix for names, so that runs on one broker do not meet.
struct BusUnderTest {
  std::function<std::unique_ptr<Bus>()> make;
  std::string prefix;
};

class BusContract : public testing::TestWithParam<std::function<BusUnderTest()>> {
 protected:
  static constexpr absl::Duration kPatience = absl::Seconds(30);

  void SetUp() override {
    BusUnderTest under_test = GetParam()();
    bus_ = under_test.make();
    prefix_ = under_test.prefix;
    in_ = prefix_ + "in";
    out_ = prefix_ + "out";
    ASSERT_OK(bus_->admin().CreateTopics({{in_, 2, 1, {}}, {out_, 2, 1, {}}}));
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

  std::unique_ptr<Bus> bus_;
  std::unique_ptr<Producer> producer_;
  std::string prefix_, in_, out_;
};

// Remembers what a consumer was given.
class Watcher final : public RebalanceListener {
 public:
  void OnAssigned(const Offsets& committed) override { assigned = committed; }
  void OnRevoked(const std::vector<TopicPartition>&, bool) override { assigned.clear(); }
  Offsets assigned;
};

TEST_P(BusContract, KeepsOrderHeadersAndTombstones) {
  ASSERT_OK_AND_ASSIGN(auto producer, bus_->NewProducer());
  ASSERT_OK_AND_ASSIGN(const Written first, producer->SendAndWait({in_, 0, "k", "a", {{"h", "1"}, {"h2", ""}}}));
  ASSERT_OK_AND_ASSIGN(const Written second, producer->SendAndWait({in_, 0, "k", absl::nullopt, {}}));
  EXPECT_EQ(second.offset, first.offset + 1);
  ASSERT_OK_AND_ASSIGN(auto reader, bus_->NewReader({{{in_, 0}, 0}}, Isolation::kReadCommitted));
  std::vector<Record> records;
  for (const absl::Time end = absl::Now() + kPatience; records.size() < 2 && absl::Now() < end;) {
    ASSERT_OK_AND_ASSIGN(auto some, reader->Poll(absl::Milliseconds(50), 10));
    for (Record& record : some) records.push_back(std::move(record));
  }
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0].key, "k");
  EXPECT_EQ(*records[0].value, "a");
  EXPECT_EQ(records[0].headers, (std::vector<Header>{{"h", "1"}, {"h2", ""}}));
  EXPECT_FALSE(records[1].value.has_value());
}

TEST_P(BusContract, ChoosesThePartitionThatEveryClientChooses) {
  ASSERT_OK_AND_ASSIGN(auto producer, bus_->NewProducer());
  for (const char* key : {"440000:DH1", "510000:2", "12367:SH3", "x"}) {
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
  const std::string group = prefix_ + "group";
  Watcher watcher;
  ASSERT_OK_AND_ASSIGN(auto consumer, bus_->NewGroupConsumer({group, {in_}, &watcher}));
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
  ASSERT_OK_AND_ASSIGN(auto heir, bus_->NewGroupConsumer({group, {in_}, &next}));
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

TEST_P(BusContract, CreatingATopicAgainChangesNothing) {
  ASSERT_OK_AND_ASSIGN(const auto created, bus_->admin().CreateTopics({{in_, 5, 1, {}}}));
  EXPECT_TRUE(created.empty());
  ASSERT_OK_AND_ASSIGN(const auto topics, bus_->admin().ListTopics());
  EXPECT_EQ(topics.at(in_), 2);
}

TEST_P(BusContract, AGroupOnATopicThatDoesNotExistIsRefused) {
  EXPECT_THAT(bus_->NewGroupConsumer({prefix_ + "g", {prefix_ + "nothing"}, nullptr}),
              HasCode(absl::StatusCode::kNotFound));
}

}  // namespace interline::bus

#endif  // INTERLINE_CORE_BUS_BUS_CONTRACT_TEST_H_
