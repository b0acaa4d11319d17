#include "services/inbox/csv.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace interline::inbox {
namespace {

// Also the wide forms, which some spreadsheets take for the narrow ones.
constexpr absl::string_view kFormulaStarts[] = {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"};

bool IsFormula(absl::string_view cell) {
  const absl::string_view shown = absl::StripLeadingAsciiWhitespace(cell);
  return std::any_of(std::begin(kFormulaStarts), std::end(kFormulaStarts), [&](absl::string_view start) {
    return absl::StartsWith(cell, start) || absl::StartsWith(shown, start);
  });
}

}  // namespace

Csv::Csv() : text_("\xEF\xBB\xBF") {}

void Csv::AddLine(const std::vector<std::string>& cells) {
  absl::string_view separator;
  for (const std::string& cell : cells) {
    absl::StrAppend(&text_, separator, "\"", IsFormula(cell) ? "'" : "", absl::StrReplaceAll(cell, {{"\"", "\"\""}}),
                    "\"");
    separator = ",";
  }
  absl::StrAppend(&text_, "\r\n");
}

}  // namespace interline::inbox
