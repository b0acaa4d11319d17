// Prints the table of README.md; see platform_table.h.
//
//   bazel run //adapters:print_platforms
#include <iostream>

#include "adapters/platform_table.h"

int main() {
  const interline::adapters::Specifications all = interline::adapters::LoadSpecifications("adapters");
  for (const interline::adapters::Finding& finding : all.findings) std::cerr << finding.ToString() << "\n";
  std::cout << interline::adapters::PrintPlatformTable(all);
  return all.findings.empty() && std::cout.good() ? 0 : 1;
}
