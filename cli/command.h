// What every verb of `interline` shares: the common flags, and how it joins the program.
#ifndef INTERLINE_CLI_COMMAND_H_
#define INTERLINE_CLI_COMMAND_H_

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/bus/bus.h"

namespace interline::cli {

// Flags that all verbs understand.
struct CommonFlags {
  std::string brokers = "127.0.0.1:9092";
  std::string adapters = "adapters";
};

// The verb that was chosen; run after the flags are parsed. Returns the program's exit code.
using Action = std::function<int()>;

// Each adds a subcommand to `app` and, when it is chosen, sets `action`. All references outlive the action.
void AddTopics(CLI::App& app, CommonFlags& flags, Action& action);
void AddPlatforms(CLI::App& app, CommonFlags& flags, Action& action);
void AddTrace(CLI::App& app, CommonFlags& flags, Action& action);
void AddSimulate(CLI::App& app, CommonFlags& flags, Action& action);
void AddReconcile(CLI::App& app, CommonFlags& flags, Action& action);
void AddRejected(CLI::App& app, CommonFlags& flags, Action& action);

// Connects to the brokers of the flags.
absl::StatusOr<std::unique_ptr<bus::Bus>> Connect(const CommonFlags& flags);

// Reads all committed records of one partition from its beginning to its end as of now.
absl::Status ReadAll(bus::Bus& bus, const bus::TopicPartition& at, const std::function<void(const bus::Record&)>& take);

// Prints the error to stderr and gives the exit code for it.
int Fail(const absl::Status& status);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_COMMAND_H_
