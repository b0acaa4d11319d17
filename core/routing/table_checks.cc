// What a table must keep; table_file.h lists it.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/ids.h"
#include "core/routing/table_file.h"

namespace interline::routing {
namespace {

using routes::v1::Destination;
using routes::v1::Office;
using routes::v1::RoutingTable;
using routes::v1::Rule;

constexpr size_t kProvinceDigits = 2;

bool IsName(absl::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_islower(static_cast<unsigned char>(c)) || absl::ascii_isdigit(static_cast<unsigned char>(c)) ||
           c == '_' || c == '-' || c == '.';
  });
}

bool IsArea(absl::string_view area) {
  return (area.size() == 2 || area.size() == 4 || area.size() == 6) &&
         std::all_of(area.begin(), area.end(), absl::ascii_isdigit);
}

class Checker {
 public:
  explicit Checker(const TableFile& file) : file_(file), table_(file.table) {}

  std::vector<Finding> Run() {
    CheckHead();
    CheckSources();
    CheckProvinces();
    for (int i = 0; i < table_.destinations_size(); ++i) CheckDestination(i);
    for (int i = 0; i < table_.rules_size(); ++i) CheckRule(i);
    CheckUse();
    std::stable_sort(findings_.begin(), findings_.end(),
                     [](const Finding& a, const Finding& b) { return a.line < b.line; });
    return std::move(findings_);
  }

 private:
  void Add(int line, std::string message) { findings_.push_back({file_.name, line, std::move(message)}); }

  void CheckHead();
  void CheckSources();
  void CheckProvinces();
  void CheckDestination(int index);
  void CheckOffice(int index, int inner, std::set<std::string>& areas);
  void CheckGaps(int index, std::set<std::string>& areas);
  void CheckCoverage(int index);
  void CheckRule(int index);
  void CheckConditions(int index);
  void CheckHidden(int index);
  void CheckUse();

  void CheckArea(const std::string& area, int line, std::set<std::string>& seen);
  void NoteSource(const std::string& id, int line);
  template <typename List, typename Unspecified>
  void CheckCodes(const List& codes, Unspecified unspecified, absl::string_view what, int line);

  const TableFile& file_;
  const RoutingTable& table_;
  std::vector<Finding> findings_;
  // Those that are defined, and their lines; those that are named by a row.
  std::map<std::string, int> sources_;
  std::set<std::string> used_sources_;
  std::set<std::string> provinces_;
  std::map<std::string, int> destinations_;
  std::set<std::string> used_destinations_;
  std::set<std::string> rules_;
};

void Checker::CheckHead() {
  if (!IsName(table_.version())) Add(1, "The table needs a version of small letters, digits and [._-].");
  if (!IsPlatformId(table_.home())) Add(1, "The table needs the home platform: six digits or 12367.");
  CheckCodes(table_.menu_channels(), interline::v1::CHANNEL_UNSPECIFIED, "menu_channels",
             file_.LineOf("menu_channels", 0));
  std::set<std::string> seen;
  for (int i = 0; i < table_.abroad_areas_size(); ++i) {
    CheckArea(table_.abroad_areas(i), file_.LineOf("abroad_areas", i), seen);
  }
}

void Checker::CheckSources() {
  for (int i = 0; i < table_.sources_size(); ++i) {
    const routes::v1::Source& source = table_.sources(i);
    const int line = file_.LineOf("sources", i);
    if (!IsName(source.id())) Add(line, "A source needs an id.");
    if (source.grade() == routes::v1::Source::GRADE_UNSPECIFIED) Add(line, "A source needs a grade.");
    if (source.title().empty()) Add(line, "A source needs a title.");
    if (!sources_.emplace(source.id(), line).second)
      Add(line, absl::StrCat("The source ", source.id(), " is there already."));
  }
}

