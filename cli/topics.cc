// interline topics create | list
#include "core/bus/topics.h"

#include <algorithm>
#include <iostream>
#include <memory>

#include "adapters/engine/registry.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/table.h"

namespace interline::cli {
namespace {

struct TopicsFlags {
  int partitions = 6;
  int replication = 0;
};

int Create(const CommonFlags& common, const TopicsFlags& flags) {
  const auto registry = adapters::Registry::Load(common.adapters);
  if (!registry.ok()) return Fail(registry.status());
  const auto bus = Connect(common);
  if (!bus.ok()) return Fail(bus.status());
  const auto topics = bus::InterlineTopics(registry->platform_ids(), flags.partitions, flags.replication);
  const auto created = (*bus)->admin().CreateTopics(topics);
  if (!created.ok()) return Fail(created.status());
  Table table({"topic", "partitions", ""});
  for (const bus::TopicSpec& topic : topics) {
    const bool is_new = std::count(created->begin(), created->end(), topic.name) > 0;
    table.AddRow({topic.name, std::to_string(topic.partitions), is_new ? "created" : "was there, left as it is"});
  }
  table.Print(std::cout);
  return kOk;
}

int List(const CommonFlags& common) {
  const auto bus = Connect(common);
  if (!bus.ok()) return Fail(bus.status());
  const auto topics = (*bus)->admin().ListTopics();
  if (!topics.ok()) return Fail(topics.status());
  Table table({"topic", "partitions"});
  for (const auto& [name, partitions] : *topics) table.AddRow({name, std::to_string(partitions)});
  table.Print(std::cout);
  return kOk;
}

}  // namespace

void AddTopics(CLI::App& app, CommonFlags& common, Action& action) {
  CLI::App* topics = app.add_subcommand("topics", "The topics in Kafka.");
  topics->require_subcommand(1);
  auto flags = std::make_shared<TopicsFlags>();
  CLI::App* create = topics->add_subcommand("create", "Makes every topic that is missing, for all platforms.");
  create->add_option("--partitions", flags->partitions, "Partitions of each; fixed once made.")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  create->add_option("--replication", flags->replication, "Copies of each; 0 = the broker's default.")
      ->check(CLI::Range(0, 10))
      ->capture_default_str();
  create->footer("Example:\n  interline topics create --brokers kafka1:9092 --partitions 12 --replication 3");
  create->callback([&common, &action, flags] { action = [&common, flags] { return Create(common, *flags); }; });
  CLI::App* list = topics->add_subcommand("list", "Shows the topics that exist.");
  list->callback([&common, &action] { action = [&common] { return List(common); }; });
}

}  // namespace interline::cli
