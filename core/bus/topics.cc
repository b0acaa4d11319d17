#include "core/bus/topics.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace interline::bus {
namespace {

constexpr char kIn[] = "in.";
constexpr char kOut[] = "out.";
constexpr char kOutbox[] = "outbox.";

constexpr int64_t kDayMs = 24LL * 60 * 60 * 1000;
// Partners' messages are at most 1 MiB; inside, a record may hold one of them and an envelope around it.
constexpr int kEdgeBytes = 1100 * 1024;
constexpr int kInnerBytes = 2 * 1024 * 1024;

std::string After(absl::string_view prefix, const std::string& topic) {
  absl::string_view rest = topic;
  return absl::ConsumePrefix(&rest, prefix) ? std::string(rest) : "";
}

TopicSpec Kept(std::string name, int32_t partitions, int32_t replication_factor, int64_t days, int bytes) {
  TopicSpec spec{std::move(name), partitions, replication_factor, {}};
  spec.settings["message.timestamp.type"] = "LogAppendTime";
  spec.settings["max.message.bytes"] = absl::StrCat(bytes);
  spec.settings["retention.ms"] = absl::StrCat(days * kDayMs);
  if (replication_factor >= 3) spec.settings["min.insync.replicas"] = "2";
  return spec;
}

TopicSpec Compacted(std::string name, int32_t partitions, int32_t replication_factor, int bytes) {
  TopicSpec spec = Kept(std::move(name), partitions, replication_factor, 0, bytes);
  spec.settings.erase("retention.ms");
  spec.settings["cleanup.policy"] = "compact";
  return spec;
}

}  // namespace

std::string InTopic(const std::string& platform) { return absl::StrCat(kIn, platform); }
std::string OutTopic(const std::string& platform) { return absl::StrCat(kOut, platform); }
std::string OutboxTopic(const std::string& platform) { return absl::StrCat(kOutbox, platform); }

std::string PlatformOfInTopic(const std::string& topic) { return After(kIn, topic); }
std::string PlatformOfOutTopic(const std::string& topic) { return After(kOut, topic); }
std::string PlatformOfOutboxTopic(const std::string& topic) { return After(kOutbox, topic); }

std::vector<TopicSpec> InterlineTopics(const std::vector<std::string>& platforms, int32_t partitions,
                                       int32_t replication_factor) {
  std::vector<TopicSpec> specs = {
      Kept(kCommands, partitions, replication_factor, 7, kInnerBytes),
      Kept(kEvents, partitions, replication_factor, 3650, kInnerBytes),
      Kept(kRejected, partitions, replication_factor, 30, kInnerBytes),
      Compacted(kState, partitions, replication_factor, kInnerBytes),
      Compacted(kCourier, partitions, replication_factor, kInnerBytes),
  };
  for (const std::string& platform : platforms) {
    specs.push_back(Kept(InTopic(platform), partitions, replication_factor, 30, kEdgeBytes));
    specs.push_back(Kept(OutTopic(platform), partitions, replication_factor, 7, kEdgeBytes));
    specs.push_back(Kept(OutboxTopic(platform), partitions, replication_factor, 7, kInnerBytes));
  }
  return specs;
}

}  // namespace interline::bus
