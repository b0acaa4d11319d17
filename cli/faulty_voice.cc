#include "cli/faulty_voice.h"

#include "core/base/proto_time.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"

namespace interline::cli {

absl::Status FaultyVoice::Say(const v1::TicketEvent& event, const Alteration* alteration) {
  v1::TicketEvent said = event;
  *said.mutable_occurred_at() = ToProto(faults_.ClockAt(FromProto(event.occurred_at()), event.id()));
  if (alteration == nullptr && faults_.Hits(Fault::kSlow, event.ticket_id())) {
    waiting_.emplace_back(clock_.Now() + kSlowDelay, std::move(said));
    return absl::OkStatus();
  }
  return voice_.Say(said, alteration);
}

absl::Status FaultyVoice::Advance() {
  while (!waiting_.empty() && waiting_.front().first <= clock_.Now()) {
    const absl::Status said = voice_.Say(waiting_.front().second, nullptr);
    waiting_.pop_front();
    // What the dialect has no message for is left out.
    if (!GetRefusal(said)) RETURN_IF_ERROR(said);
  }
  return voice_.Advance();
}

}  // namespace interline::cli
