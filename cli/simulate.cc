// interline simulate PLATFORM
#include <grpcpp/grpcpp.h>

#include <atomic>
#include <csignal>
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "adapters/engine/registry.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/scenario.h"
#include "cli/scenario_file.h"
#include "cli/send_variation.h"
#include "cli/simulator.h"
#include "core/base/ids.h"
#include "core/base/status_macros.h"
#include "core/bus/topics.h"
#include "interline/v1/intake_service.grpc.pb.h"

namespace interline::cli {
namespace {

constexpr absl::Duration kProgress = absl::Seconds(2);
constexpr absl::Duration kPollWait = absl::Milliseconds(200);
constexpr size_t kRecordsPerPoll = 500;
constexpr int kMostSubmitAttempts = 10;

std::atomic<bool> stop{false};
void OnSignal(int) { stop = true; }

struct SimulateFlags {
  std::string platform;
  std::string scenario;
  std::string run;
  std::string intake;
};

// What the platform does with its messages: the topics, or 12367's gRPC door.
class Voice {
 public:
  Voice(const adapters::Adapter& adapter, bus::Producer& producer, const std::string& intake)
      : adapter_(adapter), producer_(producer) {
    if (!intake.empty()) {
      intake_ = v1::IntakeService::NewStub(grpc::CreateChannel(intake, grpc::InsecureChannelCredentials()));
    }
  }

  absl::Status Say(const v1::TicketEvent& event, const ScenarioTicket* altered = nullptr) {
    if (intake_ != nullptr) return Submit(event);
    ASSIGN_OR_RETURN(adapters::WireMessage wire, adapter_.Encode(adapters::Direction::kFromPlatform, event));
    if (altered != nullptr) RETURN_IF_ERROR(AlterField(wire.body, altered->alter_path, altered->alter_to));
    bus::Message message;
    message.topic = bus::InTopic(adapter_.platform().id());
    message.key = event.source_number().empty() ? event.ticket_id() : event.source_number();
    message.value = wire.body;
    for (const auto& [name, value] : wire.headers) message.headers.push_back({name, value});
    return producer_.SendAndWait(std::move(message)).status();
  }

 private:
  // Calling again with the same event is safe, so an intake that is not there yet is simply asked again.
  absl::Status Submit(const v1::TicketEvent& event) {
    v1::SubmitEventRequest request;
    *request.mutable_event() = event;
    grpc::Status status;
    for (int attempt = 0; attempt < kMostSubmitAttempts && !stop; ++attempt) {
      grpc::ClientContext context;
      context.set_wait_for_ready(true);
      context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(15)));
      v1::SubmitEventResponse response;
      status = intake_->SubmitEvent(&context, request, &response);
      if (status.error_code() != grpc::StatusCode::UNAVAILABLE) break;
    }
    return absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  }

  const adapters::Adapter& adapter_;
  bus::Producer& producer_;
  std::unique_ptr<v1::IntakeService::Stub> intake_;
};

absl::Status SendScenario(const Scenario& scenario, const Simulator& simulator, const std::string& platform,
                          Voice& voice) {
  for (const ScenarioTicket& ticket : scenario.tickets()) {
    if (ticket.from != platform) continue;
    for (const v1::TicketEvent& transfer : TransfersToSend(simulator.Transfer(ticket), ticket.sending)) {
      RETURN_IF_ERROR(voice.Say(transfer, ticket.sending == Sending::kUnmappedCode ? &ticket : nullptr));
    }
  }
  return absl::OkStatus();
}

absl::Status Play(const CommonFlags& common, const SimulateFlags& flags) {
  ASSIGN_OR_RETURN(const adapters::Registry registry, adapters::Registry::Load(common.adapters));
  const adapters::Adapter* adapter = registry.Find(flags.platform);
  if (adapter == nullptr)
    return absl::NotFoundError(absl::StrCat("no platform ", flags.platform, "; see interline platforms"));
  const std::string id = adapter->platform().id();
  ASSIGN_OR_RETURN(const Scenario scenario, ReadScenario(flags.scenario, flags.run));
  ASSIGN_OR_RETURN(const auto bus, Connect(common));
  ASSIGN_OR_RETURN(const auto topics, bus->admin().ListTopics());
  const auto out = topics.find(bus::OutTopic(id));
  if (out == topics.end()) return absl::NotFoundError("this platform has no topics; see interline topics create");
  bus::Offsets from;
  for (int32_t partition = 0; partition < out->second; ++partition) {
    const bus::TopicPartition at{out->first, partition};
    // What was said before this run is of other runs.
    ASSIGN_OR_RETURN(from[at], bus->admin().EndOffset(at, bus::Isolation::kReadCommitted));
  }
  ASSIGN_OR_RETURN(const auto reader, bus->NewReader(from, bus::Isolation::kReadCommitted));
  ASSIGN_OR_RETURN(const auto producer, bus->NewProducer());
  Voice voice(*adapter, *producer, flags.intake);
  const Simulator simulator(adapter->platform(), flags.run, scenario);
  RETURN_IF_ERROR(SendScenario(scenario, simulator, id, voice));

  size_t told = 0;
  size_t said = 0;
  absl::Time last_line = absl::Now();
  while (!stop) {
    ASSIGN_OR_RETURN(const auto records, reader->Poll(kPollWait, kRecordsPerPoll));
    for (const bus::Record& record : records) {
      adapters::WireMessage wire{record.value.value_or(""), {}};
      for (const bus::Header& header : record.headers) wire.headers[header.key] = header.value;
      ASSIGN_OR_RETURN(const v1::TicketEvent event, adapter->Decode(adapters::Direction::kToPlatform, wire));
      ++told;
      for (const v1::TicketEvent& answer : simulator.React(event)) {
        RETURN_IF_ERROR(voice.Say(answer));
        ++said;
      }
    }
    if (absl::Now() - last_line >= kProgress) {
      std::cerr << id << ": was told " << told << " messages, answered " << said << "\n";
      last_line = absl::Now();
    }
  }
  return absl::OkStatus();
}

}  // namespace

void AddSimulate(CLI::App& app, CommonFlags& common, Action& action) {
  auto flags = std::make_shared<SimulateFlags>();
  CLI::App* simulate =
      app.add_subcommand("simulate", "Plays a platform: sends a scenario's tickets, answers what it is told.");
  simulate->add_option("PLATFORM", flags->platform, "Platform id or folder name.")->required();
  simulate->add_option("--scenario", flags->scenario, "File of tickets; see cli/README.md.")->required();
  simulate->add_option("--run", flags->run, "Word that starts the numbers of this run's tickets.")->required();
  simulate->add_option("--intake", flags->intake, "host:port of the intake service, for 12367; else its topics.");
  simulate->footer(
      "Example:\n  interline simulate guangdong --scenario deploy/scenario/quickstart.jsonl --run 20261124091500\n"
      "Runs until it is stopped.");
  simulate->callback([&common, &action, flags] {
    action = [&common, flags] {
      std::signal(SIGTERM, OnSignal);
      std::signal(SIGINT, OnSignal);
      const absl::Status status = Play(common, *flags);
      return status.ok() ? static_cast<int>(kOk) : Fail(status);
    };
  });
}

}  // namespace interline::cli
