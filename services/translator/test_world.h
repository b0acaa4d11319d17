// A small world for tests of the translator: two platforms with a dialect of the test's own, a log in memory with their
// topics, the translator's two streams, and the ears of its log.
#ifndef INTERLINE_SERVICES_TRANSLATOR_TEST_WORLD_H_
#define INTERLINE_SERVICES_TRANSLATOR_TEST_WORLD_H_

#include <prometheus/registry.h>

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "adapters/engine/reloading_registry.h"
#include "core/base/clock.h"
#include "core/bus/memory_bus.h"
#include "core/stream/stream.h"
#include "interline/v1/ticket_event.pb.h"
#include "services/translator/decode_processor.h"
#include "services/translator/encode_processor.h"

namespace interline::translator {

// Something that nobody may find in a log or a status.
inline constexpr char kCanary[] = "kanarienvogel";

// 440000 and 12367, both in a dialect with two messages: "transfer" (the ticket follows from the sender's number) and
// "signed" (the ticket's id, or only the number of the one who signs).
std::unique_ptr<adapters::ReloadingRegistry> LoadTestPlatforms();

// Writes the dialect anew with `from`, which it has once, replaced by `to`.
void ChangeTestDialect(const std::string& from, const std::string& to);

struct TestWorld {
  TestWorld();
  ~TestWorld();

  // Writes a record as a platform or the ticketing service would. Absent value = tombstone.
  void Write(const std::string& topic, const std::string& key, absl::optional<std::string> value,
             std::vector<bus::Header> headers = {});
  // Runs both streams until nothing is left to do.
  void Translate();

  std::vector<bus::Record> Read(const std::string& topic) { return bus.Committed(topic); }
  std::vector<v1::TicketEvent> Commands();
  std::vector<v1::Rejection> Rejections();

  // All that was logged so far.
  std::string Logged() const { return log_->str(); }

  FakeClock clock;
  bus::MemoryBus bus{clock};
  std::unique_ptr<adapters::ReloadingRegistry> adapters;
  prometheus::Registry metrics;

 private:
  std::shared_ptr<std::ostringstream> log_;
  TranslatorMetrics decode_metrics_;
  TranslatorMetrics encode_metrics_;
  DecodeProcessor decode_processor_;
  EncodeProcessor encode_processor_;
  std::unique_ptr<stream::Stream> decode_;
  std::unique_ptr<stream::Stream> encode_;
};

}  // namespace interline::translator

#endif  // INTERLINE_SERVICES_TRANSLATOR_TEST_WORLD_H_
