// What ticketing counts. Work that was aborted and done again counts twice: these are signs of life, not accounts.
#ifndef INTERLINE_SERVICES_TICKETING_TICKETING_METRICS_H_
#define INTERLINE_SERVICES_TICKETING_TICKETING_METRICS_H_

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/registry.h>

#include <map>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "interline/v1/refusal.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::ticketing {

enum class Verdict {
  kAccepted,
  kLate,      // accepted without effect
  kRepeated,  // the same again
  kRefused,
  kConflict,   // refused: another content under an id that was used before
  kWaiting,    // early; kept until its ticket appears
  kForwarded,  // passed on to its ticket's partition
};

enum class DeliveryStep {
  kSent,    // handed out
  kQueued,  // waits for the one before it
  kDelivered,
  kRetried,     // failed, will be sent again
  kParked,      // given up until a person says go on
  kDriven,      // a person said go on
  kSkipped,     // a person said leave it out
  kNotTaken,    // the platform does not take this kind
  kOverflowed,  // a refusal that was not told, because too much waits for its addressee
};

// One thread at a time.
class TicketingMetrics {
 public:
  explicit TicketingMetrics(prometheus::Registry& registry);

  // interline_ticketing_events_total{kind, verdict}
  void Count(v1::TicketEvent::KindCase kind, Verdict verdict);
  // interline_ticketing_refusals_total{reason}
  void CountRefusal(v1::RefusalReason reason);
  // interline_ticketing_deliveries_total{platform, step}; only connected platforms, so that the series stay few.
  void Count(const std::string& platform, DeliveryStep step);

 private:
  prometheus::Family<prometheus::Counter>& events_;
  prometheus::Family<prometheus::Counter>& refusals_;
  prometheus::Family<prometheus::Counter>& deliveries_;
  // Looked up for every event, and Family::Add takes a lock and builds a map each time.
  std::map<std::pair<v1::TicketEvent::KindCase, Verdict>, prometheus::Counter*> event_counters_;
  std::map<std::pair<std::string, DeliveryStep>, prometheus::Counter*> delivery_counters_;
};

}  // namespace interline::ticketing

#endif  // INTERLINE_SERVICES_TICKETING_TICKETING_METRICS_H_