void Checker::CheckProvinces() {
  for (int i = 0; i < table_.provinces_size(); ++i) {
    const routes::v1::Province& province = table_.provinces(i);
    const int line = file_.LineOf("provinces", i);
    if (!IsArea(province.code()) || province.code().size() != kProvinceDigits) {
      Add(line, "A province has a code of 2 digits.");
    }
    if (province.name().empty()) Add(line, "A province needs a name.");
    if (!provinces_.insert(province.code()).second) {
      Add(line, absl::StrCat("The province ", province.code(), " is there already."));
    }
  }
}

void Checker::CheckDestination(int index) {
  const Destination& destination = table_.destinations(index);
  const int line = file_.LineOf("destinations", index);
  if (!IsName(destination.name())) Add(line, "A destination needs a name.");
  if (destination.name_zh().empty()) Add(line, "A destination needs a name in Chinese, name_zh.");
  if (!destinations_.emplace(destination.name(), line).second) {
    Add(line, absl::StrCat("The destination ", destination.name(), " is there already."));
  }
  if (destination.offices_size() == 0) Add(line, "A destination needs an office.");
  std::set<std::string> areas;
  for (int i = 0; i < destination.offices_size(); ++i) CheckOffice(index, i, areas);
  CheckGaps(index, areas);
  CheckCoverage(index);
}

void Checker::CheckOffice(int index, int inner, std::set<std::string>& areas) {
  const Destination& destination = table_.destinations(index);
  const Office& office = destination.offices(inner);
  const int line = file_.LineOf("destinations", index, "offices", inner);
  if (office.area().empty()) {
    if (destination.offices_size() > 1) Add(line, "An office without an area must be the only one.");
  } else {
    CheckArea(office.area(), line, areas);
    for (const std::string& abroad : table_.abroad_areas()) {
      if (absl::StartsWith(office.area(), abroad)) Add(line, "The area counts as abroad; nobody gets here.");
    }
    if (provinces_.count(office.area().substr(0, kProvinceDigits)) == 0) {
      Add(line, "The area lies in no province of the table.");
    }
  }
  if (!IsPlatformId(office.platform())) Add(line, "An office needs a platform: six digits or 12367.");
  if (office.platform() == table_.home() && office.unit_code().empty()) {
    Add(line, "An office at the home platform needs a unit_code.");
  }
  if (office.unit_name().empty()) Add(line, "An office needs a unit_name.");
  NoteSource(office.source(), line);
}

void Checker::CheckGaps(int index, std::set<std::string>& areas) {
  const Destination& destination = table_.destinations(index);
  for (int i = 0; i < destination.gaps_size(); ++i) {
    const routes::v1::Gap& gap = destination.gaps(i);
    const int line = file_.LineOf("destinations", index, "gaps", i);
    CheckArea(gap.area(), line, areas);
    if (provinces_.count(gap.area()) == 0) Add(line, "A gap is a province of the table.");
    if (gap.why().empty()) Add(line, "A gap needs a reason, why.");
    NoteSource(gap.source(), line);
  }
}

void Checker::CheckCoverage(int index) {
  const Destination& destination = table_.destinations(index);
  if (destination.offices_size() == 1 && destination.offices(0).area().empty()) {
    if (destination.gaps_size() > 0) Add(file_.LineOf("destinations", index), "One office for all leaves no gap.");
    return;
  }
  std::set<std::string> missing = provinces_;
  for (const Office& office : destination.offices()) missing.erase(office.area());
  for (const routes::v1::Gap& gap : destination.gaps()) missing.erase(gap.area());
  for (const std::string& code : missing) {
    Add(file_.LineOf("destinations", index),
        absl::StrCat("The destination ", destination.name(), " has no office and no gap for the province ", code, "."));
  }
}

