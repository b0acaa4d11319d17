#include "services/gateway/gateway_metrics.h"

namespace interline::gateway {

GatewayMetrics::GatewayMetrics(prometheus::Registry& registry)
    : requests_(prometheus::BuildCounter()
                    .Name("interline_gateway_requests_total")
                    .Help("Requests of a platform by what became of them.")
                    .Register(registry)),
      unbelieved_(prometheus::BuildCounter()
                      .Name("interline_gateway_unbelieved_total")
                      .Help("Requests that did not prove to come from the platform, by cause.")
                      .Register(registry)),
      tls_reloads_(prometheus::BuildCounter()
                       .Name("interline_gateway_tls_reloads_total")
                       .Help("Changes of the files of TLS, by whether they were used.")
                       .Register(registry)),
      connections_(prometheus::BuildGauge()
                       .Name("interline_gateway_connections")
                       .Help("Connections that are open.")
                       .Register(registry)
                       .Add({})),
      write_seconds_(prometheus::BuildHistogram()
                         .Name("interline_gateway_write_seconds")
                         .Help("From the end of a request to the log's word that it is kept.")
                         .Register(registry)
                         .Add({}, prometheus::Histogram::BucketBoundaries{0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1,
                                                                          0.2, 0.5, 1, 2, 5, 10})) {}

void GatewayMetrics::Count(const std::string& platform, const std::string& result) {
  requests_.Add({{"platform", platform}, {"result", result}}).Increment();
}

void GatewayMetrics::CountUnbelieved(const std::string& platform, const std::string& cause) {
  unbelieved_.Add({{"platform", platform}, {"cause", cause}}).Increment();
}

void GatewayMetrics::CountTlsReload(bool used) {
  tls_reloads_.Add({{"result", used ? "used" : "kept_old"}}).Increment();
}

void GatewayMetrics::ObserveWrite(absl::Duration time) { write_seconds_.Observe(absl::ToDoubleSeconds(time)); }

}  // namespace interline::gateway
