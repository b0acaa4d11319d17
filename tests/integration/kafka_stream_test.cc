// A stream on a real Kafka, whose address stands in INTERLINE_TEST_KAFKA: its process is killed in the middle of its
// work, comes back, is stopped, loses its disk and comes back again, and each record has had its effect once.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/time/clock.h"
#include "core/base/status_matchers.h"
#include "core/bus/kafka_bus.h"

namespace interline::stream {
namespace {

constexpr int32_t kPartitions = 3;
constexpr int kKeys = 97;
constexpr int kRecords = 40000;
constexpr absl::Duration kPatience = absl::Minutes(2);
// What the process writes when a timer fires.
constexpr char kTimer[] = "timer";

// kafka_stream_process, until it is told to end.
class ChildProcess {
 public:
  ChildProcess(const std::string& brokers, const std::string& prefix, const std::string& disk) : pid_(fork()) {
    if (pid_ != 0) return;
    execl("tests/integration/kafka_stream_process", "kafka_stream_process", brokers.c_str(), prefix.c_str(),
          disk.c_str(), nullptr);
    _exit(127);
  }
  ~ChildProcess() {
    if (pid_ > 0) End(SIGKILL);
  }
  // The exit code, -1 when it was killed.
  int End(int with_signal) {
    int status = 0;
    kill(pid_, with_signal);
    waitpid(pid_, &status, 0);
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t pid_;
};

class KafkaStreamTest : public testing::Test {
 protected:
  void SetUp() override {
    prefix_ = absl::StrCat("stream-", getpid(), "-", absl::ToUnixMillis(absl::Now()), ".");
    disk_ = absl::StrCat(testing::TempDir(), "/", prefix_, "disk");
    const char* brokers = std::getenv("INTERLINE_TEST_KAFKA");
    ASSERT_NE(brokers, nullptr);
    brokers_ = brokers;
    ASSERT_OK_AND_ASSIGN(bus_, bus::MakeKafkaBus(brokers_, {}));
    const std::map<std::string, std::string> compacted = {{"cleanup.policy", "compact"}};
    ASSERT_OK(bus_->admin().CreateTopics({{prefix_ + "in", kPartitions, 1, {}},
                                          {prefix_ + "out", kPartitions, 1, {}},
                                          {prefix_ + "state", kPartitions, 1, compacted}}));
    bus::Offsets from;
    for (int32_t partition = 0; partition < kPartitions; ++partition) from[{prefix_ + "out", partition}] = 0;
    ASSERT_OK_AND_ASSIGN(reader_, bus_->NewReader(from, bus::Isolation::kReadCommitted));
  }

  void TearDown() override {
    if (bus_ == nullptr) return;
    bus_->admin().DeleteTopics({prefix_ + "in", prefix_ + "out", prefix_ + "state"}).IgnoreError();
    std::filesystem::remove_all(disk_);
  }

  void SendWork() {
    ASSERT_OK_AND_ASSIGN(auto producer, bus_->NewProducer());
    absl::BlockingCounter left(kRecords);
    std::atomic<int> failed{0};
    for (int i = 0; i < kRecords; ++i) {
      ASSERT_OK(producer->Send({prefix_ + "in", absl::nullopt, absl::StrCat("key", i % kKeys), "x", {}},
                               [&](const absl::StatusOr<bus::Written>& written) {
                                 failed += !written.ok();
                                 left.DecrementCount();
                               }));
    }
    left.Wait();
    ASSERT_EQ(failed, 0);
  }

  // Reads what was committed until there are so many records in all, or nothing came for `patience`.
  void ReadUntil(size_t records, absl::Duration patience) {
    absl::Time last = absl::Now();
    while (seen_ < records && absl::Now() - last < patience) {
      ASSERT_OK_AND_ASSIGN(auto read, reader_->Poll(patience, kRecords));
      if (!read.empty()) last = absl::Now();
      seen_ += read.size();
      for (const bus::Record& record : read) histories_[record.key].push_back(*record.value);
    }
  }

  std::string brokers_;
  std::string prefix_;
  std::string disk_;
  std::unique_ptr<bus::Bus> bus_;
  std::unique_ptr<bus::Reader> reader_;
  std::map<std::string, std::vector<std::string>> histories_;
  size_t seen_ = 0;
};

TEST_F(KafkaStreamTest, EachRecordHasItsEffectOnceThroughAKillAndTheLossOfTheDisk) {
  SendWork();
  {
    ChildProcess first(brokers_, prefix_, disk_);
    ReadUntil(kRecords / 4, kPatience);
    EXPECT_EQ(first.End(SIGKILL), -1);
  }
  ReadUntil(kRecords, absl::Seconds(2));
  ASSERT_LT(seen_, static_cast<size_t>(kRecords)) << "it was killed too late for this test";
  {
    ChildProcess second(brokers_, prefix_, disk_);
    ReadUntil(seen_ + kRecords / 4, kPatience);
    EXPECT_EQ(second.End(SIGTERM), 0) << "stops cleanly";
  }
  std::filesystem::remove_all(disk_);
  ChildProcess third(brokers_, prefix_, disk_);
  ReadUntil(kRecords + kKeys, kPatience);
  EXPECT_EQ(third.End(SIGTERM), 0);
  ReadUntil(kRecords + kKeys + 1, absl::Seconds(2));

  EXPECT_EQ(seen_, static_cast<size_t>(kRecords + kKeys));
  ASSERT_EQ(histories_.size(), static_cast<size_t>(kKeys));
  for (const auto& [key, history] : histories_) {
    int count = 0;
    int timers = 0;
    for (const std::string& act : history) {
      if (act == kTimer) {
        ++timers;
      } else {
        ASSERT_EQ(act, absl::StrCat(++count)) << key;
      }
    }
    EXPECT_EQ(timers, 1) << key;
  }
}

}  // namespace
}  // namespace interline::stream
