// Everything the topics tell about a run, read back in log order.
#ifndef INTERLINE_TESTS_HISTORY_HISTORY_H_
#define INTERLINE_TESTS_HISTORY_HISTORY_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/bus/bus.h"
#include "interline/v1/refusal.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::history {

// A proposal as it stands in `commands`.
struct Command {
  bus::TopicPartition at;
  int64_t offset = 0;
  v1::TicketEvent event;
};

// Records of one topic are in log order within each partition, and all records of one ticket are in one partition.
struct History {
  std::vector<Command> commands;
  std::vector<v1::TicketEvent> events;
  std::vector<v1::Rejection> rejections;
  // By the platform whose outbox it is.
  std::map<std::string, std::vector<v1::Delivery>> deliveries;
};

// Reads all committed records of `commands`, `events`, `rejected` and the platforms' outboxes. Takes as long as it
// takes to read them; UNAVAILABLE when the log stops answering.
absl::StatusOr<History> ReadHistory(bus::Bus& bus, const std::vector<std::string>& platforms);

}  // namespace interline::history

#endif  // INTERLINE_TESTS_HISTORY_HISTORY_H_
