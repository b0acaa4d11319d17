#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "adapters/engine/answer_examples.h"
#include "adapters/engine/example_files.h"
#include "adapters/engine/specifications.h"
#include "tests/fuzz/plan_run.h"
#include "tests/fuzz/targets.h"

namespace interline::fuzz {

std::vector<Target> AdapterTargets(const std::string& directory) {
  // Lives as long as the targets, which is as long as the process.
  static const auto* const all = new adapters::Specifications(adapters::LoadSpecifications(directory));
  std::vector<Target> targets;
  for (const auto* folders : {&all->dialects, &all->platforms}) {
    for (const adapters::Specified& specified : *folders) {
      const PlanRun run(*specified.plan, PlanRun::Losses::kDeclared);
      Target target;
      target.name = specified.folder;
      std::vector<std::string> ignored;
      // A platform's own examples are few; those of its dialect are as good.
      const std::string dialect = absl::StrCat(directory, "/dialects/", specified.plan->dialect.name());
      for (const std::string& folder : {dialect, specified.directory}) {
        for (const auto& example : adapters::ReadExamples(folder + "/examples/good", ".textproto", ignored)) {
          target.seeds.push_back(run.InputFor(example.message));
        }
        for (const auto& example : adapters::ReadExamples(folder + "/examples/answers", ".textproto", ignored)) {
          target.seeds.push_back(run.InputFor(example.message));
        }
      }
      target.run = run;
      targets.push_back(std::move(target));
    }
  }
  return targets;
}

}  // namespace interline::fuzz
