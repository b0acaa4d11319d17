#include <spdlog/spdlog.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_join.h"
#include "adapters/engine/reloading_registry.h"
#include "core/base/status_macros.h"
#include "core/runtime/runtime.h"
#include "core/stream/stream.h"
#include "core/stream/stream_exporter.h"
#include "services/translator/decode_processor.h"
#include "services/translator/encode_processor.h"
#include "services/translator/platform_topics.h"
#include "services/translator/reloader.h"

namespace interline::translator {
namespace {

constexpr std::chrono::milliseconds kStopCheck(100);
// Looks for changed specifications: one a second.
constexpr int kChecksPerLook = 10;

// A stream on a thread of its own.
class StreamThread {
 public:
  StreamThread(runtime::Runtime& runtime, stream::Processor& processor, const std::string& name,
               const std::vector<std::string>& topics, const std::atomic<bool>& stop)
      : stream_(runtime.bus(), {}, runtime.clock(), processor, Options(runtime, name, topics)),
        exporter_(name, stream_.metrics()),
        counts_(runtime.collected(), exporter_),
        thread_([this, &stop] {
          status_ = stream_.Run(stop);
          ended_ = true;
        }) {}
  ~StreamThread() { thread_.join(); }

  bool ended() const { return ended_; }
  // To be asked once ended() is true.
  const absl::Status& status() const { return status_; }

 private:
  static stream::StreamOptions Options(runtime::Runtime& runtime, const std::string& name,
                                       const std::vector<std::string>& topics) {
    stream::StreamOptions options;
    options.name = name;
    options.topics = topics;
    options.instance = runtime.instance();
    return options;
  }

  stream::Stream stream_;
  const stream::StreamExporter exporter_;
  const runtime::Collected::Source counts_;
  absl::Status status_;
  std::atomic<bool> ended_{false};
  std::thread thread_;
};

absl::Status RunStreams(runtime::Runtime& runtime, adapters::ReloadingRegistry& adapters,
                        const PlatformTopics& topics) {
  TranslatorMetrics decode_metrics(runtime.metrics(), "decode");
  TranslatorMetrics encode_metrics(runtime.metrics(), "encode");
  DecodeProcessor decode_processor(adapters, decode_metrics);
  EncodeProcessor encode_processor(adapters, encode_metrics);
  Reloader reloader(adapters, runtime.metrics());
  std::atomic<bool> stop{false};
  StreamThread decode(runtime, decode_processor, "translator-decode", topics.in, stop);
  StreamThread encode(runtime, encode_processor, "translator-encode", topics.outbox, stop);
  runtime.SetReady(true);
  for (int checks = 1; !runtime.stop() && !decode.ended() && !encode.ended(); ++checks) {
    std::this_thread::sleep_for(kStopCheck);
    if (checks % kChecksPerLook == 0) reloader.Look();
  }
  runtime.SetReady(false);
  stop = true;
  while (!decode.ended() || !encode.ended()) std::this_thread::sleep_for(kStopCheck);
  RETURN_IF_ERROR(decode.status());
  return encode.status();
}

absl::Status Serve(runtime::Runtime& runtime, const std::string& adapters_dir) {
  ASSIGN_OR_RETURN(const auto adapters, adapters::ReloadingRegistry::Open(adapters_dir));
  const std::vector<std::string> platforms = adapters->current()->platform_ids();
  ASSIGN_OR_RETURN(const PlatformTopics topics, FindPlatformTopics(runtime.bus().admin(), platforms));
  spdlog::info("serving {}", absl::StrJoin(topics.in, ", "));
  if (!topics.left_out.empty()) {
    spdlog::warn("platforms without topics are not served until `interline topics create` and a restart: {}",
                 absl::StrJoin(topics.left_out, ", "));
  }
  return RunStreams(runtime, *adapters, topics);
}

}  // namespace
}  // namespace interline::translator

int main(int argc, char** argv) {
  interline::runtime::Runtime runtime("translator", "Translates between the platforms' dialects and the contract.");
  std::string adapters_dir = "adapters";
  runtime.flags().add_option("--adapters", adapters_dir, "Folder of the specifications.")->capture_default_str();
  return runtime.Run(argc, argv, [&] { return interline::translator::Serve(runtime, adapters_dir); });
}
