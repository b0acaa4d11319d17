// Which platforms ticketing can serve: those with a specification and with an outbox.
#ifndef INTERLINE_SERVICES_TICKETING_PLATFORM_LIST_H_
#define INTERLINE_SERVICES_TICKETING_PLATFORM_LIST_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "interline/adapter/v1/specification.pb.h"
#include "services/ticketing/platforms.h"

namespace interline::ticketing {

struct PlatformList {
  std::vector<PlatformSettings> served;
  // Ids of platforms with a specification whose outbox does not exist.
  std::vector<std::string> left_out;
};

struct SpecifiedPlatform {
  adapter::v1::Platform platform;
  adapter::v1::Dialect dialect;
};

// `topics`: those that exist, with their partition counts. FAILED_PRECONDITION when a topic that all need is missing,
// or has another number of partitions than `commands`.
absl::StatusOr<PlatformList> FindPlatforms(const std::vector<SpecifiedPlatform>& platforms,
                                           const std::map<std::string, int32_t>& topics);

}  // namespace interline::ticketing

#endif  // INTERLINE_SERVICES_TICKETING_PLATFORM_LIST_H_
