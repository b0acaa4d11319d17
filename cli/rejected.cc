// interline rejected
#include <algorithm>
#include <memory>

#include "cli/json_lines.h"
#include "cli/log_reader.h"
#include "cli/program.h"
#include "cli/table.h"
#include "cli/words.h"
#include "core/base/proto_time.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"
#include "core/bus/topics.h"
#include "interline/v1/refusal.pb.h"

namespace interline::cli {
namespace {

struct RejectedFlags {
  bool json = false;
};

absl::StatusOr<std::vector<v1::Rejection>> ReadRejections(bus::Bus& bus) {
  ASSIGN_OR_RETURN(LogFollower log, LogFollower::OfTopics(bus, {bus::kRejected}, StartAt::kBeginning));
  std::vector<v1::Rejection> rejections;
  RETURN_IF_ERROR(log.CatchUp([&](const bus::Record& record) {
    v1::Rejection rejection;
    if (!record.value || !rejection.ParseFromString(*record.value)) return;
    // The message itself is full of personal data.
    rejection.clear_original();
    rejections.push_back(std::move(rejection));
  }));
  std::stable_sort(rejections.begin(), rejections.end(), [](const v1::Rejection& a, const v1::Rejection& b) {
    return FromProto(a.rejected_at()) < FromProto(b.rejected_at());
  });
  return rejections;
}

absl::Status Show(const Program& program, const RejectedFlags& flags) {
  ASSIGN_OR_RETURN(const auto bus, program.Connect());
  ASSIGN_OR_RETURN(const std::vector<v1::Rejection> rejections, ReadRejections(*bus));
  if (flags.json) {
    for (const v1::Rejection& rejection : rejections) RETURN_IF_ERROR(PrintJsonLine(rejection, program.world.out));
    return absl::OkStatus();
  }
  Table table({"time (China)", "platform", "stage", "reason", "path", "ticket", "message", "from"});
  for (const v1::Rejection& rejection : rejections) {
    table.AddRow({InChina(rejection.rejected_at()), rejection.platform(),
                  EnumWord(v1::Rejection::Stage_Name(rejection.stage()), "STAGE_"),
                  ReasonName(rejection.refusal().reason()), rejection.refusal().path(), rejection.ticket_id(),
                  rejection.event_id(), PlaceOf(rejection.position())});
  }
  table.Print(program.world.out);
  return absl::OkStatus();
}

}  // namespace

void AddRejected(CLI::App& app, Program& program) {
  CLI::App* rejected = app.add_subcommand("rejected", "Messages that had no effect, and why; never what they say.");
  const auto flags = std::make_shared<RejectedFlags>();
  rejected->add_flag("--json", flags->json, "One JSON object per line.");
  rejected->footer("Examples:\n  interline rejected --brokers 127.0.0.1:9092\n  interline rejected --json | tail -1");
  rejected->callback([&program, flags] { program.action = [&program, flags] { return Show(program, *flags); }; });
}

}  // namespace interline::cli
