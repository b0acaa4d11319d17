// interline submit FILE
#include <memory>

#include "cli/event_file.h"
#include "cli/intake_client.h"
#include "cli/program.h"
#include "cli/table.h"
#include "cli/text_file.h"
#include "cli/words.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"

namespace interline::cli {
namespace {

constexpr absl::Duration kWait = absl::Seconds(15);

struct SubmitFlags {
  std::string file;
  std::string region;
  std::string country;
  IntakeFlags intake;
};

v1::CallerPlace CallerPlaceOf(const SubmitFlags& flags) {
  v1::CallerPlace place;
  if (!flags.region.empty()) place.set_region_code(flags.region);
  if (!flags.country.empty()) place.set_country(flags.country);
  return place;
}

absl::Status Submit(const Program& program, const SubmitFlags& flags) {
  const bool from_stdin = flags.file == "-";
  ASSIGN_OR_RETURN(const std::string text,
                   from_stdin ? ReadTextStream(program.world.in, "the input") : ReadTextFile(flags.file));
  ASSIGN_OR_RETURN(const v1::TicketEvent event, ParseEvent(text));
  ASSIGN_OR_RETURN(const IntakeClient intake, IntakeClient::Make(flags.intake));
  const absl::StatusOr<v1::SubmitEventResponse> taken = intake.Submit(event, kWait, CallerPlaceOf(flags));
  std::ostream& out = program.world.out;
  if (const auto refusal = GetRefusal(taken.status())) {
    out << "refused: " << ReasonName(refusal->reason()) << "\npath: " << Printable(refusal->path())
        << "\nexplanation: " << Printable(refusal->explanation()) << '\n';
  }
  RETURN_IF_ERROR(taken.status());
  out << "ticket: " << taken->ticket_id() << "\nevent: " << taken->event_id()
      << "\nposition: " << PlaceOf(taken->position()) << '\n';
  if (taken->has_routing()) {
    out << "routed: to " << Printable(taken->routing().platform()) << " by the rule "
        << Printable(taken->routing().rule()) << " of table " << Printable(taken->routing().table()) << '\n';
  }
  return absl::OkStatus();
}

}  // namespace

void AddSubmit(CLI::App& app, Program& program) {
  CLI::App* submit = app.add_subcommand("submit", "Submits one event to the intake service.");
  const auto flags = std::make_shared<SubmitFlags>();
  submit->add_option("FILE", flags->file, "A TicketEvent as JSON or text format; - reads the input.")->required();
  CLI::Option* region =
      submit->add_option("--region", flags->region, "Where the citizen is, GB/T 2260; for an event without addressee.");
  submit->add_option("--country", flags->country, "Or the country, ISO 3166-1 alpha-3.")->excludes(region);
  AddIntakeFlags(*submit, flags->intake)->envname("INTERLINE_INTAKE");
  submit->footer(
      "Examples:\n  interline submit event.json --intake 127.0.0.1:12367\n"
      "  interline submit - <event.textproto\n"
      "Submitting the same event again is safe. Exit code 4: submit it again; 5: mend it.");
  submit->callback([&program, flags] { program.action = [&program, flags] { return Submit(program, *flags); }; });
}

}  // namespace interline::cli
