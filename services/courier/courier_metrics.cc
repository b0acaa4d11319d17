#include "services/courier/courier_metrics.h"

namespace interline::courier {
namespace {

prometheus::Family<prometheus::Counter>& Counters(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

prometheus::Gauge& NewGauge(prometheus::Registry& registry, const char* name, const char* help,
                            const std::string& platform) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({{"platform", platform}});
}

}  // namespace

CourierMetrics::CourierMetrics(prometheus::Registry& registry, const std::string& platform)
    : platform_(platform),
      deliveries_(Counters(registry, "interline_courier_deliveries_total", "Deliveries by platform and result.")),
      calls_(Counters(registry, "interline_courier_calls_total", "Calls by platform, purpose and health.")),
      polled_(Counters(registry, "interline_courier_polled_total",
                       "Entries of polls by platform and what became of them.")),
      seconds_(prometheus::BuildHistogram()
                   .Name("interline_courier_call_seconds")
                   .Help("How long calls took, by platform.")
                   .Register(registry)
                   .Add({{"platform", platform}},
                        prometheus::Histogram::BucketBoundaries{0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100})),
      breaker_(NewGauge(registry, "interline_courier_breaker", "0 closed, 1 half open, 2 open.", platform)),
      in_flight_(NewGauge(registry, "interline_courier_in_flight", "Calls under way.", platform)),
      heard_(
          NewGauge(registry, "interline_courier_heard_timestamp_seconds", "When a poll last gave an entry.", platform)),
      silent_(
          NewGauge(registry, "interline_courier_silent", "1 when no entry came for longer than agreed.", platform)) {}

void CourierMetrics::CountDelivery(absl::string_view result) {
  deliveries_.Add({{"platform", platform_}, {"result", std::string(result)}}).Increment();
}

void CourierMetrics::CountCall(absl::string_view purpose, bool well, absl::Duration took) {
  calls_.Add({{"platform", platform_}, {"purpose", std::string(purpose)}, {"health", well ? "well" : "ill"}})
      .Increment();
  seconds_.Observe(absl::ToDoubleSeconds(took));
}

void CourierMetrics::CountPolled(absl::string_view result, uint64_t count) {
  if (count == 0) return;
  polled_.Add({{"platform", platform_}, {"result", std::string(result)}}).Increment(static_cast<double>(count));
}

void CourierMetrics::SetHeard(absl::Time at, bool silent) {
  heard_.Set(static_cast<double>(absl::ToUnixSeconds(at)));
  silent_.Set(silent ? 1 : 0);
}

}  // namespace interline::courier
