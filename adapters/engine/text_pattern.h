// Several values in one text, by patterns: "办理意见：{note}，办理截止时间：【{due}】". No regular expressions: the
// text between two names is looked for, once.
#ifndef INTERLINE_ADAPTERS_ENGINE_TEXT_PATTERN_H_
#define INTERLINE_ADAPTERS_ENGINE_TEXT_PATTERN_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace interline::adapters {

// Immutable once made; thread-safe.
class TextPattern {
 public:
  // INVALID_ARGUMENT: one sentence on what is wrong with the pattern.
  static absl::StatusOr<TextPattern> Make(absl::string_view pattern);

  const std::vector<std::string>& names() const { return names_; }

  // The values of names(), in their order, as parts of `text`; none when it does not follow the pattern.
  absl::optional<std::vector<absl::string_view>> Match(absl::string_view text) const;

  // `values` are those of names(), in their order.
  std::string Fill(const std::vector<absl::string_view>& values) const;

 private:
  absl::Status Parse(absl::string_view pattern);

  std::vector<std::string> names_;
  // One more than names: before the first, between them, behind the last.
  std::vector<std::string> plain_;
};

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_TEXT_PATTERN_H_
