// Reads whole files.
#ifndef INTERLINE_CLI_TEXT_FILE_H_
#define INTERLINE_CLI_TEXT_FILE_H_

#include <istream>
#include <string>

#include "absl/status/statusor.h"

namespace interline::cli {

// At most 64 MiB. NOT_FOUND when it cannot be read, INVALID_ARGUMENT when it is larger.
absl::StatusOr<std::string> ReadTextFile(const std::string& path);
absl::StatusOr<std::string> ReadTextStream(std::istream& stream, const std::string& name);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_TEXT_FILE_H_
