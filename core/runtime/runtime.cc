#include "core/runtime/runtime.h"

#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <csignal>
#include <iostream>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "core/base/status_macros.h"
#include "core/bus/kafka_bus.h"
#include "core/runtime/broker.h"
#include "core/runtime/json_log.h"
#include "core/runtime/status_server.h"

namespace interline::runtime {
namespace {

constexpr int kOk = 0;
constexpr int kFailed = 1;
constexpr int kWrongFlags = 2;
constexpr int kMaxInstance = 999;

// A signal handler can reach nothing but the static; the flag belongs to the process's one Runtime.
std::atomic<bool>* stop_flag = nullptr;

void OnStopSignal(int) {
  if (stop_flag != nullptr) *stop_flag = true;
}

void HandleSignals(std::atomic<bool>& stop) {
  stop_flag = &stop;
  std::signal(SIGTERM, OnStopSignal);
  std::signal(SIGINT, OnStopSignal);
  // A peer that hangs up must show as an error of the write, not as the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
}

// Sockets and RocksDB's files count together, and gRPC 1.51 does not recover from running out of them.
void RaiseFileLimit() {
  rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0) spdlog::warn("the limit of open files stays as it was");
}

std::string EnvironmentName(const std::string& flag) {
  return absl::StrCat("INTERLINE_", absl::AsciiStrToUpper(absl::StrReplaceAll(flag, {{"-", "_"}})));
}

}  // namespace

struct Runtime::Impl {
  Impl(const std::string& name, const std::string& description, BusFactory make_bus)
      : name(name), app(description, absl::StrCat("interline-", name)), make_bus(std::move(make_bus)) {}

  // 0 = go on; anything else is left by the process at once.
  absl::optional<int> Parse(int argc, char** argv);
  absl::Status Serve(const std::function<absl::Status()>& body);

  const std::string name;
  CLI::App app;
  BusFactory make_bus;
  std::string brokers = "127.0.0.1:9092";
  std::vector<std::string> kafka_settings;
  std::string metrics_address;
  int instance = 0;
  std::string log_level = "info";

  SystemClock clock;
  prometheus::Registry metrics;
  Collected collected;
  const Collected::Source own{collected, metrics};
  std::unique_ptr<bus::Bus> bus;
  std::atomic<bool> stop{false};
  std::atomic<bool> ready{false};
};

absl::optional<int> Runtime::Impl::Parse(int argc, char** argv) {
  for (CLI::Option* option : app.get_options()) {
    const std::vector<std::string>& names = option->get_lnames();
    if (!names.empty() && names[0] != "help" && option->get_envname().empty()) {
      option->envname(EnvironmentName(names[0]));
    }
  }
  try {
    app.parse(argc, argv);
    return absl::nullopt;
  } catch (const CLI::Success& wish) {
    app.exit(wish);
    return kOk;
  } catch (const CLI::ParseError& error) {
    app.exit(error);
    return kWrongFlags;
  }
}

absl::Status Runtime::Impl::Serve(const std::function<absl::Status()>& body) {
  std::unique_ptr<StatusServer> status_server;
  if (!metrics_address.empty()) {
    ASSIGN_OR_RETURN(status_server, StatusServer::Start(metrics_address, collected, ready));
    spdlog::info("metrics and health on port {}", status_server->port());
  }
  ASSIGN_OR_RETURN(const auto settings, ParseSettings(kafka_settings));
  ASSIGN_OR_RETURN(bus, make_bus(brokers, settings));
  RETURN_IF_ERROR(WaitForBroker(bus->admin(), brokers, stop));
  return body();
}

Runtime::Runtime(const std::string& name, const std::string& description, BusFactory make_bus)
    : impl_(std::make_unique<Impl>(name, description, make_bus ? std::move(make_bus) : bus::MakeKafkaBus)) {
  CLI::App& app = impl_->app;
  app.add_option("--brokers", impl_->brokers, "Kafka brokers, host:port, separated by commas.")->capture_default_str();
  app.add_option("--kafka-setting", impl_->kafka_settings,
                 "Further setting of the Kafka client, key=value; repeatable.")
      ->delimiter('\n')
      ->allow_extra_args(false);
  app.add_option("--metrics-address", impl_->metrics_address, "host:port of /metrics and /healthz; empty = none.");
  app.add_option("--instance", impl_->instance, "Stable number of this instance of the service.")
      ->check(CLI::Range(0, kMaxInstance))
      ->capture_default_str();
  app.add_option("--log-level", impl_->log_level, "Least level to log.")
      ->check(CLI::IsMember({"debug", "info", "warn", "error"}))
      ->capture_default_str();
}

Runtime::~Runtime() {
  if (stop_flag == &impl_->stop) stop_flag = nullptr;
}

CLI::App& Runtime::flags() { return impl_->app; }

int Runtime::Run(int argc, char** argv, const std::function<absl::Status()>& body) {
  if (const absl::optional<int> exit_code = impl_->Parse(argc, argv)) return *exit_code;
  LogToStderr(impl_->name, impl_->log_level);
  HandleSignals(impl_->stop);
  RaiseFileLimit();
  spdlog::info("starting as instance {}", impl_->instance);
  const absl::Status status = impl_->Serve(body);
  impl_->ready = false;
  impl_->bus.reset();
  if (!status.ok() && !(impl_->stop && absl::IsCancelled(status))) {
    spdlog::error("stopped by an error: {}", status.ToString());
    return kFailed;
  }
  spdlog::info("stopped");
  return kOk;
}

const std::atomic<bool>& Runtime::stop() const { return impl_->stop; }
const std::string& Runtime::name() const { return impl_->name; }
int Runtime::instance() const { return impl_->instance; }
bus::Bus& Runtime::bus() { return *impl_->bus; }
const Clock& Runtime::clock() const { return impl_->clock; }
prometheus::Registry& Runtime::metrics() { return impl_->metrics; }
Collected& Runtime::collected() { return impl_->collected; }
void Runtime::SetReady(bool ready) { impl_->ready = ready; }

}  // namespace interline::runtime
