// interline trace TICKET
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <iostream>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/table.h"
#include "core/base/ids.h"
#include "core/base/mask.h"
#include "core/base/proto_time.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"
#include "core/bus/topics.h"
#include "core/calendar/calendar.h"
#include "core/ticket/event.h"
#include "interline/v1/refusal.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::cli {
namespace {

struct TraceFlags {
  std::string ticket;
  bool json = false;
  bool reveal = false;
};

struct Timeline {
  std::vector<v1::TicketEvent> events;
  std::vector<v1::Rejection> rejections;
};

// All events of a ticket are in the partition of its id, so only that one is read.
absl::StatusOr<Timeline> ReadTimeline(bus::Bus& bus, const std::string& ticket) {
  ASSIGN_OR_RETURN(const auto topics, bus.admin().ListTopics());
  Timeline timeline;
  for (const char* topic : {bus::kEvents, bus::kRejected}) {
    const auto found = topics.find(topic);
    if (found == topics.end())
      return absl::NotFoundError(absl::StrCat("no topic ", topic, "; see interline topics create"));
    const bus::TopicPartition at{topic, bus::PartitionForKey(ticket, found->second)};
    RETURN_IF_ERROR(ReadAll(bus, at, [&](const bus::Record& record) {
      if (record.key != ticket || !record.value) return;
      v1::TicketEvent event;
      v1::Rejection rejection;
      if (topic == bus::kEvents && event.ParseFromString(*record.value)) timeline.events.push_back(std::move(event));
      if (topic == bus::kRejected && rejection.ParseFromString(*record.value)) {
        timeline.rejections.push_back(std::move(rejection));
      }
    }));
  }
  return timeline;
}

std::string InChina(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%E3S", FromProto(time), calendar::ChinaTime());
}

std::string State(v1::Ticket::State state) {
  return absl::AsciiStrToLower(absl::StripPrefix(v1::Ticket::State_Name(state), "STATE_"));
}

std::string Note(const v1::TicketEvent& event) {
  if (event.has_transferred()) return absl::StrCat("to ", event.transferred().to());
  if (event.has_repeat_recognised()) {
    return absl::StrCat("repeat of ", event.repeat_recognised().event_id(), " recognised, no effect");
  }
  if (event.journal().effect() == v1::Journal::EFFECT_LATE) return "late, no effect";
  return "";
}

void PrintTable(const Timeline& timeline) {
  struct Row {
    absl::Time time;
    std::vector<std::string> cells;
  };
  std::vector<Row> rows;
  for (const v1::TicketEvent& event : timeline.events) {
    const v1::Journal& journal = event.journal();
    rows.push_back({FromProto(journal.accepted_at()),
                    {InChina(journal.accepted_at()), event.source(), std::string(ticket::KindName(event.kind_case())),
                     absl::StrCat(State(journal.state_before()), " -> ", State(journal.state_after())),
                     journal.holder(), Note(event)}});
  }
  for (const v1::Rejection& rejection : timeline.rejections) {
    rows.push_back(
        {FromProto(rejection.rejected_at()),
         {InChina(rejection.rejected_at()), rejection.platform(), "rejected", "", "",
          absl::StrCat(ReasonName(rejection.refusal().reason()), " ", Printable(rejection.refusal().path()))}});
  }
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.time < b.time; });
  Table table({"time (China)", "who", "what", "state", "holder", "note"});
  for (Row& row : rows) table.AddRow(std::move(row.cells));
  table.Print(std::cout);
}

int PrintJson(const Timeline& timeline) {
  const auto print = [](const google::protobuf::Message& message) {
    std::string json;
    const auto status = google::protobuf::util::MessageToJsonString(message, &json);
    if (status.ok()) std::cout << json << "\n";
    return status.ok();
  };
  bool ok = true;
  for (const v1::TicketEvent& event : timeline.events) ok = print(event) && ok;
  for (const v1::Rejection& rejection : timeline.rejections) ok = print(rejection) && ok;
  return ok ? kOk : kFailed;
}

int Trace(const CommonFlags& common, const TraceFlags& flags) {
  if (!IsTicketId(flags.ticket)) {
    return Fail(
        absl::InvalidArgumentError("a ticket is named by its id, <origin>:<number>, for instance 440000:DH2611240012"));
  }
  const auto bus = Connect(common);
  if (!bus.ok()) return Fail(bus.status());
  auto timeline = ReadTimeline(**bus, flags.ticket);
  if (!timeline.ok()) return Fail(timeline.status());
  if (timeline->events.empty() && timeline->rejections.empty()) {
    return Fail(absl::NotFoundError(absl::StrCat("nothing is known of ", flags.ticket)));
  }
  for (v1::Rejection& rejection : timeline->rejections) rejection.clear_original();
  if (!flags.reveal) {
    for (v1::TicketEvent& event : timeline->events) Mask(event);
  }
  if (flags.json) return PrintJson(*timeline);
  PrintTable(*timeline);
  return kOk;
}

}  // namespace

void AddTrace(CLI::App& app, CommonFlags& common, Action& action) {
  auto flags = std::make_shared<TraceFlags>();
  CLI::App* trace = app.add_subcommand("trace", "The timeline of one ticket across both platforms.");
  trace->add_option("TICKET", flags->ticket, "Ticket id, <origin>:<number>.")->required();
  trace->add_flag("--json", flags->json, "One JSON object per line, events first.");
  trace->add_flag("--reveal", flags->reveal, "Show personal data in --json.");
  trace->footer("Example:\n  interline trace 440000:DH2611240012");
  trace->callback([&common, &action, flags] { action = [&common, flags] { return Trace(common, *flags); }; });
}

}  // namespace interline::cli
