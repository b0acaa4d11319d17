#include "cli/specification_tree.h"

#include <filesystem>
#include <system_error>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

namespace interline::cli {
namespace {

namespace fs = std::filesystem;

using adapters::Finding;
using adapters::Specified;

constexpr char kDialects[] = "dialects/";

// What is wrong with the folder, or with a dialect, which may be its own.
absl::Status NotUsable(const adapters::Specifications& all, const std::string& root, absl::string_view name,
                       absl::string_view what) {
  const std::string folder = absl::StrCat(root, "/", name, "/");
  const std::string dialects = absl::StrCat(root, "/dialects/");
  std::vector<std::string> lines;
  for (const Finding& finding : all.findings) {
    if (absl::StartsWith(finding.file, folder) || absl::StartsWith(finding.file, dialects)) {
      lines.push_back(finding.ToString());
    }
  }
  std::error_code error;
  if (!lines.empty() && fs::is_directory(folder, error)) return absl::InvalidArgumentError(absl::StrJoin(lines, "\n"));
  return absl::NotFoundError(absl::StrCat("no ", what, " ", name, "; interline platforms lists the platforms"));
}

}  // namespace

absl::StatusOr<SpecificationTree> SpecificationTree::Load(const std::string& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return absl::NotFoundError(absl::StrCat("no folder ", path));
  fs::path folder = fs::path(path).lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();
  const auto above = [](const fs::path& below) {
    const fs::path parent = below.parent_path();
    return parent.empty() ? fs::path(".") : parent;
  };
  SpecificationTree tree;
  if (fs::exists(folder / "platform.textproto", error)) {
    tree.root_ = above(folder);
    tree.chosen_ = tree.root_ + "/" + folder.filename().string();
  } else if (fs::exists(folder / "dialect.textproto", error)) {
    tree.root_ = above(above(folder));
    tree.chosen_ = tree.root_ + "/dialects/" + folder.filename().string();
  } else {
    tree.root_ = folder;
  }
  tree.all_ = adapters::LoadSpecifications(tree.root_);
  return tree;
}

absl::StatusOr<const Specified*> SpecificationTree::FindPlatform(absl::string_view name) const {
  for (const Specified& specified : all_.platforms) {
    if (specified.folder == name || specified.plan->platform.id() == name) return &specified;
  }
  return NotUsable(all_, root_, name, "platform");
}

absl::StatusOr<const Specified*> SpecificationTree::FindDialect(absl::string_view name) const {
  for (const Specified& specified : all_.dialects) {
    if (specified.folder == name) return &specified;
  }
  return NotUsable(all_, root_, absl::StrCat(kDialects, name), "dialect");
}

std::string SpecificationTree::chosen_name() const { return chosen_.empty() ? "" : chosen_.substr(root_.size() + 1); }

absl::StatusOr<const Specified*> SpecificationTree::FindChosen() const {
  const std::string name = chosen_name();
  return absl::StartsWith(name, kDialects) ? FindDialect(absl::StripPrefix(name, kDialects)) : FindPlatform(name);
}

bool SpecificationTree::IsChosen(const Specified& specified) const {
  return chosen_.empty() || specified.directory == chosen_;
}

bool SpecificationTree::IsChosen(const Finding& finding) const {
  return chosen_.empty() || absl::StartsWith(finding.file, chosen_ + "/");
}

}  // namespace interline::cli
