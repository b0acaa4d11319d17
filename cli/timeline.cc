#include "cli/timeline.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/event_note.h"
#include "cli/json_lines.h"
#include "cli/log_reader.h"
#include "cli/table.h"
#include "cli/words.h"
#include "core/base/mask.h"
#include "core/base/proto_time.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"
#include "core/bus/topics.h"
#include "core/ticket/event.h"

namespace interline::cli {
namespace {

constexpr int kNoteColumns = 80;

struct Row {
  absl::Time time;
  std::vector<std::string> cells;
};

std::string StateWord(v1::Ticket::State state) { return EnumWord(v1::Ticket::State_Name(state), "STATE_"); }

std::string StateChange(const v1::Journal& journal) {
  if (journal.state_before() == journal.state_after()) return StateWord(journal.state_after());
  const bool opens = journal.state_before() == v1::Ticket::STATE_UNSPECIFIED;
  return absl::StrCat(opens ? "" : StateWord(journal.state_before()), opens ? "-> " : " -> ",
                      StateWord(journal.state_after()));
}

Row RowOf(const v1::TicketEvent& event) {
  const v1::Journal& journal = event.journal();
  return {FromProto(journal.accepted_at()),
          {InChina(journal.accepted_at()), event.source(), std::string(ticket::KindName(event.kind_case())),
           StateChange(journal), journal.holder(), FirstColumns(EventNote(event), kNoteColumns)}};
}

Row RowOf(const v1::Rejection& rejection) {
  const std::string& path = rejection.refusal().path();
  return {FromProto(rejection.rejected_at()),
          {InChina(rejection.rejected_at()), rejection.platform(), "rejected", "", "",
           absl::StrCat(ReasonName(rejection.refusal().reason()), path.empty() ? "" : " at ", path)}};
}

}  // namespace

absl::StatusOr<Timeline> ReadTimeline(bus::Bus& bus, const std::string& ticket_id) {
  std::vector<bus::TopicPartition> partitions;
  for (const char* topic : {bus::kEvents, bus::kRejected}) {
    ASSIGN_OR_RETURN(const int32_t count, PartitionsOf(bus, topic));
    partitions.push_back({topic, bus::PartitionForKey(ticket_id, count)});
  }
  ASSIGN_OR_RETURN(LogFollower log, LogFollower::OfPartitions(bus, partitions, StartAt::kBeginning));
  Timeline timeline;
  RETURN_IF_ERROR(log.CatchUp([&](const bus::Record& record) {
    if (record.key != ticket_id || !record.value) return;
    v1::TicketEvent event;
    v1::Rejection rejection;
    if (record.topic == bus::kEvents && event.ParseFromString(*record.value)) {
      timeline.events.push_back(std::move(event));
    } else if (record.topic == bus::kRejected && rejection.ParseFromString(*record.value)) {
      rejection.clear_original();
      timeline.rejections.push_back(std::move(rejection));
    }
  }));
  return timeline;
}

void MaskTimeline(Timeline& timeline) {
  for (v1::TicketEvent& event : timeline.events) Mask(event);
}

void PrintTimeline(const Timeline& timeline, std::ostream& out) {
  std::vector<Row> rows;
  for (const v1::TicketEvent& event : timeline.events) rows.push_back(RowOf(event));
  for (const v1::Rejection& rejection : timeline.rejections) rows.push_back(RowOf(rejection));
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.time < b.time; });
  Table table({"time (China)", "who", "what", "state", "holder", "note"});
  for (Row& row : rows) table.AddRow(std::move(row.cells));
  table.Print(out);
}

absl::Status PrintTimelineJson(const Timeline& timeline, std::ostream& out) {
  for (const v1::TicketEvent& event : timeline.events) RETURN_IF_ERROR(PrintJsonLine(event, out));
  for (const v1::Rejection& rejection : timeline.rejections) RETURN_IF_ERROR(PrintJsonLine(rejection, out));
  return absl::OkStatus();
}

}  // namespace interline::cli
