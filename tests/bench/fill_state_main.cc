// Fills the topic `state` with closed tickets, as ticketing leaves them after years of work. For tests/bench/run.
#include <CLI/CLI.hpp>
#include <atomic>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "core/base/ids.h"
#include "core/base/sha256.h"
#include "core/bus/kafka_bus.h"
#include "core/bus/topics.h"
#include "interline/store/v1/ticket_record.pb.h"

namespace interline {
namespace {

constexpr int kMostOutstanding = 50000;
constexpr int kEventsPerTicket = 10;
constexpr int kProgressEvery = 100000;

// An archived ticket: its numbers and the digests of its messages.
store::v1::TicketRecord ClosedTicket(const std::string& id, int number) {
  store::v1::TicketRecord record;
  v1::Ticket& ticket = *record.mutable_ticket();
  ticket.set_id(id);
  ticket.set_origin("440000");
  ticket.set_holder("12367");
  ticket.set_state(v1::Ticket::STATE_ARCHIVED);
  ticket.set_generation(1);
  ticket.set_sequence(kEventsPerTicket);
  v1::TicketNumber& theirs = *ticket.add_numbers();
  theirs.set_platform("12367");
  theirs.set_number(absl::StrCat("SH", number));
  for (int i = 0; i < kEventsPerTicket; ++i) {
    store::v1::Judged& judged = *record.add_judged();
    judged.set_source(i % 2 == 0 ? "440000" : "12367");
    judged.set_id(absl::StrCat("HW-2611-", number, "-", i));
    judged.set_digest(Sha256(judged.id()).substr(0, 16));
  }
  return record;
}

int Fill(const std::string& brokers, int tickets) {
  const auto bus = bus::MakeKafkaBus(brokers, {});
  if (!bus.ok()) return std::cerr << bus.status() << "\n", 1;
  const auto topics = (*bus)->admin().ListTopics();
  if (!topics.ok()) return std::cerr << topics.status() << "\n", 1;
  const auto producer = (*bus)->NewProducer();
  if (!producer.ok()) return std::cerr << producer.status() << "\n", 1;
  std::atomic<int> outstanding{0};
  std::atomic<int> failed{0};
  for (int i = 0; i < tickets; ++i) {
    const std::string id = TicketId("440000", absl::StrCat("DH", i));
    bus::Message message;
    message.topic = bus::kState;
    message.partition = bus::PartitionForKey(id, topics->at(bus::kState));
    message.key = absl::StrCat("t/", id);
    message.value = ClosedTicket(id, i).SerializeAsString();
    while (outstanding >= kMostOutstanding) absl::SleepFor(absl::Milliseconds(1));
    ++outstanding;
    const auto sent = (*producer)->Send(std::move(message), [&](const absl::StatusOr<bus::Written>& written) {
      if (!written.ok()) ++failed;
      --outstanding;
    });
    if (!sent.ok()) return std::cerr << sent << "\n", 1;
    if ((i + 1) % kProgressEvery == 0) std::cerr << i + 1 << " tickets\n";
  }
  while (outstanding > 0) absl::SleepFor(absl::Milliseconds(10));
  return failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace interline

int main(int argc, char** argv) {
  CLI::App app("Fills the topic `state` with closed tickets.");
  std::string brokers;
  int tickets = 1000000;
  app.add_option("--brokers", brokers)->required();
  app.add_option("--tickets", tickets)->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return interline::Fill(brokers, tickets);
}
