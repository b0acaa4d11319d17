// One JSON object on one line, for results that no message of the contract holds.
#ifndef INTERLINE_CLI_JSON_LINE_H_
#define INTERLINE_CLI_JSON_LINE_H_

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace interline::cli {

class JsonLine {
 public:
  JsonLine();
  JsonLine(const JsonLine&) = delete;
  JsonLine& operator=(const JsonLine&) = delete;

  // Names are plain ASCII; texts are UTF-8. Each returns the line itself.
  JsonLine& Text(absl::string_view name, absl::string_view value);
  JsonLine& Number(absl::string_view name, int64_t value);
  JsonLine& Bool(absl::string_view name, bool value);
  JsonLine& Texts(absl::string_view name, const std::vector<std::string>& values);
  // `json` is a JSON value already.
  JsonLine& Json(absl::string_view name, absl::string_view json);
  // Ends the line; to be called once, last.
  void Print(std::ostream& out);

 private:
  void Key(absl::string_view name);

  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_;
};

}  // namespace interline::cli

#endif  // INTERLINE_CLI_JSON_LINE_H_
