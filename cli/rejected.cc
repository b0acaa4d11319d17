// interline rejected
#include <iostream>

#include "absl/strings/str_cat.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/table.h"
#include "core/base/proto_time.h"
#include "core/base/refusal.h"
#include "core/bus/topics.h"
#include "core/calendar/calendar.h"
#include "interline/v1/refusal.pb.h"

namespace interline::cli {
namespace {

int Show(const CommonFlags& common) {
  const auto bus = Connect(common);
  if (!bus.ok()) return Fail(bus.status());
  const auto topics = (*bus)->admin().ListTopics();
  if (!topics.ok()) return Fail(topics.status());
  const auto found = topics->find(bus::kRejected);
  if (found == topics->end()) return Fail(absl::NotFoundError("no topic rejected; see interline topics create"));
  Table table({"time (China)", "platform", "reason", "path", "ticket", "message", "from"});
  for (int32_t partition = 0; partition < found->second; ++partition) {
    const absl::Status status = ReadAll(**bus, {bus::kRejected, partition}, [&](const bus::Record& record) {
      v1::Rejection rejection;
      if (!record.value || !rejection.ParseFromString(*record.value)) return;
      const v1::LogPosition& position = rejection.position();
      table.AddRow({absl::FormatTime("%Y-%m-%d %H:%M:%S", FromProto(rejection.rejected_at()), calendar::ChinaTime()),
                    rejection.platform(), ReasonName(rejection.refusal().reason()),
                    Printable(rejection.refusal().path()), rejection.ticket_id(), rejection.event_id(),
                    absl::StrCat(position.topic(), "/", position.partition(), "/", position.offset())});
    });
    if (!status.ok()) return Fail(status);
  }
  table.Print(std::cout);
  return kOk;
}

}  // namespace

void AddRejected(CLI::App& app, CommonFlags& common, Action& action) {
  CLI::App* rejected = app.add_subcommand("rejected", "Messages that had no effect, and why.");
  rejected->footer("Example:\n  interline rejected --brokers 127.0.0.1:9092");
  rejected->callback([&common, &action] { action = [&common] { return Show(common); }; });
}

}  // namespace interline::cli
