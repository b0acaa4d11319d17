// interline route
#include <functional>
#include <memory>
#include <sstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "cli/event_file.h"
#include "cli/json_line.h"
#include "cli/program.h"
#include "cli/table.h"
#include "cli/text_file.h"
#include "cli/words.h"
#include "core/base/status_macros.h"
#include "core/routing/table.h"

namespace interline::cli {
namespace {

using google::protobuf::EnumDescriptor;
using routing::Decision;
using routing::Facts;
using routing::Step;
using routing::Verdict;

struct RouteFlags {
  std::string table = "deploy/config/routing.textproto";
  std::string event;
  std::string language;
  std::string option;
  std::string category;
  std::string channel;
  std::string region;
  std::string country;
  bool check = false;
  bool explain = false;
  bool json = false;
};

// The value that a person calls by a word such as "zh" or "port-clearance".
absl::Status ReadWord(const std::string& word, const EnumDescriptor& type, absl::string_view prefix,
                      absl::string_view flag, const std::function<void(int)>& set) {
  if (word.empty()) return absl::OkStatus();
  const std::string name = absl::StrCat(prefix, absl::AsciiStrToUpper(absl::StrReplaceAll(word, {{"-", "_"}})));
  const auto* value = type.FindValueByName(name);
  if (value != nullptr && value->number() != 0) {
    set(value->number());
    return absl::OkStatus();
  }
  std::vector<std::string> words;
  for (int i = 1; i < type.value_count(); ++i) words.push_back(EnumWord(type.value(i)->name(), prefix));
  return absl::InvalidArgumentError(absl::StrCat(flag, " is one of ", absl::StrJoin(words, ", ")));
}

absl::Status ReadWords(const RouteFlags& flags, Facts& facts) {
  RETURN_IF_ERROR(ReadWord(flags.language, *v1::Language_descriptor(), "LANGUAGE_", "--language",
                           [&](int value) { facts.language = static_cast<v1::Language>(value); }));
  RETURN_IF_ERROR(ReadWord(flags.option, *v1::BusinessOption_descriptor(), "BUSINESS_OPTION_", "--option",
                           [&](int value) { facts.option = static_cast<v1::BusinessOption>(value); }));
  RETURN_IF_ERROR(ReadWord(flags.category, *v1::Category_descriptor(), "CATEGORY_", "--category",
                           [&](int value) { facts.category = static_cast<v1::Category>(value); }));
  return ReadWord(flags.channel, *v1::Channel_descriptor(), "CHANNEL_", "--channel",
                  [&](int value) { facts.channel = static_cast<v1::Channel>(value); });
}

// The event's facts, and over them those of the flags.
absl::StatusOr<Facts> ReadFacts(const RouteFlags& flags, std::string& named) {
  Facts facts;
  if (!flags.event.empty()) {
    ASSIGN_OR_RETURN(const std::string text, ReadTextFile(flags.event));
    ASSIGN_OR_RETURN(const v1::TicketEvent event, ParseEvent(text));
    if (!event.has_transferred()) return absl::InvalidArgumentError("only an event transferred is routed");
    facts = routing::FactsOf(event.transferred().matter(), {});
    named = event.transferred().to();
  }
  RETURN_IF_ERROR(ReadWords(flags, facts));
  facts.region_code = flags.region;
  facts.country = flags.country;
  return facts;
}

std::string VerdictWord(Verdict verdict) {
  switch (verdict) {
    case Verdict::kLeaves:
      return "leaves";
    case Verdict::kStays:
      return "stays";
    case Verdict::kUnclear:
      return "unclear";
  }
  return "";
}

std::string OutcomeWord(Step::Outcome outcome) {
  switch (outcome) {
    case Step::Outcome::kHolds:
      return "holds";
    case Step::Outcome::kDoesNotHold:
      return "no";
    case Step::Outcome::kOpen:
      return "open";
    case Step::Outcome::kNotTried:
      return "not tried";
  }
  return "";
}

std::string GradeWord(const routes::v1::Source& source) {
  return EnumWord(routes::v1::Source::Grade_Name(source.grade()), "GRADE_");
}

void PrintSteps(const Decision& decision, std::ostream& out) {
  Table table({"rule", "", "because", "leads to"});
  for (const Step& step : decision.steps) table.AddRow({step.rule, OutcomeWord(step.outcome), step.why, step.to});
  table.Print(out);
  out << '\n';
}

void PrintDecision(const Decision& decision, std::ostream& out) {
  const v1::Routing& routing = decision.routing;
  out << VerdictWord(decision.verdict) << ": ";
  if (decision.verdict == Verdict::kUnclear) {
    out << decision.why << '\n';
    if (!decision.missing.empty()) out << "tell: " << absl::StrJoin(decision.missing, ", ") << '\n';
    return;
  }
  out << (decision.verdict == Verdict::kLeaves ? "for " : "with ") << routing.platform() << ", " << routing.unit_name()
      << (routing.unit_code().empty() ? "" : absl::StrCat(" (", routing.unit_code(), ")")) << '\n'
      << "rule: " << routing.rule() << " of table " << routing.table() << '\n'
      << "source: " << GradeWord(*decision.source) << ", " << decision.source->title() << '\n';
}

void PrintJson(const Decision& decision, bool explain, std::ostream& out) {
  JsonLine line;
  line.Text("verdict", VerdictWord(decision.verdict)).Text("why", decision.why).Texts("missing", decision.missing);
  const v1::Routing& routing = decision.routing;
  if (decision.verdict != Verdict::kUnclear) {
    line.Text("platform", routing.platform())
        .Text("unitCode", routing.unit_code())
        .Text("unitName", routing.unit_name());
    line.Text("rule", routing.rule()).Text("table", routing.table());
    line.Text("grade", GradeWord(*decision.source)).Text("source", decision.source->title());
  }
  if (explain) {
    std::vector<std::string> steps;
    for (const Step& step : decision.steps) {
      std::ostringstream one;
      JsonLine()
          .Text("rule", step.rule)
          .Text("outcome", OutcomeWord(step.outcome))
          .Text("because", step.why)
          .Text("to", step.to)
          .Print(one);
      steps.push_back(std::string(absl::StripAsciiWhitespace(one.str())));
    }
    line.Json("rules", absl::StrCat("[", absl::StrJoin(steps, ","), "]"));
  }
  line.Print(out);
}

absl::Status Route(const Program& program, const RouteFlags& flags) {
  ASSIGN_OR_RETURN(const routing::Table table, routing::Table::Load(flags.table));
  std::ostream& out = program.world.out;
  if (flags.check) {
    out << "nothing found in " << flags.table << ", version " << table.version() << ", " << table.rows().rules_size()
        << " rules\n";
    return absl::OkStatus();
  }
  std::string named;
  ASSIGN_OR_RETURN(const Facts facts, ReadFacts(flags, named));
  if (!named.empty()) {
    program.world.err << "The event names its addressee, " << Printable(named)
                      << ", so the table would not be asked. It says:\n";
  }
  const Decision decision = table.Decide(facts);
  if (flags.json) {
    PrintJson(decision, flags.explain, out);
  } else {
    if (flags.explain) PrintSteps(decision, out);
    PrintDecision(decision, out);
  }
  if (decision.verdict == Verdict::kUnclear) return absl::FailedPreconditionError("a person decides");
  return absl::OkStatus();
}

}  // namespace

void AddRoute(CLI::App& app, Program& program) {
  CLI::App* route = app.add_subcommand("route", "Where a ticket of 12367 goes when nobody names the addressee.");
  const auto flags = std::make_shared<RouteFlags>();
  route->add_option("--table", flags->table, "The routing table.")->envname("INTERLINE_ROUTING")->capture_default_str();
  route->add_option("--event", flags->event, "An event transferred as JSON or text format; flags go over it.");
  route->add_option("--language", flags->language, "zh, yue, en, ru, ja or ko.");
  route->add_option("--option", flags->option, "Option of the voice menu: port-clearance and so on.");
  route->add_option("--category", flags->category, "Category: outside-immigration and so on.");
  route->add_option("--channel", flags->channel, "Channel: phone, web and so on.");
  route->add_option("--region", flags->region, "Where the citizen is: GB/T 2260 code of 6 digits.");
  route->add_option("--country", flags->country, "Or the country, ISO 3166-1 alpha-3.");
  route->add_flag("--explain", flags->explain, "Show each rule, and why it holds or not.");
  route->add_flag("--check", flags->check, "Only check the table.");
  route->add_flag("--json", flags->json, "One JSON object.");
  route->footer(
      "Examples:\n  interline route --explain --language zh --category outside-immigration --region 440100\n"
      "  interline route --event event.json --region 310000 --json\n  interline route --check --table new.textproto\n"
      "Exit code 1 when the table cannot say; 2 when the table has a mistake, with file and line.");
  route->callback([&program, flags] { program.action = [&program, flags] { return Route(program, *flags); }; });
}

}  // namespace interline::cli
