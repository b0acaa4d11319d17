// What the gateway counts.
#ifndef INTERLINE_SERVICES_GATEWAY_GATEWAY_METRICS_H_
#define INTERLINE_SERVICES_GATEWAY_GATEWAY_METRICS_H_

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <string>

#include "absl/time/time.h"

namespace interline::gateway {

// Thread-safe.
class GatewayMetrics {
 public:
  // `registry` must outlive the metrics.
  explicit GatewayMetrics(prometheus::Registry& registry);

  // `result`: "taken", "repeated", "refused", "conflict", "running", "unbelieved", "overload", "log", "http".
  void Count(const std::string& platform, const std::string& result);
  // Why a request was not believed.
  void CountUnbelieved(const std::string& platform, const std::string& cause);
  // From the end of a request to its being durable.
  void ObserveWrite(absl::Duration time);

  // The files of TLS have changed, and are used or cannot be.
  void CountTlsReload(bool used);

  prometheus::Gauge& connections() { return connections_; }

 private:
  prometheus::Family<prometheus::Counter>& requests_;
  prometheus::Family<prometheus::Counter>& unbelieved_;
  prometheus::Family<prometheus::Counter>& tls_reloads_;
  prometheus::Gauge& connections_;
  prometheus::Histogram& write_seconds_;
};

}  // namespace interline::gateway

#endif  // INTERLINE_SERVICES_GATEWAY_GATEWAY_METRICS_H_
