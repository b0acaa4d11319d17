#include "core/runtime/broker.h"

#include <spdlog/spdlog.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace interline::runtime {
namespace {

// How soon a stop is noticed while waiting.
constexpr absl::Duration kStopCheck = absl::Milliseconds(50);

}  // namespace

absl::Status WaitForBroker(bus::Admin& admin, const std::string& brokers, const std::atomic<bool>& stop,
                           absl::Duration retry) {
  while (!stop) {
    const absl::Status status = admin.ListTopics().status();
    if (!absl::IsUnavailable(status)) return status;
    spdlog::warn("the broker at {} does not answer, trying again in {}: {}", brokers, absl::FormatDuration(retry),
                 status.ToString());
    for (absl::Duration waited; waited < retry && !stop; waited += kStopCheck) absl::SleepFor(kStopCheck);
  }
  return absl::CancelledError("stopped while waiting for the broker");
}

absl::StatusOr<std::map<std::string, std::string>> ParseSettings(const std::vector<std::string>& settings) {
  std::map<std::string, std::string> parsed;
  for (const std::string& setting : settings) {
    const size_t equals = setting.find('=');
    // The value may be a password, so no error repeats the text.
    if (equals == std::string::npos || equals == 0) {
      return absl::InvalidArgumentError("a Kafka setting is not of the form key=value");
    }
    const std::string key = setting.substr(0, equals);
    if (!parsed.emplace(key, setting.substr(equals + 1)).second) {
      return absl::InvalidArgumentError(absl::StrCat("the Kafka setting ", key, " is given twice"));
    }
  }
  return parsed;
}

}  // namespace interline::runtime
