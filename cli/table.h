// Columns of text on a terminal. Chinese characters take two columns, marks that combine take none, and whatever could
// drive the terminal is made harmless.
#ifndef INTERLINE_CLI_TABLE_H_
#define INTERLINE_CLI_TABLE_H_

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace interline::cli {

// Columns that `text` (UTF-8) takes on a terminal.
int DisplayWidth(absl::string_view text);

// The same text with control characters, direction marks and broken UTF-8 replaced by U+FFFD.
std::string Printable(absl::string_view text);

// The text, or as much of it as fits into `columns`, ending in "…".
std::string FirstColumns(absl::string_view text, int columns);

class Table {
 public:
  explicit Table(std::vector<std::string> header);
  // As many cells as the header has.
  void AddRow(std::vector<std::string> cells);
  // Header, a rule, and the rows; the last column is not padded.
  void Print(std::ostream& out) const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace interline::cli

#endif  // INTERLINE_CLI_TABLE_H_
