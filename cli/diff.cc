// interline diff OLD NEW --over FILE|TOPIC
#include <map>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/json_line.h"
#include "cli/log_reader.h"
#include "cli/program.h"
#include "cli/recording.h"
#include "cli/specification_tree.h"
#include "cli/table.h"
#include "cli/text_file.h"
#include "cli/traffic_difference.h"
#include "core/base/status_macros.h"
#include "core/bus/topics.h"

namespace interline::cli {
namespace {

using adapters::Direction;
using adapters::Specified;
using Kind = TrafficDifference::Kind;

struct DiffFlags {
  std::string before;
  std::string after;
  std::string over;
  std::string platform;
  bool reveal = false;
  bool json = false;
};

// Two trees of specifications, and what they say of one message.
class Comparison {
 public:
  static absl::StatusOr<Comparison> Load(const DiffFlags& flags) {
    ASSIGN_OR_RETURN(SpecificationTree before, SpecificationTree::Load(flags.before));
    ASSIGN_OR_RETURN(SpecificationTree after, SpecificationTree::Load(flags.after));
    Comparison comparison{std::move(before), std::move(after), flags.platform};
    // Told once, not for every message.
    if (!flags.platform.empty()) {
      RETURN_IF_ERROR(comparison.Find(comparison.before_, flags.platform).status());
      RETURN_IF_ERROR(comparison.Find(comparison.after_, flags.platform).status());
    }
    return comparison;
  }

  absl::StatusOr<TrafficDifference> Of(const Recorded& recorded) const {
    ASSIGN_OR_RETURN(const Specified* before, Find(before_, recorded.platform));
    ASSIGN_OR_RETURN(const Specified* after, Find(after_, recorded.platform));
    return CompareOver(*before->plan, *after->plan, recorded);
  }

 private:
  Comparison(SpecificationTree before, SpecificationTree after, std::string platform)
      : before_(std::move(before)), after_(std::move(after)), platform_(std::move(platform)) {}

  // The folder that the path pointed at, or the platform of the message.
  absl::StatusOr<const Specified*> Find(const SpecificationTree& tree, const std::string& platform) const {
    if (!tree.chosen_name().empty()) return tree.FindChosen();
    const std::string& name = platform_.empty() ? platform : platform_;
    if (name.empty()) return absl::InvalidArgumentError("which platform? Name its folders, or use --platform");
    return tree.FindPlatform(name);
  }

  SpecificationTree before_;
  SpecificationTree after_;
  const std::string platform_;
};

// Counts, and shows what differs.
class Report {
 public:
  Report(const DiffFlags& flags, std::ostream& out) : flags_(flags), out_(out) {}

  void Add(const std::string& place, const TrafficDifference& difference) {
    ++counts_[difference.kind];
    ++all_;
    if (flags_.json) return PrintJson(place, difference);
    if (difference.kind == Kind::kSame) return;
    out_ << Printable(place) << ": " << WordsOf(difference.kind);
    if (difference.kind == Kind::kNowRefused) out_ << ": " << Printable(difference.refused_after);
    if (difference.kind == Kind::kNowAccepted) out_ << ", was " << Printable(difference.refused_before);
    if (difference.kind == Kind::kRefusedOtherwise) {
      out_ << ": " << Printable(difference.refused_before) << " -> " << Printable(difference.refused_after);
    }
    out_ << '\n';
    for (const auto& change : difference.changes) {
      out_ << "  " << Printable(change.path);
      if (flags_.reveal) out_ << ": " << Printable(change.before) << " -> " << Printable(change.after);
      out_ << '\n';
    }
  }

  absl::Status Finish() const {
    if (all_ == 0) return absl::NotFoundError(absl::StrCat("no message in ", flags_.over));
    const std::string words =
        absl::StrCat(all_, " messages: ", absl::StrJoin(counts_, ", ", [](std::string* text, const auto& count) {
                       absl::StrAppend(text, count.second, " ", WordsOf(count.first));
                     }));
    if (!flags_.json) out_ << words << '\n';
    return counts_.count(Kind::kSame) > 0 && counts_.size() == 1 ? absl::OkStatus() : absl::AbortedError(words);
  }

 private:
  void PrintJson(const std::string& place, const TrafficDifference& difference) {
    JsonLine line;
    line.Text("message", place).Text("result", WordsOf(difference.kind));
    if (!difference.refused_before.empty()) line.Text("refused_before", difference.refused_before);
    if (!difference.refused_after.empty()) line.Text("refused_after", difference.refused_after);
    std::vector<std::string> paths;
    for (const auto& change : difference.changes) paths.push_back(change.path);
    if (!paths.empty()) line.Texts("changed", paths);
    line.Print(out_);
  }

