#include "services/ticketing/ticketing_metrics.h"

#include "core/base/refusal.h"
#include "core/ticket/event.h"

namespace interline::ticketing {
namespace {

const char* Name(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAccepted:
      return "accepted";
    case Verdict::kLate:
      return "late";
    case Verdict::kRepeated:
      return "repeated";
    case Verdict::kRefused:
      return "refused";
    case Verdict::kConflict:
      return "conflict";
    case Verdict::kWaiting:
      return "waiting";
    case Verdict::kForwarded:
      return "forwarded";
  }
  return "";
}

const char* Name(DeliveryStep step) {
  switch (step) {
    case DeliveryStep::kSent:
      return "sent";
    case DeliveryStep::kQueued:
      return "queued";
    case DeliveryStep::kDelivered:
      return "delivered";
    case DeliveryStep::kRetried:
      return "retried";
    case DeliveryStep::kParked:
      return "parked";
    case DeliveryStep::kDriven:
      return "driven";
    case DeliveryStep::kSkipped:
      return "skipped";
    case DeliveryStep::kNotTaken:
      return "not_taken";
    case DeliveryStep::kOverflowed:
      return "overflowed";
  }
  return "";
}

prometheus::Family<prometheus::Counter>& Counters(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

}  // namespace

TicketingMetrics::TicketingMetrics(prometheus::Registry& registry)
    : events_(Counters(registry, "interline_ticketing_events_total", "Events by kind and verdict.")),
      refusals_(Counters(registry, "interline_ticketing_refusals_total", "Refused events by reason.")),
      deliveries_(Counters(registry, "interline_ticketing_deliveries_total", "Deliveries by platform and step.")) {}

void TicketingMetrics::Count(v1::TicketEvent::KindCase kind, Verdict verdict) {
  prometheus::Counter*& counter = event_counters_[{kind, verdict}];
  if (counter == nullptr) {
    counter = &events_.Add({{"kind", std::string(ticket::KindName(kind))}, {"verdict", Name(verdict)}});
  }
  counter->Increment();
}

void TicketingMetrics::CountRefusal(v1::RefusalReason reason) {
  refusals_.Add({{"reason", ReasonName(reason)}}).Increment();
}

void TicketingMetrics::Count(const std::string& platform, DeliveryStep step) {
  prometheus::Counter*& counter = delivery_counters_[{platform, step}];
  if (counter == nullptr) counter = &deliveries_.Add({{"platform", platform}, {"step", Name(step)}});
  counter->Increment();
}

}  // namespace interline::ticketing
