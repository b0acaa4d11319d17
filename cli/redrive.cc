// interline redrive TICKET
#include <memory>

#include "absl/strings/str_cat.h"
#include "cli/program.h"
#include "core/base/ids.h"
#include "core/base/status_macros.h"
#include "core/bus/topics.h"
#include "services/ticketing/command_headers.h"

namespace interline::cli {
namespace {

struct RedriveFlags {
  std::string ticket;
  std::string platform;
  std::string skip;
};

absl::Status Redrive(const Program& program, const RedriveFlags& flags) {
  if (!IsTicketId(flags.ticket)) {
    return absl::InvalidArgumentError("a ticket is named by its id, <origin>:<number>; see interline trace");
  }
  if (flags.platform.empty() == flags.skip.empty()) {
    return absl::InvalidArgumentError("say either --platform, to send again, or --skip, to leave one delivery out");
  }
  if (!flags.platform.empty() && !IsPlatformId(flags.platform)) {
    return absl::InvalidArgumentError("--platform is a platform's id; see interline platforms");
  }
  ASSIGN_OR_RETURN(const auto bus, program.Connect());
  ASSIGN_OR_RETURN(const auto producer, bus->NewProducer());
  bus::Message order;
  order.topic = bus::kCommands;
  order.key = flags.ticket;
  order.headers = {flags.skip.empty() ? bus::Header{ticketing::kRedriveHeader, flags.platform}
                                      : bus::Header{ticketing::kSkipHeader, flags.skip}};
  ASSIGN_OR_RETURN(const bus::Written written, producer->SendAndWait(std::move(order)));
  program.world.out << "ordered: " << bus::kCommands << "/" << written.partition << "/" << written.offset << "\n"
                    << "What comes of it shows in interline trace " << flags.ticket
                    << "; an order that finds nothing parked shows in interline rejected as NOTHING_TO_DECIDE.\n";
  return absl::OkStatus();
}

}  // namespace

void AddRedrive(CLI::App& app, Program& program) {
  CLI::App* redrive = app.add_subcommand("redrive", "Lets deliveries of one ticket that were parked go on.");
  const auto flags = std::make_shared<RedriveFlags>();
  redrive->add_option("TICKET", flags->ticket, "Ticket id, <origin>:<number>.")->required();
  redrive->add_option("--platform", flags->platform, "Send again what waits for this platform, in order.");
  redrive->add_option("--skip", flags->skip, "Leave the parked delivery of this id out and go on with the next.");
  redrive->footer(
      "Examples:\n  interline redrive 440000:DH2611240012 --platform 320000\n"
      "  interline redrive 440000:DH2611240012 --skip 440000:DH2611240012/7/320000");
  redrive->callback([&program, flags] { program.action = [&program, flags] { return Redrive(program, *flags); }; });
}

}  // namespace interline::cli
