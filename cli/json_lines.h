// Results for machines: one JSON object per line.
#ifndef INTERLINE_CLI_JSON_LINES_H_
#define INTERLINE_CLI_JSON_LINES_H_

#include <google/protobuf/message.h>

#include <ostream>

#include "absl/status/status.h"

namespace interline::cli {

// Fields by their names in the .proto files.
absl::Status PrintJsonLine(const google::protobuf::Message& message, std::ostream& out);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_JSON_LINES_H_
