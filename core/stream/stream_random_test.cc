// Random schedules of work, crashes, faults, lost disks, rebalances and a clock that jumps. A seed replays a schedule:
// INTERLINE_SEED=<n> runs that one only.
#include <array>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_matchers.h"
#include "core/stream/testing_world.h"

namespace interline::stream {
namespace {

constexpr uint32_t kSeeds = 300;
constexpr int kActsPerSeed = 400;
constexpr int kInstances = 2;
constexpr int kKeys = 6;

class Schedule {
 public:
  explicit Schedule(uint32_t seed) : random_(seed) {}

  void Run() {
    for (int act = 0; act < kActsPerSeed; ++act) DoOne();
    SettleDown();
  }

  World& world() { return world_; }
  size_t sent() const { return sent_; }
  int crashes() const { return crashes_; }

 private:
  uint32_t Below(uint32_t limit) { return static_cast<uint32_t>(random_() % limit); }

  void DoOne() {
    const uint32_t act = Below(100);
    if (act < 45) return Send();
    if (act < 80) return Step(Below(kInstances));
    if (act < 86) return world_.clock.Advance(absl::Seconds(Below(15)));
    if (act < 88) return world_.clock.Advance(absl::Hours(Below(20)));
    if (act < 90) return world_.clock.Advance(-absl::Seconds(Below(100)));
    if (act < 93) return world_.bus.FailNext(static_cast<bus::Fault>(Below(5)));
    if (act < 95) return world_.bus.ExpireMembers("ledger");
    if (act < 98) return DoomOne();
    LoseADisk();
  }

  void Send() {
    const std::string key = absl::StrCat("key", Below(kKeys));
    const std::array<std::string, 6> acts = {"add", "add", "add", "forget", "cancel", absl::StrCat("set ", Below(30))};
    world_.Send(key, acts[Below(acts.size())]);
    ++sent_;
  }

  void Step(int instance) {
    std::unique_ptr<Process>& process = processes_[instance];
    if (process == nullptr) {
      StreamOptions options = world_.Options(instance);
      options.max_batch_records = 1 + Below(20);
      process = std::make_unique<Process>(world_, options);
    }
    process->stream.Step().status().IgnoreError();
    if (!process->life.dead()) return;
    process.reset();
    ++crashes_;
  }

  void DoomOne() {
    std::unique_ptr<Process>& process = processes_[Below(kInstances)];
    if (process != nullptr) process->life.DieAt(1 + static_cast<int>(Below(40)), Below(2) == 0);
  }

  void LoseADisk() {
    const int instance = static_cast<int>(Below(kInstances));
    if (processes_[instance] == nullptr) world_.disks[instance].Wipe();
  }

  // No more trouble: one instance is left, and does what is left to do.
  void SettleDown() {
    for (std::unique_ptr<Process>& process : processes_) process.reset();
    Step(0);
    // The other is never heard of again: what it left open times out.
    for (const char* id : {"ledger-1", "ledger-1-b"}) EXPECT_OK(world_.bus.NewTransactionalProducer(id));
    DrainFaultsToo();
    // Past every timer, those set before the clock went back too.
    world_.clock.Advance(absl::Hours(1));
    DrainFaultsToo();
  }

  // There may be some faults ahead that nobody has met yet, and each costs a few rounds.
  void DrainFaultsToo() {
    constexpr int kMoreThanFaults = 50;
    for (int i = 0; i < kMoreThanFaults; ++i) ExpireOthers(world_, *processes_[0]);
  }

  std::mt19937 random_;
  World world_;
  std::array<std::unique_ptr<Process>, kInstances> processes_;
  size_t sent_ = 0;
  int crashes_ = 0;
};

struct Totals {
  size_t acts = 0;
  size_t timers = 0;
  bool pending = false;
};

Totals Count(const std::map<std::string, std::vector<std::string>>& histories) {
  Totals totals;
  for (const auto& [key, history] : histories) {
    bool pending = false;
    for (const std::string& act : history) {
      const bool fired = act.substr(0, 5) == "fired";
      ++(fired ? totals.timers : totals.acts);
      if (act.substr(0, 3) == "set") pending = true;
      if (fired || act == "cancelled") pending = false;
    }
    totals.pending = totals.pending || pending;
  }
  return totals;
}

// What the histories say that the counts must be.
std::map<std::string, std::string> CountsOf(const std::map<std::string, std::vector<std::string>>& histories) {
  std::map<std::string, std::string> counts;
  for (const auto& [key, history] : histories) {
    for (const std::string& act : history) {
      if (act.substr(0, 6) == "count ") counts[key] = act.substr(6);
      if (act == "forgotten") counts.erase(key);
    }
  }
  return counts;
}

TEST(StreamRandom, NothingIsLostDoneTwiceOrEarly) {
  uint32_t first = 1;
  uint32_t last = kSeeds;
  if (const char* seed = std::getenv("INTERLINE_SEED"); seed != nullptr) {
    ASSERT_TRUE(absl::SimpleAtoi(seed, &first));
    last = first;
  }
  size_t timers = 0;
  int crashes = 0;
  for (uint32_t seed = first; seed <= last && !HasFailure(); ++seed) {
    SCOPED_TRACE(absl::StrCat("INTERLINE_SEED=", seed));
    Schedule schedule(seed);
    schedule.Run();
    const auto histories = schedule.world().Out();
    const Totals totals = Count(histories);
    EXPECT_EQ(Faults(histories), "");
    EXPECT_EQ(totals.acts, schedule.sent()) << "each record has had its effect once";
    EXPECT_FALSE(totals.pending) << "every timer has fired or was cancelled";
    EXPECT_EQ(schedule.world().Counts(), CountsOf(histories));
    timers += totals.timers;
    crashes += schedule.crashes();
  }
  RecordProperty("timers", static_cast<int>(timers));
  RecordProperty("crashes", crashes);
  EXPECT_GT(timers, 0u);
  EXPECT_GT(crashes + (first == last), 0);
}

}  // namespace
}  // namespace interline::stream
