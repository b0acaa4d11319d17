#include "cli/partner/call_pattern.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "core/wire/percent.h"

namespace interline::cli {
namespace {

std::string Unpercent(absl::string_view text) { return wire::PercentDecode(text).value_or(std::string(text)); }

// The value before it was written so. What was not written so stays as it is: the pattern then finds no such entry.
std::string Read(absl::string_view text, absl::string_view written_as) {
  if (written_as == "percent") return Unpercent(text);
  if (written_as == "percent2") return Unpercent(Unpercent(text));
  if (written_as == "xml") {
    return absl::StrReplaceAll(text, {{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&amp;", "&"}});
  }
  return std::string(text);
}

}  // namespace

CallPattern::CallPattern(const adapter::v1::Call& call)
    : method_(call.method().empty() ? "POST" : call.method()),
      path_(call.path().empty() ? "/" : call.path()),
      query_(Split(call.query())),
      body_(Split(call.body())) {}

CallPattern::Pattern CallPattern::Split(absl::string_view text) {
  Pattern pattern;
  for (;;) {
    const size_t begin = text.find("${");
    const size_t end = begin == absl::string_view::npos ? begin : text.find('}', begin);
    if (end == absl::string_view::npos) break;
    const absl::string_view inside = text.substr(begin + 2, end - begin - 2);
    const size_t bar = inside.find('|');
    pattern.push_back({std::string(text.substr(0, begin)), std::string(inside.substr(0, bar)),
                       bar == absl::string_view::npos ? "" : std::string(inside.substr(bar + 1))});
    text.remove_prefix(end + 1);
  }
  pattern.push_back({std::string(text), "", ""});
  return pattern;
}

bool CallPattern::MatchText(const Pattern& pattern, absl::string_view text, CallValues& values) {
  if (!absl::ConsumePrefix(&text, pattern[0].text)) return false;
  for (size_t i = 0; i + 1 < pattern.size(); ++i) {
    const std::string& next = pattern[i + 1].text;
    const bool is_last = i + 2 == pattern.size();
    const size_t end = is_last && next.empty() ? text.size() : text.find(next);
    if (end == absl::string_view::npos) return false;
    values[pattern[i].name] = Read(text.substr(0, end), pattern[i].written_as);
    text.remove_prefix(end + next.size());
  }
  return text.empty();
}

absl::optional<CallValues> CallPattern::Match(absl::string_view method, absl::string_view path, absl::string_view query,
                                              absl::string_view body) const {
  CallValues values;
  if (method != method_ || path != path_ || !MatchText(query_, query, values) || !MatchText(body_, body, values)) {
    return absl::nullopt;
  }
  return values;
}

}  // namespace interline::cli
