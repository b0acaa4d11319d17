// Row kinds beyond the plain ones: split, prefixed and joined texts, telephone numbers, zones, dated codes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "adapters/engine/adapter.h"
#include "adapters/engine/compile.h"
#include "adapters/engine/decode.h"
#include "adapters/engine/encode.h"
#include "adapters/engine/examples.h"
#include "adapters/engine/test_support.h"
#include "core/base/refusal.h"
#include "core/base/status_matchers.h"

namespace interline::adapters {
namespace {

constexpr Direction kFrom = Direction::kFromPlatform;
constexpr Direction kTo = Direction::kToPlatform;

// Two messages of the test dialect with the rows that are tried here.
constexpr char kRows[] = R"(
zone_tables {
  name: "zone"
  rows { theirs: "z-1" code: "440000" }
  rows { theirs: "z-7" code: "440103" }
}
tables {
  name: "decision" enum: "interline.v1.Decision"
  rows { theirs: "1" ours: "APPROVED" }
  rows { theirs: "0" ours: "REJECTED" valid_until: "2026-06-30" }
  rows { theirs: "2" ours: "REJECTED" valid_from: "2026-07-01" }
  rows { theirs: "0" ours: "REJECTED" valid_from: "2027-01-01" way: WAY_READ_ONLY }
  refuse_theirs: "0"
}
messages {
  name: "rows" direction: DIRECTION_BOTH kind: "transferred" ticket_id: TICKET_ID_RULE_SENDER_IS_ORIGIN
  when { path: "head.type" equals: "rows" }
  rows { theirs: "source" ours: "source" required: true text {} }
  rows { theirs: "no" ours: "source_number" required: true text { prefix: "U-" max_chars: 10 } }
  rows { theirs: "at" ours: "occurred_at" required: true time { epoch: EPOCH_SECONDS quoted: true } }
  rows { theirs: "to" ours: "transferred.to" required: true text {} }
  rows { theirs: "title" ours: "transferred.matter.title" required: true text {} }
  rows { theirs: "text.a" ours: "transferred.matter.content" text { max_chars: 4 more: ["text.b", "c"] } }
  rows { theirs: "tel" ours: "transferred.matter.caller.calling_number" phone { max_chars: 16 } }
  rows { theirs: "tel2" ours: "transferred.matter.caller.contact_number" phone { e164: true } }
  rows { theirs: "zone" ours: "transferred.matter.region.code" region { table: "zone" } }
  rows { theirs: "due" ours: "transferred.limit.due_at" time { local: "%Y-%m-%d %H:%M" } }
  drops: "id"
  ignores: ["note", "text.length"]
}
messages {
  name: "pairs" direction: DIRECTION_TO_PLATFORM kind: "duplicate_suspected" ticket_id: TICKET_ID_RULE_SHOWN
  when { path: "head.type" equals: "pairs" }
  rows { theirs: "ticket" ours: "ticket_id" required: true text {} }
  rows { theirs: "with" ours: "duplicate_suspected.ticket_ids" required: true joined { separator: " " max_chars: 40 } }
  drops: ["id", "occurred_at"]
}
messages {
  name: "decided" direction: DIRECTION_BOTH kind: "return_decided" ticket_id: TICKET_ID_RULE_SENDER_IS_ORIGIN
  when { path: "head.type" equals: "decided" }
  rows { theirs: "how" ours: "return_decided.decision" required: true code { table: "decision" } }
  rows { theirs: "source" ours: "source" required: true text {} }
  rows { theirs: "no" ours: "source_number" required: true text {} }
  rows { theirs: "at" ours: "occurred_at" required: true time { local: "%Y-%m-%d %H:%M:%S" } }
  drops: "id"
}
)";

// The head of the test dialect, and these messages alone.
std::string Dialect() {
  const std::string text = TestDialectText();
  return absl::StrCat(text.substr(0, text.find("tables {")), kRows);
}

std::unique_ptr<Adapter> MakeRows() {
  auto adapter = MakeAdapter(ParsePlatform(TestPlatformText()), ParseDialect(Dialect()));
  EXPECT_OK(adapter.status());
  return *std::move(adapter);
}

std::string Transfer(const std::string& fields) {
  return absl::StrCat(
      R"({"head":{"type":"rows"},"source":"440000","no":"7","at":"1795486200","to":"12367","title":"x")",
      fields.empty() ? "" : ",", fields, "}");
}

v1::Matter Read(const std::string& fields) {
  const auto event = MakeRows()->Decode(kFrom, {Transfer(fields), {}});
  EXPECT_OK(event.status()) << fields;
  return event.ok() ? event->transferred().matter() : v1::Matter();
}

// "REASON at path" of what is refused.
std::string Refused(const absl::Status& status) {
  const auto refusal = GetRefusal(status);
  return refusal ? absl::StrCat(ReasonName(refusal->reason()), " at ", refusal->path()) : status.ToString();
}

std::string RefusedFields(const std::string& fields) {
  return Refused(MakeRows()->Decode(kFrom, {Transfer(fields), {}}).status());
}

v1::TicketEvent TransferEvent() {
  return ParseEvent(R"(
      id: "e" source: "440000" ticket_id: "440000:U-7" source_number: "U-7" occurred_at { seconds: 1795486200 }
      transferred { to: "12367" matter { title: "x" } })");
}

std::string Written(const v1::TicketEvent& event, Direction direction = kFrom) {
  const auto message = MakeRows()->Encode(direction, event);
  return message.ok() ? message->body : Refused(message.status());
}

TEST(Rows, AreEachOthersInverse) {
  Mistakes mistakes;
  const auto plan = CompilePlan(ParsePlatform(TestPlatformText()), ParseDialect(Dialect()), mistakes);
  ASSERT_NE(plan, nullptr) << mistakes.all().front().message;
  const ExampleReport report = RunGenerated(*plan, 300, 3);
  EXPECT_TRUE(report.problems.empty()) << absl::StrJoin(report.problems, "\n");
}

TEST(Rows, CutALongTextIntoSeveralFields) {
  v1::TicketEvent event = TransferEvent();
  event.mutable_transferred()->mutable_matter()->set_content("一二三四五六七八九十");
  EXPECT_EQ(Written(event), Transfer(R"("text":{"a":"一二三四","b":"五六七八"},"c":"九十")"));
  event.mutable_transferred()->mutable_matter()->set_content("一二三四");
  EXPECT_EQ(Written(event), Transfer(R"("text":{"a":"一二三四"})"));
  event.mutable_transferred()->mutable_matter()->set_content("一二三四五六七八九十百千x");
  EXPECT_EQ(Written(event), "TOO_LONG_FOR_RECEIVER at transferred.matter.content");
}

TEST(Rows, JoinATextFromSeveralFields) {
  EXPECT_EQ(Read(R"("text":{"a":"一二三四","b":"五六七八"},"c":"九十")").content(), "一二三四五六七八九十");
  EXPECT_EQ(Read(R"("text":{"a":"一","b":""},"c":"二")").content(), "一二");
  EXPECT_EQ(Read(R"("c":"二")").content(), "二");
  EXPECT_EQ(RefusedFields(R"("text":{"a":"一","b":"12345"})"), "OUT_OF_RANGE at text.b");
  EXPECT_EQ(RefusedFields(R"("text":{"a":"一"},"c":7)"), "WRONG_TYPE at c");
}

TEST(Rows, LeaveThePrefixToUs) {
  const auto event = MakeRows()->Decode(kFrom, {Transfer(""), {}});
  ASSERT_OK(event.status());
  EXPECT_EQ(event->source_number(), "U-7");
  EXPECT_EQ(event->ticket_id(), "440000:U-7");
  v1::TicketEvent other = TransferEvent();
  other.set_source_number("R-7");
  other.set_ticket_id("440000:R-7");
  EXPECT_EQ(Written(other), "NOT_EXPRESSIBLE at source_number");
  other.set_source_number("U-");
  other.set_ticket_id("440000:U-");
  EXPECT_EQ(Written(other), "NOT_EXPRESSIBLE at source_number");
}

TEST(Rows, BringTelephoneNumbersIntoOneForm) {
  const v1::Caller caller = Read(R"("tel":"138 0000 0000","tel2":"+44 20 7946 0000")").caller();
  EXPECT_EQ(caller.calling_number(), "+8613800000000");
  EXPECT_EQ(caller.contact_number(), "+442079460000");
  v1::TicketEvent event = TransferEvent();
  *event.mutable_transferred()->mutable_matter()->mutable_caller() = caller;
  EXPECT_EQ(Written(event), Transfer(R"("tel":"13800000000","tel2":"+442079460000")"));
  event.mutable_transferred()->mutable_matter()->mutable_caller()->set_calling_number("+12345678901234567");
  EXPECT_EQ(Written(event), "TOO_LONG_FOR_RECEIVER at transferred.matter.caller.calling_number");
}

TEST(Rows, TranslateZones) {
  EXPECT_EQ(Read(R"("zone":"z-7")").region().code(), "440103");
  EXPECT_EQ(RefusedFields(R"("zone":"z-8")"), "UNMAPPED_CODE at zone");
  v1::TicketEvent event = TransferEvent();
  v1::Region& region = *event.mutable_transferred()->mutable_matter()->mutable_region();
  region.set_code("440103001");
  EXPECT_EQ(Written(event), Transfer(R"("zone":"z-7")"));
  region.set_code("440104");
  EXPECT_EQ(Written(event), Transfer(R"("zone":"z-1")"));
  region.set_code("450104");
  EXPECT_EQ(Written(event), "UNMAPPED_CODE at transferred.matter.region.code");
  region.set_code("4501");
  EXPECT_EQ(Written(event), "INVALID_REGION at transferred.matter.region.code");
}

TEST(Rows, CutSecondsThatTheLayoutHasNoPlaceFor) {
  v1::TicketEvent event = TransferEvent();
  event.mutable_transferred()->mutable_limit()->mutable_due_at()->set_seconds(1796140799);  // 23:59:59 in Shanghai
  EXPECT_EQ(Written(event), Transfer(R"("due":"2026-12-01 23:59")"));
}

TEST(Rows, PassOverWhatIsIgnored) {
  EXPECT_EQ(Read(R"("note":{"a":[1,2]},"text":{"length":3})").content(), "");
  EXPECT_EQ(RefusedFields(R"("note":{"a":1,"a":2})"), "DUPLICATE_KEY at note.a");
  EXPECT_EQ(RefusedFields(R"("notes":1)"), "UNKNOWN_FIELD at notes");
}

TEST(Rows, PassOverTheRestOfAnIgnoredObject) {
  const std::string dialect = With(Dialect(), R"(ignores: ["note", "text.length"])", R"(ignores: ["note", "text"])");
  const auto adapter = MakeAdapter(ParsePlatform(TestPlatformText()), ParseDialect(dialect));
  ASSERT_OK(adapter.status());
  const auto event = (*adapter)->Decode(kFrom, {Transfer(R"("text":{"x":{"y":1},"a":"一","z":2})"), {}});
  ASSERT_OK(event.status());
  EXPECT_EQ(event->transferred().matter().content(), "一");
  const auto twice = (*adapter)->Decode(kFrom, {Transfer(R"("text":{"x":1,"a":"一","x":2})"), {}});
  EXPECT_EQ(Refused(twice.status()), "DUPLICATE_KEY at text.x");
  const auto unknown = (*adapter)->Decode(kFrom, {Transfer(R"("texts":{})"), {}});
  EXPECT_EQ(Refused(unknown.status()), "UNKNOWN_FIELD at texts");
}

TEST(Rows, ReadAnEpochOfDigitsStrictly) {
  const std::string good = Transfer("");
  for (const char* bad : {"\"01795486200\"", "\"1795486200 \"", "\"+1795486200\"", "1795486200", "\"1e9\""}) {
    const std::string body = absl::StrReplaceAll(good, {{"\"1795486200\"", bad}});
    EXPECT_EQ(Refused(MakeRows()->Decode(kFrom, {body, {}}).status()), "WRONG_TYPE at at") << bad;
  }
}

TEST(Rows, JoinAListOfTexts) {
  v1::TicketEvent event = ParseEvent(R"(
      id: "e" source: "interline" ticket_id: "440000:1" occurred_at { seconds: 1795486200 }
      duplicate_suspected { ticket_ids: "440000:2" ticket_ids: "12367:A-3" })");
  const std::string body = Written(event, kTo);
  EXPECT_EQ(body, R"({"head":{"type":"pairs"},"ticket":"440000:1","with":"440000:2 12367:A-3"})");
  const auto read = MakeRows()->Decode(kTo, {body, {}});
  ASSERT_OK(read.status());
  EXPECT_FALSE(read->has_occurred_at()) << "the message tells no time";
  EXPECT_EQ(read->duplicate_suspected().DebugString(), event.duplicate_suspected().DebugString());
  event.mutable_duplicate_suspected()->add_ticket_ids("440000:" + std::string(30, '4'));
  EXPECT_EQ(Written(event, kTo), "TOO_LONG_FOR_RECEIVER at duplicate_suspected.ticket_ids");
  for (const char* bad : {"440000:2 ", " 440000:2", "440000:2  440000:3", "440000:2 x"}) {
    const std::string spoilt = absl::StrReplaceAll(body, {{"440000:2 12367:A-3", bad}});
    EXPECT_FALSE(MakeRows()->Decode(kTo, {spoilt, {}}).ok()) << bad;
  }
}

TEST(Rows, ChooseACodeByTheDayOfTheEvent) {
  const auto read = [](const std::string& code, const std::string& at) {
    const auto event = MakeRows()->Decode(kFrom, {absl::StrCat(R"({"head":{"type":"decided"},"how":")", code,
                                                               R"(","source":"440000","no":"7","at":")", at, "\"}"),
                                                  {}});
    return event.ok() ? v1::Decision_Name(event->return_decided().decision()) : Refused(event.status());
  };
  EXPECT_EQ(read("0", "2026-06-30 23:59:59"), "DECISION_REJECTED");
  EXPECT_EQ(read("0", "2026-07-01 00:00:00"), "UNMAPPED_CODE at how");
  EXPECT_EQ(read("2", "2026-07-01 00:00:00"), "DECISION_REJECTED");
  EXPECT_EQ(read("2", "2026-06-30 23:59:59"), "UNMAPPED_CODE at how");
  EXPECT_EQ(read("0", "2027-01-01 00:00:00"), "DECISION_REJECTED");
  EXPECT_EQ(read("1", "2020-01-01 00:00:00"), "DECISION_APPROVED");
  v1::TicketEvent event = ParseEvent(R"(
      id: "e" source: "440000" ticket_id: "440000:7" source_number: "7" return_decided { decision: DECISION_REJECTED })");
  const auto written = [&](int64_t seconds) {
    event.mutable_occurred_at()->set_seconds(seconds);
    return Written(event);
  };
  EXPECT_THAT(written(1782835199), testing::HasSubstr(R"("how":"0")"));  // 2026-06-30 23:59:59 in Shanghai
  EXPECT_THAT(written(1782835200), testing::HasSubstr(R"("how":"2")"));
}

}  // namespace
}  // namespace interline::adapters
