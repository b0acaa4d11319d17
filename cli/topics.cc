// interline topics create | list
#include "core/bus/topics.h"

#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "adapters/engine/registry.h"
#include "cli/program.h"
#include "cli/table.h"
#include "core/base/status_macros.h"

namespace interline::cli {
namespace {

struct TopicsFlags {
  int partitions = 6;
  int replication = 0;
};

absl::Status Create(const Program& program, const TopicsFlags& flags) {
  ASSIGN_OR_RETURN(const adapters::Registry registry, adapters::Registry::Load(program.common.adapters));
  ASSIGN_OR_RETURN(const auto bus, program.Connect());
  const auto topics = bus::InterlineTopics(registry.platform_ids(), flags.partitions, flags.replication);
  ASSIGN_OR_RETURN(const std::vector<std::string> created, bus->admin().CreateTopics(topics));
  ASSIGN_OR_RETURN(const auto existing, bus->admin().ListTopics());
  Table table({"topic", "partitions", ""});
  for (const bus::TopicSpec& topic : topics) {
    const bool is_new = std::count(created.begin(), created.end(), topic.name) > 0;
    const auto found = existing.find(topic.name);
    const int32_t partitions = found == existing.end() ? topic.partitions : found->second;
    table.AddRow({topic.name, absl::StrCat(partitions), is_new ? "created" : "was there, left as it is"});
  }
  table.Print(program.world.out);
  return absl::OkStatus();
}

absl::Status List(const Program& program) {
  ASSIGN_OR_RETURN(const auto bus, program.Connect());
  ASSIGN_OR_RETURN(const auto topics, bus->admin().ListTopics());
  Table table({"topic", "partitions"});
  for (const auto& [name, partitions] : topics) table.AddRow({name, absl::StrCat(partitions)});
  table.Print(program.world.out);
  return absl::OkStatus();
}

}  // namespace

void AddTopics(CLI::App& app, Program& program) {
  CLI::App* topics = app.add_subcommand("topics", "The topics in Kafka.");
  topics->require_subcommand(1);
  topics->footer("Examples:\n  interline topics create --partitions 12 --replication 3\n  interline topics list");
  const auto flags = std::make_shared<TopicsFlags>();
  CLI::App* create = topics->add_subcommand("create", "Makes every topic that is missing, for all platforms.");
  create->add_option("--partitions", flags->partitions, "Partitions of each; fixed once made.")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  create->add_option("--replication", flags->replication, "Copies of each; 0 = the broker's default.")
      ->check(CLI::Range(0, 10))
      ->capture_default_str();
  create->footer("Example:\n  interline topics create --brokers kafka1:9092 --partitions 12 --replication 3");
  create->callback([&program, flags] { program.action = [&program, flags] { return Create(program, *flags); }; });
  CLI::App* list = topics->add_subcommand("list", "Shows the topics that exist.");
  list->footer("Example:\n  interline topics list --brokers kafka1:9092");
  list->callback([&program] { program.action = [&program] { return List(program); }; });
}

}  // namespace interline::cli
