#include "cli/json_lines.h"

#include <google/protobuf/util/json_util.h>

#include <string>

namespace interline::cli {

absl::Status PrintJsonLine(const google::protobuf::Message& message, std::ostream& out) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) {
    return absl::InternalError("a message cannot be written as JSON");
  }
  out << json << '\n';
  return absl::OkStatus();
}

}  // namespace interline::cli
