#include "cli/table.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "core/base/check.h"

namespace interline::cli {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr int kGap = 2;

struct Range {
  char32_t first;
  char32_t last;
};

// East Asian wide and fullwidth characters (Unicode Standard Annex 11), in ascending order.
constexpr Range kWide[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},  {0x3041, 0x33FF}, {0x3400, 0x4DBF},
                           {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},  {0xAC00, 0xD7A3}, {0xF900, 0xFAFF},
                           {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},  {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F},
                           {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
// Marks that stand on the character before them.
constexpr Range kZeroWidth[] = {{0x0300, 0x036F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}};
// Control characters, and those that change the direction of text or cannot be seen.
constexpr Range kHarmful[] = {{0x0000, 0x001F}, {0x007F, 0x009F}, {0x200B, 0x200F}, {0x2028, 0x202E},
                              {0x2060, 0x206F}, {0xFEFF, 0xFEFF}, {0xD800, 0xDFFF}};

template <size_t kSize>
bool IsIn(const Range (&ranges)[kSize], char32_t c) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [c](const Range& range) { return c >= range.first && c <= range.last; });
}

// Length of the sequence that starts with `lead`, 0 when none does, and the bits of `lead` that count.
int SequenceLength(unsigned char lead, char32_t& bits) {
  if (lead < 0x80) return bits = lead, 1;
  if (lead >= 0xC2 && lead <= 0xDF) return bits = lead & 0x1F, 2;
  if (lead >= 0xE0 && lead <= 0xEF) return bits = lead & 0x0F, 3;
  if (lead >= 0xF0 && lead <= 0xF4) return bits = lead & 0x07, 4;
  return 0;
}

// Takes one character off the front; a broken byte is taken as U+FFFD.
char32_t TakeCharacter(absl::string_view& text) {
  char32_t c = 0;
  const int length = SequenceLength(static_cast<unsigned char>(text[0]), c);
  if (length == 0 || text.size() < static_cast<size_t>(length)) {
    text.remove_prefix(1);
    return kReplacement;
  }
  for (int i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0) != 0x80) {
      text.remove_prefix(1);
      return kReplacement;
    }
    c = (c << 6) | (byte & 0x3F);
  }
  text.remove_prefix(length);
  return c;
}

int Width(char32_t c) {
  if (IsIn(kZeroWidth, c)) return 0;
  return IsIn(kWide, c) ? 2 : 1;
}

}  // namespace

int DisplayWidth(absl::string_view text) {
  int width = 0;
  while (!text.empty()) {
    const char32_t c = TakeCharacter(text);
    width += Width(c);
  }
  return width;
}

std::string Printable(absl::string_view text) {
  std::string printable;
  while (!text.empty()) {
    const absl::string_view before = text;
    const char32_t c = TakeCharacter(text);
    if (c == kReplacement || IsIn(kHarmful, c)) {
      printable += "\xEF\xBF\xBD";
    } else {
      absl::StrAppend(&printable, before.substr(0, before.size() - text.size()));
    }
  }
  return printable;
}

std::string FirstColumns(absl::string_view text, int columns) {
  if (DisplayWidth(text) <= columns) return std::string(text);
  absl::string_view rest = text;
  int width = 1;  // of the ellipsis
  for (;;) {
    absl::string_view next = rest;
    const char32_t c = TakeCharacter(next);
    width += Width(c);
    if (width > columns) break;
    rest = next;
  }
  return absl::StrCat(text.substr(0, text.size() - rest.size()), "…");
}

Table::Table(std::vector<std::string> header) { rows_.push_back(std::move(header)); }

void Table::AddRow(std::vector<std::string> cells) {
  CHECK(cells.size() == rows_[0].size());
  for (std::string& cell : cells) cell = Printable(cell);
  rows_.push_back(std::move(cells));
}

void Table::Print(std::ostream& out) const {
  const size_t columns = rows_[0].size();
  std::vector<int> widths(columns, 0);
  for (const auto& row : rows_) {
    for (size_t i = 0; i < columns; ++i) widths[i] = std::max(widths[i], DisplayWidth(row[i]));
  }
  const auto print_row = [&](const std::vector<std::string>& row) {
    for (size_t i = 0; i + 1 < columns; ++i) {
      out << row[i] << std::string(widths[i] - DisplayWidth(row[i]) + kGap, ' ');
    }
    out << row[columns - 1] << '\n';
  };
  print_row(rows_[0]);
  for (size_t i = 0; i < columns; ++i) {
    out << std::string(widths[i], '-') << (i + 1 < columns ? std::string(kGap, ' ') : "\n");
  }
  for (size_t i = 1; i < rows_.size(); ++i) print_row(rows_[i]);
}

}  // namespace interline::cli
