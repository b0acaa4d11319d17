#include "cli/command.h"

#include <iostream>

#include "absl/strings/str_cat.h"
#include "cli/exit_code.h"
#include "cli/table.h"
#include "core/base/status_macros.h"
#include "core/bus/kafka_bus.h"

namespace interline::cli {
namespace {

constexpr size_t kRecordsPerPoll = 5000;
// Polls of 100 ms in a row that may bring nothing before the broker is taken for gone.
constexpr int kMostEmptyPolls = 100;

}  // namespace

absl::StatusOr<std::unique_ptr<bus::Bus>> Connect(const CommonFlags& flags) {
  return bus::MakeKafkaBus(flags.brokers, {});
}

absl::Status ReadAll(bus::Bus& bus, const bus::TopicPartition& at,
                     const std::function<void(const bus::Record&)>& take) {
  ASSIGN_OR_RETURN(const int64_t begin, bus.admin().BeginOffset(at));
  ASSIGN_OR_RETURN(const int64_t end, bus.admin().EndOffset(at, bus::Isolation::kReadCommitted));
  ASSIGN_OR_RETURN(const auto reader, bus.NewReader({{at, begin}}, bus::Isolation::kReadCommitted));
  for (int empty = 0; reader->Position(at) < end;) {
    ASSIGN_OR_RETURN(const auto records, reader->Poll(absl::Milliseconds(100), kRecordsPerPoll));
    empty = records.empty() ? empty + 1 : 0;
    if (empty > kMostEmptyPolls) return absl::UnavailableError(absl::StrCat(at.topic, " stopped answering"));
    for (const bus::Record& record : records) take(record);
  }
  return absl::OkStatus();
}

int Fail(const absl::Status& status) {
  std::cerr << "interline: " << Printable(std::string(status.message())) << "\n";
  return ExitCodeFor(status);
}

}  // namespace interline::cli
