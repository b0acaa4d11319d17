#include "services/ticketing/platforms.h"

#include <utility>

namespace interline::ticketing {

Platforms::Platforms(std::vector<PlatformSettings> platforms) {
  for (PlatformSettings& platform : platforms) {
    std::string id = platform.id;
    by_id_.emplace(std::move(id), std::move(platform));
  }
}

const PlatformSettings* Platforms::Find(absl::string_view id) const {
  const auto found = by_id_.find(std::string(id));
  return found == by_id_.end() ? nullptr : &found->second;
}

bool CanTake(const PlatformSettings& platform, v1::TicketEvent::KindCase kind) {
  if (platform.expressible.has_value() && platform.expressible->count(kind) == 0) return false;
  const adapter::v1::Capabilities& capabilities = platform.capabilities;
  switch (kind) {
    case v1::TicketEvent::kReturnRequested:
      return capabilities.returns() && !capabilities.receive_only();
    case v1::TicketEvent::kExtensionRequested:
      return capabilities.extends() && !capabilities.receive_only();
    case v1::TicketEvent::kCallbackRecorded:
      return capabilities.calls_back();
    default:
      return true;
  }
}

bool MustBeTold(const v1::TicketEvent& event) {
  switch (event.kind_case()) {
    case v1::TicketEvent::kTransferred:
    case v1::TicketEvent::kReturnRequested:
    case v1::TicketEvent::kExtensionRequested:
    case v1::TicketEvent::kSupplemented:
    case v1::TicketEvent::kUrged:
    case v1::TicketEvent::kResolutionSubmitted:
    case v1::TicketEvent::kReopened:
    case v1::TicketEvent::kWithdrawn:
      return true;
    // Who asked goes on as before after a refusal; an approval changes nothing that they must do.
    case v1::TicketEvent::kReturnDecided:
      return event.return_decided().decision() == v1::DECISION_REJECTED;
    case v1::TicketEvent::kExtensionDecided:
      return event.extension_decided().decision() == v1::DECISION_REJECTED;
    case v1::TicketEvent::kResolutionDecided:
      return event.resolution_decided().decision() == v1::DECISION_REJECTED;
    default:
      return false;
  }
}

}  // namespace interline::ticketing
