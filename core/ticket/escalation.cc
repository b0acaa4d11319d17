#include "core/ticket/escalation.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/status_macros.h"

namespace interline::ticket {
namespace {

using When = EscalationRule::When;

absl::Status LineError(int line, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("escalation rules, line ", line, ": ", what));
}

absl::StatusOr<EscalationRule> ParseLine(const std::vector<std::string>& words, int line) {
  EscalationRule rule;
  if (words.size() < 3) return LineError(line, "a rule says what, when and for which tickets");
  if (words[0] == "overdue") {
    if (!absl::ParseDuration(words[1], &rule.after) || rule.after < absl::ZeroDuration() ||
        rule.after == absl::InfiniteDuration()) {
      return LineError(line, "overdue needs a time span such as 0h, 90m or 24h");
    }
  } else {
    if (words[0] == "urges") {
      rule.when = When::kUrges;
    } else if (words[0] == "returns") {
      rule.when = When::kReturns;
    } else if (words[0] == "rejections") {
      rule.when = When::kRejections;
    } else {
      return LineError(line, "a rule starts with overdue, urges, returns or rejections");
    }
    if (!absl::SimpleAtoi(words[1], &rule.count) || rule.count == 0) return LineError(line, "not a count from 1");
  }
  if (words[2] == "any") {
    if (words.size() > 3) return LineError(line, "nothing follows any");
    return rule;
  }
  for (size_t i = 2; i < words.size(); ++i) {
    v1::Urgency urgency;
    if (!v1::Urgency_Parse(absl::StrCat("URGENCY_", words[i]), &urgency)) {
      return LineError(line, "tickets are any, or urgencies such as URGENT CRITICAL");
    }
    rule.urgencies.insert(urgency);
  }
  return rule;
}

}  // namespace

absl::StatusOr<std::vector<EscalationRule>> ParseEscalation(absl::string_view text) {
  std::vector<EscalationRule> rules;
  int line_number = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    ++line_number;
    const std::vector<std::string> words =
        absl::StrSplit(line.substr(0, line.find('#')), absl::ByAnyChar(" \t\r"), absl::SkipEmpty());
    if (words.empty()) continue;
    ASSIGN_OR_RETURN(EscalationRule rule, ParseLine(words, line_number));
    rules.push_back(std::move(rule));
  }
  std::stable_sort(rules.begin(), rules.end(), [](const EscalationRule& a, const EscalationRule& b) {
    return std::pair(a.when, a.after) < std::pair(b.when, b.after);
  });
  return rules;
}

absl::StatusOr<std::vector<EscalationRule>> LoadEscalation(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  if (!file || !(text << file.rdbuf())) {
    return absl::NotFoundError(absl::StrCat("cannot read the escalation rules ", path));
  }
  return ParseEscalation(text.str());
}

std::vector<EscalationRule> DefaultEscalation() { return {EscalationRule{}}; }

bool IsFor(const EscalationRule& rule, const v1::Ticket& ticket) {
  return rule.urgencies.empty() || rule.urgencies.count(ticket.matter().urgency()) > 0;
}

}  // namespace interline::ticket
