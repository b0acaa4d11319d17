// Which platforms the translator can serve: those with a specification and with all their topics.
#ifndef INTERLINE_SERVICES_TRANSLATOR_PLATFORM_TOPICS_H_
#define INTERLINE_SERVICES_TRANSLATOR_PLATFORM_TOPICS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/bus/bus.h"

namespace interline::translator {

struct PlatformTopics {
  // `in.<platform>` and `outbox.<platform>` of each platform that has all its topics.
  std::vector<std::string> in;
  std::vector<std::string> outbox;
  // Platforms with a specification that lack a topic; they are not served.
  std::vector<std::string> left_out;
};

// FAILED_PRECONDITION when no platform at all can be served or a topic that all need is missing; says how to mend it.
// UNAVAILABLE when the log does not answer.
absl::StatusOr<PlatformTopics> FindPlatformTopics(bus::Admin& admin, const std::vector<std::string>& platforms);

}  // namespace interline::translator

#endif  // INTERLINE_SERVICES_TRANSLATOR_PLATFORM_TOPICS_H_
