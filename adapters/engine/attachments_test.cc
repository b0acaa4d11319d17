// Files that travel inside a message, whole or in parts, through dialects in both directions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "adapters/engine/adapter.h"
#include "adapters/engine/test_support.h"
#include "core/base/refusal.h"
#include "core/base/status_matchers.h"
#include "core/ticket/bounds.h"
#include "core/ticket/event.h"

namespace interline::adapters {
namespace {

constexpr Direction kFrom = Direction::kFromPlatform;
constexpr Direction kTo = Direction::kToPlatform;

// In XML all paths begin with the root.
constexpr char kRows[] = R"(
messages {
  name: "progress" direction: DIRECTION_BOTH kind: "progress_reported" ticket_id: TICKET_ID_RULE_SHOWN
  rows { theirs: "ROOTid" ours: "id" required: true text {} }
  rows { theirs: "ROOTat" ours: "occurred_at" required: true time { rfc3339: true } }
  rows { theirs: "ROOTticket" ours: "ticket_id" required: true text {} }
  rows { theirs: "ROOTfiles" ours: "progress_reported.attachments" group {
    rows { theirs: "id" ours: "id" required: true text {} }
    rows { theirs: "name" ours: "file_name" text {} }
    rows { theirs: "data" ours: "content" bytes { encoding: ENCODING_BASE64 MOST } }
    rows { theirs: "no" ours: "part" number { max: 1000 } }
    rows { theirs: "of" ours: "parts" number { max: 1000 } }
  } }
}
)";

std::unique_ptr<Adapter> Make(const std::string& root, const std::string& most_bytes) {
  std::string text = TestDialectText();
  text = text.substr(0, text.find("tables {"));
  if (!root.empty()) text = With(text, "WIRE_FORMAT_JSON", "WIRE_FORMAT_XML");
  absl::StrAppend(&text, absl::StrReplaceAll(kRows, {{"ROOT", root}, {"MOST", most_bytes}}));
  auto adapter = MakeAdapter(ParsePlatform(TestPlatformText()), ParseDialect(text));
  EXPECT_OK(adapter.status());
  return *std::move(adapter);
}

std::unique_ptr<Adapter> Json(const std::string& most_bytes = "") { return Make("", most_bytes); }
std::unique_ptr<Adapter> Xml() { return Make("report.", ""); }

std::string JsonWith(const std::string& file) {
  return absl::StrCat(R"({"id":"m1","at":"2026-11-24T10:00:00+08:00","ticket":"440000:DH1","files":[)", file, "]}");
}

constexpr char kTwoParts[] =
    R"({"id":"f1","name":"a.bin","data":"AAH/gA==","no":1,"of":2},{"id":"f1","data":"fg==","no":2,"of":2})";

std::string RefusedAs(const absl::Status& status) {
  const auto refusal = GetRefusal(status);
  return refusal ? absl::StrCat(ReasonName(refusal->reason()), " at ", refusal->path()) : status.ToString();
}

v1::TicketEvent EventWith(const std::string& content) {
  v1::TicketEvent event = ParseEvent(R"(
      id: "m1" source: "440000" recipient: "440000" ticket_id: "440000:DH1" occurred_at { seconds: 1795485600 }
      progress_reported { attachments { id: "f1" } })");
  event.mutable_progress_reported()->mutable_attachments(0)->set_content(content);
  return event;
}

TEST(Attachments, BringTheirBytesInBothDirections) {
  for (const Direction direction : {kFrom, kTo}) {
    const auto event = Json()->Decode(direction, {JsonWith(kTwoParts), {}});
    ASSERT_OK(event.status());
    const auto& files = event->progress_reported().attachments();
    ASSERT_EQ(files.size(), 2);
    EXPECT_EQ(files[0].content(), std::string("\x00\x01\xff\x80", 4));
    EXPECT_EQ(files[0].part(), 1u);
    EXPECT_EQ(files[0].parts(), 2u);
    EXPECT_EQ(files[1].content(), "~");
    const auto written = Json()->Encode(direction, *event);
    ASSERT_OK(written.status());
    EXPECT_EQ(written->body, JsonWith(kTwoParts));
  }
}

TEST(Attachments, BringTheirBytesThroughXml) {
  const std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?><report><id>m1</id><at>2026-11-24T10:00:00+08:00</at>"
      "<ticket>440000:DH1</ticket><files><id>f1</id><data>AAH/gA==</data><no>3</no><of>3</of></files></report>";
  const auto event = Xml()->Decode(kFrom, {xml, {}});
  ASSERT_OK(event.status());
  EXPECT_EQ(event->progress_reported().attachments(0).content(), std::string("\x00\x01\xff\x80", 4));
  EXPECT_EQ(event->progress_reported().attachments(0).parts(), 3u);
  const auto written = Xml()->Encode(kFrom, *event);
  ASSERT_OK(written.status());
  EXPECT_EQ(absl::StrReplaceAll(written->body, {{"\n", ""}}), xml);
}

TEST(Attachments, MakeEventsThatTheContractTakes) {
  auto event = Json()->Decode(kFrom, {JsonWith(R"({"id":"f1","data":"AAH/gA==","no":1,"of":2})"), {}});
  ASSERT_OK(event.status());
  EXPECT_OK(ticket::Validate(*event));
  // Whole files have no number.
  event = Json()->Decode(kFrom, {JsonWith(R"({"id":"f1","data":"AAH/gA=="})"), {}});
  ASSERT_OK(event.status());
  EXPECT_OK(ticket::Validate(*event));
  EXPECT_EQ(event->progress_reported().attachments(0).parts(), 0u);
}

TEST(Attachments, AreAsLargeAsTheContractAllows) {
  const std::string most(ticket::kMostContentBytes, '\xff');
  const auto written = Json()->Encode(kFrom, EventWith(most));
  ASSERT_OK(written.status());
  const auto read = Json()->Decode(kFrom, *written);
  ASSERT_OK(read.status());
  EXPECT_TRUE(read->progress_reported().attachments(0).content() == most);
  EXPECT_EQ(RefusedAs(Json()->Encode(kFrom, EventWith(most + "x")).status()),
            "TOO_LONG_FOR_RECEIVER at progress_reported.attachments[0].content");
  const std::string more = absl::Base64Escape(most + "x");
  const std::string file = absl::StrCat(R"({"id":"f1","data":")", more, R"("})");
  EXPECT_EQ(RefusedAs(Json()->Decode(kFrom, {JsonWith(file), {}}).status()), "OUT_OF_RANGE at files[0].data");
}

TEST(Attachments, AreNeverCutToWhatTheReceiverTakes) {
  const auto adapter = Json("max_bytes: 3");
  EXPECT_OK(adapter->Encode(kTo, EventWith("abc")).status());
  EXPECT_EQ(RefusedAs(adapter->Encode(kTo, EventWith("abcd")).status()),
            "TOO_LONG_FOR_RECEIVER at progress_reported.attachments[0].content");
}

TEST(Attachments, AreBase64InItsOneForm) {
  for (const char* data : {"AAH/gA", "AAH_gA==", "AAH/gA== ", "AAH/\\ngA==", "AAH/gB==", "=", "A"}) {
    const std::string file = absl::StrCat(R"({"id":"f1","data":")", data, R"("})");
    EXPECT_EQ(RefusedAs(Json()->Decode(kFrom, {JsonWith(file), {}}).status()), "OUT_OF_RANGE at files[0].data") << data;
  }
}

TEST(Attachments, AreCountedWithinTheContract) {
  const std::string file = R"({"id":"f1","data":"fg==","no":1,"of":1001})";
  EXPECT_EQ(RefusedAs(Json()->Decode(kFrom, {JsonWith(file), {}}).status()), "OUT_OF_RANGE at files[0].of");
}

}  // namespace
}  // namespace interline::adapters
