// interline simulate PLATFORM
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/engine/registry.h"
#include "cli/disturber.h"
#include "cli/faults.h"
#include "cli/faulty_voice.h"
#include "cli/partner/http_side.h"
#include "cli/player.h"
#include "cli/program.h"
#include "cli/scenario.h"
#include "cli/text_file.h"
#include "cli/ticket_generator.h"
#include "cli/words.h"
#include "core/base/ids.h"
#include "core/base/status_macros.h"
#include "core/bus/topics.h"
#include "core/calendar/calendar.h"

namespace interline::cli {
namespace {

constexpr absl::Duration kProgressEvery = absl::Seconds(2);
constexpr absl::Duration kPollWait = absl::Milliseconds(100);

struct SimulateFlags {
  std::string platform;
  std::string scenario;
  std::string run;
  IntakeFlags intake;
  HttpSideOptions http;
  uint64_t count = 0;
  uint64_t seed = 1;
  std::vector<std::string> to;
  std::string duration;
  std::string faults;
  bool from_beginning = false;
};

absl::StatusOr<Scenario> ReadScenario(const SimulateFlags& flags, absl::Time start) {
  if (flags.scenario.empty()) return Scenario::Parse("", flags.run, start);
  ASSIGN_OR_RETURN(const std::string text, ReadTextFile(flags.scenario));
  return Scenario::Parse(text, flags.run, start);
}

absl::Status CheckFlags(const SimulateFlags& flags, const adapters::Registry& registry) {
  if (flags.count > 0 && flags.to.empty()) return absl::InvalidArgumentError("--count needs --to");
  for (const std::string& to : flags.to) {
    if (registry.Find(to) == nullptr || to == flags.platform) {
      return absl::InvalidArgumentError(absl::StrCat("--to ", to, " is not another platform's id"));
    }
  }
  return absl::OkStatus();
}

// The platform's tickets of the scenario, then the made-up ones.
NextTicket Tickets(const std::string& platform, const Scenario& scenario, const SimulateFlags& flags,
                   absl::Time start) {
  const GeneratorOptions options{flags.seed, flags.run, platform, flags.to, start};
  return [platform, &scenario, options, count = flags.count, next = size_t{0},
          generated = uint64_t{0}]() mutable -> absl::optional<ScenarioTicket> {
    while (next < scenario.tickets().size()) {
      const ScenarioTicket& ticket = scenario.tickets()[next++];
      if (ticket.from == platform) return ticket;
    }
    if (generated == count) return absl::nullopt;
    return GenerateTicket(options, generated++);
  };
}

absl::StatusOr<std::unique_ptr<Voice>> MakeVoice(const adapters::Adapter& adapter, const SimulateFlags& flags,
                                                 bus::Bus& bus, const std::atomic<bool>& stop, Disturber& disturber) {
  if (!flags.intake.address.empty()) {
    ASSIGN_OR_RETURN(IntakeClient intake, IntakeClient::Make(flags.intake));
    return std::make_unique<IntakeVoice>(std::move(intake), stop);
  }
  ASSIGN_OR_RETURN(std::unique_ptr<bus::Producer> producer, bus.NewProducer());
  return std::make_unique<TopicVoice>(adapter, std::move(producer), &disturber);
}

// What cannot be done on the way that is used.
absl::Status CheckFaults(const SimulateFlags& flags, const Faults& faults) {
  const bool has_http = !flags.http.listen.empty();
  if (faults.Has(Fault::kServerError) && !has_http) {
    return absl::InvalidArgumentError(
        "the fault 500 needs a platform that is called by HTTP; this one reads its topic");
  }
  if (flags.intake.address.empty() && !has_http) return absl::OkStatus();
  for (const Fault fault :
       {Fault::kDuplicate, Fault::kOutOfOrder, Fault::kBroken, Fault::kWrongCharset, Fault::kHalfBody}) {
    if (!faults.Has(fault)) continue;
    return absl::InvalidArgumentError(absl::StrCat("the fault ", NameOf(fault),
                                                   " is one of a topic's records; there are none over --",
                                                   has_http ? "http-listen" : "intake"));
  }
  return absl::OkStatus();
}

absl::Status Run(Player& player, const std::string& platform, absl::Time until, World& world) {
  absl::Time next_line = world.clock.Now() + kProgressEvery;
  while (!world.stop && world.clock.Now() < until) {
    RETURN_IF_ERROR(player.Step(kPollWait));
    if (world.clock.Now() < next_line) continue;
    world.err << platform << ": " << Words(player.counts()) << std::endl;
    next_line += kProgressEvery;
  }
  world.err << platform << ": " << Words(player.counts()) << std::endl;
  return absl::OkStatus();
}

absl::Status Simulate(const Program& program, SimulateFlags flags) {
  World& world = program.world;
  ASSIGN_OR_RETURN(const adapters::Registry registry, adapters::Registry::Load(program.common.adapters));
  const adapters::Adapter* adapter = registry.Find(flags.platform);
  if (adapter == nullptr) {
    return absl::NotFoundError(absl::StrCat("no platform ", flags.platform, "; interline platforms lists them"));
  }
  const std::string platform = adapter->platform().id();
  flags.platform = platform;
  RETURN_IF_ERROR(CheckFlags(flags, registry));
  // With a run of its own the platform answers for that run only.
  const std::string answers_for = flags.run;
  if (flags.run.empty()) {
    flags.run = absl::FormatTime("%Y%m%d%H%M%S", world.clock.Now(), calendar::ChinaTime());
  }
  absl::Duration duration = absl::InfiniteDuration();
  if (!flags.duration.empty()) {
    ASSIGN_OR_RETURN(duration, ParseWait(flags.duration));
  }
  ASSIGN_OR_RETURN(const Faults faults, Faults::Parse(flags.faults, flags.seed));
  RETURN_IF_ERROR(CheckFaults(flags, faults));
  const absl::Time start = RunStart(flags.run, world.clock.Now());
  ASSIGN_OR_RETURN(const Scenario scenario, ReadScenario(flags, start));
  const Simulator simulator(adapter->platform(), answers_for, scenario);
  const auto play = [&](Voice& voice, Ear& ear) -> absl::Status {
    FaultyVoice faulty(voice, faults, world.clock);
    Player player(simulator, faulty, ear, Tickets(platform, scenario, flags, start), faults);
    world.err << platform << ": run " << flags.run << std::endl;
    RETURN_IF_ERROR(Run(player, platform, world.clock.Now() + duration, world));
    // What is held back goes out before the end.
    return voice.Flush();
  };
  if (!flags.http.listen.empty()) {
    ASSIGN_OR_RETURN(const auto side, HttpSide::Start(*adapter, flags.http, faults, world.clock, world.stop));
    world.err << platform << ": listening on port " << side->port() << std::endl;
    return play(side->voice(), side->ear());
  }
  ASSIGN_OR_RETURN(const auto bus, program.Connect());
  // Before anything is sent, so that no answer is missed.
  ASSIGN_OR_RETURN(LogFollower log, LogFollower::OfTopics(*bus, {bus::OutTopic(platform)},
                                                          flags.from_beginning ? StartAt::kBeginning : StartAt::kEnd));
  TopicEar ear(*adapter, std::move(log));
  Disturber disturber(faults);
  ASSIGN_OR_RETURN(const std::unique_ptr<Voice> voice, MakeVoice(*adapter, flags, *bus, world.stop, disturber));
  RETURN_IF_ERROR(play(*voice, ear));
  if (!disturber.counts().empty()) world.err << platform << ": faults " << Words(disturber.counts()) << std::endl;
  return absl::OkStatus();
}

void AddFlags(CLI::App& simulate, SimulateFlags& flags) {
  simulate.add_option("PLATFORM", flags.platform, "Platform id or folder name.")->required();
  simulate.add_option("--scenario", flags.scenario, "File of tickets to send and of how to answer; see cli/README.md.");
  simulate.add_option("--run", flags.run,
                      "Word that starts the numbers of this run's tickets; the platform answers for that run only. "
                      "Best a moment, 20261124091500: then the same simulation again repeats what it said.");
  simulate.add_option("--count", flags.count, "Made-up tickets to send, beside those of the scenario.");
  simulate.add_option("--seed", flags.seed, "Of the made-up tickets.")->capture_default_str();
  simulate.add_option("--to", flags.to, "Platform id that the made-up tickets go to; repeatable.");
  simulate.add_option("--duration", flags.duration, "Ends by itself after this time, for instance 60s.");
  simulate.add_option("--faults", flags.faults,
                      absl::StrCat("What goes wrong, with a share in percent (10 unless told): ",
                                   absl::StrJoin(FaultNames(), ", "), ". 500 needs HTTP."));
  simulate.add_flag(
      "--from-beginning", flags.from_beginning,
      "Answer also what was said before the start; what was answered already is repeated without effect.");
  // A platform speaks to its topic unless it is told otherwise.
  flags.intake.address.clear();
  simulate.add_option("--http-listen", flags.http.listen,
                      "host:port of a platform that is called by HTTP: here it takes what the courier brings.");
  simulate.add_option("--gateway", flags.http.gateway,
                      "Address of the gateway, http://host:port, for a platform that pushes.");
  simulate.add_option("--keys", flags.http.keys, "KeyList with the keys of a platform that signs.");
  AddIntakeFlags(simulate, flags.intake)->description("host:port of the intake service to speak to, for 12367.");
}

}  // namespace

void AddSimulate(CLI::App& app, Program& program) {
  CLI::App* simulate =
      app.add_subcommand("simulate", "Plays a platform: sends its tickets, answers what it is told, until stopped.");
  const auto flags = std::make_shared<SimulateFlags>();
  AddFlags(*simulate, *flags);
  simulate->footer(
      "Examples:\n"
      "  interline simulate guangdong --scenario deploy/scenario/quickstart.jsonl --run 20261124091500\n"
      "  interline simulate 12367 --intake 127.0.0.1:12367 --count 100 --to 440000 --duration 60s\n"
      "  interline simulate sichuan --count 1000 --to 12367 --faults duplicate,half_body=25,silent=5\n"
      "  interline simulate sichuan --http-listen 127.0.0.1:8051 --gateway http://127.0.0.1:12345 --count 10 --to "
      "12367\n"
      "  interline simulate 510000    answers whatever it is told");
  simulate->callback([&program, flags] { program.action = [&program, flags] { return Simulate(program, *flags); }; });
}

}  // namespace interline::cli
