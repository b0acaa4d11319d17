// What platforms call a ticket. An alias lives in the partition of its own key, which need not be the ticket's: there
// the ticket's partition announces it, and there messages that name the ticket by it are looked up and passed on.
#ifndef INTERLINE_SERVICES_TICKETING_ALIASES_H_
#define INTERLINE_SERVICES_TICKETING_ALIASES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/stream/processor.h"
#include "interline/v1/ticket.pb.h"

namespace interline::ticketing {

// Keeps nothing but what is in the stream's state. `key` is an AliasKey (core/base/ids.h). Errors are those of the
// state.
class Aliases {
 public:
  // Announces the numbers of `after` that `before` has not. Called in the ticket's partition.
  static void Announce(const v1::Ticket& before, const v1::Ticket& after, stream::Context& context);
  // An alias means this ticket from now on. A platform may use a number again, so the newest ticket wins.
  static absl::Status Learn(absl::string_view key, absl::string_view ticket_id, stream::Context& context);
  // The ticket's id; empty when the alias is not known.
  static absl::StatusOr<std::string> Find(absl::string_view key, const stream::Context& context);
};

}  // namespace interline::ticketing

#endif  // INTERLINE_SERVICES_TICKETING_ALIASES_H_
