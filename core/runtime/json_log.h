// One log line = one JSON object: {"time":...,"level":...,"service":...,"message":...}. What stands in a message can
// never break the line or add a field to it.
#ifndef INTERLINE_CORE_RUNTIME_JSON_LOG_H_
#define INTERLINE_CORE_RUNTIME_JSON_LOG_H_

#include <spdlog/formatter.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <string>

#include "absl/strings/string_view.h"

namespace interline::runtime {

// `text` as a JSON string with its quotes. What is not UTF-8 becomes U+FFFD.
std::string JsonString(absl::string_view text);

// Writes the logger's name as "service" and the time in UTC to the millisecond.
class JsonFormatter final : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override;
  std::unique_ptr<spdlog::formatter> clone() const override;
};

// Makes spdlog's default logger write JSON lines to stderr. `level`: "debug", "info", "warn" or "error".
void LogToStderr(const std::string& service, const std::string& level);

}  // namespace interline::runtime

#endif  // INTERLINE_CORE_RUNTIME_JSON_LOG_H_
