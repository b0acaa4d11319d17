#include "core/routing/conditions.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

namespace interline::routing {
namespace {

using Outcome = Step::Outcome;
using routes::v1::RoutingTable;
using routes::v1::Rule;
using Where = Whereabouts::Where;

constexpr char kChina[] = "CHN";
constexpr size_t kProvinceDigits = 2;

// What one condition makes of the facts, in words that continue "because".
struct Answer {
  Outcome outcome;
  std::string why;
  std::vector<std::string> missing;
};

std::string Word(absl::string_view name, absl::string_view prefix) {
  return absl::AsciiStrToLower(absl::StripPrefix(name, prefix));
}

template <typename List, typename Code>
Outcome In(const List& list, Code code) {
  return std::find(list.begin(), list.end(), code) == list.end() ? Outcome::kDoesNotHold : Outcome::kHolds;
}

bool HasMenu(v1::Channel channel, const RoutingTable& table) {
  return In(table.menu_channels(), channel) == Outcome::kHolds;
}

Answer AskLanguage(const Rule& rule, const Facts& facts) {
  if (facts.language == v1::LANGUAGE_UNSPECIFIED) {
    return {Outcome::kOpen, "the language was not told", {kLanguagePath}};
  }
  return {In(rule.languages(), facts.language),
          absl::StrCat("the language is ", Word(v1::Language_Name(facts.language), "LANGUAGE_")),
          {}};
}

Answer AskOption(const Rule& rule, const Facts& facts, const RoutingTable& table) {
  if (facts.option != v1::BUSINESS_OPTION_UNSPECIFIED) {
    const std::string word = Word(v1::BusinessOption_Name(facts.option), "BUSINESS_OPTION_");
    return {In(rule.options(), facts.option), absl::StrCat("the menu option is ", word), {}};
  }
  if (facts.channel != v1::CHANNEL_UNSPECIFIED && !HasMenu(facts.channel, table)) {
    return {Outcome::kDoesNotHold, "the channel has no menu", {}};
  }
  return {Outcome::kOpen, "the menu option was not told", {kOptionPath}};
}

Answer AskNoMenu(const Facts& facts, const RoutingTable& table) {
  if (facts.option != v1::BUSINESS_OPTION_UNSPECIFIED) {
    return {Outcome::kDoesNotHold, "a menu option was chosen", {}};
  }
  if (facts.channel == v1::CHANNEL_UNSPECIFIED) return {Outcome::kOpen, "the channel was not told", {kChannelPath}};
  if (HasMenu(facts.channel, table)) return {Outcome::kDoesNotHold, "the channel has a menu", {}};
  return {Outcome::kHolds, "the channel has no menu", {}};
}

Answer AskCategory(const Rule& rule, const Facts& facts) {
  if (facts.category == v1::CATEGORY_UNSPECIFIED) {
    return {Outcome::kOpen, "the category was not told", {kCategoryPath}};
  }
  return {In(rule.categories(), facts.category),
          absl::StrCat("the category is ", Word(v1::Category_Name(facts.category), "CATEGORY_")),
          {}};
}

Answer AskPlace(const Rule& rule, const Facts& facts, const RoutingTable& table) {
  switch (WhereaboutsOf(facts, table).where) {
    case Where::kUnknown:
      return {Outcome::kOpen, "where the citizen is was not told", {kPlacePath}};
    case Where::kAbroad:
      return {
          rule.place() == Rule::PLACE_ABROAD ? Outcome::kHolds : Outcome::kDoesNotHold, "the citizen is abroad", {}};
    case Where::kMainland:
      return {rule.place() == Rule::PLACE_MAINLAND ? Outcome::kHolds : Outcome::kDoesNotHold,
              "the citizen is in the mainland",
              {}};
  }
  return {};
}

std::vector<Answer> Ask(const Rule& rule, const Facts& facts, const RoutingTable& table) {
  std::vector<Answer> answers;
  if (rule.place() != Rule::PLACE_UNSPECIFIED) answers.push_back(AskPlace(rule, facts, table));
  if (rule.languages_size() > 0) answers.push_back(AskLanguage(rule, facts));
  if (rule.categories_size() > 0) answers.push_back(AskCategory(rule, facts));
  if (rule.options_size() > 0) answers.push_back(AskOption(rule, facts, table));
  if (rule.no_menu()) answers.push_back(AskNoMenu(facts, table));
  return answers;
}

}  // namespace

Whereabouts WhereaboutsOf(const Facts& facts, const RoutingTable& table) {
  if (!facts.country.empty()) return {facts.country == kChina ? Where::kMainland : Where::kAbroad, ""};
  const auto lies_in = [&](const std::string& area) { return absl::StartsWith(facts.region_code, area); };
  if (std::any_of(table.abroad_areas().begin(), table.abroad_areas().end(), lies_in)) return {Where::kAbroad, ""};
  const bool known = std::any_of(table.provinces().begin(), table.provinces().end(), [&](const auto& province) {
    return facts.region_code.substr(0, kProvinceDigits) == province.code();
  });
  if (!known) return {};
  return {Where::kMainland, facts.region_code};
}

Judgement Judge(const Rule& rule, const Facts& facts, const RoutingTable& table) {
  const std::vector<Answer> answers = Ask(rule, facts, table);
  Judgement judgement;
  // One condition that does not hold settles it, whatever is open beside it.
  for (const Outcome outcome : {Outcome::kDoesNotHold, Outcome::kOpen, Outcome::kHolds}) {
    std::vector<std::string> reasons;
    for (const Answer& answer : answers) {
      if (answer.outcome != outcome) continue;
      reasons.push_back(answer.why);
      judgement.missing.insert(judgement.missing.end(), answer.missing.begin(), answer.missing.end());
    }
    if (reasons.empty()) continue;
    judgement.outcome = outcome;
    judgement.why = absl::StrJoin(reasons, ", ");
    break;
  }
  return judgement;
}

}  // namespace interline::routing
