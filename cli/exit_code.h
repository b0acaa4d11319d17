// What the program ends with. README.md lists the same for users.
#ifndef INTERLINE_CLI_EXIT_CODE_H_
#define INTERLINE_CLI_EXIT_CODE_H_

#include "absl/status/status.h"

namespace interline::cli {

enum ExitCode : int {
  kOk = 0,
  // The work failed, or what was compared differs.
  kFailed = 1,
  // Wrong flags or an input file that cannot be read as what it should be.
  kUsage = 2,
  // What was asked for does not exist.
  kNotFound = 3,
  // The Kafka broker or the intake service does not answer.
  kUnreachable = 4,
  // The message was refused for what it says; sending it again does not help.
  kRefused = 5,
};

// Refusals (core/base/refusal.h) become kRefused whatever their code.
ExitCode ExitCodeFor(const absl::Status& status);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_EXIT_CODE_H_
