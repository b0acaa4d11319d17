#include "core/runtime/status_server.h"

#include <CivetServer.h>
#include <prometheus/text_serializer.h>

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace interline::runtime {
namespace {

// Scrapers come one at a time; a second thread keeps the health answer quick meanwhile.
constexpr char kThreads[] = "2";
// How long one request may take, so that a silent peer does not hold a thread.
constexpr char kRequestTimeoutMs[] = "5000";

void Answer(mg_connection* connection, const char* status, const char* type, const std::string& body) {
  mg_printf(connection, "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n", status,
            type, body.size());
  mg_write(connection, body.data(), body.size());
}

class MetricsHandler final : public CivetHandler {
 public:
  explicit MetricsHandler(const prometheus::Collectable& metrics) : metrics_(metrics) {}
  bool handleGet(CivetServer*, mg_connection* connection) override {
    Answer(connection, "200 OK", "text/plain; version=0.0.4; charset=utf-8",
           prometheus::TextSerializer().Serialize(metrics_.Collect()));
    return true;
  }

 private:
  const prometheus::Collectable& metrics_;
};

class HealthHandler final : public CivetHandler {
 public:
  explicit HealthHandler(const std::atomic<bool>& ready) : ready_(ready) {}
  bool handleGet(CivetServer*, mg_connection* connection) override {
    const bool ready = ready_;
    Answer(connection, ready ? "200 OK" : "503 Service Unavailable", "text/plain", ready ? "ready\n" : "not ready\n");
    return true;
  }

 private:
  const std::atomic<bool>& ready_;
};

}  // namespace

struct StatusServer::Impl {
  Impl(const std::string& address, const prometheus::Collectable& metrics, const std::atomic<bool>& ready)
      : metrics_handler(metrics),
        health_handler(ready),
        server({"listening_ports", address, "num_threads", kThreads, "request_timeout_ms", kRequestTimeoutMs}) {
    server.addHandler("/metrics$", metrics_handler);
    server.addHandler("/healthz$", health_handler);
  }

  MetricsHandler metrics_handler;
  HealthHandler health_handler;
  // Last, so that its threads are gone before the handlers are.
  CivetServer server;
};

StatusServer::StatusServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
StatusServer::~StatusServer() = default;

absl::StatusOr<std::unique_ptr<StatusServer>> StatusServer::Start(const std::string& address,
                                                                  const prometheus::Collectable& metrics,
                                                                  const std::atomic<bool>& ready) {
  const size_t colon = address.rfind(':');
  uint32_t port = 0;
  if (colon == 0 || colon == std::string::npos || !absl::SimpleAtoi(address.substr(colon + 1), &port) || port > 65535 ||
      address.find(',') != std::string::npos) {
    return absl::InvalidArgumentError("the metrics address is not of the form host:port");
  }
  try {
    return std::unique_ptr<StatusServer>(new StatusServer(std::make_unique<Impl>(address, metrics, ready)));
  } catch (const CivetException& e) {
    return absl::UnavailableError(absl::StrCat("cannot listen on ", address, ": ", e.what()));
  }
}

int StatusServer::port() const { return impl_->server.getListeningPorts().at(0); }

}  // namespace interline::runtime
