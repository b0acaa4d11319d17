// A document in the making: headings, paragraphs, tables and code, as Markdown or as one HTML file. Texts may hold
// `code` between backticks; everything else in them is shown as it is.
#ifndef INTERLINE_CLI_DOCUMENTS_PAGE_H_
#define INTERLINE_CLI_DOCUMENTS_PAGE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace interline::cli {

class Page {
 public:
  virtual ~Page() = default;

  // `level` from 1.
  virtual void Heading(int level, absl::string_view text) = 0;
  virtual void Paragraph(absl::string_view text) = 0;
  virtual void Bullets(const std::vector<std::string>& items) = 0;
  // Rows have as many cells as the header.
  virtual void Table(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows) = 0;
  // `language` for colours: "json", "xml", or empty.
  virtual void Code(absl::string_view language, absl::string_view text) = 0;
  // The whole document. To be called once, last.
  virtual std::string Finish() = 0;
};

std::unique_ptr<Page> MakeMarkdownPage();
std::unique_ptr<Page> MakeHtmlPage(const std::string& title);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_DOCUMENTS_PAGE_H_
