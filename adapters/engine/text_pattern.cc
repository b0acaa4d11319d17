#include "adapters/engine/text_pattern.h"

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace interline::adapters {
namespace {

absl::Status Wrong(absl::string_view what) { return absl::InvalidArgumentError(what); }

bool IsName(absl::string_view name) {
  return !name.empty() &&
         absl::c_all_of(name, [](char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_'; });
}

}  // namespace

absl::StatusOr<TextPattern> TextPattern::Make(absl::string_view pattern) {
  TextPattern made;
  RETURN_IF_ERROR(made.Parse(pattern));
  if (made.names_.empty()) return Wrong("A pattern needs a name in braces.");
  for (size_t i = 0; i < made.names_.size(); ++i) {
    if (i > 0 && made.plain_[i].empty()) return Wrong("Between two names of a pattern stands plain text.");
    if (absl::c_count(made.names_, made.names_[i]) > 1) {
      return Wrong(absl::StrCat("The name '", made.names_[i], "' stands twice in a pattern."));
    }
  }
  return made;
}

absl::Status TextPattern::Parse(absl::string_view pattern) {
  plain_.emplace_back();
  while (!pattern.empty()) {
    const char first = pattern.front();
    if (pattern.size() > 1 && pattern[1] == first && (first == '{' || first == '}')) {
      plain_.back().push_back(first);
      pattern.remove_prefix(2);
    } else if (first == '{') {
      const size_t end = pattern.find('}');
      if (end == absl::string_view::npos) return Wrong("A brace of a pattern is not closed.");
      if (!IsName(pattern.substr(1, end - 1))) return Wrong("A name in a pattern is made of [A-Za-z0-9_].");
      names_.emplace_back(pattern.substr(1, end - 1));
      plain_.emplace_back();
      pattern.remove_prefix(end + 1);
    } else if (first == '}') {
      return Wrong("A single '}' stands in a pattern; write '}}'.");
    } else {
      plain_.back().push_back(first);
      pattern.remove_prefix(1);
    }
  }
  return absl::OkStatus();
}

absl::optional<std::vector<absl::string_view>> TextPattern::Match(absl::string_view text) const {
  if (!absl::StartsWith(text, plain_.front())) return absl::nullopt;
  text.remove_prefix(plain_.front().size());
  std::vector<absl::string_view> values;
  for (size_t i = 1; i < plain_.size(); ++i) {
    const bool is_last = i + 1 == plain_.size();
    size_t end = 0;
    if (!is_last) {
      end = text.find(plain_[i], 1);
    } else if (absl::EndsWith(text, plain_[i])) {
      end = text.size() - plain_[i].size();
    }
    if (end == 0 || end == absl::string_view::npos) return absl::nullopt;
    values.push_back(text.substr(0, end));
    text.remove_prefix(end + plain_[i].size());
  }
  return values;
}

std::string TextPattern::Fill(const std::vector<absl::string_view>& values) const {
  std::string text = plain_.front();
  for (size_t i = 0; i < values.size(); ++i) absl::StrAppend(&text, values[i], plain_[i + 1]);
  return text;
}

}  // namespace interline::adapters
