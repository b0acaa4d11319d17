#include "cli/scenario_file.h"

#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace interline::cli {

absl::StatusOr<Scenario> ReadScenario(const std::string& path, const std::string& run) {
  std::ifstream file(path);
  std::stringstream text;
  if (!file || !(text << file.rdbuf())) return absl::NotFoundError(absl::StrCat("cannot read the scenario ", path));
  return Scenario::Parse(text.str(), run, RunStart(run, absl::Now()));
}

}  // namespace interline::cli
