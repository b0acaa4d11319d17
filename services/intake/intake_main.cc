#include <spdlog/spdlog.h>

#include <chrono>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "core/base/ids.h"
#include "core/base/status_macros.h"
#include "core/runtime/runtime.h"
#include "services/intake/intake_server.h"
#include "services/intake/intake_service.h"

namespace interline::intake {
namespace {

constexpr std::chrono::milliseconds kStopCheck(100);
// Longer than a call waits for the log, so that a stop cuts off nobody.
constexpr absl::Duration kDrain = absl::Seconds(15);

struct Flags {
  std::string listen = "127.0.0.1:12367";
  std::vector<std::string> sources = {std::string(kImmigrationHotline)};
  TlsFiles tls;
};

void AddFlags(CLI::App& app, Flags& flags) {
  app.add_option("--listen", flags.listen, "host:port to listen on; port 0 takes any free one, which the log names.")
      ->capture_default_str();
  app.add_option("--source", flags.sources, "Platform that may submit events; repeatable.")->capture_default_str();
  app.add_option("--tls-cert", flags.tls.cert,
                 "PEM file of the server's certificate; the three TLS flags go together.");
  app.add_option("--tls-key", flags.tls.key, "PEM file of its key.");
  app.add_option("--tls-client-ca", flags.tls.client_ca, "PEM file of the authority whose certificates callers show.");
}

absl::Status Serve(runtime::Runtime& runtime, const Flags& flags) {
  for (const std::string& source : flags.sources) {
    if (!IsPlatformId(source)) return absl::InvalidArgumentError("--source is six digits or 12367");
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<bus::Producer> producer, runtime.bus().NewProducer());
  IntakeOptions options;
  options.sources = {flags.sources.begin(), flags.sources.end()};
  IntakeService service(*producer, runtime.clock(), options);
  ASSIGN_OR_RETURN(const std::unique_ptr<IntakeServer> server, IntakeServer::Start(service, flags.listen, flags.tls));
  spdlog::info("listening on {}:{}", flags.listen.substr(0, flags.listen.rfind(':')), server->port());
  runtime.SetReady(true);
  while (!runtime.stop()) std::this_thread::sleep_for(kStopCheck);
  runtime.SetReady(false);
  server->Stop(kDrain);
  return absl::OkStatus();
}

}  // namespace
}  // namespace interline::intake

int main(int argc, char** argv) {
  interline::runtime::Runtime runtime("intake", "Takes events from 12367's own ticket system.");
  interline::intake::Flags flags;
  interline::intake::AddFlags(runtime.flags(), flags);
  return runtime.Run(argc, argv, [&] { return interline::intake::Serve(runtime, flags); });
}
