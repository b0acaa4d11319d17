// Checks every specification of a folder tree, as `interline lint` and the tests do. A specification without a finding
// cannot fail at run time for a reason that lies in itself.
#ifndef INTERLINE_ADAPTERS_ENGINE_LINT_H_
#define INTERLINE_ADAPTERS_ENGINE_LINT_H_

#include <string>
#include <vector>

namespace interline::adapters {

struct Finding {
  // As reached from the directory that was given.
  std::string file;
  // From 1.
  int line = 1;
  int column = 1;
  // One English sentence.
  std::string message;

  // "file:line:column: message".
  std::string ToString() const;
};

// What is wrong below `directory`, by file and line. The layout is that of registry.h. Empty: nothing is.
std::vector<Finding> Lint(const std::string& directory);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_LINT_H_
