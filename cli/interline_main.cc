// The command line of Interline.
#include "cli/command.h"
#include "cli/exit_code.h"

int main(int argc, char** argv) {
  namespace cli = interline::cli;
  CLI::App app("Looks after the exchange of tickets between the hotlines 12367 and 12345.", "interline");
  cli::CommonFlags flags;
  cli::Action action;
  app.add_option("--brokers", flags.brokers, "Kafka brokers, host:port, separated by commas.")
      ->envname("INTERLINE_BROKERS")
      ->capture_default_str();
  app.add_option("--adapters", flags.adapters, "Folder of the specifications.")
      ->envname("INTERLINE_ADAPTERS")
      ->capture_default_str();
  app.require_subcommand(1);
  app.fallthrough();
  cli::AddTopics(app, flags, action);
  cli::AddPlatforms(app, flags, action);
  cli::AddTrace(app, flags, action);
  cli::AddRejected(app, flags, action);
  cli::AddSimulate(app, flags, action);
  cli::AddReconcile(app, flags, action);
  app.footer("Exit codes: 0 done, 1 failed, 2 wrong use, 3 not found, 4 no answer, 5 refused.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? cli::kOk : cli::kUsage;
  }
  return action();
}
