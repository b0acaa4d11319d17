// interline platforms
#include <iostream>

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"
#include "adapters/engine/registry.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/table.h"

namespace interline::cli {
namespace {

// "draft" for MATURITY_DRAFT.
std::string Word(absl::string_view name, absl::string_view prefix) {
  return absl::AsciiStrToLower(absl::StripPrefix(name, prefix));
}

int Show(const CommonFlags& common) {
  const auto registry = adapters::Registry::Load(common.adapters);
  if (!registry.ok()) return Fail(registry.status());
  Table table({"id", "name", "", "dialect", "maturity", "evidence"});
  for (const std::string& id : registry->platform_ids()) {
    const adapters::Adapter& adapter = *registry->Find(id);
    const adapter::v1::Platform& platform = adapter.platform();
    table.AddRow({id, platform.name_zh(), platform.name_en(), adapter.mapping(),
                  Word(adapter::v1::Maturity_Name(platform.maturity()), "MATURITY_"),
                  Word(adapter::v1::Evidence::Grade_Name(platform.evidence().grade()), "GRADE_")});
  }
  table.Print(std::cout);
  return kOk;
}

}  // namespace

void AddPlatforms(CLI::App& app, CommonFlags& common, Action& action) {
  CLI::App* platforms =
      app.add_subcommand("platforms", "The connected hotlines, and where the knowledge of each comes from.");
  platforms->footer("Example:\n  interline platforms --adapters adapters");
  platforms->callback([&common, &action] { action = [&common] { return Show(common); }; });
}

}  // namespace interline::cli
