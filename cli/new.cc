// interline new PROVINCE --from DIALECT
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/json_line.h"
#include "cli/program.h"
#include "cli/provinces.h"
#include "cli/specification_tree.h"
#include "cli/starting_folder.h"
#include "core/base/ids.h"
#include "core/base/status_macros.h"

namespace interline::cli {
namespace {

namespace fs = std::filesystem;

struct NewFlags {
  std::string folder;
  std::string dialect;
  std::string id;
  std::string name_zh;
  std::string name_en;
  std::string transport = "kafka";
  std::string owner = "Interline";
  std::string evidence;
  bool json = false;
};

const std::map<std::string, adapter::v1::Transport>& Transports() {
  static const auto* const kTransports = new std::map<std::string, adapter::v1::Transport>{
      {"kafka", adapter::v1::TRANSPORT_KAFKA},
      {"http_push", adapter::v1::TRANSPORT_HTTP_PUSH},
      {"http_poll", adapter::v1::TRANSPORT_HTTP_POLL},
      {"http_caller", adapter::v1::TRANSPORT_HTTP_CALLER},
  };
  return *kTransports;
}

absl::StatusOr<StartingPlatform> PlatformOf(const NewFlags& flags) {
  const auto is_allowed = [](char c) { return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_'; };
  if (flags.folder.empty() || !std::all_of(flags.folder.begin(), flags.folder.end(), is_allowed)) {
    return absl::InvalidArgumentError("a folder's name is of lower-case letters, digits and '_'");
  }
  StartingPlatform platform{flags.folder, flags.id,      flags.name_zh, flags.name_en, Transports().at(flags.transport),
                            flags.owner,  flags.evidence};
  if (const Province* province = FindProvince(flags.folder)) {
    if (platform.id.empty()) platform.id = std::string(province->id);
    if (platform.name_zh.empty()) platform.name_zh = absl::StrCat(province->name_zh, "12345政务服务便民热线");
    if (platform.name_en.empty()) platform.name_en = absl::StrCat(province->name_en, " 12345");
  }
  if (platform.id.empty() || platform.name_zh.empty() || platform.name_en.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("no province is called ", flags.folder, "; say --id, --name-zh and --name-en"));
  }
  if (!IsPlatformId(platform.id)) return absl::InvalidArgumentError("--id is a GB/T 2260 code of six digits");
  return platform;
}

absl::Status Write(const std::string& directory, const std::map<std::string, std::string>& files) {
  for (const auto& [name, text] : files) {
    const fs::path path = fs::path(directory) / name;
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.close();
    if (!file) return absl::InvalidArgumentError(absl::StrCat("cannot write ", path.string()));
  }
  return absl::OkStatus();
}

// What lint finds in the new folder.
absl::Status Check(const std::string& directory) {
  ASSIGN_OR_RETURN(const SpecificationTree tree, SpecificationTree::Load(directory));
  std::vector<std::string> lines;
  for (const adapters::Finding& finding : tree.all().findings) {
    if (tree.IsChosen(finding)) lines.push_back(finding.ToString());
  }
  return lines.empty() ? absl::OkStatus() : absl::AbortedError(absl::StrJoin(lines, "\n"));
}

absl::Status Make(const Program& program, const NewFlags& flags) {
  std::ostream& out = program.world.out;
  ASSIGN_OR_RETURN(const StartingPlatform platform, PlatformOf(flags));
  ASSIGN_OR_RETURN(const SpecificationTree tree, SpecificationTree::Load(program.common.adapters));
  ASSIGN_OR_RETURN(const adapters::Specified* dialect, tree.FindDialect(flags.dialect));
  const std::string directory = absl::StrCat(tree.root(), "/", flags.folder);
  std::error_code error;
  if (fs::exists(directory, error)) {
    return absl::AlreadyExistsError(absl::StrCat(directory, " is there already; nothing was written"));
  }
  if (const auto taken = tree.FindPlatform(platform.id); taken.ok()) {
    return absl::AlreadyExistsError(
        absl::StrCat((*taken)->directory, " has the id ", platform.id, " already; nothing was written"));
  }
  const auto files = StartingFolder(platform, *dialect->plan, dialect->directory);
  RETURN_IF_ERROR(Write(directory, files));
  for (const auto& [name, text] : files) {
    const std::string path = absl::StrCat(directory, "/", name);
    if (flags.json) {
      JsonLine().Text("file", path).Number("bytes", static_cast<int64_t>(text.size())).Print(out);
    } else {
      out << path << '\n';
    }
  }
  RETURN_IF_ERROR(Check(directory));
  if (!flags.json) {
    program.world.err << "next: state the evidence in both files, then interline test " << directory
                      << " and interline docs " << flags.folder << '\n';
  }
  return absl::OkStatus();
}

}  // namespace

void AddNew(CLI::App& app, Program& program) {
  CLI::App* make = app.add_subcommand("new", "Makes a folder for a platform, to start from. Overwrites nothing.");
  const auto flags = std::make_shared<NewFlags>();
  std::vector<std::string> transports;
  for (const auto& [name, transport] : Transports()) transports.push_back(name);
  make->add_option("PROVINCE", flags->folder, "Name of the folder: a province in pinyin, or any other name.")
      ->required();
  make->add_option("--from", flags->dialect, "The dialect that the platform speaks.")->required();
  make->add_option("--id", flags->id, "Six digits, GB/T 2260; known for a province.");
  make->add_option("--name-zh", flags->name_zh, "Chinese name; made up for a province.");
  make->add_option("--name-en", flags->name_en, "English name; made up for a province.");
  make->add_option("--transport", flags->transport, "How it is connected.")
      ->check(CLI::IsMember(transports))
      ->capture_default_str();
  make->add_option("--owner", flags->owner, "Who answers for the folder.")->capture_default_str();
  make->add_option("--evidence", flags->evidence, "Name of the document or project that tells of its interface.");
  make->add_flag("--json", flags->json, "One JSON object per file.");
  make->footer(
      "Examples:\n"
      "  interline new guangdong --from reference\n"
      "  interline new suzhou --from reference --id 320500 --name-zh 苏州12345 --name-en \"Suzhou 12345\"\n"
      "Exit code 1 when the folder is there already.");
  make->callback([&program, flags] { program.action = [&program, flags] { return Make(program, *flags); }; });
}

}  // namespace interline::cli
