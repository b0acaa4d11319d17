// What the courier counts and shows, by platform. Work that was done again after an abort may count twice.
#ifndef INTERLINE_SERVICES_COURIER_COURIER_METRICS_H_
#define INTERLINE_SERVICES_COURIER_COURIER_METRICS_H_

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace interline::courier {

// For one platform. One thread at a time.
class CourierMetrics {
 public:
  CourierMetrics(prometheus::Registry& registry, const std::string& platform);

  // interline_courier_deliveries_total{platform, result}: delivered, refused, later, in_doubt, given_up, unreadable
  void CountDelivery(absl::string_view result);
  // interline_courier_calls_total{platform, purpose, health} and interline_courier_call_seconds{platform}. `purpose`:
  // send, enquire, poll, acknowledge.
  void CountCall(absl::string_view purpose, bool well, absl::Duration took);
  // interline_courier_polled_total{platform, result}: new, repeated, too_large, nameless (cannot be acknowledged)
  void CountPolled(absl::string_view result, uint64_t count);
  // interline_courier_breaker{platform}: 0 closed, 1 half open, 2 open
  void SetBreaker(int state) { breaker_.Set(state); }
  // interline_courier_in_flight{platform}
  void SetInFlight(size_t calls) { in_flight_.Set(static_cast<double>(calls)); }
  // interline_courier_heard_timestamp_seconds{platform} and interline_courier_silent{platform}
  void SetHeard(absl::Time at, bool silent);

 private:
  const std::string platform_;
  prometheus::Family<prometheus::Counter>& deliveries_;
  prometheus::Family<prometheus::Counter>& calls_;
  prometheus::Family<prometheus::Counter>& polled_;
  prometheus::Histogram& seconds_;
  prometheus::Gauge& breaker_;
  prometheus::Gauge& in_flight_;
  prometheus::Gauge& heard_;
  prometheus::Gauge& silent_;
};

}  // namespace interline::courier

#endif  // INTERLINE_SERVICES_COURIER_COURIER_METRICS_H_
