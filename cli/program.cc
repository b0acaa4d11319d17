#include "cli/program.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/table.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"

namespace interline::cli {
namespace {

constexpr char kFooter[] =
    "Exit codes: 0 done, 1 failed or a difference was found, 2 wrong use, 3 not found, 4 no answer, 5 refused.";

void AddCommonFlags(CLI::App& app, CommonFlags& common) {
  app.add_option("--brokers", common.brokers, "Kafka brokers, host:port, separated by commas.")
      ->envname("INTERLINE_BROKERS")
      ->capture_default_str();
  app.add_option("--kafka-setting", common.kafka_settings,
                 "Further setting of the Kafka client, key=value; repeatable.")
      ->envname("INTERLINE_KAFKA_SETTING")
      ->delimiter('\n')
      ->allow_extra_args(false);
  app.add_option("--adapters", common.adapters, "Folder of the specifications.")
      ->envname("INTERLINE_ADAPTERS")
      ->capture_default_str();
}

ExitCode Report(const absl::Status& status, std::ostream& err) {
  if (status.ok()) return kOk;
  err << "interline: ";
  // Line by line, so that a list of faults stays one.
  for (const absl::string_view line : absl::StrSplit(status.message(), '\n')) err << Printable(line) << '\n';
  return ExitCodeFor(status);
}

}  // namespace

absl::StatusOr<std::unique_ptr<bus::Bus>> Program::Connect() const {
  std::map<std::string, std::string> settings;
  for (const std::string& setting : common.kafka_settings) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(setting, absl::MaxSplits('=', 1));
    if (parts.first.empty() || parts.first == setting) {
      return absl::InvalidArgumentError("--kafka-setting is key=value");
    }
    settings[parts.first] = parts.second;
  }
  return world.connect(common.brokers, settings);
}

ExitCode RunInterline(const std::vector<std::string>& arguments, World& world) {
  CLI::App app("Looks after the exchange of tickets between the hotlines 12367 and 12345.", "interline");
  Program program{world, {}, {}};
  AddCommonFlags(app, program.common);
  app.require_subcommand(1);
  // So that the common flags may also stand behind the verb.
  app.fallthrough();
  app.footer(kFooter);
  AddTopics(app, program);
  AddPlatforms(app, program);
  AddLint(app, program);
  AddTest(app, program);
  AddPreview(app, program);
  AddRoute(app, program);
  AddDiff(app, program);
  AddDocs(app, program);
  AddNew(app, program);
  AddSubmit(app, program);
  AddQuery(app, program);
  AddWatch(app, program);
  AddSimulate(app, program);
  AddReconcile(app, program);
  AddTrace(app, program);
  AddAttachment(app, program);
  AddRejected(app, program);
  AddRedrive(app, program);
  try {
    // CLI11 takes the arguments from the back.
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& error) {
    return app.exit(error, world.out, world.err) == 0 ? kOk : kUsage;
  }
  return Report(program.action(), world.err);
}

}  // namespace interline::cli
