#include "core/wire/written.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"

namespace interline::wire {

std::string AsPercent(absl::string_view text) {
  std::string written;
  for (const unsigned char c : text) {
    const bool plain = absl::ascii_isalnum(c) || c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      written.push_back(static_cast<char>(c));
    } else {
      absl::StrAppendFormat(&written, "%%%02X", c);
    }
  }
  return written;
}

std::string AsXml(absl::string_view text) {
  std::string written;
  for (const char c : text) {
    switch (c) {
      case '&':
        written += "&amp;";
        break;
      case '<':
        written += "&lt;";
        break;
      case '>':
        written += "&gt;";
        break;
      case '"':
        written += "&quot;";
        break;
      case '\'':
        written += "&apos;";
        break;
      default:
        written.push_back(c);
    }
  }
  return written;
}

std::string AsJson(absl::string_view text) {
  std::string written;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppendFormat(&written, "\\u%04x", static_cast<unsigned char>(c));
    } else {
      if (c == '"' || c == '\\') written.push_back('\\');
      written.push_back(c);
    }
  }
  return written;
}

}  // namespace interline::wire
