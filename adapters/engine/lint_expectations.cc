#include "adapters/engine/lint_expectations.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/engine/lint.h"
#include "adapters/engine/test_support.h"

namespace interline::adapters {
namespace {

std::string FindingAt(const std::string& file, const std::string& text, const Spoilt& spoilt) {
  const size_t at = text.find(spoilt.at);
  if (at == std::string::npos) return absl::StrCat("the test is wrong: no ", spoilt.at);
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  const size_t start = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
  return absl::StrCat(file, ":", line, ":", start == std::string::npos ? at + 1 : at - start, ": ", spoilt.message);
}

}  // namespace

std::vector<std::string> FoundWith(const std::map<std::string, std::string>& files) {
  TestTree tree;
  tree.WriteGood();
  for (const auto& [file, text] : files) tree.Write(file, text);
  std::vector<std::string> found;
  for (const Finding& finding : Lint(tree.directory())) {
    found.push_back(finding.ToString().substr(tree.directory().size() + 1));
  }
  return found;
}

void ExpectFindings(const std::string& file, const std::string& good, const std::vector<Spoilt>& cases) {
  for (const Spoilt& spoilt : cases) {
    const std::string text = With(good, spoilt.from, spoilt.to);
    const std::string expected = FindingAt(file, text, spoilt);
    const std::vector<std::string> found = FoundWith({{file, text}});
    EXPECT_TRUE(std::find(found.begin(), found.end(), expected) != found.end())
        << "expected " << expected << "\nfound\n"
        << absl::StrJoin(found, "\n");
  }
}

}  // namespace interline::adapters
