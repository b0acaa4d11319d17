// What is expected of the checker, for its tests.
#ifndef INTERLINE_ADAPTERS_ENGINE_LINT_EXPECTATIONS_H_
#define INTERLINE_ADAPTERS_ENGINE_LINT_EXPECTATIONS_H_

#include <map>
#include <string>
#include <vector>

namespace interline::adapters {

// The files of TestTree::WriteGood.
inline constexpr char kDialect[] = "dialects/test/dialect.textproto";
inline constexpr char kPlatform[] = "guangdong/platform.textproto";

// A change to a good file, and what must be found at which piece of the changed file.
struct Spoilt {
  std::string from;
  std::string to;
  // The finding stands at the start of its first occurrence.
  std::string at;
  std::string message;
};

// What is found in a good tree with these files beside or in place of its own, each as it is shown, below the tree.
std::vector<std::string> FoundWith(const std::map<std::string, std::string>& files);

// Makes each change to `good`, the text of `file`, and expects its finding among those of the tree.
void ExpectFindings(const std::string& file, const std::string& good, const std::vector<Spoilt>& cases);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_LINT_EXPECTATIONS_H_
