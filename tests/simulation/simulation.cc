#include "tests/simulation/simulation.h"

#include <prometheus/registry.h>

#include <memory>
#include <random>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/clock.h"
#include "core/bus/memory_bus.h"
#include "core/bus/topics.h"
#include "core/calendar/calendar.h"
#include "core/store/memory_store.h"
#include "core/stream/stream.h"
#include "services/ticketing/command_headers.h"
#include "services/ticketing/ticketing_processor.h"
#include "tests/history/generator.h"

namespace interline::simulation {
namespace {

constexpr char kGroup[] = "ticketing";
constexpr int kInstances = 2;
constexpr int kPartitions = 4;
constexpr int kMostSettlingSteps = 20000;
// Both instances have had nothing to do this often in a row.
constexpr int kIdleRounds = 6;

const std::vector<std::string>& PlatformIds() {
  static const auto& ids = *new std::vector<std::string>{"12367", "440000", "510000"};
  return ids;
}

class World {
 public:
  explicit World(uint64_t seed)
      : random_(seed),
        calendar_(*calendar::Calendar::Parse("")),
        tickets_(4 + static_cast<int>(Roll(12))),
        generator_(seed, PlatformIds(), tickets_) {
    options_.rules.calendar = &calendar_;
    options_.rules.near_due = absl::Hours(4);
    options_.rules.escalation = *ticket::ParseEscalation("overdue 0h any\noverdue 5h any\nurges 2 any\nreturns 1 any");
    for (const std::string& id : PlatformIds()) {
      ticketing::PlatformSettings platform;
      platform.id = id;
      platform.capabilities.set_returns(true);
      platform.capabilities.set_extends(true);
      platform.capabilities.set_calls_back(true);
      options_.platforms.push_back(std::move(platform));
    }
    CHECK(bus_.admin().CreateTopics(bus::InterlineTopics(PlatformIds(), kPartitions, 1)).ok());
    producer_ = *bus_.NewProducer();
    for (int i = 0; i < kInstances; ++i) Start(i);
  }

  Result Run() {
    const int actions = 300 + static_cast<int>(Roll(500));
    for (int i = 0; i < actions; ++i) Act();
    Result result;
    result.settled = Settle();
    // What came for a ticket that never came is given up, and whatever falls due does.
    clock_.Advance(options_.park_limit + absl::Hours(1));
    result.settled = Settle() && result.settled;
    auto history = history::ReadHistory(bus_, PlatformIds());
    CHECK(history.ok());
    result.history = *std::move(history);
    result.acknowledged = acknowledged_;
    result.verdict = history::Check(result.history, acknowledged_);
    result.story =
        absl::StrCat("tickets ", tickets_, ", sent ", acknowledged_.size(), ", crashes ", crashes_, ", disks lost ",
                     disks_, ", faults ", faults_, ", expired ", expired_, ", clock jumps ", jumps_);
    return result;
  }

 private:
  uint64_t Roll(uint64_t sides) { return random_() % sides; }

  void Start(int i) {
    Instance& instance = instances_[i];
    instance.processor = std::make_unique<ticketing::TicketingProcessor>(options_, metrics_);
    stream::StreamOptions options;
    options.name = kGroup;
    options.topics = {bus::kCommands};
    options.changelog = bus::kState;
    options.instance = i;
    options.max_batch_records = 1 + Roll(20);
    instance.stream = std::make_unique<stream::Stream>(bus_, instance.stores.factory(), clock_, *instance.processor,
                                                       std::move(options));
  }

  void Send() {
    const v1::TicketEvent event = generator_.Next(clock_.Now());
    bus::Message message;
    message.topic = bus::kCommands;
    message.key = event.ticket_id();
    message.value = event.SerializeAsString();
    message.headers = {{ticketing::kSourceHeader, event.source()}};
    CHECK(producer_->SendAndWait(std::move(message)).ok());
    acknowledged_.insert({event.source(), event.id()});
  }

  void Step(int i) { (void)instances_[i].stream->Step(); }

  // Killed, perhaps in the middle of a batch: the next call of this kind fails and nothing after it runs.
  void Crash(int i) {
    if (Roll(2) == 0) {
      Stumble();
      Step(i);
    }
    instances_[i].stream.reset();
    ++crashes_;
    if (Roll(4) == 0) {
      instances_[i].stores.Wipe();
      ++disks_;
    }
    if (Roll(2) == 0) bus_.ExpireMembers(kGroup);
    Start(i);
  }

  void Stumble() {
    constexpr bus::Fault kFaults[] = {bus::Fault::kSend, bus::Fault::kSendOffsets, bus::Fault::kCommitAborted,
                                      bus::Fault::kCommitUnknownDone, bus::Fault::kCommitUnknownUndone};
    bus_.FailNext(kFaults[Roll(std::size(kFaults))]);
    ++faults_;
  }

  void JumpClock() {
    ++jumps_;
    switch (Roll(3)) {
      case 0:
        clock_.Advance(-absl::Minutes(1 + Roll(60)));
        break;
      case 1:
        clock_.Advance(absl::Hours(1 + Roll(20)));
        break;
      default:
        clock_.Advance(absl::Minutes(Roll(30)));
    }
  }

  void Act() {
    const uint64_t roll = Roll(100);
    clock_.Advance(absl::Milliseconds(Roll(2000)));
    if (roll < 45) {
      Send();
    } else if (roll < 88) {
      Step(static_cast<int>(Roll(kInstances)));
    } else if (roll < 91) {
      Crash(static_cast<int>(Roll(kInstances)));
    } else if (roll < 95) {
      Stumble();
    } else if (roll < 97) {
      bus_.ExpireMembers(kGroup);
      ++expired_;
    } else {
      JumpClock();
    }
  }

  // No more faults; every record of the past is judged.
  bool Settle() {
    int idle = 0;
    for (int step = 0; step < kMostSettlingSteps; ++step) {
      clock_.Advance(absl::Milliseconds(200));
      bool worked = false;
      for (int i = 0; i < kInstances; ++i) {
        const auto done = instances_[i].stream->Step();
        worked = worked || !done.ok() || *done > 0;
      }
      idle = worked ? 0 : idle + 1;
      // Members that are gone hold their partitions until the group notices.
      if (idle == kIdleRounds / 2) bus_.ExpireMembers(kGroup);
      if (idle >= 2 * kIdleRounds) return true;
    }
    return false;
  }

  struct Instance {
    store::MemoryStores stores;
    std::unique_ptr<ticketing::TicketingProcessor> processor;
    std::unique_ptr<stream::Stream> stream;
  };

  std::mt19937_64 random_;
  FakeClock clock_;
  bus::MemoryBus bus_{clock_};
  const calendar::Calendar calendar_;
  const int tickets_;
  history::Generator generator_;
  ticketing::TicketingOptions options_;
  prometheus::Registry registry_;
  ticketing::TicketingMetrics metrics_{registry_};
  std::unique_ptr<bus::Producer> producer_;
  Instance instances_[kInstances];
  std::set<history::EventKey> acknowledged_;
  int crashes_ = 0, disks_ = 0, faults_ = 0, expired_ = 0, jumps_ = 0;
};

}  // namespace

Result Simulate(uint64_t seed) { return World(seed).Run(); }

}  // namespace interline::simulation
