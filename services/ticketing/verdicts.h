// How the world hears of a verdict: an accepted event and a recognised repeat stand in `events`, a refusal in
// `rejected` and goes back to whoever sent it.
#ifndef INTERLINE_SERVICES_TICKETING_VERDICTS_H_
#define INTERLINE_SERVICES_TICKETING_VERDICTS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/stream/processor.h"
#include "interline/store/v1/ticket_record.pb.h"
#include "interline/v1/refusal.pb.h"
#include "interline/v1/ticket.pb.h"
#include "interline/v1/ticket_event.pb.h"
#include "services/ticketing/deliveries.h"
#include "services/ticketing/platforms.h"
#include "services/ticketing/proposal.h"
#include "services/ticketing/ticketing_metrics.h"

namespace interline::ticketing {

// `path` in our own field names; `explanation` is one English sentence without a value.
v1::Refusal MakeRefusal(v1::RefusalReason reason, absl::string_view path, absl::string_view explanation);

// Keeps nothing but what is in the stream's state.
class Verdicts {
 public:
  // All must outlive it.
  Verdicts(const Platforms& platforms, Deliveries& deliveries, TicketingMetrics& metrics)
      : platforms_(platforms), deliveries_(deliveries), metrics_(metrics) {}

  // `event` has its journal.
  void Accept(const v1::TicketEvent& event, stream::Context& context);
  // The first verdict, `first`, stands.
  void RecogniseRepeat(const Proposal& proposal, const store::v1::Judged& first, const v1::Ticket& ticket,
                       stream::Context& context);
  // `ticket` is null when there is none. What the broker proposes because of the refusal follows. Errors are those of
  // the state.
  absl::Status Refuse(const Proposal& proposal, const v1::Refusal& refusal, const v1::Ticket* ticket,
                      stream::Context& context);
  // A record that is no proposal at all.
  void RefuseRecord(const bus::Record& record, const v1::Refusal& refusal, stream::Context& context);

 private:
  absl::Status TellSender(const Proposal& proposal, const v1::Refusal& refusal, const v1::Ticket* ticket,
                          stream::Context& context);

  const Platforms& platforms_;
  Deliveries& deliveries_;
  TicketingMetrics& metrics_;
};

}  // namespace interline::ticketing

#endif  // INTERLINE_SERVICES_TICKETING_VERDICTS_H_
