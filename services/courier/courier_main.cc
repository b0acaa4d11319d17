#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/engine/registry.h"
#include "core/base/status_macros.h"
#include "core/bus/topics.h"
#include "core/identity/access_list.h"
#include "core/identity/key_ring.h"
#include "core/identity/signer.h"
#include "core/runtime/runtime.h"
#include "services/courier/adapter_dialect.h"
#include "services/courier/call_template.h"
#include "services/courier/curl_http_client.h"
#include "services/courier/dialect_body.h"
#include "services/courier/identity_signer.h"
#include "services/courier/lane.h"
#include "services/courier/partner_list.h"

namespace interline::courier {
namespace {

constexpr std::chrono::milliseconds kStopCheck(100);
constexpr absl::Duration kReloadKeysEvery = absl::Seconds(10);

struct Flags {
  std::string adapters = "adapters";
  std::string access;
  std::string keys;
  std::string partners = "partners.textproto";
};

void AddFlags(CLI::App& app, Flags& flags) {
  app.add_option("--adapters", flags.adapters, "Folder of the specifications.")->capture_default_str();
  app.add_option("--access", flags.access,
                 "Folder with an Access for platforms whose specification's does not hold here.");
  app.add_option("--keys", flags.keys, "KeyList that says where the keys are; read again every 10 s.");
  app.add_option("--partners", flags.partners, "PartnerList that says where the platforms are.")->capture_default_str();
}

// What one platform's lane stands on.
struct Called {
  std::unique_ptr<AdapterDialect> dialect;
  std::unique_ptr<IdentitySigner> signer;
  Partner partner;
};

absl::StatusOr<Called> MakeCalled(const adapter::v1::Partner& where, const adapters::Registry& adapters,
                                  const identity::AccessList& instead, const identity::KeyRing& keys) {
  const adapters::Adapter* const adapter = adapters.Find(where.platform());
  if (adapter == nullptr) {
    return absl::InvalidArgumentError(absl::StrCat("partner ", where.platform(), ": there is no such platform"));
  }
  const std::string& id = adapter->platform().id();
  const adapter::v1::Access& access = identity::AccessOf(adapter->platform(), instead);
  if (access.to_platform().empty()) {
    return absl::InvalidArgumentError(absl::StrCat("partner ", id, ": it has no Access, so nothing may be sent to it"));
  }
  Called called;
  ASSIGN_OR_RETURN(called.partner, MakePartner(adapter->platform(), adapter->dialect(), where));
  ASSIGN_OR_RETURN(identity::Signer signer,
                   identity::Signer::Make(id, access, keys, BodyOf(*adapter, adapters::Direction::kToPlatform)));
  called.dialect = std::make_unique<AdapterDialect>(*adapter);
  called.signer = std::make_unique<IdentitySigner>(id, std::move(signer), keys);
  called.partner.dialect = called.dialect.get();
  called.partner.signer = called.signer.get();
  RETURN_IF_ERROR(CheckCalls(called.partner));
  return called;
}

// A lane remembers in the partition in which its records stand.
absl::Status CheckTopics(bus::Admin& admin, const std::vector<Called>& called) {
  ASSIGN_OR_RETURN(const auto topics, admin.ListTopics());
  std::vector<std::string> needed = {bus::kCommands, bus::kRejected, bus::kCourier};
  for (const Called& one : called) {
    needed.push_back(bus::OutTopic(one.partner.platform));
    needed.push_back(bus::InTopic(one.partner.platform));
  }
  for (const std::string& topic : needed) {
    if (topics.count(topic) > 0) continue;
    return absl::FailedPreconditionError(
        absl::StrCat("the topic ", topic, " does not exist; create the topics first: interline topics create"));
  }
  for (const Called& one : called) {
    const std::string out = bus::OutTopic(one.partner.platform);
    if (topics.at(out) <= topics.at(bus::kCourier)) continue;
    return absl::FailedPreconditionError(absl::StrCat(out, " has more partitions than ", bus::kCourier));
  }
  return absl::OkStatus();
}

void WaitForStop(const runtime::Runtime& runtime, identity::KeyRing& keys) {
  absl::Time read_at = runtime.clock().Now();
  while (!runtime.stop()) {
    std::this_thread::sleep_for(kStopCheck);
    if (runtime.clock().Now() - read_at < kReloadKeysEvery) continue;
    read_at = runtime.clock().Now();
    if (const absl::Status read = keys.Reload(); !read.ok())
      spdlog::error("keys stay as they were: {}", read.ToString());
  }
}

absl::Status Serve(runtime::Runtime& runtime, const Flags& flags) {
  ASSIGN_OR_RETURN(const adapters::Registry adapters, adapters::Registry::Load(flags.adapters));
  ASSIGN_OR_RETURN(const identity::AccessList access, identity::LoadAccess(flags.access));
  ASSIGN_OR_RETURN(const adapter::v1::PartnerList list, LoadPartners(flags.partners));
  identity::KeyRing keys(flags.keys);
  RETURN_IF_ERROR(keys.Reload());
  std::vector<Called> called;
  std::vector<std::string> names;
  for (const adapter::v1::Partner& where : list.partners()) {
    ASSIGN_OR_RETURN(Called one, MakeCalled(where, adapters, access, keys));
    if (std::count(names.begin(), names.end(), one.partner.platform) > 0) {
      return absl::InvalidArgumentError(absl::StrCat("partner ", one.partner.platform, " stands twice in the list"));
    }
    names.push_back(one.partner.platform);
    called.push_back(std::move(one));
  }
  RETURN_IF_ERROR(CheckTopics(runtime.bus().admin(), called));
  ASSIGN_OR_RETURN(const std::unique_ptr<HttpClient> http, MakeCurlHttpClient());
  spdlog::info("calling {}", absl::StrJoin(names, ", "));
  std::vector<std::unique_ptr<Lane>> lanes;
  std::vector<std::thread> threads;
  for (Called& one : called) {
    lanes.push_back(std::make_unique<Lane>(runtime.bus(), runtime.clock(), *http, one.partner, runtime.metrics(),
                                           runtime.instance()));
    threads.emplace_back([lane = lanes.back().get(), &runtime] { lane->Run(runtime.stop()); });
  }
  runtime.SetReady(true);
  WaitForStop(runtime, keys);
  runtime.SetReady(false);
  for (std::thread& thread : threads) thread.join();
  return absl::OkStatus();
}

}  // namespace
}  // namespace interline::courier

int main(int argc, char** argv) {
  interline::runtime::Runtime runtime("courier", "Calls the platforms that do not speak Kafka.");
  interline::courier::Flags flags;
  interline::courier::AddFlags(runtime.flags(), flags);
  return runtime.Run(argc, argv, [&] { return interline::courier::Serve(runtime, flags); });
}
