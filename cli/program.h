// The program `interline`: its verbs, and the world outside as they see it. Each verb is one file that adds one
// subcommand; main() gives the real world, a test another one.
#ifndef INTERLINE_CLI_PROGRAM_H_
#define INTERLINE_CLI_PROGRAM_H_

#include <CLI/CLI.hpp>
#include <atomic>
#include <functional>
#include <istream>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/exit_code.h"
#include "core/base/clock.h"
#include "core/bus/bus.h"

namespace interline::cli {

// What the program can touch. All references must outlive the program.
struct World {
  std::istream& in;
  // Results.
  std::ostream& out;
  // Progress and errors.
  std::ostream& err;
  const Clock& clock;
  // True once the program is asked to end.
  const std::atomic<bool>& stop;
  // Makes the bus; `settings` in Kafka's own names.
  std::function<absl::StatusOr<std::unique_ptr<bus::Bus>>(const std::string& brokers,
                                                          const std::map<std::string, std::string>& settings)>
      connect;
};

// Flags that all verbs understand.
struct CommonFlags {
  std::string brokers = "127.0.0.1:9092";
  // "key=value" each.
  std::vector<std::string> kafka_settings;
  std::string adapters = "adapters";
};

// One run of the program.
struct Program {
  World& world;
  CommonFlags common;
  // What the chosen verb does, once all flags are read.
  std::function<absl::Status()> action;

  // Connects to the brokers of the flags.
  absl::StatusOr<std::unique_ptr<bus::Bus>> Connect() const;
};

// Each adds one subcommand, which sets the action when it is chosen. `program` must outlive the action.
void AddAttachment(CLI::App& app, Program& program);
void AddDiff(CLI::App& app, Program& program);
void AddDocs(CLI::App& app, Program& program);
void AddLint(CLI::App& app, Program& program);
void AddNew(CLI::App& app, Program& program);
void AddPlatforms(CLI::App& app, Program& program);
void AddPreview(CLI::App& app, Program& program);
void AddQuery(CLI::App& app, Program& program);
void AddReconcile(CLI::App& app, Program& program);
void AddRedrive(CLI::App& app, Program& program);
void AddRejected(CLI::App& app, Program& program);
void AddRoute(CLI::App& app, Program& program);
void AddSimulate(CLI::App& app, Program& program);
void AddSubmit(CLI::App& app, Program& program);
void AddTest(CLI::App& app, Program& program);
void AddTopics(CLI::App& app, Program& program);
void AddTrace(CLI::App& app, Program& program);
void AddWatch(CLI::App& app, Program& program);

// Runs the program. `arguments` without the program's own name.
ExitCode RunInterline(const std::vector<std::string>& arguments, World& world);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_PROGRAM_H_
