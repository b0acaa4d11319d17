#include "core/ticket/judged.h"

#include "core/ticket/event.h"

namespace interline::ticket {

Found FindJudged(const store::v1::TicketRecord& record, const v1::TicketEvent& event) {
  for (const store::v1::Judged& judged : record.judged()) {
    if (judged.id() != event.id() || judged.source() != event.source()) continue;
    return {judged.digest() == Digest(event) ? Repeat::kSame : Repeat::kConflict, &judged};
  }
  return {};
}

void Remember(const v1::TicketEvent& event, v1::RefusalReason refusal, store::v1::TicketRecord& record) {
  if (refusal == v1::REFUSAL_REASON_LIMIT_REACHED || refusal == v1::REFUSAL_REASON_CONFLICTING_DUPLICATE) return;
  store::v1::Judged& judged = *record.add_judged();
  judged.set_source(event.source());
  judged.set_id(event.id());
  judged.set_digest(Digest(event));
  judged.set_refusal(refusal);
}

}  // namespace interline::ticket
