#include "services/ticketing/early_events.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/proto_time.h"
#include "core/base/status_macros.h"
#include "services/ticketing/stored.h"

namespace interline::ticketing {
namespace {

std::string RoomKey(absl::string_view key) { return absl::StrCat("w/", key); }
std::string EventKey(absl::string_view key, uint64_t n) { return absl::StrCat("e/", key, "/", n); }
std::string TimerKey(absl::string_view key) { return absl::StrCat(EarlyEvents::kTimer, key); }

absl::StatusOr<store::v1::EarlyEvent> LoadEvent(const std::string& key, const stream::Context& context) {
  ASSIGN_OR_RETURN(absl::optional<store::v1::EarlyEvent> early, Load<store::v1::EarlyEvent>(key, context));
  if (!early.has_value()) return absl::DataLossError(absl::StrCat("the state has lost ", key));
  return *std::move(early);
}

}  // namespace

absl::StatusOr<bool> EarlyEvents::Add(absl::string_view key, const Proposal& proposal, stream::Context& context) const {
  ASSIGN_OR_RETURN(const absl::optional<store::v1::WaitingRoom> found,
                   Load<store::v1::WaitingRoom>(RoomKey(key), context));
  store::v1::WaitingRoom room = found.value_or(store::v1::WaitingRoom());
  if (room.next() - room.first() >= kMostWaiting) return false;
  const absl::Time expires_at = context.Now() + limit_;
  store::v1::EarlyEvent early;
  *early.mutable_event() = proposal.event;
  *early.mutable_position() = proposal.position;
  early.set_authenticated(proposal.authenticated);
  *early.mutable_expires_at() = ToProto(expires_at);
  if (room.first() == room.next()) context.SetTimer(TimerKey(key), expires_at);
  Save(EventKey(key, room.next()), early, context);
  room.set_next(room.next() + 1);
  Save(RoomKey(key), room, context);
  return true;
}

absl::StatusOr<std::vector<Proposal>> EarlyEvents::TakeAll(absl::string_view key, stream::Context& context) const {
  ASSIGN_OR_RETURN(std::vector<Proposal> taken, Take(key, absl::InfiniteFuture(), context));
  if (!taken.empty()) context.CancelTimer(TimerKey(key));
  return taken;
}

absl::StatusOr<std::vector<Proposal>> EarlyEvents::OnTimer(absl::string_view key, stream::Context& context) const {
  return Take(key, context.Now(), context);
}

absl::StatusOr<std::vector<Proposal>> EarlyEvents::Take(absl::string_view key, absl::Time until,
                                                        stream::Context& context) const {
  std::vector<Proposal> taken;
  ASSIGN_OR_RETURN(absl::optional<store::v1::WaitingRoom> room, Load<store::v1::WaitingRoom>(RoomKey(key), context));
  if (!room.has_value()) return taken;
  for (; room->first() < room->next(); room->set_first(room->first() + 1)) {
    const std::string event_key = EventKey(key, room->first());
    ASSIGN_OR_RETURN(store::v1::EarlyEvent early, LoadEvent(event_key, context));
    const absl::Time expires_at = FromProto(early.expires_at());
    if (expires_at > until) {
      context.SetTimer(TimerKey(key), expires_at);
      Save(RoomKey(key), *room, context);
      return taken;
    }
    taken.push_back({std::move(*early.mutable_event()), early.position(), early.authenticated()});
    context.Delete(event_key);
  }
  context.Delete(RoomKey(key));
  return taken;
}

}  // namespace interline::ticketing
