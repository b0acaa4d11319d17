#include <spdlog/spdlog.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "adapters/engine/registry.h"
#include "core/base/status_macros.h"
#include "core/bus/topics.h"
#include "core/calendar/calendar.h"
#include "core/runtime/runtime.h"
#include "core/store/rocksdb_store.h"
#include "core/stream/stream.h"
#include "core/stream/stream_exporter.h"
#include "services/ticketing/platform_list.h"
#include "services/ticketing/ticketing_metrics.h"
#include "services/ticketing/ticketing_processor.h"

namespace interline::ticketing {
namespace {

struct Flags {
  std::string adapters = "adapters";
  std::string state_dir = "var/ticketing";
  std::string calendar = "core/calendar/china.calendar";
  uint32_t hop_cap = 2;
  std::string near_due = "24h";
  std::string park_limit = "24h";
  std::string escalation;
};

std::string CheckDuration(const std::string& text) {
  absl::Duration duration;
  const bool good = absl::ParseDuration(text, &duration) && duration > absl::ZeroDuration();
  return good ? "" : "not a time span such as 90m or 24h";
}

absl::Duration DurationOf(const std::string& checked) {
  absl::Duration duration;
  absl::ParseDuration(checked, &duration);
  return duration;
}

void AddFlags(CLI::App& app, Flags& flags) {
  const CLI::Validator duration(CheckDuration, "SPAN");
  app.add_option("--adapters", flags.adapters, "Folder of the specifications.")->capture_default_str();
  app.add_option("--state-dir", flags.state_dir, "Folder of the local state.")->capture_default_str();
  app.add_option("--calendar", flags.calendar, "File of the working days.")->capture_default_str();
  app.add_option("--hop-cap", flags.hop_cap, "Transfers after the first, until a ticket goes to arbitration.")
      ->capture_default_str();
  app.add_option("--near-due", flags.near_due, "How long before its due time a ticket is called near-due.")
      ->check(duration)
      ->capture_default_str();
  app.add_option("--escalation", flags.escalation,
                 "File of the rules for escalating tickets; without one, each as soon as it is overdue.");
  app.add_option("--park-limit", flags.park_limit, "How long an early event waits for its ticket.")
      ->check(duration)
      ->capture_default_str();
}

std::vector<SpecifiedPlatform> Specified(const adapters::Registry& adapters) {
  std::vector<SpecifiedPlatform> platforms;
  for (const std::string& id : adapters.platform_ids()) {
    platforms.push_back({adapters.Find(id)->platform(), adapters.Find(id)->dialect()});
  }
  return platforms;
}

absl::Status Serve(runtime::Runtime& runtime, const Flags& flags) {
  ASSIGN_OR_RETURN(const calendar::Calendar calendar, calendar::Calendar::Load(flags.calendar));
  ASSIGN_OR_RETURN(const adapters::Registry adapters, adapters::Registry::Load(flags.adapters));
  ASSIGN_OR_RETURN(const auto topics, runtime.bus().admin().ListTopics());
  ASSIGN_OR_RETURN(PlatformList platforms, FindPlatforms(Specified(adapters), topics));
  spdlog::info("serving {} platforms", platforms.served.size());
  if (!platforms.left_out.empty()) {
    spdlog::warn("platforms without topics are not served until `interline topics create` and a restart: {}",
                 absl::StrJoin(platforms.left_out, ", "));
  }
  TicketingOptions options;
  if (!flags.escalation.empty()) {
    ASSIGN_OR_RETURN(options.rules.escalation, ticket::LoadEscalation(flags.escalation));
  }
  options.rules.calendar = &calendar;
  options.rules.hop_cap = flags.hop_cap;
  options.rules.near_due = DurationOf(flags.near_due);
  options.platforms = std::move(platforms.served);
  options.park_limit = DurationOf(flags.park_limit);
  TicketingMetrics metrics(runtime.metrics());
  TicketingProcessor processor(std::move(options), metrics);

  stream::StreamOptions stream_options;
  stream_options.name = runtime.name();
  stream_options.topics = {bus::kCommands};
  stream_options.changelog = bus::kState;
  stream_options.instance = runtime.instance();
  stream::Stream stream(runtime.bus(), store::RocksDbStores(flags.state_dir), runtime.clock(), processor,
                        std::move(stream_options));
  const stream::StreamExporter exporter(runtime.name(), stream.metrics());
  const runtime::Collected::Source counts(runtime.collected(), exporter);
  runtime.SetReady(true);
  return stream.Run(runtime.stop());
}

}  // namespace
}  // namespace interline::ticketing

int main(int argc, char** argv) {
  interline::runtime::Runtime runtime("ticketing", "Judges every event by the state of its ticket.");
  interline::ticketing::Flags flags;
  interline::ticketing::AddFlags(runtime.flags(), flags);
  return runtime.Run(argc, argv, [&] { return interline::ticketing::Serve(runtime, flags); });
}
