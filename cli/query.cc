// interline query TICKET
#include <grpcpp/grpcpp.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "cli/intake_client.h"
#include "cli/json_lines.h"
#include "cli/program.h"
#include "cli/table.h"
#include "cli/words.h"
#include "core/base/ids.h"
#include "core/base/status_macros.h"

namespace interline::cli {
namespace {

constexpr int64_t kWaitMs = 15'000;

struct QueryFlags {
  IntakeFlags intake;
  std::string ticket;
  bool number = false;
  bool json = false;
};

v1::QueryTicketRequest RequestOf(const QueryFlags& flags) {
  v1::QueryTicketRequest request;
  if (flags.number) {
    request.mutable_number()->set_platform(std::string(kImmigrationHotline));
    request.mutable_number()->set_number(flags.ticket);
  } else {
    request.set_ticket_id(flags.ticket);
  }
  return request;
}

void Print(const v1::TicketStatus& status, std::ostream& out) {
  const v1::Ticket& ticket = status.ticket();
  Table table({"", ""});
  table.AddRow({"ticket", ticket.id()});
  table.AddRow({"state", EnumWord(v1::Ticket::State_Name(ticket.state()), "STATE_")});
  table.AddRow({"holder", ticket.holder()});
  if (!ticket.offered_to().empty()) table.AddRow({"offered to", ticket.offered_to()});
  for (const v1::TicketNumber& number : ticket.numbers()) {
    table.AddRow({absl::StrCat("number at ", number.platform()), number.number()});
  }
  if (ticket.limit().has_due_at()) table.AddRow({"due", InChina(ticket.limit().due_at())});
  if (status.extension_requested()) table.AddRow({"extension", "asked for, not decided"});
  if (status.has_suspended_at()) table.AddRow({"suspended since", InChina(status.suspended_at())});
  if (!ticket.merged_into().empty()) table.AddRow({"merged into", ticket.merged_into()});
  table.AddRow({"recorded", InChina(status.recorded_at())});
  table.Print(out);
}

absl::Status Query(const Program& program, const QueryFlags& flags) {
  ASSIGN_OR_RETURN(const auto stub, MakeIntakeStub(flags.intake));
  grpc::ClientContext context;
  context.set_deadline(gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), gpr_time_from_millis(kWaitMs, GPR_TIMESPAN)));
  v1::QueryTicketResponse response;
  RETURN_IF_ERROR(FromGrpc(stub->QueryTicket(&context, RequestOf(flags), &response)));
  if (flags.json) return PrintJsonLine(response.status(), program.world.out);
  Print(response.status(), program.world.out);
  return absl::OkStatus();
}

}  // namespace

void AddQuery(CLI::App& app, Program& program) {
  CLI::App* query = app.add_subcommand("query", "How a ticket of 12367's stands.");
  const auto flags = std::make_shared<QueryFlags>();
  query->add_option("TICKET", flags->ticket, "Ticket id, <origin>:<number>.")->required();
  query->add_flag("--number", flags->number, "TICKET is the number that 12367 gives it.");
  query->add_flag("--json", flags->json, "One JSON object.");
  AddIntakeFlags(*query, flags->intake)->envname("INTERLINE_INTAKE");
  query->footer(
      "Examples:\n  interline query 12367:SH0001\n  interline query SH0001 --number\n"
      "Exit code 3: nothing is recorded of it; an event just submitted may not be judged yet.");
  query->callback([&program, flags] { program.action = [&program, flags] { return Query(program, *flags); }; });
}

}  // namespace interline::cli
