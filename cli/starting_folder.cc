#include "cli/starting_folder.h"

#include <google/protobuf/text_format.h>

#include <filesystem>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "adapters/engine/compile.h"
#include "adapters/engine/decode.h"
#include "adapters/engine/example_files.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::cli {
namespace {

using adapters::Example;
using Files = std::map<std::string, std::string>;

// What a platform does every day. One good example of each in each direction is enough to start with.
constexpr absl::string_view kEverydayKinds[] = {"transferred", "signed", "return_requested", "resolution_submitted"};
constexpr int kBadExamples = 2;

std::string Quoted(const std::string& text) { return absl::StrCat("\"", absl::Utf8SafeCEscape(text), "\""); }

std::string PlatformFile(const StartingPlatform& platform, const adapter::v1::Dialect& dialect) {
  const bool ours = dialect.evidence().grade() == adapter::v1::Evidence::GRADE_REFERENCE;
  std::string evidence = platform.evidence;
  if (evidence.empty()) evidence = ours ? "No interface of the platform is public." : dialect.evidence().source();
  return absl::StrCat(
      "# ", platform.name_en, ". README.md says what is known of its interface.\nid: ", Quoted(platform.id),
      "\nname_zh: ", Quoted(platform.name_zh), "\nname_en: ", Quoted(platform.name_en),
      "\ndialect: ", Quoted(dialect.name()), "\ntransport: ", adapter::v1::Transport_Name(platform.transport),
      "\nmaturity: MATURITY_DRAFT\nevidence {\n  grade: ",
      adapter::v1::Evidence::Grade_Name(dialect.evidence().grade()), "\n  source: ", Quoted(evidence),
      "\n}\n# Code tables that differ from the dialect's stand here, each with the dialect's name for "
      "it.\n# What the platform cannot do is left out; false is the default.\ncapabilities { "
      "acknowledges: true returns: true extends: true calls_back: true }\nowner: ",
      Quoted(platform.owner), "\n");
}

std::string ReadmeFile(const StartingPlatform& platform, const adapter::v1::Dialect& dialect) {
  const bool ours = dialect.evidence().grade() == adapter::v1::Evidence::GRADE_REFERENCE;
  const std::string evidence = platform.evidence.empty() ? ours ? "no interface of the platform is public, so it is "
                                                                  "offered Interline's own dialect."
                                                                : dialect.evidence().source()
                                                         : platform.evidence;
  return absl::StrCat(
      "# ", platform.name_zh, "\n\n", platform.name_en, ", `", platform.id, "`.\n\n- **Dialect:** [`", dialect.name(),
      "`](../dialects/", dialect.name(), "/README.md).\n- **Evidence:** ", evidence,
      "\n- **Codes:** the dialect's.\n- **Ours:** all that the evidence does not name. Draft: not tried "
      "with the platform.\n");
}

bool IsEveryday(const Example& example, v1::TicketEvent& event) {
  if (!google::protobuf::TextFormat::ParseFromString(example.partner, &event)) return false;
  const auto* kind =
      event.GetReflection()->GetOneofFieldDescriptor(event, v1::TicketEvent::descriptor()->FindOneofByName("kind"));
  return kind != nullptr && absl::c_linear_search(kEverydayKinds, kind->name());
}

// The new platform with its dialect; null when the two do not fit, which is for lint to say.
std::unique_ptr<const adapters::Plan> PlanOf(const std::string& platform_file, const adapter::v1::Dialect& dialect) {
  adapter::v1::Platform platform;
  adapters::Mistakes mistakes;
  if (!google::protobuf::TextFormat::ParseFromString(platform_file, &platform)) return nullptr;
  return adapters::CompilePlan(platform, dialect, mistakes);
}

class ExampleCopier {
 public:
  ExampleCopier(const adapters::Plan& plan, const std::string& dialect_directory, Files& files)
      : plan_(plan), examples_(dialect_directory + "/examples"), files_(files) {}

  void CopyGood() {
    std::set<std::pair<int, int>> shown;
    for (Example& example : adapters::ReadExamples(examples_ + "/good", ".textproto", ignored_)) {
      v1::TicketEvent event;
      if (!IsEveryday(example, event)) continue;
      const auto kind = std::make_pair(static_cast<int>(event.kind_case()), static_cast<int>(example.direction));
      if (shown.count(kind) > 0) continue;
      Adapt(example);
      const auto read = adapters::Decode(plan_, example.direction, example.message);
      if (!read.ok()) continue;
      // An id that is made from the bytes is another one for other bytes.
      absl::StrReplaceAll({{Adapted(event.id()), read->id()}}, &example.partner);
      shown.insert(kind);
      Add(example, "examples/good/", ".textproto");
    }
  }

  void CopyBad() {
    int copied = 0;
    for (Example& example : adapters::ReadExamples(examples_ + "/bad", ".expect", ignored_)) {
      if (copied++ == kBadExamples) break;
      Adapt(example);
      Add(example, "examples/bad/", ".expect");
    }
  }

 private:
  std::string Adapted(const std::string& text) const {
    return absl::StrReplaceAll(text, {{adapters::kTrialPlatform, plan_.platform.id()}});
  }

  void Adapt(Example& example) const {
    example.message.body = Adapted(example.message.body);
    example.partner = Adapted(example.partner);
  }

  void Add(const Example& example, const std::string& folder, const std::string& partner_suffix) {
    const std::filesystem::path path(example.file);
    files_[absl::StrCat(folder, path.filename().string())] = example.message.body;
    files_[absl::StrCat(folder, path.stem().string(), partner_suffix)] = example.partner;
  }

  const adapters::Plan& plan_;
  const std::string examples_;
  Files& files_;
  // What is wrong with the dialect's own files is for `interline test` to say.
  std::vector<std::string> ignored_;
};

}  // namespace

std::map<std::string, std::string> StartingFolder(const StartingPlatform& platform, const adapters::Plan& dialect,
                                                  const std::string& dialect_directory) {
  Files files;
  files["platform.textproto"] = PlatformFile(platform, dialect.dialect);
  files["README.md"] = ReadmeFile(platform, dialect.dialect);
  if (const auto plan = PlanOf(files["platform.textproto"], dialect.dialect)) {
    ExampleCopier copier(*plan, dialect_directory, files);
    copier.CopyGood();
    copier.CopyBad();
  }
  return files;
}

}  // namespace interline::cli
