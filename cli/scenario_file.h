// Reads a scenario from a file.
#ifndef INTERLINE_CLI_SCENARIO_FILE_H_
#define INTERLINE_CLI_SCENARIO_FILE_H_

#include <string>

#include "absl/status/statusor.h"
#include "cli/scenario.h"

namespace interline::cli {

// As Scenario::Parse for the file's text; NOT_FOUND when it cannot be read.
absl::StatusOr<Scenario> ReadScenario(const std::string& path, const std::string& run);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_SCENARIO_FILE_H_
