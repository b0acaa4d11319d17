// Which paths there can be in a document of a dialect, and of what kind their values are.
#ifndef INTERLINE_ADAPTERS_ENGINE_WIRE_PATHS_H_
#define INTERLINE_ADAPTERS_ENGINE_WIRE_PATHS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "adapters/engine/wire_plan.h"

namespace interline::adapters {

// Cheap to copy; the plan must outlive it.
class WirePaths {
 public:
  // Paths from the top of a document.
  explicit WirePaths(const WirePlan& plan);
  // Paths in an entry of the list at `path`.
  WirePaths InEntry(absl::string_view path) const;

  // What stands at a path.
  enum class Use { kValue, kTexts, kObjects };

  // INVALID_ARGUMENT: one sentence on why nothing of that kind can stand there.
  absl::Status Check(absl::string_view path, Use use) const;

  // Whether all values there are texts.
  bool AreTexts(absl::string_view path) const;

 private:
  enum class Kind { kJson, kForm, kXml, kPattern };
  // A path seen from the innermost document that holds it.
  struct Located {
    Kind kind;
    bool is_entry;
    std::vector<std::string> steps;
    // Where the last step is or stands below something nested; null otherwise.
    const NestedNode* nested;
    // Whether the last step is the nested field itself.
    bool is_nested_itself;
  };

  WirePaths(Kind kind, bool is_entry, const NestedNode* nested) : kind_(kind), is_entry_(is_entry), nested_(nested) {}

  Located Locate(absl::string_view path) const;

  Kind kind_;
  bool is_entry_;
  const NestedNode* nested_;
};

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_WIRE_PATHS_H_
