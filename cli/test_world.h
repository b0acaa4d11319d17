// The program with a log in memory, as a test runs it.
#ifndef INTERLINE_CLI_TEST_WORLD_H_
#define INTERLINE_CLI_TEST_WORLD_H_

#include <atomic>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "cli/program.h"
#include "core/base/clock.h"
#include "core/bus/memory_bus.h"

namespace interline::cli {

// Whatever must not be seen by those who may not see it.
inline constexpr char kCanary[] = "kanarienvogel";

// Makes `root` anew with copies of these folders of adapters/, which a test may spoil.
void CopySpecifications(const std::vector<std::string>& folders, const std::filesystem::path& root);

struct TestWorld {
  TestWorld();

  // Runs `interline <arguments>`; `out` and `err` hold what it printed.
  ExitCode Run(const std::vector<std::string>& arguments);
  void CreateTopics();
  void Write(const std::string& topic, const std::string& key, const std::string& value,
             std::vector<bus::Header> headers = {});

  FakeClock clock;
  bus::MemoryBus bus{clock};
  std::string in;
  std::string out;
  std::string err;
  std::atomic<bool> stop{false};
  // What connecting answers, if not OK.
  absl::Status no_broker;
  // Partitions that readers were opened on.
  std::vector<bus::TopicPartition> read;
};

}  // namespace interline::cli

#endif  // INTERLINE_CLI_TEST_WORLD_H_
