#include <spdlog/spdlog.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <thread>

#include "absl/strings/str_join.h"
#include "adapters/engine/registry.h"
#include "core/base/status_macros.h"
#include "core/bus/topics.h"
#include "core/http/server.h"
#include "core/identity/key_ring.h"
#include "core/runtime/runtime.h"
#include "core/store/rocksdb_store.h"
#include "services/gateway/gateway.h"
#include "services/gateway/receipts_follower.h"

namespace interline::gateway {
namespace {

constexpr std::chrono::milliseconds kStopCheck(100);
constexpr absl::Duration kReloadEvery = absl::Seconds(10);

struct Flags {
  http::ServerOptions server;
  std::string public_url = "http://127.0.0.1:12345";
  std::string adapters = "adapters";
  std::string access;
  std::string keys;
  std::string state_dir = "var/gateway";
};

void AddFlags(CLI::App& app, Flags& flags) {
  app.add_option("--listen", flags.server.address, "address:port to listen on; port 0 takes any free one.")
      ->capture_default_str();
  app.add_option("--threads", flags.server.threads, "Threads that serve connections.")->capture_default_str();
  app.add_option("--public-url", flags.public_url, "What partners put in front of a path; for interface documents.")
      ->capture_default_str();
  app.add_option("--adapters", flags.adapters, "Folder of the specifications.")->capture_default_str();
  app.add_option("--access", flags.access, "Folder with an Access for platforms that differ from their specification.");
  app.add_option("--keys", flags.keys, "KeyList that says where the keys are; read again every 10 s.");
  app.add_option("--state-dir", flags.state_dir, "Folder of the index of receipts.")->capture_default_str();
  app.add_option("--tls-cert", flags.server.tls.cert, "PEM file of the server's certificate; without it, plain HTTP.");
  app.add_option("--tls-key", flags.server.tls.key, "PEM file of its key.");
  app.add_option("--tls-client-ca", flags.server.tls.client_ca,
                 "PEM file of the authority whose certificates clients may show.");
}

void ReloadTls(http::Server& server, GatewayMetrics& metrics) {
  const absl::StatusOr<bool> reloaded = server.ReloadTls();
  if (!reloaded.ok()) spdlog::error("TLS stays as it was: {}", reloaded.status().ToString());
  if (reloaded.ok() && *reloaded) spdlog::info("new certificates are used");
  if (!reloaded.ok() || *reloaded) metrics.CountTlsReload(reloaded.ok());
}

// Waits for the end, and reads keys and certificates anew meanwhile.
void WaitForStop(const runtime::Runtime& runtime, identity::KeyRing& keys, http::Server& server,
                 GatewayMetrics& metrics, const std::atomic<bool>& failed) {
  absl::Time read_at = runtime.clock().Now();
  while (!runtime.stop() && !failed) {
    std::this_thread::sleep_for(kStopCheck);
    if (runtime.clock().Now() - read_at < kReloadEvery) continue;
    read_at = runtime.clock().Now();
    if (const absl::Status read = keys.Reload(); !read.ok())
      spdlog::error("keys stay as they were: {}", read.ToString());
    ReloadTls(server, metrics);
  }
}

absl::StatusOr<std::unique_ptr<store::Store>> OpenIndex(const std::string& folder) {
  ASSIGN_OR_RETURN(std::unique_ptr<store::Store> index, store::RocksDbStores(folder)(0));
  // What was lost is read from the log again.
  if (absl::IsDataLoss(index->Get("").status())) RETURN_IF_ERROR(index->Clear());
  return index;
}

absl::Status ServeRequests(runtime::Runtime& runtime, const Flags& flags, identity::KeyRing& keys, Gateway& gateway,
                           GatewayMetrics& metrics, ReceiptsFollower& follower) {
  std::atomic<bool> stop{false};
  std::atomic<bool> failed{false};
  absl::Status followed;
  ASSIGN_OR_RETURN(const auto server, http::Server::Start(gateway, metrics.connections(), flags.server));
  std::thread following([&] {
    followed = follower.Run(stop);
    failed = !followed.ok();
  });
  spdlog::info("listening on port {}", server->port());
  runtime.SetReady(true);
  WaitForStop(runtime, keys, *server, metrics, failed);
  runtime.SetReady(false);
  server->Stop(kDrainTime);
  stop = true;
  following.join();
  return followed;
}

absl::Status Serve(runtime::Runtime& runtime, const Flags& flags) {
  ASSIGN_OR_RETURN(const adapters::Registry adapters, adapters::Registry::Load(flags.adapters));
  ASSIGN_OR_RETURN(const identity::AccessList access, identity::LoadAccess(flags.access));
  identity::KeyRing keys(flags.keys);
  RETURN_IF_ERROR(keys.Reload());
  ASSIGN_OR_RETURN(std::unique_ptr<store::Store> index, OpenIndex(flags.state_dir));
  Receipts receipts(std::move(index));
  TakenNonces nonces(receipts);
  ASSIGN_OR_RETURN(const PlatformRoutes routes, PlatformRoutes::Make(adapters, access, keys, nonces));
  const Documents documents(routes, flags.public_url);
  std::vector<std::string> topics;
  for (const std::string& id : routes.platform_ids()) topics.push_back(bus::InTopic(id));
  spdlog::info("serving {}", absl::StrJoin(routes.platform_ids(), ", "));
  ASSIGN_OR_RETURN(const auto follower, ReceiptsFollower::Make(runtime.bus(), topics, receipts, runtime.clock()));
  if (const absl::Status read = follower->CatchUp(runtime.stop()); !read.ok()) {
    return absl::IsCancelled(read) ? absl::OkStatus() : read;
  }
  GatewayMetrics metrics(runtime.metrics());
  ASSIGN_OR_RETURN(const std::unique_ptr<bus::Producer> producer, runtime.bus().NewProducer());
  Gateway gateway(routes, documents, *producer, receipts, runtime.clock(), metrics);
  return ServeRequests(runtime, flags, keys, gateway, metrics, *follower);
}

}  // namespace
}  // namespace interline::gateway

int main(int argc, char** argv) {
  interline::runtime::Runtime runtime("gateway", "Takes what platforms push over HTTP.");
  interline::gateway::Flags flags;
  interline::gateway::AddFlags(runtime.flags(), flags);
  return runtime.Run(argc, argv, [&] { return interline::gateway::Serve(runtime, flags); });
}
