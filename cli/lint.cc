// interline lint [PATH]
#include "adapters/engine/lint.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <filesystem>
#include <memory>

#include "absl/strings/str_cat.h"
#include "cli/program.h"
#include "cli/table.h"

namespace interline::cli {
namespace {

struct LintFlags {
  std::string path;
  bool json = false;
};

void PrintJson(const adapters::Finding& finding, std::ostream& out) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.StartObject();
  writer.Key("file");
  writer.String(finding.file.c_str());
  writer.Key("line");
  writer.Int(finding.line);
  writer.Key("column");
  writer.Int(finding.column);
  writer.Key("message");
  writer.String(finding.message.c_str());
  writer.EndObject();
  out << buffer.GetString() << '\n';
}

absl::Status Check(const Program& program, const LintFlags& flags) {
  const std::string& path = flags.path.empty() ? program.common.adapters : flags.path;
  std::error_code error;
  if (!std::filesystem::is_directory(path, error)) return absl::NotFoundError(absl::StrCat("no folder ", path));
  const std::vector<adapters::Finding> findings = adapters::Lint(path);
  for (const adapters::Finding& finding : findings) {
    if (flags.json) {
      PrintJson(finding, program.world.out);
    } else {
      program.world.out << Printable(finding.ToString()) << '\n';
    }
  }
  if (!findings.empty()) return absl::AbortedError(absl::StrCat(findings.size(), " found in ", path));
  if (!flags.json) program.world.out << "nothing found in " << path << '\n';
  return absl::OkStatus();
}

}  // namespace

void AddLint(CLI::App& app, Program& program) {
  CLI::App* lint = app.add_subcommand("lint", "Checks every specification below a folder.");
  const auto flags = std::make_shared<LintFlags>();
  lint->add_option("PATH", flags->path, "Folder of the specifications; that of --adapters when left out.");
  lint->add_flag("--json", flags->json, "One JSON object per finding.");
  lint->footer("Examples:\n  interline lint\n  interline lint adapters --json\nExit code 1 when something is found.");
  lint->callback([&program, flags] { program.action = [&program, flags] { return Check(program, *flags); }; });
}

}  // namespace interline::cli
