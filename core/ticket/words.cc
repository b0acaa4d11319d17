#include "core/ticket/words.h"

#include "absl/strings/strip.h"

namespace interline::ticket {

std::string StateName(State state) {
  if (state == v1::Ticket::STATE_UNSPECIFIED) return "none";
  return std::string(absl::StripPrefix(v1::Ticket::State_Name(state), "STATE_"));
}

std::string KindTitle(Kind kind) {
  const auto* field = v1::TicketEvent::descriptor()->FindFieldByNumber(kind);
  return field == nullptr ? "" : field->message_type()->name();
}

absl::string_view StateChinese(State state) {
  for (const StateWords& words : kStateWords) {
    if (words.state == state) return words.chinese;
  }
  return {};
}

absl::string_view KindChinese(Kind kind) {
  for (const KindWords& words : kKindWords) {
    if (words.kind == kind) return words.chinese;
  }
  return {};
}

}  // namespace interline::ticket
