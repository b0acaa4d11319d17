// A process with a stream in it, for kafka_stream_test to kill:
//
//   kafka_stream_process BROKERS PREFIX DISK
//
// counts the records of each key of the topic "<PREFIX>in" into "<PREFIX>out" until SIGTERM.
#include <signal.h>

#include <atomic>
#include <iostream>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "core/base/clock.h"
#include "core/base/status_macros.h"
#include "core/bus/kafka_bus.h"
#include "core/store/rocksdb_store.h"
#include "core/stream/stream.h"

namespace interline::stream {
namespace {

// Small, so that the work takes some seconds and the kill falls into the middle of it.
constexpr size_t kBatchRecords = 200;
constexpr absl::Duration kTimerDelay = absl::Milliseconds(200);

// Numbers the records of each key, and sets one timer for each.
class Counter final : public Processor {
 public:
  explicit Counter(std::string output) : output_(std::move(output)) {}

  absl::Status Process(const bus::Record& record, Context& context) override {
    ASSIGN_OR_RETURN(auto stored, context.Get(record.key));
    int count = 0;
    if (stored.has_value() && !absl::SimpleAtoi(*stored, &count)) return absl::InternalError("not a count");
    if (count == 0) context.SetTimer(record.key, context.Now() + kTimerDelay);
    context.Put(record.key, absl::StrCat(count + 1));
    context.Emit({output_, absl::nullopt, record.key, absl::StrCat(count + 1), {}});
    return absl::OkStatus();
  }

  absl::Status OnTimer(absl::string_view key, absl::Time due, Context& context) override {
    const bool early = context.Now() < due;
    context.Emit({output_, absl::nullopt, std::string(key), early ? "early" : "timer", {}});
    return absl::OkStatus();
  }

 private:
  const std::string output_;
};

std::atomic<bool> stop{false};

absl::Status Run(const std::string& brokers, const std::string& prefix, const std::string& disk) {
  // The broker's least: the group waits so long for a member that was killed.
  ASSIGN_OR_RETURN(auto bus, bus::MakeKafkaBus(brokers, {{"session.timeout.ms", "6000"}}));
  SystemClock clock;
  Counter counter(prefix + "out");
  StreamOptions options;
  options.name = prefix + "counter";
  options.topics = {prefix + "in"};
  options.changelog = prefix + "state";
  options.max_batch_records = kBatchRecords;
  Stream stream(*bus, store::RocksDbStores(disk), clock, counter, options);
  return stream.Run(stop);
}

}  // namespace
}  // namespace interline::stream

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  signal(SIGTERM, [](int) { interline::stream::stop = true; });
  const absl::Status status = interline::stream::Run(argv[1], argv[2], argv[3]);
  if (!status.ok()) std::cerr << status << "\n";
  return status.ok() ? 0 : 1;
}
