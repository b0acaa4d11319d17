// interline reconcile
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <memory>
#include <set>

#include "absl/strings/str_cat.h"
#include "adapters/engine/registry.h"
#include "cli/exchange.h"
#include "cli/log_reader.h"
#include "cli/program.h"
#include "cli/scenario.h"
#include "cli/table.h"
#include "cli/text_file.h"
#include "cli/words.h"
#include "core/base/ids.h"
#include "core/base/status_macros.h"
#include "core/bus/topics.h"

namespace interline::cli {
namespace {

constexpr absl::Duration kProgressEvery = absl::Seconds(2);
constexpr absl::Duration kPollWait = absl::Milliseconds(200);

struct ReconcileFlags {
  std::string scenario;
  std::string run;
  std::string wait = "120s";
  bool json = false;
};

struct Totals {
  int exchanged = 0;
  int repeats = 0;
  int refused = 0;
  int lost = 0;
  int as_sent = 0;
};

Totals Count(const std::vector<Finding>& findings) {
  Totals totals;
  for (const Finding& finding : findings) {
    totals.exchanged += finding.exchanged;
    totals.repeats += finding.repeats;
    totals.refused += finding.refused;
    totals.lost += finding.lost;
    totals.as_sent += finding.differences.empty();
  }
  return totals;
}

std::string Summary(const Totals& totals) {
  return absl::StrCat(totals.exchanged, " tickets exchanged, ", totals.repeats, " duplicates recognised, ",
                      totals.refused, " rejected, ", totals.lost, " lost");
}

std::string Milliseconds(const Finding& finding) {
  return finding.took ? absl::StrCat(absl::ToInt64Milliseconds(*finding.took), " ms") : "";
}

void Print(const std::vector<Finding>& findings, std::ostream& out) {
  Table table({"ticket", "from", "to", "what happened", "how long"});
  for (const Finding& finding : findings) {
    table.AddRow(
        {finding.ticket->number, finding.ticket->from, finding.ticket->to, finding.happened, Milliseconds(finding)});
  }
  table.Print(out);
  for (const Finding& finding : findings) {
    for (const std::string& difference : finding.differences) {
      out << finding.ticket->ticket_id() << ": " << Printable(difference) << '\n';
    }
  }
  out << Summary(Count(findings)) << '\n';
}

void WriteJson(const Finding& finding, rapidjson::Writer<rapidjson::StringBuffer>& writer) {
  writer.StartObject();
  writer.Key("ticket");
  writer.String(finding.ticket->ticket_id().c_str());
  writer.Key("to");
  writer.String(finding.ticket->to.c_str());
  writer.Key("happened");
  writer.String(finding.happened.c_str());
  if (finding.took) {
    writer.Key("milliseconds");
    writer.Int64(absl::ToInt64Milliseconds(*finding.took));
  }
  writer.Key("exchanged");
  writer.Bool(finding.exchanged);
  writer.Key("lost");
  writer.Bool(finding.lost);
  writer.Key("differences");
  writer.StartArray();
  for (const std::string& difference : finding.differences) writer.String(difference.c_str());
  writer.EndArray();
  writer.EndObject();
}

// One object per ticket, and one with the sums.
void PrintJson(const std::vector<Finding>& findings, std::ostream& out) {
  for (const Finding& finding : findings) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    WriteJson(finding, writer);
    out << buffer.GetString() << '\n';
  }
  const Totals totals = Count(findings);
  out << "{\"exchanged\":" << totals.exchanged << ",\"duplicates\":" << totals.repeats
      << ",\"rejected\":" << totals.refused << ",\"lost\":" << totals.lost << "}\n";
}

std::set<std::string> PlatformsOf(const Scenario& scenario) {
  std::set<std::string> platforms;
  for (const ScenarioTicket& ticket : scenario.tickets()) platforms.insert({ticket.from, ticket.to});
  return platforms;
}

absl::StatusOr<std::vector<Conversation>> Model(const Scenario& scenario, const adapters::Registry& registry) {
  for (const std::string& platform : PlatformsOf(scenario)) {
    if (registry.Find(platform) == nullptr) {
      return absl::NotFoundError(absl::StrCat("no platform ", platform, "; interline platforms lists them"));
    }
  }
  std::vector<Conversation> conversations;
  for (const ScenarioTicket& ticket : scenario.tickets()) {
    conversations.push_back(Converse(ticket, scenario, *registry.Find(ticket.from), *registry.Find(ticket.to)));
  }
  return conversations;
}

absl::StatusOr<LogFollower> Follow(bus::Bus& bus, const Scenario& scenario) {
  std::vector<std::string> topics = {bus::kCommands, bus::kEvents, bus::kRejected};
  for (const std::string& platform : PlatformsOf(scenario)) {
    topics.push_back(bus::InTopic(platform));
    topics.push_back(bus::OutTopic(platform));
  }
  return LogFollower::OfTopics(bus, topics, StartAt::kBeginning);
}

// What a record of an `out` topic says, read as its platform reads it; passed over when it cannot be read, so that it
// shows as missing.
void Tell(const adapters::Adapter& adapter, const bus::Record& record, Exchange& exchange) {
  adapters::WireMessage wire{record.value.value_or(""), {}};
  for (const bus::Header& header : record.headers) wire.headers.emplace(header.key, header.value);
  const auto event = adapter.Decode(adapters::Direction::kToPlatform, wire);
  if (!event.ok()) return;
  // A platform that reads its topic has the message now; to any other it must still be brought.
  const bool reads_topic = adapter.platform().transport() == adapter::v1::TRANSPORT_KAFKA;
  const std::string delivery = reads_topic ? "" : bus::FindHeader(record.headers, "interline-delivery");
  exchange.OnTold(adapter.platform().id(), *event, record.appended_at, delivery);
}

void Take(const adapters::Registry& registry, const bus::Record& record, Exchange& exchange) {
  const std::string in = bus::PlatformOfInTopic(record.topic);
  const std::string out = bus::PlatformOfOutTopic(record.topic);
  if (!in.empty()) return exchange.OnSent(in, record.key, record.appended_at);
  if (!out.empty()) return Tell(*registry.Find(out), record, exchange);
  if (record.topic == bus::kCommands) {
    // What comes through the intake service stands in no topic of its platform.
    const TicketIdParts ticket = SplitTicketId(record.key);
    return exchange.OnSent(ticket.origin, ticket.number, record.appended_at);
  }
  v1::TicketEvent event;
  v1::Rejection rejection;
  if (record.topic == bus::kEvents && event.ParseFromString(record.value.value_or(""))) exchange.OnJournal(event);
  if (record.topic == bus::kRejected && rejection.ParseFromString(record.value.value_or(""))) {
    exchange.OnRejected(rejection);
  }
}

// Reads until all is as it was sent and nothing more stands behind it, or until the time is over.
absl::Status Watch(LogFollower& log, const TakeRecord& take, const Exchange& exchange, absl::Time until,
                   const World& world) {
  absl::Time next_line = world.clock.Now() + kProgressEvery;
  const auto count_as_sent = [&] { return static_cast<size_t>(Count(exchange.Judge()).as_sent); };
  const size_t all = exchange.Judge().size();
  for (;;) {
    RETURN_IF_ERROR(log.Poll(kPollWait, take).status());
    const bool over = world.clock.Now() >= until || world.stop;
    const size_t as_sent = count_as_sent();
    if (over || as_sent == all) {
      // What came twice may still stand behind.
      RETURN_IF_ERROR(log.CatchUp(take));
      if (over || count_as_sent() == all) return absl::OkStatus();
    }
    if (world.clock.Now() >= next_line) {
      world.err << as_sent << " of " << all << " tickets are where they should be" << std::endl;
      next_line += kProgressEvery;
    }
  }
}

absl::Status Reconcile(const Program& program, const ReconcileFlags& flags) {
  World& world = program.world;
  ASSIGN_OR_RETURN(const absl::Duration wait, ParseWait(flags.wait));
  ASSIGN_OR_RETURN(const adapters::Registry registry, adapters::Registry::Load(program.common.adapters));
  ASSIGN_OR_RETURN(const std::string text, ReadTextFile(flags.scenario));
  ASSIGN_OR_RETURN(const Scenario scenario, Scenario::Parse(text, flags.run, RunStart(flags.run, world.clock.Now())));
  ASSIGN_OR_RETURN(const std::vector<Conversation> conversations, Model(scenario, registry));
  ASSIGN_OR_RETURN(const auto bus, program.Connect());
  ASSIGN_OR_RETURN(LogFollower log, Follow(*bus, scenario));
  Exchange exchange(scenario, conversations);
  const TakeRecord take = [&](const bus::Record& record) { Take(registry, record, exchange); };
  RETURN_IF_ERROR(Watch(log, take, exchange, world.clock.Now() + wait, world));

  const std::vector<Finding> findings = exchange.Judge();
  if (flags.json) {
    PrintJson(findings, world.out);
  } else {
    Print(findings, world.out);
  }
  const Totals totals = Count(findings);
  if (totals.as_sent == static_cast<int>(findings.size())) return absl::OkStatus();
  return absl::AbortedError(
      absl::StrCat(findings.size() - totals.as_sent, " of ", findings.size(), " tickets are not as they were sent"));
}

}  // namespace

void AddReconcile(CLI::App& app, Program& program) {
  CLI::App* reconcile = app.add_subcommand("reconcile", "Compares what every platform has with what a scenario sent.");
  const auto flags = std::make_shared<ReconcileFlags>();
  reconcile->add_option("--scenario", flags->scenario, "File of tickets; see cli/README.md.")->required();
  reconcile->add_option("--run", flags->run, "The run to look at.")->required();
  reconcile->add_option("--wait", flags->wait, "How long to wait until all is there, for instance 90s or 2m.")
      ->capture_default_str();
  reconcile->add_flag("--json", flags->json, "One JSON object per ticket, and one with the sums.");
  reconcile->footer(
      "Example:\n  interline reconcile --scenario deploy/scenario/quickstart.jsonl --run 20261124091500 --wait 60s\n"
      "Exit code 1 when anything is not as it was sent; each difference is named.");
  reconcile->callback([&program, flags] { program.action = [&program, flags] { return Reconcile(program, *flags); }; });
}

}  // namespace interline::cli
