// The ticketing service's work: from `commands` to `events`, `outbox.<platform>` and `rejected`, with the tickets in
// the stream's state.
#ifndef INTERLINE_SERVICES_TICKETING_TICKETING_PROCESSOR_H_
#define INTERLINE_SERVICES_TICKETING_TICKETING_PROCESSOR_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/bus/bus.h"
#include "core/stream/processor.h"
#include "core/ticket/apply.h"
#include "services/ticketing/deliveries.h"
#include "services/ticketing/early_events.h"
#include "services/ticketing/judge.h"
#include "services/ticketing/platforms.h"
#include "services/ticketing/proposal.h"
#include "services/ticketing/suspects.h"
#include "services/ticketing/ticketing_metrics.h"
#include "services/ticketing/verdicts.h"

namespace interline::ticketing {

struct TicketingOptions {
  ticket::Rules rules;
  std::vector<PlatformSettings> platforms;
  // How long an early event waits for its ticket.
  absl::Duration park_limit = absl::Hours(24);
  // How far apart two tickets may be that are suspected to be one.
  absl::Duration suspicion_window = absl::Hours(7 * 24);
};

// Finds for each record the partition that it belongs to, and for each timer who set it; the verdict is the Judge's.
class TicketingProcessor final : public stream::Processor {
 public:
  // `metrics` must outlive the processor.
  TicketingProcessor(TicketingOptions options, TicketingMetrics& metrics);

  absl::Status Process(const bus::Record& record, stream::Context& context) override;
  absl::Status OnTimer(absl::string_view key, absl::Time due, stream::Context& context) override;

 private:
  absl::Status Route(Proposal proposal, const std::string& key, stream::Context& context);
  absl::Status LookUp(Proposal proposal, const std::string& alias, stream::Context& context);
  void Forward(Proposal proposal, const std::string& key, stream::Context& context);
  absl::Status LearnAlias(const std::string& alias, const std::string& ticket_id, stream::Context& context);
  absl::Status OnOrder(const bus::Record& record, const absl::Status& done, stream::Context& context);
  absl::Status OnEarlyTimer(absl::string_view key, stream::Context& context);

  const TicketingOptions options_;
  TicketingMetrics& metrics_;
  const Platforms platforms_;
  const EarlyEvents early_;
  const Suspects suspects_;
  Deliveries deliveries_;
  Verdicts verdicts_;
  const Judge judge_;
};

}  // namespace interline::ticketing

#endif  // INTERLINE_SERVICES_TICKETING_TICKETING_PROCESSOR_H_
