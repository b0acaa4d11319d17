// interline reconcile
#include <algorithm>
#include <iostream>
#include <memory>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "adapters/engine/registry.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/scenario_file.h"
#include "cli/table.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"
#include "core/bus/topics.h"
#include "core/ticket/event.h"
#include "interline/v1/refusal.pb.h"

namespace interline::cli {
namespace {

constexpr absl::Duration kProgress = absl::Seconds(2);
constexpr absl::Duration kLook = absl::Milliseconds(500);
// The broker's own kinds start here in the contract; they are not part of the exchange between platforms.
constexpr int kFirstBrokerKind = 60;

struct ReconcileFlags {
  std::string scenario;
  std::string run;
  int wait_seconds = 120;
};

// What one platform was told of one ticket, in order.
struct Told {
  std::vector<std::string> kinds;
  std::vector<v1::TicketEvent> transfers;
  absl::Time last;
};

struct Reality {
  std::map<std::pair<std::string, std::string>, Told> told;  // by platform and ticket id
  std::map<std::string, int> repeats;                        // by ticket id
  std::vector<v1::Rejection> rejections;
};

absl::Status ReadTopic(bus::Bus& bus, const std::string& topic, const std::function<void(const bus::Record&)>& take) {
  ASSIGN_OR_RETURN(const auto topics, bus.admin().ListTopics());
  const auto found = topics.find(topic);
  if (found == topics.end()) return absl::NotFoundError(absl::StrCat("no topic ", topic));
  for (int32_t partition = 0; partition < found->second; ++partition) {
    RETURN_IF_ERROR(ReadAll(bus, {topic, partition}, take));
  }
  return absl::OkStatus();
}

// Reads what the platforms can read, by their own dialects, and what the broker says of it.
absl::StatusOr<Reality> Look(bus::Bus& bus, const adapters::Registry& registry, const Scenario& scenario) {
  std::set<std::string> platforms;
  for (const ScenarioTicket& ticket : scenario.tickets()) platforms.insert({ticket.from, ticket.to});
  Reality reality;
  for (const std::string& platform : platforms) {
    const adapters::Adapter* adapter = registry.Find(platform);
    if (adapter == nullptr) return absl::NotFoundError(absl::StrCat("no platform ", platform));
    RETURN_IF_ERROR(ReadTopic(bus, bus::OutTopic(platform), [&](const bus::Record& record) {
      adapters::WireMessage wire{record.value.value_or(""), {}};
      for (const bus::Header& header : record.headers) wire.headers[header.key] = header.value;
      const auto event = adapter->Decode(adapters::Direction::kToPlatform, wire);
      if (!event.ok() || scenario.Find(event->ticket_id()) == nullptr) return;
      if (event->kind_case() >= kFirstBrokerKind || event->has_received()) return;
      Told& told = reality.told[{platform, event->ticket_id()}];
      told.kinds.push_back(std::string(ticket::KindName(event->kind_case())));
      told.last = record.appended_at;
      if (event->has_transferred()) told.transfers.push_back(*event);
    }));
  }
  RETURN_IF_ERROR(ReadTopic(bus, bus::kEvents, [&](const bus::Record& record) {
    v1::TicketEvent event;
    // Repeats of transfers only: a simulator that was started again repeats its answers, too.
    if (record.value && event.ParseFromString(*record.value) && event.has_repeat_recognised() &&
        event.repeat_recognised().event_kind() == "transferred") {
      ++reality.repeats[event.ticket_id()];
    }
  }));
  RETURN_IF_ERROR(ReadTopic(bus, bus::kRejected, [&](const bus::Record& record) {
    v1::Rejection rejection;
    if (record.value && rejection.ParseFromString(*record.value)) reality.rejections.push_back(std::move(rejection));
  }));
  return reality;
}

std::vector<std::string> ExpectedAtAddressee(const ScenarioTicket& ticket) {
  if (!ticket.arrives()) return {};
  switch (ticket.ending) {
    case Ending::kResolve:
      return {"transferred", "resolution_decided"};
    case Ending::kReturn:
      return {"transferred", "return_decided"};
    case Ending::kResolveAfterRejection:
      return {"transferred", "resolution_decided", "resolution_decided"};
    case Ending::kNothing:
      return {"transferred"};
  }
  return {};
}

std::vector<std::string> ExpectedAtOrigin(const ScenarioTicket& ticket) {
  if (!ticket.arrives()) return {};
  switch (ticket.ending) {
    case Ending::kResolve:
      return {"signed", "progress_reported", "resolution_submitted"};
    case Ending::kReturn:
      return {"return_requested"};
    case Ending::kResolveAfterRejection:
      return {"signed", "progress_reported", "resolution_submitted", "resolution_submitted"};
    case Ending::kNothing:
      return {};
  }
  return {};
}

// One ticket: what was sent against what is there.
struct Finding {
  std::vector<std::string> differences;
  bool lost = false;
  bool exchanged = false;
  int repeats = 0;
  int rejected = 0;
  std::string happened;
  std::string took;
};

void Compare(const std::string& where, const std::vector<std::string>& expected, const std::vector<std::string>& there,
             Finding& finding) {
  if (there == expected) return;
  finding.differences.push_back(absl::StrCat(where, " was told [", absl::StrJoin(there, ", "),
                                             "] and should have been told [", absl::StrJoin(expected, ", "), "]"));
  if (there.size() < expected.size()) finding.lost = true;
}

Finding Judge(const ScenarioTicket& ticket, const Reality& reality) {
  Finding finding;
  const std::string id = ticket.ticket_id();
  const auto told = [&](const std::string& platform) {
    const auto found = reality.told.find({platform, id});
    return found == reality.told.end() ? Told{} : found->second;
  };
  const Told addressee = told(ticket.to);
  const Told origin = told(ticket.from);
  Compare(ticket.to, ExpectedAtAddressee(ticket), addressee.kinds, finding);
  Compare(ticket.from, ExpectedAtOrigin(ticket), origin.kinds, finding);
  for (const v1::TicketEvent& arrived : addressee.transfers) {
    const v1::Matter& matter = arrived.transferred().matter();
    if (matter.title() != ticket.transferred.matter().title() ||
        matter.content() != ticket.transferred.matter().content()) {
      finding.differences.push_back("title or content arrived changed");
    }
  }
  const auto repeats = reality.repeats.find(id);
  finding.repeats = repeats == reality.repeats.end() ? 0 : repeats->second;
  if (finding.repeats != ticket.repeats()) {
    finding.differences.push_back(absl::StrCat(finding.repeats, " repeats recognised instead of ", ticket.repeats()));
  }
  std::string reason;
  for (const v1::Rejection& rejection : reality.rejections) {
    // A message that could not be read names no ticket; its bytes hold the number.
    if (rejection.ticket_id() != id && rejection.original().find(ticket.number) == std::string::npos) continue;
    ++finding.rejected;
    reason = absl::StrCat(ReasonName(rejection.refusal().reason()), rejection.refusal().path().empty() ? "" : " at ",
                          Printable(rejection.refusal().path()));
  }
  if (finding.rejected != ticket.refusals()) {
    finding.differences.push_back(
        absl::StrCat(finding.rejected, " messages rejected instead of ", ticket.refusals(), " ", reason));
  }
  finding.exchanged = ticket.arrives() && finding.differences.empty();
  std::vector<std::string> happened;
  if (!origin.kinds.empty()) happened.push_back(origin.kinds.back() == "return_requested" ? "returned" : "resolved");
  if (ticket.ending == Ending::kResolveAfterRejection) happened.push_back("after a rejected result");
  if (finding.repeats > 0) happened.push_back(absl::StrCat("repeat recognised x", finding.repeats));
  if (finding.rejected > 0) happened.push_back(absl::StrCat("rejected: ", reason));
  if (!finding.differences.empty()) happened.push_back("DIFFERS");
  finding.happened = absl::StrJoin(happened, ", ");
  if (!addressee.transfers.empty() && !origin.kinds.empty()) {
    // From its arrival at the addressee to the last word on either side.
    finding.took =
        absl::StrCat(absl::ToInt64Milliseconds(std::max(addressee.last, origin.last) - ticket.occurred_at), " ms");
  }
  return finding;
}

int Reconcile(const CommonFlags& common, const ReconcileFlags& flags) {
  const auto registry = adapters::Registry::Load(common.adapters);
  if (!registry.ok()) return Fail(registry.status());
  const auto scenario = ReadScenario(flags.scenario, flags.run);
  if (!scenario.ok()) return Fail(scenario.status());
  const auto bus = Connect(common);
  if (!bus.ok()) return Fail(bus.status());

  const absl::Time deadline = absl::Now() + absl::Seconds(flags.wait_seconds);
  absl::Time last_line = absl::Now();
  std::vector<Finding> findings;
  for (;;) {
    const auto reality = Look(**bus, *registry, *scenario);
    if (!reality.ok()) return Fail(reality.status());
    findings.clear();
    for (const ScenarioTicket& ticket : scenario->tickets()) findings.push_back(Judge(ticket, *reality));
    const auto settled =
        std::count_if(findings.begin(), findings.end(), [](const Finding& f) { return f.differences.empty(); });
    if (settled == static_cast<int>(findings.size()) || absl::Now() > deadline) break;
    if (absl::Now() - last_line >= kProgress) {
      std::cerr << settled << " of " << findings.size() << " tickets are where they should be\n";
      last_line = absl::Now();
    }
    absl::SleepFor(kLook);
  }

  Table table({"ticket", "from", "to", "what happened", "how long"});
  int exchanged = 0, repeats = 0, rejected = 0, lost = 0;
  bool differs = false;
  for (size_t i = 0; i < findings.size(); ++i) {
    const ScenarioTicket& ticket = scenario->tickets()[i];
    const Finding& finding = findings[i];
    table.AddRow({ticket.number, ticket.from, ticket.to, finding.happened, finding.took});
    exchanged += finding.exchanged;
    repeats += finding.repeats;
    rejected += finding.rejected;
    lost += finding.lost;
    differs = differs || !finding.differences.empty();
  }
  table.Print(std::cout);
  for (size_t i = 0; i < findings.size(); ++i) {
    for (const std::string& difference : findings[i].differences) {
      std::cout << scenario->tickets()[i].ticket_id() << ": " << difference << "\n";
    }
  }
  std::cout << exchanged << " tickets exchanged, " << repeats << " duplicates recognised, " << rejected << " rejected, "
            << lost << " lost\n";
  return differs ? kFailed : kOk;
}

}  // namespace

void AddReconcile(CLI::App& app, CommonFlags& common, Action& action) {
  auto flags = std::make_shared<ReconcileFlags>();
  CLI::App* reconcile = app.add_subcommand("reconcile", "Compares what every platform has with what a scenario sent.");
  reconcile->add_option("--scenario", flags->scenario, "File of tickets; see cli/README.md.")->required();
  reconcile->add_option("--run", flags->run, "The run to look at.")->required();
  reconcile->add_option("--wait", flags->wait_seconds, "Seconds to wait until all is there.")->capture_default_str();
  reconcile->footer("Example:\n  interline reconcile --scenario deploy/scenario/quickstart.jsonl --run 20261124091500");
  reconcile->callback([&common, &action, flags] { action = [&common, flags] { return Reconcile(common, *flags); }; });
}

}  // namespace interline::cli
