// interline lint [PATH]
#include <filesystem>
#include <memory>

#include "absl/strings/str_cat.h"
#include "cli/json_line.h"
#include "cli/program.h"
#include "cli/specification_tree.h"
#include "cli/table.h"
#include "core/base/status_macros.h"

namespace interline::cli {
namespace {

struct LintFlags {
  std::string path;
  bool json = false;
};

void PrintJson(const adapters::Finding& finding, std::ostream& out) {
  JsonLine()
      .Text("file", finding.file)
      .Number("line", finding.line)
      .Number("column", finding.column)
      .Text("message", finding.message)
      .Print(out);
}

// The folder that a specification file stands in; any other path as it is.
std::string FolderOf(const std::string& path) {
  const std::filesystem::path file(path);
  if (file.filename() != "platform.textproto" && file.filename() != "dialect.textproto") return path;
  return file.has_parent_path() ? file.parent_path().string() : ".";
}

absl::Status Check(const Program& program, const LintFlags& flags) {
  const std::string& path = flags.path.empty() ? program.common.adapters : flags.path;
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return absl::NotFoundError(absl::StrCat("no file or folder ", path));
  ASSIGN_OR_RETURN(const SpecificationTree tree, SpecificationTree::Load(FolderOf(path)));
  size_t found = 0;
  for (const adapters::Finding& finding : tree.all().findings) {
    if (!tree.IsChosen(finding)) continue;
    ++found;
    if (flags.json) {
      PrintJson(finding, program.world.out);
    } else {
      program.world.out << Printable(finding.ToString()) << '\n';
    }
  }
  if (found > 0) return absl::AbortedError(absl::StrCat(found, " found in ", path));
  if (!flags.json) program.world.out << "nothing found in " << path << '\n';
  return absl::OkStatus();
}

}  // namespace

void AddLint(CLI::App& app, Program& program) {
  CLI::App* lint = app.add_subcommand("lint", "Checks every specification, or those of one folder.");
  const auto flags = std::make_shared<LintFlags>();
  lint->add_option(
      "PATH", flags->path,
      "Folder of all specifications, of one platform, of one dialect, or one specification file; the folder "
      "of --adapters when left out. Mistakes of a platform's dialect show with the dialect.");
  lint->add_flag("--json", flags->json, "One JSON object per finding.");
  lint->footer(
      "Examples:\n  interline lint\n  interline lint adapters/guangdong\n  interline lint adapters --json\nExit code 1 "
      "when something is found.");
  lint->callback([&program, flags] { program.action = [&program, flags] { return Check(program, *flags); }; });
}

}  // namespace interline::cli
