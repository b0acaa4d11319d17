#include "adapters/engine/kinds.h"

namespace interline::adapters {

std::set<v1::TicketEvent::KindCase> KindsOf(const adapter::v1::Dialect& dialect, Direction direction) {
  const auto other =
      direction == Direction::kFromPlatform ? adapter::v1::DIRECTION_TO_PLATFORM : adapter::v1::DIRECTION_FROM_PLATFORM;
  std::set<v1::TicketEvent::KindCase> kinds;
  for (const adapter::v1::Message& message : dialect.messages()) {
    if (message.direction() == other) continue;
    // Lint has seen that there is such a field.
    const auto* field = v1::TicketEvent::descriptor()->FindFieldByName(message.kind());
    if (field != nullptr) kinds.insert(static_cast<v1::TicketEvent::KindCase>(field->number()));
  }
  return kinds;
}

}  // namespace interline::adapters
