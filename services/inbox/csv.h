// A table as CSV (RFC 4180) that a spreadsheet shows and never runs.
#ifndef INTERLINE_SERVICES_INBOX_CSV_H_
#define INTERLINE_SERVICES_INBOX_CSV_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace interline::inbox {

// One thread at a time.
class Csv {
 public:
  // Starts with the mark by which spreadsheets know UTF-8.
  Csv();
  // Every cell stands in quotes; one that a spreadsheet would take as a formula has an apostrophe in front.
  void AddLine(const std::vector<std::string>& cells);
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace interline::inbox

#endif  // INTERLINE_SERVICES_INBOX_CSV_H_
