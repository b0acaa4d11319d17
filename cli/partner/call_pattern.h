// Recognises a request that was made from a template (poll.proto): the courier fills the names in "${...}" in, a
// simulated platform reads them out again.
#ifndef INTERLINE_CLI_PARTNER_CALL_PATTERN_H_
#define INTERLINE_CLI_PARTNER_CALL_PATTERN_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "interline/adapter/v1/poll.pb.h"

namespace interline::cli {

// The values that were filled in, by name without what stands behind the bar.
using CallValues = std::map<std::string, std::string>;

// Immutable; thread-safe.
class CallPattern {
 public:
  explicit CallPattern(const adapter::v1::Call& call);

  // Nothing when the request was not made from this template. Values are as they were before they were written into
  // their place.
  absl::optional<CallValues> Match(absl::string_view method, absl::string_view path, absl::string_view query,
                                   absl::string_view body) const;

 private:
  // Plain text, and what follows it.
  struct Piece {
    std::string text;
    // Empty at the end.
    std::string name;
    std::string written_as;
  };
  using Pattern = std::vector<Piece>;

  static Pattern Split(absl::string_view text);
  static bool MatchText(const Pattern& pattern, absl::string_view text, CallValues& values);

  const std::string method_;
  const std::string path_;
  const Pattern query_;
  const Pattern body_;
};

}  // namespace interline::cli

#endif  // INTERLINE_CLI_PARTNER_CALL_PATTERN_H_
