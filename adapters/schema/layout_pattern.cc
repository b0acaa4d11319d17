#include "adapters/schema/layout_pattern.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace interline::schema {
namespace {

constexpr char kMilliseconds[] = "E3S";

struct Shown {
  std::string pattern;
  std::string example;
};

// `bare`: without zeros in front.
Shown Letter(char letter, bool bare) {
  const auto number = [bare](const char* padded, const char* plain) {
    return Shown{bare ? "[0-9]{1,2}" : "[0-9]{2}", bare ? plain : padded};
  };
  switch (letter) {
    case 'Y':
      return {"[0-9]{4}", "2026"};
    case 'y':
      return {"[0-9]{2}", "26"};
    case 'm':
      return number("01", "1");
    case 'd':
      return number("05", "5");
    case 'H':
      return {bare ? "[0-9]{1,2}" : "[0-9]{2}", "15"};
    case 'I':
    case 'K':
      return number("03", "3");
    case 'M':
      return number("04", "4");
    case 'S':
      return number("05", "5");
    case 'b':
      return {"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)", "Jan"};
    case 'p':
      return {"(AM|PM)", "PM"};
    default:
      return {"%", "%"};
  }
}

Shown Plain(char c) {
  const std::string text(1, c);
  if (absl::StrContains("[]^\\", text)) return {"\\" + text, text};
  return {absl::StrContains(".?*+(){}|$", text) ? absl::StrCat("[", text, "]") : text, text};
}

Shown Translate(absl::string_view layout) {
  Shown whole;
  while (!layout.empty()) {
    Shown piece;
    if (layout[0] != '%' || layout.size() == 1) {
      piece = Plain(layout[0]);
      layout.remove_prefix(1);
    } else if (absl::StartsWith(layout.substr(1), kMilliseconds)) {
      piece = {"[0-9]{2}\\.[0-9]{3}", "05.678"};
      layout.remove_prefix(sizeof(kMilliseconds));
    } else {
      const bool bare = layout[1] == '-' && layout.size() > 2;
      piece = Letter(layout[bare ? 2 : 1], bare);
      layout.remove_prefix(bare ? 3 : 2);
    }
    whole.pattern += piece.pattern;
    whole.example += piece.example;
  }
  return whole;
}

}  // namespace

std::string PatternOfLayout(absl::string_view layout) { return Translate(layout).pattern; }

std::string ExampleOfLayout(absl::string_view layout) { return Translate(layout).example; }

}  // namespace interline::schema
