#include "core/wire/percent.h"

#include "absl/strings/ascii.h"

namespace interline::wire {
namespace {

int HexValue(char c) {
  if (absl::ascii_isdigit(static_cast<unsigned char>(c))) return c - '0';
  const char lower = absl::ascii_tolower(static_cast<unsigned char>(c));
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool StandsAsItIs(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '.' || c == '_' || c == '*';
}

}  // namespace

absl::optional<std::string> PercentDecode(absl::string_view text) {
  std::string bytes;
  bytes.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      bytes.push_back(text[i] == '+' ? ' ' : text[i]);
      continue;
    }
    if (text.size() - i < 3) return absl::nullopt;
    const int high = HexValue(text[i + 1]);
    const int low = HexValue(text[i + 2]);
    if (high < 0 || low < 0) return absl::nullopt;
    bytes.push_back(static_cast<char>(high * 16 + low));
    i += 2;
  }
  return bytes;
}

void AppendPercentEncoded(absl::string_view bytes, absl::string_view blank, std::string& text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  for (const char c : bytes) {
    if (StandsAsItIs(c)) {
      text.push_back(c);
    } else if (c == ' ') {
      text.append(blank.data(), blank.size());
    } else {
      const auto byte = static_cast<unsigned char>(c);
      text.push_back('%');
      text.push_back(kDigits[byte >> 4]);
      text.push_back(kDigits[byte & 15]);
    }
  }
}

}  // namespace interline::wire
