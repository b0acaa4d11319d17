#include "services/inbox/people/password_rules.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/wire/controls.h"

namespace interline::inbox {
namespace {

// A password is as weak as this when hardly anything is left of it without these.
constexpr std::array<absl::string_view, 28> kWellKnown = {
    "password", "passw0rd", "p@ssword",      "p@ssw0rd", "letmein",  "welcome",   "iloveyou",
    "woaini",   "admin",    "administrator", "root",     "superman", "sunshine",  "princess",
    "monkey",   "dragon",   "football",      "master",   "login",    "interline", "12367",
    "12345",    "hotline",  "huawei",        "taobao",   "changeme", "secret",    "default"};
// Rows of keys and of the alphabet; both ways.
constexpr std::array<absl::string_view, 6> kWalks = {
    "abcdefghijklmnopqrstuvwxyz",     "01234567890123456789", "qwertyuiop", "asdfghjkl", "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik"};
constexpr size_t kWalkLength = 4;
constexpr size_t kFewestOwnCharacters = 8;
constexpr size_t kFewestDifferentCharacters = 5;

size_t Characters(absl::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
}

// Takes every `part` out of `text`.
void Remove(const std::string& part, std::string& text) {
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part)) text.erase(at, part.size());
}

bool IsWalk(const std::string& piece) {
  const std::string back(piece.rbegin(), piece.rend());
  return std::any_of(kWalks.begin(), kWalks.end(), [&](absl::string_view row) {
    return absl::StrContains(row, piece) || absl::StrContains(row, back);
  });
}

// Without the steps of walks; the first character of a walk is kept.
std::string WithoutWalks(const std::string& text) {
  std::string left;
  for (size_t i = 0; i < text.size();) {
    size_t length = 1;
    while (i + length < text.size() && IsWalk(text.substr(i, length + 1))) ++length;
    left += text.substr(i, length >= kWalkLength ? 1 : length);
    i += length;
  }
  return left;
}

// Whether it is one piece again and again.
bool Repeats(absl::string_view text) {
  const std::string twice = absl::StrCat(text, text);
  return twice.find(text.data(), 1, text.size()) < text.size();
}

}  // namespace

absl::Status CheckPassword(absl::string_view password, absl::string_view account) {
  if (Characters(password) < kFewestPasswordCharacters) {
    return absl::InvalidArgumentError(
        absl::StrCat("a password has at least ", kFewestPasswordCharacters, " characters"));
  }
  if (password.size() > kMostPasswordBytes) {
    return absl::InvalidArgumentError(absl::StrCat("a password has at most ", kMostPasswordBytes, " bytes"));
  }
  if (wire::HasControls(password) || password.find_first_of("\r\n\t") != absl::string_view::npos) {
    return absl::InvalidArgumentError("a password has no control characters");
  }
  std::string left = absl::AsciiStrToLower(password);
  if (Repeats(left) || std::set<char>(left.begin(), left.end()).size() < kFewestDifferentCharacters) {
    return absl::InvalidArgumentError("the password repeats itself");
  }
  if (!account.empty()) Remove(absl::AsciiStrToLower(account), left);
  for (const absl::string_view word : kWellKnown) Remove(std::string(word), left);
  if (Characters(WithoutWalks(left)) < kFewestOwnCharacters) {
    return absl::InvalidArgumentError("the password is made of well-known parts");
  }
  return absl::OkStatus();
}

}  // namespace interline::inbox
