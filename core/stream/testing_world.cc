#include "core/stream/testing_world.h"

#include <limits>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/stream/state_keys.h"

namespace interline::stream {
namespace {

class MortalConsumer final : public bus::GroupConsumer {
 public:
  MortalConsumer(std::unique_ptr<bus::GroupConsumer> inner, Life& life) : inner_(std::move(inner)), life_(life) {}
  absl::StatusOr<std::vector<bus::Record>> Poll(absl::Duration wait, size_t max_records) override {
    RETURN_IF_ERROR(std::exchange(life_.next_poll, absl::OkStatus()));
    return life_.Call([&] { return inner_->Poll(wait, max_records); });
  }
  absl::StatusOr<bus::Offsets> Rewind() override {
    return life_.Call([&] { return inner_->Rewind(); });
  }
  // The dead do not take their leave.
  void Close() override {
    if (!life_.dead()) inner_->Close();
  }
  bus::GroupConsumer& inner() { return *inner_; }

 private:
  std::unique_ptr<bus::GroupConsumer> inner_;
  Life& life_;
};

class MortalProducer final : public bus::TransactionalProducer {
 public:
  MortalProducer(std::unique_ptr<bus::TransactionalProducer> inner, Life& life)
      : inner_(std::move(inner)), life_(life) {}
  absl::Status Begin() override {
    refused_ = false;
    return life_.Call([&] { return inner_->Begin(); });
  }
  absl::Status Send(bus::Message message) override {
    refused_ = refused_ || (!life_.refused_value.empty() && message.value == life_.refused_value);
    return life_.Call([&] { return inner_->Send(message); });
  }
  absl::Status SendOffsets(bus::GroupConsumer& consumer, const bus::Offsets& next) override {
    return life_.Call([&] { return inner_->SendOffsets(static_cast<MortalConsumer&>(consumer).inner(), next); });
  }
  absl::Status Commit() override {
    if (refused_) return life_.refusal;
    return life_.Call([&] { return inner_->Commit(); });
  }
  absl::Status Abort() override {
    return life_.Call([&] { return inner_->Abort(); });
  }

 private:
  std::unique_ptr<bus::TransactionalProducer> inner_;
  Life& life_;
  bool refused_ = false;
};

class MortalBus final : public bus::Bus {
 public:
  MortalBus(bus::Bus& bus, Life& life) : bus_(bus), life_(life) {}
  absl::StatusOr<std::unique_ptr<bus::Reader>> NewReader(const bus::Offsets& from, bus::Isolation isolation) override {
    return life_.Call([&] { return bus_.NewReader(from, isolation); });
  }
  absl::StatusOr<std::unique_ptr<bus::GroupConsumer>> NewGroupConsumer(
      const bus::GroupConsumerOptions& options) override {
    ASSIGN_OR_RETURN(auto inner, life_.Call([&] { return bus_.NewGroupConsumer(options); }));
    return std::make_unique<MortalConsumer>(std::move(inner), life_);
  }
  absl::StatusOr<std::unique_ptr<bus::TransactionalProducer>> NewTransactionalProducer(const std::string& id) override {
    ASSIGN_OR_RETURN(auto inner, life_.Call([&] { return bus_.NewTransactionalProducer(id); }));
    return std::make_unique<MortalProducer>(std::move(inner), life_);
  }
  absl::StatusOr<std::unique_ptr<bus::Producer>> NewProducer() override { return bus_.NewProducer(); }
  bus::Admin& admin() override { return bus_.admin(); }

 private:
  bus::Bus& bus_;
  Life& life_;
};

class MortalStore final : public store::Store {
 public:
  MortalStore(std::unique_ptr<store::Store> inner, Life& life) : inner_(std::move(inner)), life_(life) {}
  absl::StatusOr<absl::optional<std::string>> Get(absl::string_view key) const override {
    RETURN_IF_ERROR(std::exchange(life_.next_get, absl::OkStatus()));
    return inner_->Get(key);
  }
  absl::Status Write(const std::vector<store::Change>& changes, int64_t checkpoint) override {
    RETURN_IF_ERROR(std::exchange(life_.next_write, absl::OkStatus()));
    return life_.Call([&] { return inner_->Write(changes, checkpoint); });
  }
  int64_t checkpoint() const override { return inner_->checkpoint(); }
  absl::Status ScanFrom(absl::string_view prefix, absl::string_view first, const Visitor& visit) const override {
    return inner_->ScanFrom(prefix, first, visit);
  }
  absl::Status Clear() override {
    return life_.Call([&] { return inner_->Clear(); });
  }

