// The number in RESXML is read where the platform does not close its element properly: "<a>1<a>", "<a>1</a",
// "<a>1<//a>". Anything else stays as it is, and is no document then.
#include "adapters/engine/quirks.h"

#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace interline::adapters {
namespace {

constexpr char kName[] = "innerIncidentCode";

// How the signs of a tag stand in the text of RESXML, and what ends that text.
struct Quoting {
  absl::string_view less;
  absl::string_view greater;
  absl::string_view end;
};
constexpr Quoting kEscaped = {"&lt;", "&gt;", "<"};
constexpr Quoting kInCdata = {"<", ">", "]]>"};

// Takes `sign` and blanks from the front of `text`, as often as they come.
void Skip(absl::string_view& text, absl::string_view sign) {
  text = absl::StripLeadingAsciiWhitespace(text);
  while (absl::StartsWith(text, sign)) text = absl::StripLeadingAsciiWhitespace(text.substr(sign.size()));
}

// Whether `tail` is the element's name with some signs of a tag around it, and nothing else.
bool IsSomeClosingTag(absl::string_view tail, const Quoting& quoting) {
  if (!absl::StartsWith(tail, quoting.less)) return false;
  Skip(tail, quoting.less);
  Skip(tail, "/");
  if (!absl::StartsWith(tail, kName)) return false;
  tail.remove_prefix(sizeof(kName) - 1);
  Skip(tail, "/");
  Skip(tail, quoting.greater);
  return tail.empty();
}

void Close(std::string& body, const Quoting& quoting) {
  const std::string opening = absl::StrCat(quoting.less, kName, quoting.greater);
  const size_t opened = body.find(opening);
  if (opened == std::string::npos) return;
  const size_t number = opened + opening.size();
  const size_t closing = body.find(std::string(quoting.less), number);
  const size_t end = body.find(std::string(quoting.end), number);
  if (closing == std::string::npos || end == std::string::npos || closing >= end) return;
  if (!IsSomeClosingTag(absl::string_view(body).substr(closing, end - closing), quoting)) return;
  body.replace(closing, end - closing, absl::StrCat(quoting.less, "/", kName, quoting.greater));
}

absl::StatusOr<WireAnswer> WithNumberClosed(Direction direction, WireAnswer answer) {
  if (direction != Direction::kFromPlatform) return answer;
  Close(answer.body, kEscaped);
  Close(answer.body, kInCdata);
  return answer;
}

Quirks Mine() {
  Quirks quirks;
  quirks.before_read_answer = &WithNumberClosed;
  return quirks;
}

const QuirksOf kJinjiang("jinjiang_soap", Mine());

}  // namespace
}  // namespace interline::adapters
