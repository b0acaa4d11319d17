// What every service's main() is made of: the same flags, JSON logs, /metrics, a health answer, and a clean stop on
// SIGTERM.
//
//   int main(int argc, char** argv) {
//     interline::runtime::Runtime runtime("ticketing", "Judges every event by the state of its ticket.");
//     std::string state_dir = "var/ticketing";
//     runtime.flags().add_option("--state-dir", state_dir, "Folder of the local state.");
//     return runtime.Run(argc, argv, [&] { return RunTicketing(runtime, state_dir); });
//   }
#ifndef INTERLINE_CORE_RUNTIME_RUNTIME_H_
#define INTERLINE_CORE_RUNTIME_RUNTIME_H_

#include <prometheus/registry.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/clock.h"
#include "core/bus/bus.h"
#include "core/runtime/collected.h"

namespace interline::runtime {

// Makes the bus from "host:port,host:port" and settings in Kafka's own names.
using BusFactory = std::function<absl::StatusOr<std::unique_ptr<bus::Bus>>(
    const std::string& brokers, const std::map<std::string, std::string>& settings)>;

// One per process, made in main(). Its flags: --brokers, --kafka-setting key=value (repeatable; for TLS and the like),
// --metrics-address (host:port, empty = none), --instance (0-999), --log-level (debug, info, warn, error). Each can
// also be given as an environment variable INTERLINE_<FLAG>, the service's own flags too; INTERLINE_KAFKA_SETTING holds
// one setting per line.
class Runtime {
 public:
  // `make_bus` is for tests; Kafka when it is not given.
  Runtime(const std::string& name, const std::string& description, BusFactory make_bus = nullptr);
  ~Runtime();

  // Where a service adds flags of its own, before Run.
  CLI::App& flags();

  // Parses flags, sets up logs and signals, opens /metrics and /healthz, connects the bus, calls `body` and returns the
  // exit code: 0 after a clean stop, 2 for wrong flags, 1 for an error, which is logged. `body` must return soon after
  // stop() is true. A broker that does not answer is waited for, with a log line each time. Once only.
  int Run(int argc, char** argv, const std::function<absl::Status()>& body);

  // True once SIGTERM or SIGINT came.
  const std::atomic<bool>& stop() const;
  const std::string& name() const;
  int instance() const;

  // The rest is valid inside `body` only.
  bus::Bus& bus();
  const Clock& clock() const;
  prometheus::Registry& metrics();
  // What parts count for themselves; a Collected::Source made of it stands in /metrics too.
  Collected& collected();
  // What /healthz answers: 503 until told true. A partner's outage never makes a service unhealthy.
  void SetReady(bool ready);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace interline::runtime

#endif  // INTERLINE_CORE_RUNTIME_RUNTIME_H_
