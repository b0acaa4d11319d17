#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "cli/documents/page.h"

namespace interline::cli {
namespace {

// What would be markup outside code is made plain.
std::string Plain(absl::string_view text) {
  std::string plain;
  bool is_code = false;
  for (const char c : text) {
    if (c == '`') is_code = !is_code;
    if (!is_code && absl::StrContains("*_<>[]\\#", std::string(1, c))) plain.push_back('\\');
    plain.push_back(c == '\n' ? ' ' : c);
  }
  return plain;
}

class MarkdownPage final : public Page {
 public:
  void Heading(int level, absl::string_view text) override {
    absl::StrAppend(&out_, std::string(static_cast<size_t>(level), '#'), " ", Plain(text), "\n\n");
  }

  void Paragraph(absl::string_view text) override { absl::StrAppend(&out_, Plain(text), "\n\n"); }

  void Bullets(const std::vector<std::string>& items) override {
    for (const std::string& item : items) absl::StrAppend(&out_, "- ", Plain(item), "\n");
    out_ += "\n";
  }

  void Table(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows) override {
    Row(header);
    Row(std::vector<std::string>(header.size(), "---"));
    for (const auto& row : rows) Row(row);
    out_ += "\n";
  }

  void Code(absl::string_view language, absl::string_view text) override {
    // A fence longer than any inside.
    std::string fence = "```";
    while (absl::StrContains(text, fence)) fence.push_back('`');
    absl::StrAppend(&out_, fence, language, "\n", text, absl::EndsWith(text, "\n") ? "" : "\n", fence, "\n\n");
  }

  std::string Finish() override {
    while (absl::EndsWith(out_, "\n\n")) out_.pop_back();
    return std::move(out_);
  }

 private:
  void Row(const std::vector<std::string>& cells) {
    out_ += "|";
    for (const std::string& cell : cells) {
      absl::StrAppend(&out_, " ", absl::StrReplaceAll(Plain(cell), {{"|", "\\|"}}), " |");
    }
    out_ += "\n";
  }

  std::string out_;
};

}  // namespace

std::unique_ptr<Page> MakeMarkdownPage() { return std::make_unique<MarkdownPage>(); }

}  // namespace interline::cli
