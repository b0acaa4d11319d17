// interline test [PATH]
#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "adapters/engine/answer_examples.h"
#include "adapters/engine/example_files.h"
#include "adapters/engine/examples.h"
#include "cli/coverage.h"
#include "cli/json_line.h"
#include "cli/program.h"
#include "cli/specification_tree.h"
#include "cli/table.h"
#include "core/base/status_macros.h"

namespace interline::cli {
namespace {

using adapters::ExampleReport;
using adapters::Specified;

struct TestFlags {
  std::string path;
  int generated = 50;
  unsigned seed = 1;
  bool complete = false;
  bool json = false;
};

// What became of one folder.
struct Tested {
  std::string folder;
  ExampleReport report;
  Parts parts;
  Parts shown;

  Parts Unshown() const {
    Parts unshown;
    std::set_difference(parts.begin(), parts.end(), shown.begin(), shown.end(), std::inserter(unshown, unshown.end()));
    return unshown;
  }
  // "3/4".
  std::string Share(Part::Kind kind) const {
    const auto is_kind = [kind](const Part& part) { return part.kind == kind; };
    const Parts unshown = Unshown();
    const auto all = std::count_if(parts.begin(), parts.end(), is_kind);
    return absl::StrCat(all - std::count_if(unshown.begin(), unshown.end(), is_kind), "/", all);
  }
};

// What the good examples of the folder show.
Parts ShownIn(const Specified& specified) {
  Parts shown;
  // The runner of examples tells what is wrong with the files.
  std::vector<std::string> ignored;
  for (const adapters::Example& example :
       adapters::ReadExamples(specified.directory + "/examples/good", ".textproto", ignored)) {
    shown.merge(PartsShownBy(*specified.plan, example.direction, example.message));
  }
  for (const adapters::AnswerExample& example :
       adapters::ReadAnswerExamples(specified.directory + "/examples/answers", ignored)) {
    shown.merge(CodesShownBy(*specified.plan, example.direction, example.answer));
  }
  return shown;
}

ExampleReport RunLaws(const Specified& specified, const TestFlags& flags) {
  ExampleReport report = adapters::RunExamples(*specified.plan, specified.directory);
  report.Add(adapters::RunGenerated(*specified.plan, flags.generated, flags.seed));
  return report;
}

// A dialect's parts are shown by its own examples and by those of each platform that speaks it.
Tested TestDialect(const SpecificationTree& tree, const Specified& dialect, const TestFlags& flags) {
  Tested tested{"dialects/" + dialect.folder, RunLaws(dialect, flags), PartsOfDialect(*dialect.plan), ShownIn(dialect)};
  for (const Specified& platform : tree.all().platforms) {
    if (platform.plan->platform.dialect() != dialect.folder) continue;
    // Codes of a table that the platform has itself say nothing of the dialect's.
    const Parts own = PartsOfPlatform(*platform.plan);
    for (const Part& part : ShownIn(platform)) {
      if (own.count(part) == 0) tested.shown.insert(part);
    }
  }
  return tested;
}

std::vector<Tested> TestAll(const SpecificationTree& tree, const TestFlags& flags) {
  std::vector<Tested> all;
  for (const Specified& dialect : tree.all().dialects) {
    if (tree.IsChosen(dialect)) all.push_back(TestDialect(tree, dialect, flags));
  }
  for (const Specified& platform : tree.all().platforms) {
    if (!tree.IsChosen(platform)) continue;
    all.push_back({platform.folder, RunLaws(platform, flags), PartsOfPlatform(*platform.plan), ShownIn(platform)});
  }
  return all;
}

void Print(const std::vector<Tested>& all, std::ostream& out) {
  Table table({"folder", "good", "bad", "made", "messages", "rows", "codes", "problems"});
  for (const Tested& tested : all) {
    table.AddRow({tested.folder, absl::StrCat(tested.report.good), absl::StrCat(tested.report.bad),
                  absl::StrCat(tested.report.generated), tested.Share(Part::Kind::kMessage),
                  tested.Share(Part::Kind::kRow), tested.Share(Part::Kind::kCode),
                  absl::StrCat(tested.report.problems.size())});
  }
  table.Print(out);
  for (const Tested& tested : all) {
    for (const Part& part : tested.Unshown()) {
      out << tested.folder << ": no example shows the " << WordOf(part.kind) << ' ' << Printable(part.name) << '\n';
    }
  }
}

void PrintJson(const Tested& tested, std::ostream& out) {
  for (const Part& part : tested.Unshown()) {
    JsonLine().Text("folder", tested.folder).Text("unshown", WordOf(part.kind)).Text("name", part.name).Print(out);
  }
  JsonLine()
      .Text("folder", tested.folder)
      .Number("good", tested.report.good)
      .Number("bad", tested.report.bad)
      .Number("generated", tested.report.generated)
      .Text("messages", tested.Share(Part::Kind::kMessage))
      .Text("rows", tested.Share(Part::Kind::kRow))
      .Text("codes", tested.Share(Part::Kind::kCode))
      .Number("problems", static_cast<int64_t>(tested.report.problems.size()))
      .Print(out);
}

void PrintProblems(const std::vector<std::string>& problems, const TestFlags& flags, std::ostream& out) {
  for (const std::string& problem : problems) {
    if (flags.json) {
      JsonLine().Text("problem", problem).Print(out);
    } else {
      // A difference has several lines.
      for (const absl::string_view line : absl::StrSplit(problem, '\n')) out << Printable(line) << '\n';
    }
  }
}

absl::Status Test(const Program& program, const TestFlags& flags) {
  std::ostream& out = program.world.out;
  ASSIGN_OR_RETURN(const SpecificationTree tree,
                   SpecificationTree::Load(flags.path.empty() ? program.common.adapters : flags.path));
  const std::vector<Tested> all = TestAll(tree, flags);
  std::vector<std::string> problems;
  for (const adapters::Finding& finding : tree.all().findings) {
    if (tree.IsChosen(finding)) problems.push_back(finding.ToString());
  }
  size_t unshown = 0;
  for (const Tested& tested : all) {
    problems.insert(problems.end(), tested.report.problems.begin(), tested.report.problems.end());
    unshown += tested.Unshown().size();
    if (flags.json) PrintJson(tested, out);
  }
  if (!flags.json) Print(all, out);
  PrintProblems(problems, flags, out);
  if (!problems.empty()) return absl::AbortedError(absl::StrCat(problems.size(), " problems in ", tree.root()));
  if (all.empty()) return absl::NotFoundError("no specification can be tested");
  if (flags.complete && unshown > 0) return absl::AbortedError(absl::StrCat(unshown, " parts have no example"));
  return absl::OkStatus();
}

}  // namespace

void AddTest(CLI::App& app, Program& program) {
  CLI::App* test = app.add_subcommand("test",
                                      "Runs the examples and the laws of specifications, and shows what no "
                                      "example shows.");
  const auto flags = std::make_shared<TestFlags>();
  test->add_option("PATH", flags->path,
                   "Folder of all platforms, of one, or of one dialect; that of --adapters when left out.");
  test->add_option("--generated", flags->generated, "Events made up for each message and direction.")
      ->check(CLI::Range(0, 100000))
      ->capture_default_str();
  test->add_option("--seed", flags->seed, "Of the events that are made up.")->capture_default_str();
  test->add_flag("--complete", flags->complete, "Fail also when a message, row or code has no good example.");
  test->add_flag("--json", flags->json, "One JSON object per folder, problem, and part that no example shows.");
  test->footer(
      "Examples:\n  interline test\n  interline test adapters/guangdong\n"
      "  interline test adapters/dialects/pinyin --complete --generated 1000 --json\n"
      "Exit code 1 when a law is broken, an example is not as it says, or lint finds something.");
  test->callback([&program, flags] { program.action = [&program, flags] { return Test(program, *flags); }; });
}

}  // namespace interline::cli
