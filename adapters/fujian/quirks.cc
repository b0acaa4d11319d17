// The hosts of some cities write times as "2026-11-24 10:05:12" where the dialect has "Nov 24, 2026 10:5:12 AM". They
// are put into the dialect's layout before a list is read.
#include "adapters/engine/quirks.h"

#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace interline::adapters {
namespace {

constexpr const char* kTimes[] = {"\"createTime\"", "\"handlerTime\"", "\"replyTime\""};
constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr absl::string_view kLayout = "0000-00-00 00:00:00";

// Whether `text` has a digit wherever the layout has one, and the same sign elsewhere.
bool HasLayout(absl::string_view text) {
  for (size_t i = 0; i < kLayout.size(); ++i) {
    const bool is_digit = absl::ascii_isdigit(static_cast<unsigned char>(text[i]));
    if (kLayout[i] == '0' ? !is_digit : text[i] != kLayout[i]) return false;
  }
  return true;
}

int Number(absl::string_view digits) {
  int number = 0;
  (void)absl::SimpleAtoi(digits, &number);
  return number;
}

// `text` has the layout. What is no time in it is left for the row to refuse.
std::string InEnglish(absl::string_view text) {
  const int month = Number(text.substr(5, 2));
  const int hour = Number(text.substr(11, 2));
  if (month < 1 || month > 12 || hour > 23) return std::string(text);
  return absl::StrCat(kMonths[month - 1], " ", Number(text.substr(8, 2)), ", ", text.substr(0, 4), " ", hour % 12, ":",
                      Number(text.substr(14, 2)), ":", Number(text.substr(17, 2)), hour < 12 ? " AM" : " PM");
}

// Where the value of the key that ends before `at` begins, behind its quote; npos when it is no text.
size_t ValueAt(absl::string_view body, size_t at) {
  const auto skip_blanks = [&] {
    while (at < body.size() && absl::ascii_isspace(static_cast<unsigned char>(body[at]))) ++at;
  };
  skip_blanks();
  if (at >= body.size() || body[at++] != ':') return absl::string_view::npos;
  skip_blanks();
  return at < body.size() && body[at] == '"' ? at + 1 : absl::string_view::npos;
}

// A key inside a text has its quotes escaped, so it is never taken for one.
std::string WithTimesInEnglish(absl::string_view body, absl::string_view key) {
  std::string changed;
  size_t done = 0;
  for (size_t at = body.find(key); at != absl::string_view::npos; at = body.find(key, at + key.size())) {
    const size_t value = ValueAt(body, at + key.size());
    if (value == absl::string_view::npos || body.size() - value <= kLayout.size()) continue;
    const absl::string_view text = body.substr(value, kLayout.size());
    if (!HasLayout(text) || body[value + kLayout.size()] != '"') continue;
    absl::StrAppend(&changed, body.substr(done, value - done), InEnglish(text));
    done = value + kLayout.size();
  }
  absl::StrAppend(&changed, body.substr(done));
  return changed;
}

absl::StatusOr<WireMessage> BeforeDecode(Direction direction, WireMessage message) {
  if (direction != Direction::kFromPlatform) return message;
  for (const char* key : kTimes) message.body = WithTimesInEnglish(message.body, key);
  return message;
}

Quirks Mine() {
  Quirks quirks;
  quirks.before_decode = &BeforeDecode;
  return quirks;
}

const QuirksOf kFujian("350000", Mine());

}  // namespace
}  // namespace interline::adapters
