// The forms of ids in the contract. Numbers of tickets are opaque: they are checked for safe characters and never read.
#ifndef INTERLINE_CORE_BASE_IDS_H_
#define INTERLINE_CORE_BASE_IDS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace interline {

// The broker itself, as the source of events.
inline constexpr absl::string_view kBroker = "interline";
// The immigration hotline.
inline constexpr absl::string_view kImmigrationHotline = "12367";

// "<origin>:<number>", the id of a ticket.
std::string TicketId(absl::string_view origin, absl::string_view number);

// The two parts of a ticket id; both empty when `ticket_id` is not one.
struct TicketIdParts {
  absl::string_view origin;
  absl::string_view number;
};
TicketIdParts SplitTicketId(absl::string_view ticket_id);

// "alias/<platform>/<number>": the key, in the topic `commands`, of what names a ticket by a platform's own number
// only. Never a ticket id, which starts with a digit.
std::string AliasKey(absl::string_view platform, absl::string_view number);

// Six digits or "12367".
bool IsPlatformId(absl::string_view id);
// 1 to 64 characters of [A-Za-z0-9._:-].
bool IsEventId(absl::string_view id);
// 1 to 64 printable ASCII characters without blanks.
bool IsTicketNumber(absl::string_view number);
// A platform id, a colon, a ticket number.
bool IsTicketId(absl::string_view ticket_id);

}  // namespace interline

#endif  // INTERLINE_CORE_BASE_IDS_H_
