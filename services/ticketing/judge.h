// Judges proposals in the partition of their ticket: recognises repeats, applies the rest to the ticket's state, and
// writes everything that follows.
#ifndef INTERLINE_SERVICES_TICKETING_JUDGE_H_
#define INTERLINE_SERVICES_TICKETING_JUDGE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "core/stream/processor.h"
#include "core/ticket/apply.h"
#include "interline/store/v1/ticket_record.pb.h"
#include "services/ticketing/deliveries.h"
#include "services/ticketing/early_events.h"
#include "services/ticketing/platforms.h"
#include "services/ticketing/proposal.h"
#include "services/ticketing/suspects.h"
#include "services/ticketing/ticketing_metrics.h"
#include "services/ticketing/verdicts.h"

namespace interline::ticketing {

// What the judge works with. All must outlive it.
struct JudgeParts {
  const ticket::Rules& rules;
  const Platforms& platforms;
  const EarlyEvents& early;
  const Suspects& suspects;
  Deliveries& deliveries;
  Verdicts& verdicts;
  TicketingMetrics& metrics;
};

// Keeps nothing but what is in the stream's state. Errors are those of the state.
class Judge {
 public:
  explicit Judge(const JudgeParts& parts) : parts_(parts) {}

  // Whether the event may be judged at all: it keeps the contract, its sender is who it says, and the platforms that it
  // names are connected. Errors are refusals.
  absl::Status Admit(const Proposal& proposal) const;

  // Judges an admitted proposal whose ticket id is the key of this partition. One for a ticket that does not exist yet
  // waits for it.
  absl::Status Decide(const Proposal& proposal, stream::Context& context) const;

  // The time of a timer (deadlines.h) has come for the ticket.
  absl::Status OnDeadline(absl::string_view prefix, absl::string_view ticket_id, stream::Context& context) const;

 private:
  absl::Status DecideUnknown(const Proposal& proposal, stream::Context& context) const;
  absl::Status DecideKnown(const Proposal& proposal, store::v1::TicketRecord record, stream::Context& context) const;
  absl::Status Accept(const Proposal& proposal, const v1::Ticket& before, ticket::Applied applied,
                      stream::Context& context) const;
  absl::Status RefuseKnown(const Proposal& proposal, const v1::Refusal& refusal, store::v1::TicketRecord& record,
                           stream::Context& context) const;
  absl::StatusOr<absl::optional<v1::Refusal>> WhyNotTold(const ticket::Applied& applied,
                                                         const stream::Context& context) const;
  absl::Status Tell(const ticket::Applied& applied, stream::Context& context) const;
  absl::Status ReleaseEarly(const std::string& ticket_id, stream::Context& context) const;

  const JudgeParts parts_;
};

}  // namespace interline::ticketing

#endif  // INTERLINE_SERVICES_TICKETING_JUDGE_H_
