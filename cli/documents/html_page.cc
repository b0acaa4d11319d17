#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "cli/documents/page.h"

namespace interline::cli {
namespace {

constexpr char kStyle[] =
    "body{font:16px/1.6 system-ui,\"Noto Sans CJK SC\",\"Microsoft YaHei\",sans-serif;max-width:72rem;margin:2rem auto;"
    "padding:0 1rem;color:#1b1f24}table{border-collapse:collapse;margin:1rem 0}"
    "th,td{border:1px solid #c9d1d9;padding:.3rem .6rem;text-align:left;vertical-align:top}th{background:#f3f5f7}"
    "code,pre{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.92em}code{background:#f3f5f7}"
    "pre{background:#f3f5f7;padding:1rem;overflow-x:auto}h1,h2,h3{line-height:1.3}"
    "@media print{body{max-width:none}pre{white-space:pre-wrap}}";

std::string Escaped(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

// Escaped, with what stands between backticks as code.
std::string Inline(absl::string_view text) {
  std::string html;
  bool is_code = false;
  for (const char c : Escaped(text)) {
    if (c == '`') {
      html += is_code ? "</code>" : "<code>";
      is_code = !is_code;
    } else {
      html.push_back(c);
    }
  }
  if (is_code) html += "</code>";
  return html;
}

class HtmlPage final : public Page {
 public:
  explicit HtmlPage(const std::string& title) {
    absl::StrAppend(&out_, "<!DOCTYPE html>\n<html lang=\"zh\">\n<head>\n<meta charset=\"utf-8\">\n<title>",
                    Escaped(title), "</title>\n<style>", kStyle, "</style>\n</head>\n<body>\n");
  }

  void Heading(int level, absl::string_view text) override {
    absl::StrAppend(&out_, "<h", level, ">", Inline(text), "</h", level, ">\n");
  }

  void Paragraph(absl::string_view text) override { absl::StrAppend(&out_, "<p>", Inline(text), "</p>\n"); }

  void Bullets(const std::vector<std::string>& items) override {
    out_ += "<ul>\n";
    for (const std::string& item : items) absl::StrAppend(&out_, "<li>", Inline(item), "</li>\n");
    out_ += "</ul>\n";
  }

  void Table(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows) override {
    out_ += "<table>\n";
    Row(header, "th");
    for (const auto& row : rows) Row(row, "td");
    out_ += "</table>\n";
  }

  void Code(absl::string_view, absl::string_view text) override {
    absl::StrAppend(&out_, "<pre>", Escaped(text), "</pre>\n");
  }

  std::string Finish() override {
    out_ += "</body>\n</html>\n";
    return std::move(out_);
  }

 private:
  void Row(const std::vector<std::string>& cells, absl::string_view tag) {
    out_ += "<tr>";
    for (const std::string& cell : cells) absl::StrAppend(&out_, "<", tag, ">", Inline(cell), "</", tag, ">");
    out_ += "</tr>\n";
  }

  std::string out_;
};

}  // namespace

std::unique_ptr<Page> MakeHtmlPage(const std::string& title) { return std::make_unique<HtmlPage>(title); }

}  // namespace interline::cli
