#include "adapters/engine/lint.h"

#include "adapters/engine/specifications.h"

namespace interline::adapters {

std::vector<Finding> Lint(const std::string& directory) { return LoadSpecifications(directory).findings; }

}  // namespace interline::adapters
