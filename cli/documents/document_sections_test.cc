// What a partner reads of answers, polls and codes.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "adapters/engine/compile.h"
#include "adapters/engine/specifications.h"
#include "cli/documents/interface_document.h"
#include "cli/documents/page.h"
#include "cli/documents/shown_examples.h"

namespace interline::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string DocumentOf(const adapters::Plan& plan, const std::string& folder) {
  const std::unique_ptr<Page> page = MakeMarkdownPage();
  WriteInterfaceDocument(plan, ShownExamplesOf(plan, {folder}), *page);
  return page->Finish();
}

std::string DialectDocument(const std::string& name) {
  const adapters::Specifications all = adapters::LoadSpecifications("adapters");
  for (const adapters::Specified& dialect : all.dialects) {
    if (dialect.folder == name) return DocumentOf(*dialect.plan, dialect.directory);
  }
  ADD_FAILURE() << "There is no dialect " << name;
  return "";
}

// The part of the document from one heading up to the next of its level.
std::string Section(const std::string& document, const std::string& heading) {
  const size_t start = document.find("\n" + heading);
  if (start == std::string::npos) return "";
  const std::string level = "\n" + heading.substr(0, heading.find(' ') + 1);
  return document.substr(start + 1, document.find(level, start + heading.size()) - start);
}

TEST(Documents, ShowEachAnswerAsTheAdapterWritesIt) {
  const std::string document = DialectDocument("reference");
  const std::string refused = Section(document, "### `refused.to`");
  EXPECT_THAT(refused, AllOf(HasSubstr("由 Interline 应答 / answered by Interline"), HasSubstr("HTTP 422\n"),
                             HasSubstr("content-type: application/json"), HasSubstr("\"MISSING_FIELD\""),
                             HasSubstr("This field is required.")));
  EXPECT_THAT(Section(document, "### `stored`"), HasSubstr("\"m-20261124-0001\""));
  EXPECT_THAT(Section(document, "### `later.to`"), HasSubstr("30"));
}

TEST(Documents, SayWhichAnswersAreOnlyUnderstood) {
  const std::string document = DialectDocument("api_key");
  EXPECT_THAT(Section(document, "### `bad_request`"), HasSubstr("仅识读，不写出。 / Only understood, never written."));
  EXPECT_THAT(Section(document, "### `created`"), Not(HasSubstr("仅识读")));
}

TEST(Documents, ShowListsWithMessagesInThem) {
  const std::string document = DialectDocument("fujian_query");
  const std::string list = Section(document, "### 列表 / List `page`");
  EXPECT_THAT(list, AllOf(HasSubstr("`retcode` = `0`"), HasSubstr("the list stands at: `data`"),
                          HasSubstr("entries that are left out: `fromPlatform` = `12367`"), HasSubstr("```json\n{"),
                          HasSubstr("\"retcode\":\"0\",\"data\":[{")));
  EXPECT_THAT(Section(DialectDocument("a5_soap"), "### 列表 / List `urges`"),
              AllOf(HasSubstr("```xml\n<?xml"), HasSubstr("<a3UrgeInfo>")));
  EXPECT_EQ(Section(DialectDocument("reference"), "## 轮询"), "");
}

TEST(Documents, TellHowAPlatformIsAsked) {
  const std::string text = R"(
      name: "asked" version: 1 summary: "Asked." evidence { grade: GRADE_REFERENCE source: "None." }
      wire_format: WIRE_FORMAT_JSON charset: CHARSET_UTF_8 time_zone: "Asia/Shanghai"
      unknown_fields: UNKNOWN_FIELDS_REFUSE
      messages {
        name: "signed" direction: DIRECTION_BOTH kind: "signed" ticket_id: TICKET_ID_RULE_ALIAS
        rows { theirs: "at" ours: "occurred_at" required: true time { rfc3339: true } }
        rows { theirs: "no" ours: "source_number" required: true text {} }
        drops: "id"
      }
      answers { name: "ok" direction: DIRECTION_FROM_PLATFORM meaning: MEANING_DONE http_status: 200 }
      answers { name: "no" direction: DIRECTION_FROM_PLATFORM meaning: MEANING_REFUSED http_status: 404 }
      batches { name: "news" list: "data" }
      polls {
        name: "news" call { path: "/news" query: "n=${count}&key=${key:poll}" }
        queue { acknowledge { path: "/done" headers { name: "content-type" value: "text/xml" }
                              body: "<id>${id|xml}</id>" } }
      }
      polls {
        name: "old" batch: "news" call { method: "GET" path: "/old" query: "from=${since|percent2}&p=${page}" }
        window { time_layout: "%Y-%m-%d %H:%M:%S" paging: PAGING_PAGE first_page: 1 overlap_seconds: 60 }
      }
      enquiry { call { path: "/what" body: "${message}" } })";
  adapter::v1::Dialect dialect;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &dialect));
  adapters::Mistakes mistakes;
  const auto plan = adapters::CompilePlan(adapters::TrialPlatform(dialect), dialect, mistakes);
  ASSERT_NE(plan, nullptr) << mistakes.all().front().message;
  const std::string section = Section(DocumentOf(*plan, "nowhere"), "## 轮询 / Polling");
  EXPECT_THAT(section, AllOf(HasSubstr("POST /news?n=${count}&key=${key:poll}\n"),
                             HasSubstr("| `${key:poll}` | 密钥 poll | the key poll |"),
                             HasSubstr("POST /done\ncontent-type: text/xml\n\n<id>${id|xml}</id>"),
                             HasSubstr("报文标识，XML 文本 | id of the message, text of XML |")));
  EXPECT_THAT(section,
              AllOf(HasSubstr("GET /old?from=${since|percent2}&p=${page}\n"),
                    HasSubstr("the answer is the list `news`"), HasSubstr("`%Y-%m-%d %H:%M:%S`（Asia/Shanghai）"),
                    HasSubstr("reaches back 60 seconds"), HasSubstr("the first one 86400 seconds"),
                    HasSubstr("the first is: 1"), HasSubstr("POST /what\n\n${message}")));
}

TEST(Documents, HoldEveryCodeWithItsFields) {
  const std::string document = DialectDocument("reference");
  const std::string table = Section(document, "### `escalation_cause`");
  EXPECT_THAT(table, AllOf(HasSubstr("字段 / fields: `body.cause`"), HasSubstr("| `overdue` | 逾期 |"),
                           HasSubstr("`HOP_CAP` 多次退转 / sent to and fro too often"),
                           HasSubstr("codes that are refused: `hop_cap`")));
  EXPECT_THAT(Section(document, "### `refusal_reason`"), HasSubstr("`body.reason`, `reason`"));
}

}  // namespace
}  // namespace interline::cli