  const DiffFlags& flags_;
  std::ostream& out_;
  std::map<Kind, int> counts_;
  int all_ = 0;
};

absl::Status OverFile(const DiffFlags& flags, const Comparison& comparison, Report& report) {
  ASSIGN_OR_RETURN(const std::string text, ReadTextFile(flags.over));
  int number = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    if (absl::StripAsciiWhitespace(line).empty() || line[0] == '#') continue;
    const std::string place = absl::StrCat(flags.over, ":", number);
    absl::StatusOr<Recorded> recorded = ParseRecorded(line);
    if (!recorded.ok()) return absl::InvalidArgumentError(absl::StrCat(place, ": ", recorded.status().message()));
    ASSIGN_OR_RETURN(const TrafficDifference difference, comparison.Of(*recorded));
    report.Add(place, difference);
  }
  return absl::OkStatus();
}

// The record of an `in`, `out` or `outbox` topic; none for one that holds nothing to read or write.
absl::optional<Recorded> FromRecord(const bus::Record& record) {
  Recorded recorded;
  recorded.place = absl::StrCat(record.topic, "/", record.partition, "/", record.offset);
  const std::string in = bus::PlatformOfInTopic(record.topic);
  const std::string out = bus::PlatformOfOutTopic(record.topic);
  recorded.direction = in.empty() ? Direction::kToPlatform : Direction::kFromPlatform;
  recorded.platform = in.empty() ? out : in;
  if (recorded.platform.empty()) {
    v1::Delivery delivery;
    if (!delivery.ParseFromString(record.value.value_or(""))) return absl::nullopt;
    recorded.platform = bus::PlatformOfOutboxTopic(record.topic);
    recorded.event = delivery.event();
    return recorded;
  }
  recorded.message.body = record.value.value_or("");
  for (const bus::Header& header : record.headers) recorded.message.headers.emplace(header.key, header.value);
  return recorded;
}

bool IsTopic(const std::string& over) {
  return !bus::PlatformOfInTopic(over).empty() || !bus::PlatformOfOutTopic(over).empty() ||
         !bus::PlatformOfOutboxTopic(over).empty();
}

absl::Status OverTopic(const Program& program, const DiffFlags& flags, const Comparison& comparison, Report& report) {
  ASSIGN_OR_RETURN(const auto bus, program.Connect());
  ASSIGN_OR_RETURN(LogFollower log, LogFollower::OfTopics(*bus, {flags.over}, StartAt::kBeginning));
  absl::Status status;
  RETURN_IF_ERROR(log.CatchUp([&](const bus::Record& record) {
    const absl::optional<Recorded> recorded = FromRecord(record);
    if (!recorded.has_value() || !status.ok()) return;
    const absl::StatusOr<TrafficDifference> difference = comparison.Of(*recorded);
    status = difference.status();
    if (difference.ok()) report.Add(recorded->place, *difference);
  }));
  return status;
}

absl::Status Diff(const Program& program, const DiffFlags& flags) {
  ASSIGN_OR_RETURN(const Comparison comparison, Comparison::Load(flags));
  Report report(flags, program.world.out);
  RETURN_IF_ERROR(IsTopic(flags.over) ? OverTopic(program, flags, comparison, report)
                                      : OverFile(flags, comparison, report));
  return report.Finish();
}

}  // namespace

void AddDiff(CLI::App& app, Program& program) {
  CLI::App* diff =
      app.add_subcommand("diff", "What a changed specification does differently to recorded traffic. Nothing is sent.");
  const auto flags = std::make_shared<DiffFlags>();
  diff->add_option("OLD", flags->before, "Folder of one platform or dialect, or of all platforms, as it is.")
      ->required();
  diff->add_option("NEW", flags->after, "The same, changed.")->required();
  diff->add_option("--over", flags->over,
                   "A recording, see cli/README.md; or a topic: in.ID and out.ID are read, outbox.ID is written.")
      ->required();
  diff->add_option("--platform", flags->platform,
                   "Platform id or folder name, when OLD and NEW hold several and the recording does not say.");
  diff->add_flag("--reveal", flags->reveal, "Show values, which may be personal data.");
  diff->add_flag("--json", flags->json, "One JSON object per message, those that stay the same included.");
  diff->footer(
      "Examples:\n"
      "  interline diff before/guangdong adapters/guangdong --over recording.jsonl\n"
      "  interline diff before adapters --over in.440000 --json\n"
      "Exit code 1 when anything differs.");
  diff->callback([&program, flags] { program.action = [&program, flags] { return Diff(program, *flags); }; });
}

}  // namespace interline::cli