 private:
  std::unique_ptr<store::Store> inner_;
  Life& life_;
};

int64_t Number(absl::string_view text) {
  int64_t number = 0;
  CHECK(absl::SimpleAtoi(text, &number));
  return number;
}

// Checks one history; returns its fault.
std::string FaultOf(const std::vector<std::string>& history) {
  constexpr int64_t kNone = std::numeric_limits<int64_t>::max();
  int64_t count = 0;
  int64_t due = kNone;
  for (const std::string& act : history) {
    const std::vector<std::string> words = absl::StrSplit(act, ' ');
    if (words[0] == "count" && Number(words[1]) != ++count) return absl::StrCat(act, " instead of ", count);
    if (words[0] == "forgotten") count = 0;
    if (words[0] == "cancelled") due = kNone;
    if (words[0] == "set") due = Number(words[1]);
    if (words[0] != "fired") continue;
    if (Number(words[1]) != due) return absl::StrCat(act, " was not set so, was already fired, moved or cancelled");
    if (Number(words[3]) < due) return absl::StrCat(act, " is early");
    due = kNone;
  }
  return "";
}

}  // namespace

std::unique_ptr<bus::Bus> MakeMortalBus(bus::Bus& bus, Life& life) { return std::make_unique<MortalBus>(bus, life); }

store::StoreFactory MakeMortalStores(store::StoreFactory stores, Life& life) {
  return [stores = std::move(stores), &life](int32_t partition) -> absl::StatusOr<std::unique_ptr<store::Store>> {
    ASSIGN_OR_RETURN(auto inner, stores(partition));
    return std::make_unique<MortalStore>(std::move(inner), life);
  };
}

absl::Status Ledger::Process(const bus::Record& record, Context& context) {
  const std::vector<std::string> words = absl::StrSplit(record.value.value_or(""), ' ');
  std::string act = "seen";
  if (words[0] == "add" && has_state_) {
    ASSIGN_OR_RETURN(absl::optional<std::string> count, context.Get(record.key));
    std::string next = absl::StrCat(Number(count.value_or("0")) + 1);
    act = absl::StrCat("count ", next);
    context.Put(record.key, std::move(next));
  } else if (words[0] == "set") {
    const absl::Time due = context.Now() + absl::Seconds(Number(words[1]));
    act = absl::StrCat("set ", absl::ToUnixSeconds(due));
    context.SetTimer(record.key, due);
  } else if (words[0] == "cancel") {
    act = "cancelled";
    context.CancelTimer(record.key);
  } else if (words[0] == "forget") {
    act = "forgotten";
    context.Delete(record.key);
  } else if (words[0] == "fail") {
    if (failing) return absl::InternalError("as the test wished");
    act = "did not fail";
  }
  context.Emit({"out", absl::nullopt, record.key, act, {}});
  return absl::OkStatus();
}

absl::Status Ledger::OnTimer(absl::string_view key, absl::Time due, Context& context) {
  if (failing) return absl::InternalError("as the test wished");
  context.Emit({"out",
                absl::nullopt,
                std::string(key),
                absl::StrCat("fired ", absl::ToUnixSeconds(due), " at ", absl::ToUnixSeconds(context.Now())),
                {}});
  if (!cancels.empty()) context.CancelTimer(cancels);
  if (chain > absl::ZeroDuration()) {
    const absl::Time next = context.Now() + chain;
    context.SetTimer(key, next);
    context.Emit({"out", absl::nullopt, std::string(key), absl::StrCat("set ", absl::ToUnixSeconds(next)), {}});
  }
  return absl::OkStatus();
}

World::World() {
  for (const char* topic : {"in", "out", "state"}) AddTopic(topic, kPartitions);
}

void World::AddTopic(const std::string& topic, int32_t partitions) {
  CHECK(bus.admin().CreateTopics({{topic, partitions, 0, {}}}).ok());
}

void World::Send(const std::string& key, const std::string& value) {
  auto producer = bus.NewProducer();
  CHECK((*producer)->SendAndWait({"in", absl::nullopt, key, value, {}}).ok());
}

std::map<std::string, std::vector<std::string>> World::Out() {
  std::map<std::string, std::vector<std::string>> histories;
  for (const bus::Record& record : bus.Committed("out")) histories[record.key].push_back(*record.value);
  return histories;
}

std::map<std::string, std::string> World::Counts() {
  std::map<std::string, std::string> counts;
  for (const bus::Record& record : bus.Committed("state")) {
    absl::optional<std::string> key = ProcessorKey(record.key);
    if (!key.has_value()) continue;
    if (record.value.has_value()) {
      counts[*key] = *record.value;
    } else {
      counts.erase(*key);
    }
  }
  return counts;
}

StreamOptions World::Options(int instance) const {
  StreamOptions options;
  options.name = "ledger";
  options.topics = {"in"};
  options.changelog = "state";
  options.instance = instance;
  return options;
}

Process::Process(World& world, StreamOptions options)
    : bus(MakeMortalBus(world.bus, life)),
      ledger(!options.changelog.empty()),
      stream(*bus, MakeMortalStores(world.disks[options.instance].factory(), life), world.clock, ledger, options) {}

void Process::Drain() {
  // A fault may cost a few rounds in which nothing is committed.
  constexpr int kQuietRounds = 5;
  constexpr int kMaxRounds = 10000;
  int quiet = 0;
  for (int round = 0; quiet < kQuietRounds && !life.dead(); ++round) {
    CHECK(round < kMaxRounds);
    absl::StatusOr<size_t> done = stream.Step();
    quiet = done.ok() && *done > 0 ? 0 : quiet + 1;
  }
}

void ExpireOthers(World& world, Process& process) {
  process.Drain();
  world.bus.ExpireMembers("ledger");
  process.Drain();
}

std::string Faults(const std::map<std::string, std::vector<std::string>>& histories) {
  std::string faults;
  for (const auto& [key, history] : histories) {
    std::string fault = FaultOf(history);
    if (!fault.empty()) absl::StrAppend(&faults, key, ": ", fault, "\n");
  }
  return faults;
}

}  // namespace interline::stream
