#include "services/ticketing/platform_list.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "adapters/engine/kinds.h"
#include "core/bus/topics.h"

namespace interline::ticketing {
namespace {

absl::Status CheckTopics(const std::map<std::string, int32_t>& topics) {
  for (const char* topic : {bus::kCommands, bus::kEvents, bus::kState, bus::kRejected}) {
    if (topics.count(topic) == 0) {
      return absl::FailedPreconditionError(
          absl::StrCat("the topic ", topic, " does not exist: run `interline topics create`"));
    }
  }
  // The state of a ticket must lie where its commands arrive.
  if (topics.at(bus::kState) != topics.at(bus::kCommands)) {
    return absl::FailedPreconditionError("the topics commands and state have different numbers of partitions");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<PlatformList> FindPlatforms(const std::vector<SpecifiedPlatform>& platforms,
                                           const std::map<std::string, int32_t>& topics) {
  if (const absl::Status status = CheckTopics(topics); !status.ok()) return status;
  PlatformList list;
  for (const auto& [platform, dialect] : platforms) {
    if (topics.count(bus::OutboxTopic(platform.id())) == 0) {
      list.left_out.push_back(platform.id());
      continue;
    }
    PlatformSettings settings;
    settings.id = platform.id();
    // A platform on Kafka reads its topic in order by itself.
    settings.gated = platform.transport() != adapter::v1::TRANSPORT_KAFKA;
    settings.retry_in_doubt = platform.in_doubt() != adapter::v1::IN_DOUBT_PARK;
    settings.capabilities = platform.capabilities();
    settings.expressible = adapters::KindsOf(dialect, adapters::Direction::kToPlatform);
    list.served.push_back(std::move(settings));
  }
  return list;
}

}  // namespace interline::ticketing
