#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/ids.h"
#include "core/base/status_macros.h"
#include "core/runtime/runtime.h"
#include "core/store/rocksdb_store.h"
#include "services/intake/addressee_finder.h"
#include "services/intake/event_streams.h"
#include "services/intake/intake_server.h"
#include "services/intake/intake_service.h"
#include "services/intake/ticket_board.h"

namespace interline::intake {
namespace {

constexpr std::chrono::milliseconds kStopCheck(100);
// Longer than a call waits for the log, so that a stop cuts off nobody.
constexpr absl::Duration kDrain = absl::Seconds(15);
constexpr int kMostConnections = 60'000;
// Descriptors beside those of connections: the log's clients, one of them for each stream, and RocksDB's files.
constexpr int kOtherFiles = 1024;

struct Flags {
  std::string listen = "127.0.0.1:12367";
  std::vector<std::string> sources = {std::string(kImmigrationHotline)};
  TlsFiles tls;
  std::vector<std::string> callers;
  GateLimits gate;
  std::string state_dir = "var/intake";
  std::string routing;
};

void AddFlags(CLI::App& app, Flags& flags) {
  app.add_option("--listen", flags.listen, "host:port to listen on; port 0 takes any free one, which the log names.")
      ->capture_default_str();
  app.add_option("--source", flags.sources, "Platform that may submit events; repeatable.")->capture_default_str();
  app.add_option("--tls-cert", flags.tls.cert,
                 "PEM file of the server's certificate; the three TLS flags go together.");
  app.add_option("--tls-key", flags.tls.key, "PEM file of its key.");
  app.add_option("--tls-client-ca", flags.tls.client_ca, "PEM file of the authority whose certificates callers show.");
  app.add_option("--caller", flags.callers,
                 "Name that a caller's certificate may bear; repeatable. Without one, any of the authority's.");
  app.add_option("--max-connections", flags.gate.connections, "Connections that are open at the same time.")
      ->check(CLI::Range(1, kMostConnections))
      ->capture_default_str();
  app.add_option("--max-connections-per-address", flags.gate.connections_of_one_address, "Of these, from one address.")
      ->check(CLI::Range(1, kMostConnections))
      ->capture_default_str();
  app.add_option("--state-dir", flags.state_dir, "Folder of the copy of the tickets' states.")->capture_default_str();
  app.add_option("--routing", flags.routing,
                 "File of the routing table; without one, a transfer must name its addressee.");
}

// Each connection takes a descriptor, and a program that has none left is of no use to anybody.
absl::Status CheckFileLimit(const GateLimits& gate) {
  rlimit limit;
  const rlim_t needed = gate.connections + kOtherFiles;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= needed) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("the limit of open files (ulimit -n) is ", limit.rlim_cur, "; ",
                                                 gate.connections, " connections need ", needed));
}

// Nothing of the routing table changes until a changed file is whole.
void RefreshRouting(AddresseeFinder* addressees) {
  if (addressees == nullptr) return;
  const std::string before = addressees->version();
  if (const absl::Status status = addressees->Refresh(); !status.ok()) {
    spdlog::error("the routing table {} stays in use: {}", before, std::string(status.message()));
  } else if (addressees->version() != before) {
    spdlog::info("routing by table {} from now on", addressees->version());
  }
}

absl::Status Serve(runtime::Runtime& runtime, const Flags& flags) {
  if (!flags.callers.empty() && flags.tls.cert.empty()) {
    return absl::InvalidArgumentError("--caller needs the TLS flags: names are those of certificates");
  }
  RETURN_IF_ERROR(CheckFileLimit(flags.gate));
  for (const std::string& source : flags.sources) {
    if (!IsPlatformId(source)) return absl::InvalidArgumentError("--source is six digits or 12367");
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<bus::Producer> producer, runtime.bus().NewProducer());
  IntakeOptions options;
  options.sources = {flags.sources.begin(), flags.sources.end()};
  options.callers = {flags.callers.begin(), flags.callers.end()};
  std::unique_ptr<AddresseeFinder> addressees;
  if (!flags.routing.empty()) {
    ASSIGN_OR_RETURN(addressees, AddresseeFinder::Load(flags.routing));
    spdlog::info("routing by table {}", addressees->version());
  }
  TicketBoard tickets(runtime.bus(), store::RocksDbStores(flags.state_dir), options.sources);
  EventStreams streams(runtime.bus(), runtime.clock(), {options.sources});
  IntakeService service(*producer, runtime.clock(), options, {addressees.get(), &tickets, &streams});
  ASSIGN_OR_RETURN(const std::unique_ptr<IntakeServer> server,
                   IntakeServer::Start(service, flags.listen, flags.tls, flags.gate));
  spdlog::info("listening on {}:{}", flags.listen.substr(0, flags.listen.rfind(':')), server->port());
  std::thread follower([&] { tickets.Follow(runtime.stop()); });
  runtime.SetReady(true);
  while (!runtime.stop()) {
    std::this_thread::sleep_for(kStopCheck);
    RefreshRouting(addressees.get());
  }
  runtime.SetReady(false);
  streams.Stop();
  server->Stop(kDrain);
  follower.join();
  return absl::OkStatus();
}

}  // namespace
}  // namespace interline::intake

int main(int argc, char** argv) {
  interline::runtime::Runtime runtime("intake", "The door for 12367's own ticket system.");
  interline::intake::Flags flags;
  interline::intake::AddFlags(runtime.flags(), flags);
  return runtime.Run(argc, argv, [&] { return interline::intake::Serve(runtime, flags); });
}
