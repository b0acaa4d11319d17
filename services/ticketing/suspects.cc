#include "services/ticketing/suspects.h"

#include "absl/strings/str_cat.h"
#include "core/base/ids.h"
#include "core/base/proto_time.h"
#include "core/base/sha256.h"
#include "core/base/status_macros.h"
#include "interline/store/v1/ticketing_state.pb.h"
#include "services/ticketing/broker_event.h"
#include "services/ticketing/command_headers.h"
#include "services/ticketing/proposal.h"
#include "services/ticketing/stored.h"

namespace interline::ticketing {
namespace {

using Seen = store::v1::Suspects::Seen;

std::string StateKey(absl::string_view key) { return absl::StrCat("s/", key); }

// What is younger than `window`, without `ticket_id`.
store::v1::Suspects Others(const store::v1::Suspects& all, absl::string_view ticket_id, absl::Time now,
                           absl::Duration window) {
  store::v1::Suspects others;
  for (const Seen& seen : all.seen()) {
    if (seen.ticket_id() != ticket_id && FromProto(seen.at()) + window > now) *others.add_seen() = seen;
  }
  return others;
}

// Keeps a timer for the oldest, so that a caller who never calls again is forgotten.
void Keep(absl::string_view key, const store::v1::Suspects& suspects, absl::Duration window, stream::Context& context) {
  if (suspects.seen().empty()) {
    context.Delete(StateKey(key));
    return;
  }
  Save(StateKey(key), suspects, context);
  context.SetTimer(absl::StrCat(Suspects::kTimer, key), FromProto(suspects.seen(0).at()) + window);
}

}  // namespace

void Suspects::Announce(const v1::Ticket& ticket, stream::Context& context) const {
  const v1::Caller& caller = ticket.matter().caller();
  const std::string& number = caller.calling_number().empty() ? caller.contact_number() : caller.calling_number();
  if (number.empty()) return;
  const std::string digest =
      Sha256Hex(absl::StrCat(number, "|", ticket.matter().category(), "|", ticket.matter().region().code()));
  context.Emit(NoticeMessage(absl::StrCat("suspect/", digest), kSuspectHeader, ticket.id()));
}

absl::Status Suspects::Note(absl::string_view key, absl::string_view ticket_id, stream::Context& context) const {
  ASSIGN_OR_RETURN(const absl::optional<store::v1::Suspects> found, Load<store::v1::Suspects>(StateKey(key), context));
  store::v1::Suspects suspects = Others(found.value_or(store::v1::Suspects()), ticket_id, context.Now(), window_);
  if (!suspects.seen().empty()) {
    Proposal proposal;
    proposal.event = BrokerEvent("suspect", absl::StrCat("suspect ", ticket_id), ticket_id, context.Now());
    for (const Seen& seen : suspects.seen()) {
      proposal.event.mutable_duplicate_suspected()->add_ticket_ids(seen.ticket_id());
    }
    context.Emit(CommandMessage(proposal, ticket_id));
  }
  Seen& added = *suspects.add_seen();
  added.set_ticket_id(std::string(ticket_id));
  *added.mutable_at() = ToProto(context.Now());
  if (suspects.seen_size() > kMostSeen) suspects.mutable_seen()->DeleteSubrange(0, suspects.seen_size() - kMostSeen);
  Keep(key, suspects, window_, context);
  return absl::OkStatus();
}

absl::Status Suspects::OnTimer(absl::string_view key, stream::Context& context) const {
  ASSIGN_OR_RETURN(const absl::optional<store::v1::Suspects> found, Load<store::v1::Suspects>(StateKey(key), context));
  if (found.has_value()) Keep(key, Others(*found, "", context.Now(), window_), window_, context);
  return absl::OkStatus();
}

}  // namespace interline::ticketing
