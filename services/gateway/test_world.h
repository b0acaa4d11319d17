// A small world for tests of the gateway: platforms with dialects of the tests' own, a log in memory, and a producer
// that can be made to wait or to fail.
#ifndef INTERLINE_SERVICES_GATEWAY_TEST_WORLD_H_
#define INTERLINE_SERVICES_GATEWAY_TEST_WORLD_H_

#include <prometheus/registry.h>

#include <memory>
#include <string>
#include <vector>

#include "adapters/engine/registry.h"
#include "core/base/clock.h"
#include "core/bus/memory_bus.h"
#include "core/identity/key_ring.h"
#include "core/identity/testing_keys.h"
#include "core/store/memory_store.h"
#include "services/gateway/gateway.h"
#include "services/gateway/receipts_follower.h"

namespace interline::gateway {

// A producer whose records wait, or fail, as the test says.
class TestProducer final : public bus::Producer {
 public:
  explicit TestProducer(std::unique_ptr<bus::Producer> log) : log_(std::move(log)) {}

  absl::Status Send(bus::Message message, std::function<void(absl::StatusOr<bus::Written>)> done) override;
  // Lets what waits go on.
  void Release();

  bool holds = false;
  // Of Send itself, and of the write.
  absl::Status refuses;
  absl::Status fails;

 private:
  std::unique_ptr<bus::Producer> log_;
  std::vector<std::pair<bus::Message, std::function<void(absl::StatusOr<bus::Written>)>>> held_;
};

// One instance of the gateway; a new one is as after a restart, or on another machine.
struct Instance {
  Instance(bus::Bus& bus, const adapters::Registry& adapters, const identity::AccessList& access,
           const identity::KeyRing& keys, store::StoreFactory stores, const Clock& clock);

  // Reads what all instances wrote.
  void Follow();
  // The answer; status 0 when there is none yet.
  http::Answer Ask(identity::Request request);

  prometheus::Registry registry;
  GatewayMetrics metrics{registry};
  Receipts receipts;
  TakenNonces nonces{receipts};
  PlatformRoutes routes;
  Documents documents;
  TestProducer producer;
  Gateway gateway;
  std::unique_ptr<ReceiptsFollower> follower;
  // In the order in which they were given.
  std::vector<http::Answer> answers;
};

struct TestWorld {
  // `specifications`: text by path below the folder of the adapters; `access`: by platform.
  TestWorld(const std::map<std::string, std::string>& specifications, const std::map<std::string, std::string>& access);

  std::unique_ptr<Instance> MakeInstance();
  std::vector<bus::Record> Taken(const std::string& platform);

  FakeClock clock;
  bus::MemoryBus bus{clock};
  identity::TestingKeys key_files;
  identity::KeyRing keys{key_files.list()};
  adapters::Registry adapters;
  identity::AccessList access;
  store::MemoryStores disk;
};

// What most tests use: 510000 signs as Standard Webhooks and needs an Idempotency-Key, 440000 has a bearer token and no
// keys, 370000 signs parameters in headers. All speak the same JSON.
std::unique_ptr<TestWorld> MakeJsonWorld();
// A message of that dialect: a transfer with this id and title.
std::string Transfer(const std::string& platform, const std::string& id, const std::string& title = "噪音扰民");

}  // namespace interline::gateway

#endif  // INTERLINE_SERVICES_GATEWAY_TEST_WORLD_H_
