// interline watch
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/event_note.h"
#include "cli/intake_client.h"
#include "cli/json_lines.h"
#include "cli/program.h"
#include "cli/table.h"
#include "cli/words.h"
#include "core/base/mask.h"
#include "core/base/status_macros.h"
#include "core/ticket/event.h"

namespace interline::cli {
namespace {

constexpr int kNoteColumns = 80;
constexpr std::chrono::milliseconds kStopCheck(100);
constexpr std::chrono::milliseconds kPause(1000);

struct WatchFlags {
  IntakeFlags intake;
  std::string ticket;
  std::string positions;
  int64_t count = 0;
  bool from_beginning = false;
  bool json = false;
  bool reveal = false;
};

// Next offset of each partition.
using Positions = std::map<int32_t, int64_t>;

absl::StatusOr<Positions> ReadPositions(const std::string& path) {
  Positions positions;
  std::ifstream file(path);
  int32_t partition = 0;
  int64_t next = 0;
  // A file that does not exist yet is one without positions.
  while (file >> partition >> next) positions[partition] = next;
  if (file.is_open() && !file.eof()) return absl::InvalidArgumentError(absl::StrCat(path, " holds no positions"));
  return positions;
}

// Ends the stream when the program is asked to end, which no read would notice.
class Canceller {
 public:
  Canceller(grpc::ClientContext& context, const std::atomic<bool>& stop)
      : thread_([this, &context, &stop] {
          while (!done_) {
            if (stop) context.TryCancel();
            std::this_thread::sleep_for(kStopCheck);
          }
        }) {}
  ~Canceller() {
    done_ = true;
    thread_.join();
  }

 private:
  std::atomic<bool> done_{false};
  std::thread thread_;
};

class Watcher {
 public:
  Watcher(World& world, const WatchFlags& flags, Positions positions)
      : world_(world), flags_(flags), positions_(std::move(positions)) {}

  absl::Status Run(v1::IntakeService::Stub& stub) {
    while (!world_.stop && !IsDone()) {
      const absl::Status status = ReadStream(stub);
      RETURN_IF_ERROR(WritePositions());
      if (world_.stop || IsDone()) break;
      // A stream lives half an hour at most; the first failure before any answer is told at once.
      if (!status.ok() && (!absl::IsUnavailable(status) || !begun_)) return status;
      std::this_thread::sleep_for(kPause);
    }
    return absl::OkStatus();
  }

 private:
  bool IsDone() const { return flags_.count > 0 && printed_ >= flags_.count; }

  absl::Status ReadStream(v1::IntakeService::Stub& stub) {
    v1::WatchEventsRequest request;
    request.set_ticket_id(flags_.ticket);
    if (flags_.from_beginning) request.set_start(v1::WatchEventsRequest::START_BEGINNING);
    for (const auto& [partition, next] : positions_) {
      v1::EventPosition& position = *request.add_from();
      position.set_partition(partition);
      position.set_next_offset(next);
    }
    grpc::ClientContext context;
    const Canceller canceller(context, world_.stop);
    const auto reader = stub.WatchEvents(&context, request);
    v1::WatchEventsResponse response;
    while (!IsDone() && reader->Read(&response)) RETURN_IF_ERROR(Take(response));
    if (IsDone()) context.TryCancel();
    return FromGrpc(reader->Finish());
  }

  absl::Status Take(const v1::WatchEventsResponse& response) {
    begun_ = true;
    if (response.has_heartbeat()) {
      for (const v1::EventPosition& position : response.heartbeat().next()) {
        positions_[position.partition()] = position.next_offset();
      }
      return WritePositions();
    }
    RETURN_IF_ERROR(Print(response.event()));
    ++printed_;
    positions_[response.event().position().partition()] = response.event().position().offset() + 1;
    return absl::OkStatus();
  }

  absl::Status Print(v1::WatchedEvent watched) {
    if (!flags_.reveal) Mask(watched);
    if (flags_.json) {
      RETURN_IF_ERROR(PrintJsonLine(watched, world_.out));
    } else {
      const v1::TicketEvent& event = watched.event();
      const std::string state = EnumWord(v1::Ticket::State_Name(event.journal().state_after()), "STATE_");
      world_.out << InChina(event.journal().accepted_at()) << "  " << Printable(event.ticket_id()) << "  "
                 << Printable(event.source()) << "  " << ticket::KindName(event.kind_case()) << "  " << state << "  "
                 << Printable(FirstColumns(EventNote(event), kNoteColumns)) << '\n';
    }
    // Whoever watches wants to see it now.
    world_.out.flush();
    return absl::OkStatus();
  }

  absl::Status WritePositions() const {
    if (flags_.positions.empty()) return absl::OkStatus();
    std::ofstream file(flags_.positions, std::ios::trunc);
    for (const auto& [partition, next] : positions_) file << partition << ' ' << next << '\n';
    file.close();
    return file ? absl::OkStatus() : absl::NotFoundError(absl::StrCat("cannot write ", flags_.positions));
  }

  World& world_;
  const WatchFlags& flags_;
  Positions positions_;
  bool begun_ = false;
  int64_t printed_ = 0;
};

absl::Status Watch(const Program& program, const WatchFlags& flags) {
  Positions positions;
  if (!flags.positions.empty()) {
    ASSIGN_OR_RETURN(positions, ReadPositions(flags.positions));
  }
  ASSIGN_OR_RETURN(const auto stub, MakeIntakeStub(flags.intake));
  return Watcher(program.world, flags, std::move(positions)).Run(*stub);
}

}  // namespace

void AddWatch(CLI::App& app, Program& program) {
  CLI::App* watch = app.add_subcommand("watch", "Prints what happens to 12367's tickets, until stopped.");
  const auto flags = std::make_shared<WatchFlags>();
  AddIntakeFlags(*watch, flags->intake)->envname("INTERLINE_INTAKE");
  watch->add_flag("--from-beginning", flags->from_beginning, "Begin with the oldest event that is kept.");
  watch->add_option("--ticket", flags->ticket, "Only this ticket, <origin>:<number>.");
  watch->add_option("--positions", flags->positions,
                    "File of the place up to which was read: goes on from there and keeps it.");
  watch->add_option("--count", flags->count, "Stop after so many events.")->check(CLI::PositiveNumber);
  watch->add_flag("--json", flags->json, "One JSON object per event, with its place in the log.");
  watch->add_flag("--reveal", flags->reveal, "Show personal data.");
  watch->footer(
      "Examples:\n  interline watch --intake 127.0.0.1:12367\n"
      "  interline watch --positions seen.txt --from-beginning --json\n"
      "A stream that was cut goes on where it was. After a crash the last events may be printed again.");
  watch->callback([&program, flags] { program.action = [&program, flags] { return Watch(program, *flags); }; });
}

}  // namespace interline::cli
