// The specifications that a verb is pointed at: a whole tree, or one folder of it.
#ifndef INTERLINE_CLI_SPECIFICATION_TREE_H_
#define INTERLINE_CLI_SPECIFICATION_TREE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "adapters/engine/specifications.h"

namespace interline::cli {

class SpecificationTree {
 public:
  // `path`: the folder that holds all platforms, one platform's folder in it, or one dialect's folder below `dialects`.
  // The whole tree is read in each case. NOT_FOUND when there is no such folder.
  static absl::StatusOr<SpecificationTree> Load(const std::string& path);

  // By platform id or folder name. NOT_FOUND when there is none; INVALID_ARGUMENT with all that is wrong when its
  // specification has a mistake.
  absl::StatusOr<const adapters::Specified*> FindPlatform(absl::string_view name) const;
  // By folder name; the same errors.
  absl::StatusOr<const adapters::Specified*> FindDialect(absl::string_view name) const;

  // The folder that `path` pointed at, a platform's or a dialect's; the same errors. Only when chosen_name() is not
  // empty.
  absl::StatusOr<const adapters::Specified*> FindChosen() const;
  // "guangdong" or "dialects/pinyin"; empty when `path` is the folder of all platforms.
  std::string chosen_name() const;

  // Whether the folder is what `path` pointed at. With a dialect's folder, its platforms are not.
  bool IsChosen(const adapters::Specified& specified) const;
  // Whether the finding is of what `path` pointed at.
  bool IsChosen(const adapters::Finding& finding) const;

  // The folder of all platforms.
  const std::string& root() const { return root_; }
  const adapters::Specifications& all() const { return all_; }

 private:
  std::string root_;
  // Empty when all are chosen.
  std::string chosen_;
  adapters::Specifications all_;
};

}  // namespace interline::cli

#endif  // INTERLINE_CLI_SPECIFICATION_TREE_H_
