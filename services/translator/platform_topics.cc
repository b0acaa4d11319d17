#include "services/translator/platform_topics.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status_macros.h"
#include "core/bus/topics.h"

namespace interline::translator {
namespace {

constexpr char kRemedy[] = "create the topics first: interline topics create";

}  // namespace

absl::StatusOr<PlatformTopics> FindPlatformTopics(bus::Admin& admin, const std::vector<std::string>& platforms) {
  ASSIGN_OR_RETURN(const auto existing, admin.ListTopics());
  const auto exists = [&](absl::string_view topic) { return existing.count(std::string(topic)) > 0; };
  for (const absl::string_view topic : {bus::kCommands, bus::kRejected}) {
    if (!exists(topic)) {
      return absl::FailedPreconditionError(absl::StrCat("the topic ", topic, " does not exist; ", kRemedy));
    }
  }
  PlatformTopics topics;
  for (const std::string& platform : platforms) {
    if (exists(bus::InTopic(platform)) && exists(bus::OutTopic(platform)) && exists(bus::OutboxTopic(platform))) {
      topics.in.push_back(bus::InTopic(platform));
      topics.outbox.push_back(bus::OutboxTopic(platform));
    } else {
      topics.left_out.push_back(platform);
    }
  }
  if (topics.in.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat("none of the platforms ", absl::StrJoin(platforms, ", "), " has its topics; ", kRemedy));
  }
  return topics;
}

}  // namespace interline::translator
