// Prints the documents of every platform and dialect, and has them judged by validators that are not ours:
// testdata/README.md.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "adapters/engine/decode.h"
#include "adapters/engine/encode.h"
#include "adapters/engine/example_files.h"
#include "adapters/engine/specifications.h"
#include "adapters/engine/wire_tree.h"
#include "adapters/schema/json_schema.h"
#include "adapters/schema/message_form.h"
#include "adapters/schema/xsd.h"
#include "cli/documents/async_api.h"
#include "cli/documents/shown_examples.h"

namespace interline::cli {
namespace {

namespace fs = std::filesystem;

using adapters::Direction;
using adapters::Example;
using adapters::Specified;

// Bad examples of the reference dialect that no JSON Schema can see, and why.
const std::set<std::string>& Unseen() {
  static const auto* const kUnseen = new std::set<std::string>{
      "duplicate_key",    // JSON of which a reader sees one name only
      "too_deep",         // depth
      "day_that_is_not",  // a date that the calendar does not have
  };
  return *kUnseen;
}

std::string ExtensionOf(adapter::v1::WireFormat format) {
  if (schema::IsXml(format)) return ".xml";
  if (format == adapter::v1::WIRE_FORMAT_FORM) return ".form";
  return format == adapter::v1::WIRE_FORMAT_QUERY ? ".query" : ".json";
}

class DocumentsCheck : public testing::Test {
 protected:
  void SetUp() override { fs::remove_all(root_); }

  void Write(const fs::path& path, const std::string& text) {
    if (text.empty()) return;
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path, std::ios::binary) << text;
  }

  // "from_platform.transferred~street_light.json": the key of the message's schema, and the example.
  static std::string NameOf(const adapters::Plan& plan, const Example& example) {
    const adapters::MessagePlan* message = adapters::ChooseMessage(plan, example.direction, example.message);
    const bool from = example.direction == Direction::kFromPlatform;
    return absl::StrCat(from ? "from_platform" : "to_platform", message == nullptr ? "" : "." + message->name, "~",
                        fs::path(example.file).stem().string(),
                        ExtensionOf(schema::FormatOf(plan.dialect, example.direction)));
  }

  // The schema describes what is written; a reader takes more, such as elements in any order, and a quirk more still.
  void WriteGood(const std::string& folder, const Specified& specified) {
    const adapters::Plan& plan = *specified.plan;
    const bool has_quirks = !plan.platform.quirks().empty() || !plan.dialect.quirks().empty();
    std::vector<std::string> problems;
    for (const Example& example :
         adapters::ReadExamples(specified.directory + "/examples/good", ".textproto", problems)) {
      const fs::path name = fs::path(folder) / "good" / NameOf(plan, example);
      const auto event = adapters::Decode(plan, example.direction, example.message);
      const auto written = event.ok() ? adapters::Encode(plan, example.direction, *event)
                                      : absl::StatusOr<adapters::WireMessage>(event.status());
      ASSERT_TRUE(written.ok()) << example.file;
      Write(name, written->body);
      // In JSON the file itself too: there is no order.
      if (name.extension() == ".json" && !has_quirks) {
        Write(absl::StrReplaceAll(name.string(), {{"~", "~file_"}}), example.message.body);
      }
    }
  }

  void WriteDocuments(const std::string& folder, const Specified& specified, const std::vector<std::string>& folders) {
    const adapters::Plan& plan = *specified.plan;
    const fs::path path(folder);
    Write(path / "asyncapi.json", AsyncApiOf(plan, ShownExamplesOf(plan, folders)));
    Write(path / "messages.schema.json", schema::JsonSchemaOf({plan.platform, plan.dialect}));
    Write(path / "messages.xsd", schema::XsdOf({plan.platform, plan.dialect}, schema::XsdPart::kMessages));
    Write(path / "inner.xsd", schema::XsdOf({plan.platform, plan.dialect}, schema::XsdPart::kInner));
    WriteGood(folder, specified);
  }

  // What the checker prints, and whether it found nothing.
  std::pair<std::string, bool> Check() {
    const std::string command =
        absl::StrCat("/usr/bin/python3 cli/documents/testdata/check_documents ", root_.string(), " 2>&1");
    FILE* pipe = popen(command.c_str(), "r");
    std::string text;
    char block[4096];
    while (const size_t size = fread(block, 1, sizeof(block), pipe)) text.append(block, size);
    const bool found_nothing = pclose(pipe) == 0;
    return {text, found_nothing};
  }

  const fs::path root_ = fs::path(testing::TempDir()) / "documents";
};

TEST_F(DocumentsCheck, FindsEveryDocumentValidAndEveryGoodExampleWithinItsSchema) {
  const adapters::Specifications all = adapters::LoadSpecifications("adapters");
  for (const Specified& dialect : all.dialects)
    WriteDocuments("dialects_" + dialect.folder, dialect, {dialect.directory});
  for (const Specified& platform : all.platforms) {
    const std::string dialect = absl::StrCat("adapters/dialects/", platform.plan->dialect.name());
    WriteDocuments(platform.folder, platform, {platform.directory, dialect});
  }
  const auto [said, found_nothing] = Check();
  EXPECT_TRUE(found_nothing) << said;
  EXPECT_THAT(said, testing::ContainsRegex("[1-9][0-9]+ asyncapi, [1-9][0-9]+ json, [1-9][0-9]* xml, 0 bad"));
}

TEST_F(DocumentsCheck, FindsThatTheReferenceSchemaRefusesWhatTheAdapterRefuses) {
  const adapters::Specifications all = adapters::LoadSpecifications("adapters");
  for (const Specified& dialect : all.dialects) {
    if (dialect.folder != "reference") continue;
    WriteDocuments(dialect.folder, dialect, {dialect.directory});
    std::vector<std::string> problems;
    for (const Example& example : adapters::ReadExamples(dialect.directory + "/examples/bad", ".expect", problems)) {
      if (Unseen().count(fs::path(example.file).stem().string()) > 0) continue;
      Write(fs::path(dialect.folder) / "bad" / NameOf(*dialect.plan, example), example.message.body);
    }
  }
  const auto [said, found_nothing] = Check();
  EXPECT_TRUE(found_nothing) << said;
  EXPECT_THAT(said, testing::ContainsRegex("[1-9][0-9]+ bad"));
}

TEST_F(DocumentsCheck, CanFail) {
  Write("one/asyncapi.json", R"({"asyncapi": "3.0.0"})");
  Write(
      "one/messages.schema.json",
      R"({"$defs": {"from_platform": {"type": "object"}, "from_platform.m": {"type": "object", "required": ["a"]}}})");
  Write("one/good/from_platform.m~x.json", "{}");
  Write("one/bad/from_platform~y.json", R"({"a": 1})");
  const auto [said, found_nothing] = Check();
  EXPECT_FALSE(found_nothing);
  EXPECT_THAT(said, testing::AllOf(testing::HasSubstr("'info' is a required property"),
                                   testing::HasSubstr("good/from_platform.m~x.json: 'a' is a required property"),
                                   testing::HasSubstr("bad/from_platform~y.json: is refused by the adapter")));
}

}  // namespace
}  // namespace interline::cli
