#include "cli/player.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/send_variation.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"

namespace interline::cli {
namespace {

// Tickets sent between two looks at what was said.
constexpr int kTicketsPerStep = 100;

}  // namespace

std::string Words(const PlayerCounts& counts) {
  std::string words = absl::StrCat("sent ", counts.sent, ", was told ", counts.told, ", answered ", counts.answered);
  if (counts.refused > 0) absl::StrAppend(&words, ", was refused ", counts.refused);
  if (counts.kept_still > 0) absl::StrAppend(&words, ", kept still ", counts.kept_still);
  if (counts.left_out > 0) absl::StrAppend(&words, ", left out ", counts.left_out);
  if (counts.unreadable > 0) absl::StrAppend(&words, ", could not read ", counts.unreadable);
  return words;
}

Player::Player(const Simulator& simulator, Voice& voice, Ear& ear, NextTicket next, const Faults& faults)
    : simulator_(simulator), voice_(voice), ear_(ear), next_(std::move(next)), faults_(faults) {}

absl::Status Player::SendSome() {
  for (int i = 0; i < kTicketsPerStep; ++i) {
    const absl::optional<ScenarioTicket> ticket = next_();
    if (!ticket.has_value()) {
      has_sent_all_ = true;
      return voice_.Flush();
    }
    const Alteration alteration{ticket->alter_path, ticket->alter_to};
    const bool alters = ticket->sending == Sending::kUnmappedCode;
    for (const v1::TicketEvent& transfer : TransfersToSend(simulator_.Transfer(*ticket), ticket->sending)) {
      const absl::Status said = voice_.Say(transfer, alters ? &alteration : nullptr);
      ++counts_.sent;
      // On some ways the refusal comes at once; it is part of the play.
      if (GetRefusal(said)) {
        ++counts_.refused;
        continue;
      }
      RETURN_IF_ERROR(said);
    }
  }
  return absl::OkStatus();
}

absl::Status Player::Hear(const absl::StatusOr<v1::TicketEvent>& event) {
  if (!event.ok()) {
    ++counts_.unreadable;
    return absl::OkStatus();
  }
  ++counts_.told;
  if (event->has_refused()) ++counts_.refused;
  if (faults_.Hits(Fault::kSilent, event->ticket_id())) {
    ++counts_.kept_still;
    return absl::OkStatus();
  }
  for (const v1::TicketEvent& answer : simulator_.React(*event)) {
    const absl::Status said = voice_.Say(answer, nullptr);
    if (GetRefusal(said)) {
      ++counts_.left_out;
      continue;
    }
    RETURN_IF_ERROR(said);
    ++counts_.answered;
  }
  return absl::OkStatus();
}

absl::Status Player::Step(absl::Duration wait) {
  if (!has_sent_all_) RETURN_IF_ERROR(SendSome());
  RETURN_IF_ERROR(voice_.Advance());
  absl::Status heard;
  const TakeEvent take = [&](const absl::StatusOr<v1::TicketEvent>& event) {
    if (heard.ok()) heard = Hear(event);
  };
  RETURN_IF_ERROR(ear_.Listen(has_sent_all_ ? wait : absl::ZeroDuration(), take));
  return heard;
}

}  // namespace interline::cli
