// The two ends of tests/robustness/run: sends events as hotlines do to a real Kafka, and judges afterwards what the
// topics tell.
#include <CLI/CLI.hpp>
#include <condition_variable>
#include <fstream>
#include <iostream>
#include <mutex>
#include <utility>

#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "core/bus/kafka_bus.h"
#include "core/bus/topics.h"
#include "tests/history/checker.h"
#include "tests/history/generator.h"
#include "tests/history/history.h"

namespace interline::history {
namespace {

// Handed to the producer and not answered yet, at most.
constexpr int kMostOutstanding = 2000;
constexpr absl::Duration kProgress = absl::Seconds(2);
// Between two looks at the topics while waiting for the last verdicts.
// So that a log that never answers ends the storm.
constexpr int kMostSentPerEvent = 2;
constexpr absl::Duration kLook = absl::Seconds(3);

const std::vector<std::string>& Platforms() {
  static const auto& platforms = *new std::vector<std::string>{"12367", "440000", "510000"};
  return platforms;
}

struct Flags {
  std::string brokers;
  std::string acknowledged;
  uint64_t seed = 1;
  int tickets = 2000;
  int events = 20000;
  int rate = 300;
  int wait_seconds = 240;
};

int Fail(const absl::Status& status) {
  std::cerr << "storm: " << status << "\n";
  return 1;
}

// Counts what the log has not answered yet, and notes in a file what it has acknowledged.
class Answers {
 public:
  explicit Answers(const std::string& file) : file_(file) {}

  void WaitForRoom() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return outstanding_ < kMostOutstanding; });
    ++outstanding_;
  }
  void Take(const EventKey& key, bool acknowledged) {
    const std::lock_guard<std::mutex> lock(mutex_);
    --outstanding_;
    // An answer that did not come says nothing: the event may be in the log or not.
    if (acknowledged) {
      file_ << key.first << " " << key.second << "\n";
      ++acknowledged_;
    }
    changed_.notify_all();
  }
  void WaitForAll() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return outstanding_ == 0; });
    file_.flush();
  }
  int acknowledged() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return acknowledged_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::ofstream file_;
  int outstanding_ = 0;
  int acknowledged_ = 0;
};

bus::Message CommandOf(const v1::TicketEvent& event) {
  bus::Message message;
  message.topic = bus::kCommands;
  message.key = event.ticket_id();
  message.value = event.SerializeAsString();
  message.headers = {{"interline-source", event.source()}};
  return message;
}

int Send(const Flags& flags) {
  Answers answers(flags.acknowledged);
  const auto bus = bus::MakeKafkaBus(flags.brokers, {});
  if (!bus.ok()) return Fail(bus.status());
  const auto producer = (*bus)->NewProducer();
  if (!producer.ok()) return Fail(producer.status());
  Generator generator(flags.seed, Platforms(), flags.tickets);
  const absl::Time start = absl::Now();
  absl::Time last_line = start;
  // Some are lost on their way to brokers in trouble, which is nobody's fault; they are made up for.
  int sent_events = 0;
  for (int i = 0; answers.acknowledged() < flags.events && i < kMostSentPerEvent * flags.events; ++i) {
    sent_events = i + 1;
    absl::SleepFor(start + i * absl::Seconds(1) / flags.rate - absl::Now());
    answers.WaitForRoom();
    const v1::TicketEvent event = generator.Next(absl::Now());
    const EventKey key{event.source(), event.id()};
    const absl::Status sent = (*producer)->Send(
        CommandOf(event), [&answers, key](const absl::StatusOr<bus::Written>& w) { answers.Take(key, w.ok()); });
    if (!sent.ok()) answers.Take(key, false);
    if (absl::Now() - last_line > kProgress) {
      std::cerr << "sent " << i + 1 << ", acknowledged " << answers.acknowledged() << " of " << flags.events << "\n";
      last_line = absl::Now();
    }
  }
  answers.WaitForAll();
  std::cout << "sent " << sent_events << ", acknowledged " << answers.acknowledged() << "\n";
  return 0;
}

std::set<EventKey> ReadAcknowledged(const std::string& path) {
  std::set<EventKey> keys;
  std::ifstream file(path);
  for (std::string source, id; file >> source >> id;) keys.insert({source, id});
  return keys;
}

size_t CountRecords(const History& history) {
  size_t count = history.commands.size() + history.events.size() + history.rejections.size();
  for (const auto& [platform, deliveries] : history.deliveries) count += deliveries.size();
  return count;
}

int Check(const Flags& flags) {
  const auto bus = bus::MakeKafkaBus(flags.brokers, {});
  if (!bus.ok()) return Fail(bus.status());
  const std::set<EventKey> acknowledged = ReadAcknowledged(flags.acknowledged);
  const absl::Time deadline = absl::Now() + absl::Seconds(flags.wait_seconds);
  size_t records = 0;
  for (;;) {
    const auto history = ReadHistory(**bus, Platforms());
    if (!history.ok() && absl::Now() > deadline) return Fail(history.status());
    // Topics are read one after the other, so only a log that stands still tells one story.
    const bool stands_still = history.ok() && std::exchange(records, CountRecords(*history)) == CountRecords(*history);
    if (stands_still || (history.ok() && absl::Now() > deadline)) {
      const Verdict verdict = history::Check(*history, acknowledged);
      // What has no verdict yet may still wait for its ticket or its turn.
      if (verdict.lost == 0 || absl::Now() > deadline) {
        for (const std::string& finding : verdict.findings) std::cout << finding << "\n";
        std::cout << "acknowledged " << acknowledged.size() << ", accepted " << history->events.size() << ", refused "
                  << history->rejections.size() << "\n"
                  << verdict.Summary() << "\n";
        return verdict.ok() && verdict.events > 0 ? 0 : 1;
      }
      std::cerr << verdict.lost << " without a verdict yet\n";
    }
    absl::SleepFor(kLook);
  }
}

}  // namespace
}  // namespace interline::history

int main(int argc, char** argv) {
  using namespace interline::history;  // NOLINT: the whole file is about it
  CLI::App app("Sends events to a Kafka in trouble, and judges what became of them.");
  app.require_subcommand(1);
  Flags flags;
  app.add_option("--brokers", flags.brokers, "host:port, separated by commas.")->required();
  app.add_option("--acknowledged", flags.acknowledged, "File of what the log has acknowledged.")->required();
  app.fallthrough();
  CLI::App* send = app.add_subcommand("send", "Sends events to the topic commands.");
  send->add_option("--seed", flags.seed)->capture_default_str();
  send->add_option("--tickets", flags.tickets)->capture_default_str();
  send->add_option("--events", flags.events, "Events to send until so many are acknowledged.")->capture_default_str();
  send->add_option("--rate", flags.rate, "Events per second.")->capture_default_str();
  CLI::App* check = app.add_subcommand("check", "Reads all topics and prints the verdict; exit code 1 when it is bad.");
  check->add_option("--wait", flags.wait_seconds, "Seconds to wait for the last verdicts.")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return send->parsed() ? Send(flags) : Check(flags);
}