void Checker::CheckRule(int index) {
  const Rule& rule = table_.rules(index);
  const int line = file_.LineOf("rules", index);
  if (!IsName(rule.id())) Add(line, "A rule needs an id.");
  if (!rules_.insert(rule.id()).second) Add(line, absl::StrCat("The rule ", rule.id(), " is there already."));
  if (destinations_.count(rule.to()) == 0) {
    Add(line, "The rule leads to no destination of the table.");
  } else {
    used_destinations_.insert(rule.to());
  }
  NoteSource(rule.source(), line);
  CheckConditions(index);
  CheckHidden(index);
}

void Checker::CheckConditions(int index) {
  const Rule& rule = table_.rules(index);
  const int line = file_.LineOf("rules", index);
  CheckCodes(rule.languages(), interline::v1::LANGUAGE_UNSPECIFIED, "languages", line);
  CheckCodes(rule.options(), interline::v1::BUSINESS_OPTION_UNSPECIFIED, "options", line);
  CheckCodes(rule.categories(), interline::v1::CATEGORY_UNSPECIFIED, "categories", line);
  if (rule.no_menu() && rule.options_size() > 0) Add(line, "Without a menu there is no option.");
  const bool conditional = rule.languages_size() > 0 || rule.options_size() > 0 || rule.no_menu() ||
                           rule.categories_size() > 0 || rule.place() != Rule::PLACE_UNSPECIFIED;
  if (!conditional) Add(line, "A rule without conditions would be a default; a table has none.");
}

// Whether what the later list lets through is let through by the earlier one.
template <typename List>
bool Within(const List& later, const List& earlier) {
  if (earlier.empty()) return true;
  return !later.empty() && std::all_of(later.begin(), later.end(), [&](auto code) {
    return std::find(earlier.begin(), earlier.end(), code) != earlier.end();
  });
}

bool IsHiddenBy(const Rule& later, const Rule& earlier) {
  return Within(later.languages(), earlier.languages()) && Within(later.options(), earlier.options()) &&
         Within(later.categories(), earlier.categories()) && (!earlier.no_menu() || later.no_menu()) &&
         (earlier.place() == Rule::PLACE_UNSPECIFIED || earlier.place() == later.place());
}

void Checker::CheckHidden(int index) {
  for (int i = 0; i < index; ++i) {
    if (!IsHiddenBy(table_.rules(index), table_.rules(i))) continue;
    Add(file_.LineOf("rules", index), absl::StrCat("The rule is never reached; ", table_.rules(i).id(), " in line ",
                                                   file_.LineOf("rules", i), " holds wherever it does."));
    return;
  }
}

void Checker::CheckUse() {
  for (const auto& [name, line] : destinations_) {
    if (used_destinations_.count(name) == 0) Add(line, absl::StrCat("No rule leads to ", name, "."));
  }
  for (const auto& [id, line] : sources_) {
    if (used_sources_.count(id) == 0) Add(line, absl::StrCat("No row names the source ", id, "."));
  }
  if (table_.rules_size() == 0) Add(1, "The table has no rules.");
}

void Checker::CheckArea(const std::string& area, int line, std::set<std::string>& seen) {
  if (!IsArea(area)) Add(line, "An area is the first 2, 4 or 6 digits of a GB/T 2260 code.");
  if (!seen.insert(area).second) Add(line, absl::StrCat("The area ", area, " is there already."));
}

void Checker::NoteSource(const std::string& id, int line) {
  used_sources_.insert(id);
  if (sources_.count(id) == 0) Add(line, "The row names no source of the table.");
}

template <typename List, typename Unspecified>
void Checker::CheckCodes(const List& codes, Unspecified unspecified, absl::string_view what, int line) {
  std::set<int> seen;
  for (const int code : codes) {
    if (code == unspecified) Add(line, absl::StrCat("What was not told cannot stand in ", what, "."));
    if (!seen.insert(code).second) Add(line, absl::StrCat("A code stands twice in ", what, "."));
  }
}

}  // namespace

std::vector<Finding> CheckTable(const TableFile& file) { return Checker(file).Run(); }

}  // namespace interline::routing
