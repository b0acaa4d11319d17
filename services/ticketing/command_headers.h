// Headers of the topic `commands`. Only Interline's own services may write there.
#ifndef INTERLINE_SERVICES_TICKETING_COMMAND_HEADERS_H_
#define INTERLINE_SERVICES_TICKETING_COMMAND_HEADERS_H_

namespace interline::ticketing {

// On a TicketEvent: the platform that was seen to send it, or "interline".
inline constexpr char kSourceHeader[] = "interline-source";
// On a TicketEvent that was passed on: where it stood first, "<partition>/<offset>".
inline constexpr char kPositionHeader[] = "interline-position";

// The rest stand on records without a value.

// Key AliasKey(platform, number): the ticket id that the platform means by the number.
inline constexpr char kAliasHeader[] = "interline-alias";
// Key "suspect/<digest>": id of a ticket that was just opened.
inline constexpr char kSuspectHeader[] = "interline-suspect";
// Key ticket id: send again what waits for a platform, first what was given up. The platform, or the id of the first
// delivery.
inline constexpr char kRedriveHeader[] = "interline-redrive";
// Key ticket id: leave out the parked delivery of this id and go on with the next one.
inline constexpr char kSkipHeader[] = "interline-skip";

}  // namespace interline::ticketing

#endif  // INTERLINE_SERVICES_TICKETING_COMMAND_HEADERS_H_
