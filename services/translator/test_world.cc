#include "services/translator/test_world.h"

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <filesystem>
#include <fstream>

#include "adapters/engine/plain_dialect.h"
#include "core/base/check.h"
#include "core/base/status_matchers.h"
#include "core/bus/topics.h"

namespace interline::translator {
namespace {

constexpr char kDialectFile[] = "dialects/plain/dialect.textproto";

std::filesystem::path Folder() { return std::filesystem::path(testing::TempDir()) / "platforms"; }

void WriteFile(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

template <typename Message>
std::vector<Message> Parse(const std::vector<bus::Record>& records) {
  std::vector<Message> messages;
  for (const bus::Record& record : records) {
    messages.emplace_back();
    CHECK(messages.back().ParseFromString(record.value.value_or("not a message")));
  }
  return messages;
}

stream::StreamOptions Options(const std::string& name, const std::vector<std::string>& topics) {
  stream::StreamOptions options;
  options.name = name;
  options.topics = topics;
  return options;
}

}  // namespace

std::unique_ptr<adapters::ReloadingRegistry> LoadTestPlatforms() {
  const std::filesystem::path folder = Folder();
  WriteFile(folder / kDialectFile, adapters::PlainDialectText());
  WriteFile(folder / "guangdong" / "platform.textproto", adapters::PlainPlatformText("440000"));
  WriteFile(folder / "immigration" / "platform.textproto", adapters::PlainPlatformText("12367"));
  auto registry = adapters::ReloadingRegistry::Open(folder);
  EXPECT_OK(registry.status());
  return *std::move(registry);
}

void ChangeTestDialect(const std::string& from, const std::string& to) {
  std::string text = adapters::PlainDialectText();
  const size_t at = text.find(from);
  CHECK(at != std::string::npos && text.find(from, at + 1) == std::string::npos);
  WriteFile(Folder() / kDialectFile, text.replace(at, from.size(), to));
}

TestWorld::TestWorld()
    : adapters(LoadTestPlatforms()),
      log_(std::make_shared<std::ostringstream>()),
      decode_metrics_(metrics, "decode"),
      encode_metrics_(metrics, "encode"),
      decode_processor_(*adapters, decode_metrics_),
      encode_processor_(*adapters, encode_metrics_) {
  spdlog::set_default_logger(
      std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(*log_)));
  EXPECT_OK(bus.admin().CreateTopics(bus::InterlineTopics(adapters->current()->platform_ids(), 1, 1)));
  decode_ =
      std::make_unique<stream::Stream>(bus, store::StoreFactory(), clock, decode_processor_,
                                       Options("translator-decode", {bus::InTopic("12367"), bus::InTopic("440000")}));
  encode_ = std::make_unique<stream::Stream>(
      bus, store::StoreFactory(), clock, encode_processor_,
      Options("translator-encode", {bus::OutboxTopic("12367"), bus::OutboxTopic("440000")}));
}

// What is logged later must not go to a stream that is gone.
TestWorld::~TestWorld() { spdlog::set_default_logger(std::make_shared<spdlog::logger>("silent")); }

void TestWorld::Write(const std::string& topic, const std::string& key, absl::optional<std::string> value,
                      std::vector<bus::Header> headers) {
  bus::Message message;
  message.topic = topic;
  message.key = key;
  message.value = std::move(value);
  message.headers = std::move(headers);
  EXPECT_OK((*bus.NewProducer())->SendAndWait(std::move(message)));
}

void TestWorld::Translate() {
  // A stream joins its group with its first step, so one empty step does not mean that nothing is there.
  constexpr int kIdleSteps = 3;
  for (const auto& stream : {decode_.get(), encode_.get()}) {
    for (int idle = 0; idle < kIdleSteps;) {
      // An error is one that Run would have waited out.
      const absl::StatusOr<size_t> records = stream->Step();
      idle = records.ok() && *records > 0 ? 0 : idle + 1;
    }
  }
}

std::vector<v1::TicketEvent> TestWorld::Commands() { return Parse<v1::TicketEvent>(Read(bus::kCommands)); }

std::vector<v1::Rejection> TestWorld::Rejections() { return Parse<v1::Rejection>(Read(bus::kRejected)); }

}  // namespace interline::translator
