#include "services/ticketing/aliases.h"

#include <spdlog/spdlog.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/ids.h"
#include "core/base/status_macros.h"
#include "core/ticket/numbers.h"
#include "interline/store/v1/ticketing_state.pb.h"
#include "services/ticketing/command_headers.h"
#include "services/ticketing/proposal.h"
#include "services/ticketing/stored.h"

namespace interline::ticketing {
namespace {

std::string StateKey(absl::string_view key) { return absl::StrCat("a/", absl::StripPrefix(key, "alias/")); }

}  // namespace

void Aliases::Announce(const v1::Ticket& before, const v1::Ticket& after, stream::Context& context) {
  for (const v1::TicketNumber& number : after.numbers()) {
    if (ticket::NumberFor(before, number.platform()) == number.number()) continue;
    context.Emit(NoticeMessage(AliasKey(number.platform(), number.number()), kAliasHeader, after.id()));
  }
}

absl::Status Aliases::Learn(absl::string_view key, absl::string_view ticket_id, stream::Context& context) {
  ASSIGN_OR_RETURN(const std::string known, Find(key, context));
  if (known == ticket_id) return absl::OkStatus();
  if (!known.empty()) {
    spdlog::warn("{} meant ticket {} and means ticket {} from now on", std::string(key), known, std::string(ticket_id));
  }
  store::v1::Alias alias;
  alias.set_ticket_id(std::string(ticket_id));
  Save(StateKey(key), alias, context);
  return absl::OkStatus();
}

absl::StatusOr<std::string> Aliases::Find(absl::string_view key, const stream::Context& context) {
  ASSIGN_OR_RETURN(const absl::optional<store::v1::Alias> alias, Load<store::v1::Alias>(StateKey(key), context));
  return alias.has_value() ? alias->ticket_id() : "";
}

}  // namespace interline::ticketing
