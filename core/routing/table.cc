#include "core/routing/table.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/routing/conditions.h"
#include "core/routing/table_file.h"

namespace interline::routing {
namespace {

using routes::v1::Destination;
using routes::v1::Office;
using routes::v1::RoutingTable;
using Outcome = Step::Outcome;

// Decides one case.
class Case {
 public:
  Case(const RoutingTable& table, const Facts& facts)
      : table_(table), facts_(facts), whereabouts_(WhereaboutsOf(facts, table)) {}

  Decision Decide() {
    const int decider = TryRules();
    if (decider < 0) {
      decision_.why = open_.empty() ? "No rule is for this case." : "No rule holds for certain.";
      for (const Open& open : open_) Miss(open.missing);
      return std::move(decision_);
    }
    const Destination& destination = DestinationOf(decider);
    const Office* office = Nearest(destination);
    if (office == nullptr) {
      ExplainMissingOffice(destination);
    } else if (!OthersAgree(destination, *office)) {
      decision_.why = absl::StrCat("The rule ", table_.rules(decider).id(), " holds, but ", decision_.why);
    } else {
      Settle(decider, *office);
    }
    return std::move(decision_);
  }

 private:
  // A rule that might hold as well.
  struct Open {
    int rule;
    std::vector<std::string> missing;
  };

  // The rule that holds, or -1.
  int TryRules() {
    int decider = -1;
    for (int i = 0; i < table_.rules_size(); ++i) {
      Step step{table_.rules(i).id(), Outcome::kNotTried, "", table_.rules(i).to()};
      if (decider < 0) {
        Judgement judgement = Judge(table_.rules(i), facts_, table_);
        step.outcome = judgement.outcome;
        step.why = std::move(judgement.why);
        if (judgement.outcome == Outcome::kOpen) open_.push_back({i, std::move(judgement.missing)});
        if (judgement.outcome == Outcome::kHolds) decider = i;
      }
      decision_.steps.push_back(std::move(step));
    }
    return decider;
  }

  const Destination& DestinationOf(int rule) const {
    return *std::find_if(table_.destinations().begin(), table_.destinations().end(),
                         [&](const Destination& one) { return one.name() == table_.rules(rule).to(); });
  }

  // The office with the longest area in which the citizen is.
  const Office* Nearest(const Destination& destination) const {
    const Office* nearest = nullptr;
    for (const Office& office : destination.offices()) {
      const bool serves = office.area().empty() || absl::StartsWith(whereabouts_.area, office.area());
      if (serves && (nearest == nullptr || office.area().size() > nearest->area().size())) nearest = &office;
    }
    return nearest;
  }

  void ExplainMissingOffice(const Destination& destination) {
    for (const Open& open : open_) Miss(open.missing);
    if (whereabouts_.area.empty()) {
      decision_.why = absl::StrCat("Which office of ", destination.name(), " it is depends on where the citizen is.");
      if (whereabouts_.where != Whereabouts::Where::kAbroad) Miss({kPlacePath});
      return;
    }
    decision_.why = absl::StrCat("No office of ", destination.name(), " is listed for where the citizen is.");
    for (const routes::v1::Gap& gap : destination.gaps()) {
      if (absl::StartsWith(whereabouts_.area, gap.area())) decision_.why = gap.why();
    }
  }

  // Whether the open rules before lead to the same office.
  bool OthersAgree(const Destination& destination, const Office& office) {
    std::vector<std::string> others;
    for (const Open& open : open_) {
      const Destination& other = DestinationOf(open.rule);
      if (other.name() == destination.name()) continue;
      const Office* const other_office = Nearest(other);
      if (other_office != nullptr && other_office->platform() == office.platform() &&
          other_office->unit_code() == office.unit_code()) {
        continue;
      }
      others.push_back(table_.rules(open.rule).id());
      Miss(open.missing);
    }
    if (others.empty()) return true;
    decision_.why = absl::StrCat(absl::StrJoin(others, ", "), " before it may hold as well and lead elsewhere.");
    return false;
  }

  void Settle(int decider, const Office& office) {
    const routes::v1::Rule& rule = table_.rules(decider);
    decision_.verdict = office.platform() == table_.home() ? Verdict::kStays : Verdict::kLeaves;
    v1::Routing& routing = decision_.routing;
    routing.set_table(table_.version());
    routing.set_rule(rule.id());
    routing.set_platform(office.platform());
    routing.set_unit_code(office.unit_code());
    routing.set_unit_name(office.unit_name());
    decision_.why = absl::StrCat("The rule ", rule.id(), " decides: ", decision_.steps[decider].why, ".");
    for (const routes::v1::Source& source : table_.sources()) {
      if (source.id() == rule.source()) decision_.source = source;
    }
  }

  void Miss(const std::vector<std::string>& paths) {
    for (const std::string& path : paths) {
      std::vector<std::string>& missing = decision_.missing;
      if (std::find(missing.begin(), missing.end(), path) == missing.end()) missing.push_back(path);
    }
  }

  const RoutingTable& table_;
  const Facts& facts_;
  const Whereabouts whereabouts_;
  Decision decision_;
  std::vector<Open> open_;
};

}  // namespace

absl::StatusOr<Table> Table::Parse(const std::string& text, const std::string& name) {
  TableFile file;
  const std::vector<Finding> findings = ReadTable(text, name, file);
  if (!findings.empty()) {
    return absl::InvalidArgumentError(
        absl::StrJoin(findings, "\n", [](std::string* out, const Finding& one) { out->append(one.ToString()); }));
  }
  return Table(std::move(file.table));
}

absl::StatusOr<Table> Table::Load(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) {
    return absl::NotFoundError(absl::StrCat("cannot read the routing table ", path));
  }
  return Parse(text.str(), path);
}

Decision Table::Decide(const Facts& facts) const { return Case(table_, facts).Decide(); }

}  // namespace interline::routing
