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

bool CanTake(const adapter::v1::Capabilities& capabilities, v1::TicketEvent::KindCase kind) {
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

bool IsRequest(v1::TicketEvent::KindCase kind) {
  return kind == v1::TicketEvent::kReturnRequested || kind == v1::TicketEvent::kExtensionRequested;
}

}  // namespace interline::ticketing
