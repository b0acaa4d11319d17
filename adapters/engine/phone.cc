#include "adapters/engine/phone.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace interline::adapters {
namespace {

constexpr absl::string_view kChina = "86";
constexpr absl::string_view kAbroad = "00";  // what is dialled for the plus
constexpr size_t kMobileDigits = 11;
constexpr size_t kFewestDigits = 7;
constexpr size_t kMostDigits = 15;
// What people put between the digits; the last two are full-width.
constexpr absl::string_view kBetween[] = {" ", "-", "(", ")", "（", "）"};

bool IsDigits(absl::string_view text) { return std::all_of(text.begin(), text.end(), absl::ascii_isdigit); }

// "13800000000".
bool IsMobile(absl::string_view digits) {
  return digits.size() == kMobileDigits && digits[0] == '1' && digits[1] >= '3';
}

// "01012345678": "0", an area code and a number. Areas of two digits are 10 and 2x and have numbers of eight; the
// others have three digits and numbers of seven or eight.
bool IsWithArea(absl::string_view digits) {
  if (digits.size() < 4 || digits[0] != '0' || digits[1] == '0') return false;
  const bool is_short = absl::StartsWith(digits, "010") || digits[1] == '2';
  // Numbers for callers of all areas look like it.
  const bool is_free = absl::StartsWith(digits, "0400") || absl::StartsWith(digits, "0800");
  if (is_free || (!is_short && digits[1] == '1')) return false;
  const absl::string_view number = digits.substr(is_short ? 3 : 4);
  return !number.empty() && number[0] != '0' && (number.size() == 8 || (!is_short && number.size() == 7));
}

// Without what stands between the digits.
std::string Bare(absl::string_view text) {
  std::string bare;
  while (!text.empty()) {
    const bool skipped = std::any_of(std::begin(kBetween), std::end(kBetween),
                                     [&](absl::string_view mark) { return absl::ConsumePrefix(&text, mark); });
    if (skipped) continue;
    bare.push_back(text.front());
    text.remove_prefix(1);
  }
  return bare;
}

}  // namespace

bool IsE164(absl::string_view number) {
  if (!absl::ConsumePrefix(&number, "+")) return false;
  return number.size() >= kFewestDigits && number.size() <= kMostDigits && number[0] != '0' && IsDigits(number);
}

std::string ReadPhone(absl::string_view theirs) {
  const std::string bare = Bare(theirs);
  absl::string_view digits = bare;
  const bool is_international = absl::ConsumePrefix(&digits, "+") || absl::ConsumePrefix(&digits, kAbroad);
  if (!IsDigits(digits)) return std::string(theirs);
  std::string number;
  if (is_international) {
    // "+86 010..." has one zero too many; which number is meant is not ours to say.
    if (!absl::StartsWith(digits, "860")) number = absl::StrCat("+", digits);
  } else if (IsMobile(digits)) {
    number = absl::StrCat("+", kChina, digits);
  } else if (absl::StartsWith(digits, kChina) && IsMobile(digits.substr(kChina.size()))) {
    number = absl::StrCat("+", digits);
  } else if (IsWithArea(digits)) {
    number = absl::StrCat("+", kChina, digits.substr(1));
  }
  return IsE164(number) ? number : std::string(theirs);
}

std::string WritePhone(absl::string_view ours) {
  if (!IsE164(ours)) return std::string(ours);
  const absl::string_view digits = ours.substr(1);
  absl::string_view national = digits;
  if (absl::ConsumePrefix(&national, kChina)) {
    if (IsMobile(national)) return std::string(national);
    std::string with_area = absl::StrCat("0", national);
    if (IsWithArea(with_area)) return with_area;
    // Dialled from abroad it would not be read again as this number; see ReadPhone.
    if (absl::StartsWith(national, "0")) return std::string(ours);
  }
  return absl::StrCat(kAbroad, digits);
}

}  // namespace interline::adapters
