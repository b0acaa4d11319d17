#include "services/gateway/test_world.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "adapters/engine/plain_dialect.h"
#include "core/base/check.h"
#include "core/base/status_matchers.h"
#include "core/bus/topics.h"

namespace interline::gateway {
namespace {

constexpr char kPublicUrl[] = "https://hub.example";

std::string WriteSpecifications(const std::map<std::string, std::string>& specifications) {
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "specifications";
  std::filesystem::remove_all(folder);
  for (const auto& [path, text] : specifications) {
    std::filesystem::create_directories((folder / path).parent_path());
    std::ofstream(folder / path) << text;
  }
  return folder.string();
}

identity::AccessList ParseAccess(const std::map<std::string, std::string>& texts) {
  identity::AccessList list;
  for (const auto& [platform, text] : texts) {
    CHECK(google::protobuf::TextFormat::ParseFromString(text, &list[platform]));
  }
  return list;
}

template <typename T>
T Must(absl::StatusOr<T> value) {
  EXPECT_OK(value);
  CHECK(value.ok());
  return *std::move(value);
}

std::vector<std::string> InTopics(const PlatformRoutes& routes) {
  std::vector<std::string> topics;
  for (const std::string& id : routes.platform_ids()) topics.push_back(bus::InTopic(id));
  return topics;
}

}  // namespace

absl::Status TestProducer::Send(bus::Message message, std::function<void(absl::StatusOr<bus::Written>)> done) {
  if (!refuses.ok()) return refuses;
  if (holds) {
    held_.emplace_back(std::move(message), std::move(done));
    return absl::OkStatus();
  }
  if (!fails.ok()) {
    done(fails);
    return absl::OkStatus();
  }
  return log_->Send(std::move(message), std::move(done));
}

void TestProducer::Release() {
  holds = false;
  for (auto& [message, done] : std::exchange(held_, {})) EXPECT_OK(Send(std::move(message), std::move(done)));
}

Instance::Instance(bus::Bus& bus, const adapters::Registry& adapters, const identity::AccessList& access,
                   const identity::KeyRing& keys, store::StoreFactory stores, const Clock& clock)
    : receipts(Must(stores(0))),
      routes(Must(PlatformRoutes::Make(adapters, access, keys, nonces))),
      documents(routes, kPublicUrl),
      producer(Must(bus.NewProducer())),
      gateway(routes, documents, producer, receipts, clock, metrics),
      follower(Must(ReceiptsFollower::Make(bus, InTopics(routes), receipts, clock))) {
  const std::atomic<bool> stop{false};
  EXPECT_OK(follower->CatchUp(stop));
}

void Instance::Follow() { EXPECT_OK(follower->Step(absl::ZeroDuration())); }

http::Answer Instance::Ask(identity::Request request) {
  const size_t before = answers.size();
  if (auto refused = gateway.Admit(request)) {
    answers.push_back(*refused);
  } else {
    gateway.Handle(std::move(request), [this](http::Answer answer) { answers.push_back(std::move(answer)); });
  }
  if (answers.size() > before) return answers.back();
  http::Answer none;
  none.status = 0;
  return none;
}

TestWorld::TestWorld(const std::map<std::string, std::string>& specifications,
                     const std::map<std::string, std::string>& access_texts)
    : access(ParseAccess(access_texts)) {
  const std::string folder = WriteSpecifications(specifications);
  adapters = Must(adapters::Registry::Load(folder));
  EXPECT_OK(bus.admin().CreateTopics(bus::InterlineTopics(adapters.platform_ids(), 2, 1)));
}

std::unique_ptr<Instance> TestWorld::MakeInstance() {
  EXPECT_OK(keys.Reload());
  return std::make_unique<Instance>(bus, adapters, access, keys, disk.factory(), clock);
}

std::vector<bus::Record> TestWorld::Taken(const std::string& platform) { return bus.Committed(bus::InTopic(platform)); }

std::unique_ptr<TestWorld> MakeJsonWorld() {
  auto world = std::make_unique<TestWorld>(
      std::map<std::string, std::string>{
          {"dialects/plain/dialect.textproto", adapters::PlainDialectText()},
          {"first/platform.textproto", adapters::PlainPlatformText("510000")},
          {"second/platform.textproto", adapters::PlainPlatformText("440000")},
          {"third/platform.textproto", adapters::PlainPlatformText("370000")},
      },
      std::map<std::string, std::string>{
          {"510000",
           R"(from_platform { key: "push" webhook_signature { algorithm: ALGORITHM_HMAC_SHA256 } }
              to_platform { key: "push" webhook_signature { algorithm: ALGORITHM_HMAC_SHA256 } }
              idempotency_key: IDEMPOTENCY_KEY_REQUIRED)"},
          {"440000", R"(from_platform { key: "push" bearer {} } own_paths: "/services/Hotline")"},
          {"370000", R"(from_platform { key: "push" parameter_signature {
                          place: PLACE_HEADER timestamp: "x-time" nonce: "x-nonce" sign: "x-sign"
                          time_form: TIME_FORM_SECONDS algorithm: ALGORITHM_HMAC_SM3 encoding: ENCODING_HEX_LOWER
                          parts { piece: PIECE_TIMESTAMP } parts { piece: PIECE_NONCE } parts { piece: PIECE_BODY } } })"},
      });
  for (const char* platform : {"510000", "440000", "370000"}) {
    world->key_files.Add(platform, "push", "1", identity::kWebhookTestSecret);
  }
  return world;
}

std::string Transfer(const std::string& platform, const std::string& id, const std::string& title) {
  return absl::StrCat(R"({"kind":"transfer","id":")", id, R"(","at":"2026-11-24 09:00:00","from":")", platform,
                      R"(","number":"N)", id, R"(","to":"12367","title":")", title, "\"}");
}

}  // namespace interline::gateway
