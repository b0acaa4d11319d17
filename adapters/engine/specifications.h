// All specifications of a folder tree, read, checked and compiled.
#ifndef INTERLINE_ADAPTERS_ENGINE_SPECIFICATIONS_H_
#define INTERLINE_ADAPTERS_ENGINE_SPECIFICATIONS_H_

#include <memory>
#include <string>
#include <vector>

#include "adapters/engine/lint.h"
#include "adapters/engine/plan.h"

namespace interline::adapters {

// Names of the files.
inline constexpr char kDialectFile[] = "dialect.textproto";
inline constexpr char kPlatformFile[] = "platform.textproto";

// One folder that holds a specification without mistakes.
struct Specified {
  // Its name: "guangdong".
  std::string folder;
  // Its path.
  std::string directory;
  // Never null. A dialect's is made for a trial platform (compile.h).
  std::unique_ptr<const Plan> plan;
};

struct Specifications {
  // By folder name.
  std::vector<Specified> platforms;
  std::vector<Specified> dialects;
  // Everything that is wrong, by file and line. A folder with a finding does not stand above.
  std::vector<Finding> findings;
};

// The layout is that of registry.h.
Specifications LoadSpecifications(const std::string& directory);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_SPECIFICATIONS_H_
