#include "adapters/engine/specifications.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <system_error>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "adapters/engine/compile.h"
#include "adapters/engine/mistakes.h"
#include "adapters/engine/specification_file.h"
#include "interline/adapter/v1/specification.pb.h"

namespace interline::adapters {
namespace {

namespace fs = std::filesystem;

constexpr char kDialects[] = "dialects";
constexpr char kEngine[] = "engine";
constexpr char kSchema[] = "schema";

template <typename Message>
struct Folder {
  Folder(std::string name, const std::string& directory, const char* file_name)
      : name(std::move(name)), directory(directory), file(absl::StrCat(directory, "/", file_name), message) {}

  const std::string name;
  const std::string directory;
  Message message;
  SpecificationFile file;
  // Whether everything in the file was understood.
  bool is_whole = true;
};

using DialectFolder = Folder<adapter::v1::Dialect>;
using PlatformFolder = Folder<adapter::v1::Platform>;

// Names of the folders directly below, ascending; hidden ones are nobody's.
std::vector<std::string> FoldersIn(const std::string& directory) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator it(directory, error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (it->is_directory(error) && !absl::StartsWith(name, ".")) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool IsFolderName(const std::string& name) {
  return absl::c_all_of(name, [](char c) { return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_'; });
}

class Loader {
 public:
  explicit Loader(const std::string& directory) : directory_(directory) {}

  Specifications Load() {
    ReadAll(absl::StrCat(directory_, "/", kDialects), kDialectFile, dialects_);
    ReadAll(directory_, kPlatformFile, platforms_);
    if (platforms_.empty()) Find({directory_, 1, 1, "There is no folder of a platform."});
    for (const auto& folder : dialects_) CompileDialect(*folder);
    for (const auto& folder : platforms_) CompilePlatform(*folder);
    SortFindings();
    return std::move(all_);
  }

 private:
  void Find(Finding finding) { all_.findings.push_back(std::move(finding)); }

  template <typename FolderType>
  void ReadAll(const std::string& directory, const char* file_name, std::vector<std::unique_ptr<FolderType>>& folders) {
    for (const std::string& name : FoldersIn(directory)) {
      if (directory == directory_ && (name == kDialects || name == kEngine || name == kSchema)) continue;
      auto folder = std::make_unique<FolderType>(name, absl::StrCat(directory, "/", name), file_name);
      if (!IsFolderName(name)) {
        Find({folder->file.path(), 1, 1, "Names of folders are of lower-case letters, digits and '_'."});
      }
      const size_t before = all_.findings.size();
      if (!folder->file.Read(all_.findings)) {
        unread_.insert(name);
        continue;
      }
      folder->is_whole = all_.findings.size() == before;
      std::error_code error;
      if (folder->message.quirks().empty() && fs::exists(absl::StrCat(folder->directory, "/quirks.cc"), error)) {
        Find({folder->file.path(), 1, 1, "There is a quirks.cc: `quirks` says in words what it does."});
      }
      folders.push_back(std::move(folder));
    }
  }

  void CompileDialect(const DialectFolder& folder) {
    Mistakes mistakes;
    if (folder.message.name() != folder.name) {
      mistakes.Add(Place(SpecificationPart::kDialect).In("name"),
                   absl::StrCat("The name is not the folder's, '", folder.name, "'."));
    }
    auto plan = CompilePlan(TrialPlatform(folder.message), folder.message, mistakes);
    Tell(mistakes, &folder, nullptr);
    if (mistakes.all().empty() && folder.is_whole)
      all_.dialects.push_back({folder.name, folder.directory, std::move(plan)});
  }

  void CompilePlatform(const PlatformFolder& folder) {
    Mistakes mistakes;
    const auto [first, is_new] = folder_of_id_.emplace(folder.message.id(), folder.name);
    if (!is_new) {
      mistakes.Add(Place(SpecificationPart::kPlatform).In("id"),
                   absl::StrCat("The folder '", first->second, "' has this id too."));
    }
    CheckOwnPaths(folder, mistakes);
    const auto dialect =
        absl::c_find_if(dialects_, [&](const auto& candidate) { return candidate->name == folder.message.dialect(); });
    if (dialect == dialects_.end()) {
      CheckPlatform(folder.message, mistakes);
      // What is wrong with a file that is there was told already.
      if (unread_.count(folder.message.dialect()) == 0) {
        mistakes.Add(Place(SpecificationPart::kPlatform).In("dialect"),
                     absl::StrCat("There is no dialect '", folder.message.dialect(), "'."));
      }
      Tell(mistakes, nullptr, &folder);
      return;
    }
    auto plan = CompilePlan(folder.message, (*dialect)->message, mistakes);
    Tell(mistakes, dialect->get(), &folder);
    if (mistakes.all().empty() && folder.is_whole && (*dialect)->is_whole)
      all_.platforms.push_back({folder.name, folder.directory, std::move(plan)});
  }

  void CheckOwnPaths(const PlatformFolder& folder, Mistakes& mistakes) {
    const auto& paths = folder.message.access().own_paths();
    for (int i = 0; i < paths.size(); ++i) {
      const auto [first, is_new] = folder_of_path_.emplace(paths[i], folder.name);
      if (is_new || first->second == folder.name) continue;
      mistakes.Add(Place(SpecificationPart::kPlatform).In("access").In("own_paths", i),
                   absl::StrCat("The folder '", first->second, "' has this path too."));
    }
  }

  void Tell(const Mistakes& mistakes, const DialectFolder* dialect, const PlatformFolder* platform) {
    for (const Mistake& mistake : mistakes.all()) {
      if (mistake.place.part() == SpecificationPart::kPlatform) {
        // The trial platform has no file, and no mistakes but those of its dialect's name.
        if (platform != nullptr) Find(platform->file.At(mistake.place, mistake.message));
      } else {
        Find(dialect->file.At(mistake.place, mistake.message));
      }
    }
  }

  // A dialect's mistake shows with each platform that speaks it, and is told once.
  void SortFindings() {
    const auto key = [](const Finding& finding) {
      return std::tie(finding.file, finding.line, finding.column, finding.message);
    };
    auto& findings = all_.findings;
    absl::c_sort(findings, [&](const Finding& a, const Finding& b) { return key(a) < key(b); });
    findings.erase(std::unique(findings.begin(), findings.end(),
                               [&](const Finding& a, const Finding& b) { return key(a) == key(b); }),
                   findings.end());
  }

  const std::string directory_;
  std::vector<std::unique_ptr<DialectFolder>> dialects_;
  std::vector<std::unique_ptr<PlatformFolder>> platforms_;
  std::map<std::string, std::string> folder_of_id_;
  std::map<std::string, std::string> folder_of_path_;
  // Names of folders whose file could not be read.
  std::set<std::string> unread_;
  Specifications all_;
};

}  // namespace

Specifications LoadSpecifications(const std::string& directory) { return Loader(directory).Load(); }

}  // namespace interline::adapters
