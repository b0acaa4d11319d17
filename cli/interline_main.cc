#include <atomic>
#include <csignal>
#include <iostream>

#include "cli/program.h"
#include "core/base/clock.h"
#include "core/bus/kafka_bus.h"

namespace {

std::atomic<bool> stop{false};

void OnStopSignal(int) { stop = true; }

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGTERM, OnStopSignal);
  std::signal(SIGINT, OnStopSignal);
  std::signal(SIGPIPE, SIG_IGN);
  const interline::SystemClock clock;
  interline::cli::World world{std::cin, std::cout, std::cerr, clock, stop, interline::bus::MakeKafkaBus};
  return interline::cli::RunInterline({argv + 1, argv + argc}, world);
}
