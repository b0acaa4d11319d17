// interline docs PROVINCE
#include <array>
#include <filesystem>
#include <fstream>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "adapters/schema/json_schema.h"
#include "adapters/schema/xsd.h"
#include "cli/documents/async_api.h"
#include "cli/documents/interface_document.h"
#include "cli/documents/page.h"
#include "cli/documents/shown_examples.h"
#include "cli/json_line.h"
#include "cli/program.h"
#include "cli/specification_tree.h"
#include "core/base/status_macros.h"

namespace interline::cli {
namespace {

using adapters::Plan;
using adapters::Specified;

struct DocsFlags {
  std::string platform;
  std::string format = "markdown";
  std::string out;
  bool json = false;
};

// What is printed, and under which name in a folder.
struct Format {
  const char* name;
  const char* file;
};

constexpr std::array<Format, 6> kFormats = {{
    {"markdown", "interface.md"},
    {"html", "interface.html"},
    {"json-schema", "messages.schema.json"},
    {"xsd", "messages.xsd"},
    {"inner-xsd", "inner.xsd"},
    {"asyncapi", "asyncapi.json"},
}};

constexpr char kDialects[] = "dialects/";

absl::StatusOr<const Specified*> Find(const SpecificationTree& tree, const std::string& name) {
  if (absl::StartsWith(name, kDialects)) return tree.FindDialect(absl::StripPrefix(name, kDialects));
  return tree.FindPlatform(name);
}

// Empty when the dialect has nothing of the format.
std::string Document(const Plan& plan, const std::vector<ShownExample>& examples, const std::string& format) {
  if (format == "json-schema") return schema::JsonSchemaOf({plan.platform, plan.dialect});
  if (format == "xsd") return schema::XsdOf({plan.platform, plan.dialect}, schema::XsdPart::kMessages);
  if (format == "inner-xsd") return schema::XsdOf({plan.platform, plan.dialect}, schema::XsdPart::kInner);
  if (format == "asyncapi") return AsyncApiOf(plan, examples);
  const std::unique_ptr<Page> page =
      format == "html" ? MakeHtmlPage(absl::StrCat(plan.platform.name_zh(), "接口文档")) : MakeMarkdownPage();
  WriteInterfaceDocument(plan, examples, *page);
  return page->Finish();
}

absl::Status WriteAll(const Plan& plan, const std::vector<ShownExample>& examples, const DocsFlags& flags,
                      std::ostream& out) {
  std::error_code error;
  std::filesystem::create_directories(flags.out, error);
  for (const Format& format : kFormats) {
    const std::string text = Document(plan, examples, format.name);
    if (text.empty()) continue;
    const std::string path = absl::StrCat(flags.out, "/", format.file);
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.close();
    if (!file) return absl::InvalidArgumentError(absl::StrCat("cannot write ", path));
    if (flags.json) {
      JsonLine().Text("format", format.name).Text("file", path).Number("bytes", text.size()).Print(out);
    } else {
      out << path << '\n';
    }
  }
  return absl::OkStatus();
}

absl::Status Show(const Program& program, const DocsFlags& flags) {
  std::ostream& out = program.world.out;
  ASSIGN_OR_RETURN(const SpecificationTree tree, SpecificationTree::Load(program.common.adapters));
  ASSIGN_OR_RETURN(const Specified* specified, Find(tree, flags.platform));
  const Plan& plan = *specified->plan;
  const std::vector<ShownExample> examples =
      ShownExamplesOf(plan, {specified->directory, absl::StrCat(tree.root(), "/", kDialects, plan.dialect.name())});
  if (!flags.out.empty()) return WriteAll(plan, examples, flags, out);
  const std::string text = Document(plan, examples, flags.format);
  if (text.empty()) {
    return absl::NotFoundError(absl::StrCat("the dialect ", plan.dialect.name(), " has nothing for ", flags.format));
  }
  if (flags.json) {
    JsonLine().Text("format", flags.format).Text("text", text).Print(out);
  } else {
    out << text;
  }
  return absl::OkStatus();
}

}  // namespace

void AddDocs(CLI::App& app, Program& program) {
  CLI::App* docs = app.add_subcommand(
      "docs", "Prints a partner's interface document in Chinese and English, or a schema of its messages.");
  const auto flags = std::make_shared<DocsFlags>();
  std::vector<std::string> names;
  for (const Format& format : kFormats) names.push_back(format.name);
  docs->add_option("PROVINCE", flags->platform, "Platform id or folder name, or dialects/NAME.")->required();
  docs->add_option(
          "--format", flags->format,
          "json-schema: draft 2020-12. xsd: XML Schema 1.0, for SOAP of what stands in the body; inner-xsd: of the "
          "XML inside texts. asyncapi: AsyncAPI 3.0 as JSON.")
      ->check(CLI::IsMember(names))
      ->capture_default_str();
  docs->add_option("--out", flags->out, "Folder to write all formats to that the dialect has.");
  docs->add_flag("--json", flags->json, "One JSON object per document; with --out, per file.");
  docs->footer(
      "Examples:\n"
      "  interline docs guangdong >guangdong.md\n"
      "  interline docs sichuan --format asyncapi\n"
      "  interline docs dialects/reference --out var/reference\n"
      "Exit code 3 when the dialect has nothing of the format, for instance XML.");
  docs->callback([&program, flags] { program.action = [&program, flags] { return Show(program, *flags); }; });
}

}  // namespace interline::cli
