#include "services/translator/test_world.h"

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <filesystem>
#include <fstream>

#include "core/base/check.h"
#include "core/base/status_matchers.h"
#include "core/bus/topics.h"

namespace interline::translator {
namespace {

constexpr char kDialect[] = R"pb(
  name: "plain"
  version: 3
  summary: "The dialect of this test."
  evidence { grade: GRADE_REFERENCE source: "This test." }
  wire_format: WIRE_FORMAT_JSON
  charset: CHARSET_UTF_8
  time_zone: "Asia/Shanghai"
  unknown_fields: UNKNOWN_FIELDS_REFUSE
  tables {
    name: "language"
    enum: "interline.v1.Language"
    source: "This test."
    rows { theirs: "zh" ours: "LANGUAGE_ZH" }
    rows { theirs: "en" ours: "LANGUAGE_EN" }
    refuse_ours: [ "LANGUAGE_YUE", "LANGUAGE_RU", "LANGUAGE_JA", "LANGUAGE_KO" ]
  }
  messages {
    name: "transfer"
    name_zh: "转办"
    direction: DIRECTION_BOTH
    when { path: "kind" equals: "transfer" }
    kind: "transferred"
    ticket_id: TICKET_ID_RULE_SENDER_IS_ORIGIN
    rows {
      theirs: "id"
      ours: "id"
      required: true
      text {}
    }
    rows {
      theirs: "at"
      ours: "occurred_at"
      required: true
      time { local: "%Y-%m-%d %H:%M:%S" }
    }
    rows {
      theirs: "from"
      ours: "source"
      required: true
      text {}
    }
    rows {
      theirs: "number"
      ours: "source_number"
      required: true
      text {}
    }
    rows {
      theirs: "yours"
      ours: "recipient_number"
      text {}
    }
    rows {
      theirs: "to"
      ours: "transferred.to"
      required: true
      text {}
    }
    rows {
      theirs: "title"
      ours: "transferred.matter.title"
      required: true
      text { max_chars: 200 }
    }
    rows {
      theirs: "body.text"
      ours: "transferred.matter.content"
      text { max_chars: 20000 }
    }
    rows {
      theirs: "body.language"
      ours: "transferred.matter.language"
      code { table: "language" }
    }
    rows {
      theirs: "body.region"
      ours: "transferred.matter.region.code"
      region { digits: 6 }
    }
    rows {
      theirs: "note"
      ours: "transferred.note"
      text { max_chars: 1000000 }
    }
  }
  messages {
    name: "signed"
    name_zh: "签收"
    direction: DIRECTION_BOTH
    when { path: "kind" equals: "signed" }
    kind: "signed"
    ticket_id: TICKET_ID_RULE_SHOWN
    rows {
      theirs: "id"
      ours: "id"
      required: true
      text {}
    }
    rows {
      theirs: "at"
      ours: "occurred_at"
      required: true
      time { local: "%Y-%m-%d %H:%M:%S" }
    }
    rows {
      theirs: "from"
      ours: "source"
      required: true
      text {}
    }
    rows {
      theirs: "ticket"
      ours: "ticket_id"
      text {}
    }
    rows {
      theirs: "number"
      ours: "source_number"
      text {}
    }
    rows {
      theirs: "yours"
      ours: "recipient_number"
      text {}
    }
  }
)pb";

std::string PlatformText(const std::string& id) {
  return "id: \"" + id + "\"\n" + R"pb(
    name_zh: "热线"
    name_en: "Hotline"
    dialect: "plain"
    transport: TRANSPORT_KAFKA
    maturity: MATURITY_DRAFT
    evidence { grade: GRADE_REFERENCE source: "This test." }
    capabilities { acknowledges: true returns: true extends: true calls_back: true }
    owner: "This test"
  )pb";
}

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
  WriteFile(folder / kDialectFile, kDialect);
  WriteFile(folder / "guangdong" / "platform.textproto", PlatformText("440000"));
  WriteFile(folder / "immigration" / "platform.textproto", PlatformText("12367"));
  auto registry = adapters::ReloadingRegistry::Open(folder);
  EXPECT_OK(registry.status());
  return *std::move(registry);
}

void ChangeTestDialect(const std::string& from, const std::string& to) {
  std::string text = kDialect;
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
