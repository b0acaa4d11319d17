// interline platforms
#include "adapters/engine/registry.h"
#include "cli/program.h"
#include "cli/table.h"
#include "cli/words.h"
#include "core/base/status_macros.h"

namespace interline::cli {
namespace {

absl::Status Show(const Program& program) {
  ASSIGN_OR_RETURN(const adapters::Registry registry, adapters::Registry::Load(program.common.adapters));
  Table table({"id", "name", "", "dialect", "maturity", "evidence"});
  for (const std::string& id : registry.platform_ids()) {
    const adapters::Adapter& adapter = *registry.Find(id);
    const adapter::v1::Platform& platform = adapter.platform();
    table.AddRow({id, platform.name_zh(), platform.name_en(), adapter.mapping(),
                  EnumWord(adapter::v1::Maturity_Name(platform.maturity()), "MATURITY_"),
                  EnumWord(adapter::v1::Evidence::Grade_Name(platform.evidence().grade()), "GRADE_")});
  }
  table.Print(program.world.out);
  return absl::OkStatus();
}

}  // namespace

void AddPlatforms(CLI::App& app, Program& program) {
  CLI::App* platforms =
      app.add_subcommand("platforms", "The connected hotlines, and where the knowledge of each comes from.");
  platforms->footer("Example:\n  interline platforms --adapters adapters");
  platforms->callback([&program] { program.action = [&program] { return Show(program); }; });
}

}  // namespace interline::cli
