// interline trace TICKET
#include <memory>

#include "absl/strings/str_cat.h"
#include "cli/program.h"
#include "cli/timeline.h"
#include "core/base/ids.h"
#include "core/base/status_macros.h"

namespace interline::cli {
namespace {

struct TraceFlags {
  std::string ticket;
  bool json = false;
  bool reveal = false;
};

absl::Status Trace(const Program& program, const TraceFlags& flags) {
  if (!IsTicketId(flags.ticket)) {
    return absl::InvalidArgumentError("a ticket is named <origin>:<number>, for instance 440000:DH2611240012");
  }
  ASSIGN_OR_RETURN(const auto bus, program.Connect());
  ASSIGN_OR_RETURN(Timeline timeline, ReadTimeline(*bus, flags.ticket));
  if (timeline.empty()) {
    return absl::NotFoundError(absl::StrCat(
        "nothing is known of ", flags.ticket,
        ". Is the origin's number right? A message that could not be read is listed by interline rejected only."));
  }
  if (!flags.reveal) MaskTimeline(timeline);
  if (flags.json) return PrintTimelineJson(timeline, program.world.out);
  PrintTimeline(timeline, program.world.out);
  return absl::OkStatus();
}

}  // namespace

void AddTrace(CLI::App& app, Program& program) {
  CLI::App* trace = app.add_subcommand("trace", "The life of one ticket, on all platforms.");
  const auto flags = std::make_shared<TraceFlags>();
  trace->add_option("TICKET", flags->ticket, "Ticket id, <origin>:<number>.")->required();
  trace->add_flag("--json", flags->json, "One JSON object per line, events first.");
  trace->add_flag("--reveal", flags->reveal, "Show personal data.");
  trace->footer("Examples:\n  interline trace 440000:DH2611240012\n  interline trace 440000:DH2611240012 --json");
  trace->callback([&program, flags] { program.action = [&program, flags] { return Trace(program, *flags); }; });
}

}  // namespace interline::cli
