// A small world for tests of streams: a log in memory, disks in memory, a clock that stands still, a processor whose
// every act can be read from its output, and processes that can be killed between any two calls.
#ifndef INTERLINE_CORE_STREAM_TESTING_WORLD_H_
#define INTERLINE_CORE_STREAM_TESTING_WORLD_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "core/base/clock.h"
#include "core/bus/memory_bus.h"
#include "core/store/memory_store.h"
#include "core/stream/stream.h"

namespace interline::stream {

// The life of one process. Every call that it makes to the log or its disk passes here.
class Life {
 public:
  Life() = default;
  Life(const Life&) = delete;
  Life& operator=(const Life&) = delete;

  // Dies at its n-th call from now on: before the call has an effect, or after it and without hearing of it.
  void DieAt(int call, bool after_effect) {
    fatal_call_ = calls_ + call;
    after_effect_ = after_effect;
  }
  bool dead() const { return dead_; }
  int calls() const { return calls_; }

  // What fails for good reasons, and not because of death:
  // Transactions in which a record has this value are refused, so.
  std::string refused_value;
  absl::Status refusal = absl::InvalidArgumentError("as the test wished");
  // The next poll fails so, once.
  absl::Status next_poll;
  // The next reads and writes of a store fail so, once.
  absl::Status next_get;
  absl::Status next_write;

  template <typename Body>
  auto Call(Body body) -> decltype(body()) {
    if (!dead_ && ++calls_ == fatal_call_) {
      dead_ = true;
      if (after_effect_) static_cast<void>(body());
    }
    if (dead_) return absl::UnavailableError("this process is dead");
    return body();
  }

 private:
  int calls_ = 0;
  int fatal_call_ = 0;
  bool after_effect_ = false;
  bool dead_ = false;
};

// `bus` as a mortal process sees it. Both must outlive it.
std::unique_ptr<bus::Bus> MakeMortalBus(bus::Bus& bus, Life& life);
store::StoreFactory MakeMortalStores(store::StoreFactory stores, Life& life);

// Does what the record's value says and writes what it did to the topic "out" under the record's key, so that the
// output of a key is its whole history:
//   add         counts in the state           -> "count <n>"
//   set <s>     sets a timer in s seconds     -> "set <due>"      and when it fires -> "fired <due> at <now>"
//   cancel      cancels it                    -> "cancelled"
//   forget      deletes the count             -> "forgotten"
//   fail        fails while `failing`         -> "did not fail"
// Times are whole seconds since 1970.
class Ledger : public Processor {
 public:
  explicit Ledger(bool has_state = true) : has_state_(has_state) {}
  absl::Status Process(const bus::Record& record, Context& context) override;
  absl::Status OnTimer(absl::string_view key, absl::Time due, Context& context) override;
  void BetweenBatches() override { ++between_batches; }

  bool failing = false;
  // Another timer that a timer sets when it fires; zero = none.
  absl::Duration chain = absl::ZeroDuration();
  // Timers cancel those of these keys when they fire.
  std::string cancels;
  int between_batches = 0;

 private:
  const bool has_state_;
};

inline constexpr int32_t kPartitions = 2;

struct World {
  World();

  void AddTopic(const std::string& topic, int32_t partitions);
  void Send(const std::string& key, const std::string& value);
  // What was written for each key, in order, as a read-committed reader sees it.
  std::map<std::string, std::vector<std::string>> Out();
  // The counts that the changelog says, by key.
  std::map<std::string, std::string> Counts();
  StreamOptions Options(int instance = 0) const;

  FakeClock clock;
  bus::MemoryBus bus{clock};
  std::map<int, store::MemoryStores> disks;  // by instance
};

// A running instance of the stream "ledger".
struct Process {
  explicit Process(World& world, int instance = 0) : Process(world, world.Options(instance)) {}
  Process(World& world, StreamOptions options);

  // Steps until nothing more happens. Errors are swallowed: a dead process says nothing.
  void Drain();

  Life life;
  std::unique_ptr<bus::Bus> bus;
  Ledger ledger;
  Stream stream;
};

// Takes those that do not poll any more out of the group, as their session's end does, and lets `process` take over.
void ExpireOthers(World& world, Process& process);

// Empty if every key's history is one that can be: counts go up by one, a timer fires once, as it was last set and not
// early. Else what is wrong.
std::string Faults(const std::map<std::string, std::vector<std::string>>& histories);

}  // namespace interline::stream

#endif  // INTERLINE_CORE_STREAM_TESTING_WORLD_H_
