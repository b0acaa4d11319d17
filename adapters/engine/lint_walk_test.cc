// Reasons for which messages would be refused at run time, whatever they hold, found beforehand.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "adapters/engine/lint_expectations.h"
#include "adapters/engine/test_support.h"

namespace interline::adapters {
namespace {

constexpr char kContent[] = "rows { theirs: \"body.text\" ours: \"transferred.matter.content\" text {} }";
constexpr char kName[] = "rows { theirs: \"name\" ours: \"file_name\" text {} }";
constexpr char kReason[] = "rows { theirs: \"note\" ours: \"return_requested.note\" text { max_chars: 8 } }";

// One more message, of everything that the test dialect has not.
constexpr char kMore[] = R"(
tables {
  name: "cause" enum: "interline.v1.Escalated.Cause"
  rows { theirs: "1" ours: "SUPERVISION" }
  refuse_ours: ["OVERDUE", "HOP_CAP", "CALLER_INSISTS"]
}
tables {
  name: "outcome" enum: "interline.v1.Outcome"
  rows { theirs: "1" ours: "SOLVED" }
  refuse_ours: ["PARTLY_SOLVED", "UNSOLVED", "EXPLAINED", "NOT_ACCEPTED"]
}
zone_tables { name: "zones" rows { theirs: "N" code: "440100" } }
nested { path: "words" encoding: ENCODING_PATTERN patterns: ["{note} by {due}", "{note}"] }
messages {
  name: "raised" direction: DIRECTION_BOTH kind: "escalated" ticket_id: TICKET_ID_RULE_ALIAS
  when { path: "head.type" equals: "raised" }
  rows { theirs: "head.at" ours: "occurred_at" required: true time { rfc3339: true } }
  rows { theirs: "my" ours: "source_number" required: true text {} }
  rows { theirs: "cause" ours: "escalated.cause" required: true code { table: "cause" } }
  rows { theirs: "words.note" ours: "escalated.note" text {} }
  rows { theirs: "words.due" ours: "causation_id" text {} }
  drops: "id"
}
messages {
  name: "helped" direction: DIRECTION_BOTH kind: "co_handlers_added" ticket_id: TICKET_ID_RULE_ALIAS
  when { path: "head.type" equals: "helped" }
  rows { theirs: "head.at" ours: "occurred_at" required: true time { rfc3339: true } }
  rows { theirs: "my" ours: "source_number" required: true text {} }
  rows { theirs: "by" ours: "co_handlers_added.units" required: true group {
    rows { theirs: "unit" ours: "unit_name" text {} }
  } }
  drops: ["id"]
}
messages {
  name: "moved" direction: DIRECTION_FROM_PLATFORM kind: "transferred" ticket_id: TICKET_ID_RULE_SENDER_IS_ORIGIN
  when { path: "head.type" equals: "moved" }
  rows { theirs: "head.at" ours: "occurred_at" required: true time { rfc3339: true } }
  rows { theirs: "my" ours: "source_number" required: true text {} }
  rows { theirs: "title" ours: "transferred.matter.title" required: true text {} }
  rows { theirs: "zone" ours: "transferred.matter.region.code" region { table: "zones" } }
  rows { theirs: "days" ours: "transferred.limit.value" number { min: 1 max: 30 } }
  implies { ours: "transferred.limit.unit" equals: "UNIT_DAY" }
  implies { ours: "transferred.to" equals: "12367" }
  drops: "id"
}
messages {
  name: "closed" direction: DIRECTION_BOTH kind: "resolution_submitted" ticket_id: TICKET_ID_RULE_ALIAS
  when { path: "head.type" equals: "closed" }
  rows { theirs: "head.at" ours: "occurred_at" required: true time { rfc3339: true } }
  rows { theirs: "my" ours: "source_number" required: true text {} }
  rows { theirs: "how" ours: "resolution_submitted.outcome" required: true code { table: "outcome" } }
  drops: "id"
}
answers {
  name: "told" direction: DIRECTION_TO_PLATFORM meaning: MEANING_REFUSED http_status: 422
  rows { theirs: "reason" ours: "reason" code { table: "why" } }
}
tables {
  name: "why" enum: "interline.v1.RefusalReason"
)";

// With every reason in the last table.
std::string More() {
  std::string text = absl::StrCat(TestDialectText(), kMore);
  const auto* reasons = v1::RefusalReason_descriptor();
  for (int i = 1; i < reasons->value_count(); ++i) {
    absl::StrAppend(&text, "  rows { theirs: \"", i, "\" ours: \"", reasons->value(i)->name(), "\" }\n");
  }
  return absl::StrCat(text, "}\n");
}

TEST(LintWalk, FindsNothingInAGoodDialect) { EXPECT_EQ(FoundWith({{kDialect, More()}}), std::vector<std::string>()); }

TEST(LintWalk, FindsWhatInterlineAloneMaySay) {
  ExpectFindings(
      kDialect, More(),
      {
          {"rows { theirs: \"1\" ours: \"SUPERVISION\" }\n  refuse_ours: [\"OVERDUE\", \"HOP_CAP\", ",
           "rows { theirs: \"1\" ours: \"SUPERVISION\" }\n  rows { theirs: \"3\" ours: \"HOP_CAP\" }\n"
           "  refuse_ours: [\"OVERDUE\", ",
           "rows { theirs: \"cause\"", "Interline alone says CAUSE_HOP_CAP; no message from a platform does."},
          {"rows { theirs: \"cause\" ours: \"escalated.cause\" required: true code { table: \"cause\" } }",
           "implies { ours: \"escalated.cause\" equals: \"CAUSE_HOP_CAP\" }", "implies { ours: \"escalated.cause\"",
           "Interline alone says CAUSE_HOP_CAP; no message from a platform does."},
          {"name: \"twins\" direction: DIRECTION_TO_PLATFORM", "name: \"twins\" direction: DIRECTION_BOTH",
           "kind: \"duplicate_suspected\"",
           "Interline alone says 'duplicate_suspected'; no message from a platform has this kind."},
      });
}

TEST(LintWalk, AcceptsWhatInterlineAloneSaysInMessagesToThePlatform) {
  const std::string to =
      With(More(), "name: \"raised\" direction: DIRECTION_BOTH", "name: \"raised\" direction: DIRECTION_TO_PLATFORM");
  EXPECT_EQ(
      FoundWith({{kDialect,
                  With(to, "rows { theirs: \"1\" ours: \"SUPERVISION\" }\n  refuse_ours: [\"OVERDUE\", \"HOP_CAP\", ",
                       "rows { theirs: \"1\" ours: \"SUPERVISION\" }\n  rows { theirs: \"3\" ours: \"HOP_CAP\" }\n"
                       "  refuse_ours: [\"OVERDUE\", ")}}),
      std::vector<std::string>());
}

TEST(LintWalk, FindsFieldsThatStandOnlyTogether) {
  const std::string part = "rows { theirs: \"part\" ours: \"part\" number {} }";
  ExpectFindings(kDialect, More(),
                 {
                     {kName, absl::StrCat(kName, part), part, "`part` is read, and no row reads `parts`."},
                     {kName, absl::StrCat(kName, part, "rows { theirs: \"of\" ours: \"parts\" number {} }"), part,
                      "`part` is read, and no row reads `content`."},
                     {kName, absl::StrCat(kName, "rows { theirs: \"of\" ours: \"parts\" number {} }"),
                      "rows { theirs: \"of\"", "`parts` is read, and no row reads `part`."},
                     {"ours: \"unit_name\"", "ours: \"staff_id\"", "group {\n    rows { theirs: \"unit\"",
                      "The contract asks for `unit_code` or `unit_name` in each entry: a row must read it."},
                 });
}

TEST(LintWalk, FindsCodesThatNeedWords) {
  const std::string text = With(More(),
                                "refuse_ours: [\"UNCLEAR_OWNERSHIP\", \"INSUFFICIENT_DETAIL\", "
                                "\"ALREADY_HANDLED\", \"OTHER\"]",
                                "rows { theirs: \"other\" ours: \"OTHER\" }\n"
                                "  refuse_ours: [\"UNCLEAR_OWNERSHIP\", \"INSUFFICIENT_DETAIL\", \"ALREADY_HANDLED\"]");
  ExpectFindings(kDialect, text,
                 {{kReason, "", "rows { theirs: \"why\"",
                   "With RETURN_REASON_OTHER the contract asks for `return_requested.note`, and no row reads it."}});
  ExpectFindings(
      kDialect, More(),
      {
          {"rows { theirs: \"1\" ours: \"SOLVED\" }\n  refuse_ours: [\"PARTLY_SOLVED\", \"UNSOLVED\", \"EXPLAINED\", "
           "\"NOT_ACCEPTED\"]",
           "rows { theirs: \"1\" ours: \"NOT_ACCEPTED\" }\n  refuse_ours: [\"SOLVED\", \"PARTLY_SOLVED\", "
           "\"UNSOLVED\", \"EXPLAINED\"]",
           "rows { theirs: \"how\"",
           "With OUTCOME_NOT_ACCEPTED the contract asks for `resolution_submitted.text`, and no row reads it."},
          {"rows { theirs: \"how\" ours: \"resolution_submitted.outcome\" required: true code { table: \"outcome\" } }",
           "implies { ours: \"resolution_submitted.outcome\" equals: \"OUTCOME_NOT_ACCEPTED\" }",
           "implies { ours: \"resolution_submitted.outcome\"",
           "With OUTCOME_NOT_ACCEPTED the contract asks for `resolution_submitted.text`, and no row reads it."},
      });
}

TEST(LintWalk, ChecksWhatIsImplied) {
  const std::string moved = "implies { ours: \"transferred.to\" equals: \"12367\" }";
  ExpectFindings(
      kDialect, More(),
      {
          {moved, "implies { ours: \"transferred.to\" platform: true }", "implies { ours: \"transferred.to\"",
           "A platform transfers tickets to others than itself."},
          {moved, absl::StrCat(moved, " implies { ours: \"source\" equals: \"440000\" }"), "implies { ours: \"source\"",
           "A platform speaks for itself only: say `platform: true`."},
          {moved, absl::StrCat(moved, " implies { ours: \"recipient\" platform: true }"),
           "implies { ours: \"recipient\"", "A platform writes to others than itself."},
          {"rows { theirs: \"from\" ours: \"source\" required: true text {} }\n  rows { theirs: \"ticket\"",
           "implies { ours: \"recipient\" equals: \"440000\" }\n"
           "rows { theirs: \"from\" ours: \"source\" required: true text {} }\n  rows { theirs: \"ticket\"",
           "implies { ours: \"recipient\"", "What is written to a platform is for it: say `platform: true`."},
          {"rows { theirs: \"days\"",
           "rows { theirs: \"due\" ours: \"transferred.limit.due_at\" time { rfc3339: true } "
           "} rows { theirs: \"days\"",
           "implies { ours: \"transferred.limit.unit\"",
           "`transferred.limit.unit` is implied wherever `transferred.limit` is told, so a required row must read "
           "`transferred.limit.value`."},
          {"rows { theirs: \"days\" ours: \"transferred.limit.value\" number { min: 1 max: 30 } }\n"
           "  implies { ours: \"transferred.limit.unit\" equals: \"UNIT_DAY\" }",
           "implies { ours: \"transferred.limit.value\" equals: \"1001\" }",
           "implies { ours: \"transferred.limit.value\"", "'transferred.limit.value' cannot have this value."},
      });
}

TEST(LintWalk, FindsValuesThatNoMessageSays) {
  const std::string coded =
      "rows { theirs: \"how\" ours: \"resolution_submitted.outcome\" required: true code { table: \"outcome\" } }";
  const std::string solved = "implies { ours: \"resolution_submitted.outcome\" equals: \"OUTCOME_SOLVED\" }";
  ExpectFindings(kDialect, More(),
                 {{coded, solved, "messages {\n  name: \"closed\"",
                   "No message to the platform says OUTCOME_PARTLY_SOLVED in `resolution_submitted.outcome`."}});
  // What a platform never says harms nobody.
  const std::vector<std::string> found =
      FoundWith({{kDialect, With(With(More(), coded, solved), "name: \"closed\" direction: DIRECTION_BOTH",
                                 "name: \"closed\" direction: DIRECTION_FROM_PLATFORM")}});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_NE(found[0].find("No row uses the table 'outcome'."), std::string::npos);
}

TEST(LintWalk, ChecksPatternsOfTexts) {
  const std::string patterns = "patterns: [\"{note} by {due}\", \"{note}\"]";
  ExpectFindings(
      kDialect, More(),
      {
          {"  rows { theirs: \"words.due\" ours: \"causation_id\" text {} }\n  drops: \"id\"",
           "  drops: [\"id\", \"causation_id\"]", "rows { theirs: \"words.note\"",
           "A pattern has 'due' too: a row must have it, or `ignores` name it."},
          {"rows { theirs: \"words.note\" ours: \"escalated.note\" text {} }",
           "rows { theirs: \"words.note\" ours: \"escalated.note\" way: WAY_READ_ONLY text {} }",
           "rows { theirs: \"words.note\"", "No pattern has 'due' with just the names that this message writes."},
          // Each could stand in a text, but no text has the one that is required.
          {patterns, "patterns: [\"by {due}\", \"on {due}\"]", "rows { theirs: \"words.note\"",
           "No pattern has 'note' with just the names that this message writes."},
      });
}

TEST(LintWalk, ChecksHeaders) {
  const std::string target = "when { header: \"target\" equals: \"/urge\" }\n  when { path: \"n\" equals: \"1\"";
  const auto with = [&](const std::string& header) { return header + "\n  when { path: \"n\" equals: \"1\""; };
  ExpectFindings(kDialect, TestDialectText(),
                 {
                     {target, with("when { header: \":path\" equals: \"urge\" }"), "equals: \"urge\" }\n  when",
                      "A path begins with '/' and has no query: \"/api/orders\"."},
                     {target, with("when { header: \":host\" equals: \"urge\" }"), "header: \":host\"",
                      "No message has a header ':host'."},
                     {target, with("when { header: \"content-type\" equals: \"text/plain; charset=GBK\" }"),
                      "equals: \"text/plain", "It declares another character set than the dialect's."},
                 });
}

TEST(LintWalk, ChecksTextsAndNumbersAgainstTheContract) {
  const std::string at = "rows { theirs: \"body.text\"";
  ExpectFindings(kDialect, TestDialectText(),
                 {
                     {"theirs: \"body.to\" ours: \"transferred.to\" required: true text {}",
                      "theirs: \"body.to\" ours: \"transferred.to\" required: true text { max_chars: 5 }",
                      "rows { theirs: \"body.to\"", "No to is as short as `max_chars`."},
                     {kContent,
                      absl::StrCat("rows { theirs: \"body.text\" ours: \"transferred.note\" text { prefix: \"",
                                   std::string(20000, 'x'), "\" } }"),
                      at, "The prefix leaves no room for a text."},
                     {"number { min: 1 max: 1000 }", "number { min: 1 max: 1001 }",
                      "rows { theirs: \"body.limit.value\"", "The bounds go beyond our field."},
                     {"constant { value: \"2\" lexical: LEXICAL_NUMBER }", "constant { value: \"\\001\" }",
                      "value: \"\\001\"", "The text holds a control character."},
                     {"constant { value: \"2\" lexical: LEXICAL_NUMBER }", "constant { value: \"\\377\" }",
                      "value: \"\\377\"", "The text is not UTF-8."},
                     {"name: \"signed\" direction", "name_zh: \"\\033[1m\" name: \"signed\" direction",
                      "name_zh: \"\\033[1m\"", "The text holds a control character."},
                 });
}

TEST(LintWalk, FindsWhatIsTooDeep) {
  std::string deep = "a";
  for (int i = 0; i < 20; ++i) deep += ".a";
  ExpectFindings(kDialect, TestDialectText(),
                 {{"theirs: \"body.files\" ours: \"transferred.matter.attachments\" group {\n    max_items: 3\n"
                   "    rows { theirs: \"id\"",
                   absl::StrCat("theirs: \"", deep,
                                "\" ours: \"transferred.matter.attachments\" group {\n"
                                "    max_items: 3\n    rows { theirs: \"",
                                deep, "\""),
                   "messages {\n  name: \"transfer\"", "A message is at most 32 levels deep."}});
}

TEST(LintWalk, FindsTablesThatNothingUses) {
  ExpectFindings(kDialect, More(),
                 {
                     {"region { table: \"zones\" }", "region { digits: 6 }", "name: \"zones\"",
                      "No row uses the zone table 'zones'."},
                     {"rows { theirs: \"body.caller.sex\" ours: \"transferred.matter.caller.sex\"\n"
                      "         code { table: \"sex\" lexical: LEXICAL_NUMBER } }",
                      "", "name: \"sex\"", "No row uses the table 'sex'."},
                 });
}

TEST(LintWalk, ChecksAnswers) {
  const std::string row = "rows { theirs: \"reason\" ours: \"reason\" code { table: \"why\" } }";
  ExpectFindings(
      kDialect, More(),
      {
          {"rows { theirs: \"1\" ours: \"REFUSAL_REASON_MALFORMED\" }",
           "rows { theirs: \"1\" ours: \"REFUSAL_REASON_MALFORMED\" valid_until: \"2026-06-30\" }\n"
           "  rows { theirs: \"1b\" ours: \"REFUSAL_REASON_MALFORMED\" valid_from: \"2026-07-01\" }",
           row, "An answer tells no day, so its codes cannot be dated."},
          {row, absl::StrCat(row, " rows { theirs: \"no\" ours: \"number\" required: true text {} }"),
           "rows { theirs: \"no\" ours: \"number\"",
           "`number` is not always known when MEANING_REFUSED is answered, so the row cannot be required."},
          {"http_status: 422\n", "http_status: 204\n", "http_status: 204", "An answer with 204 has no body."},
          {"http_status: 422\n", "http_status: 422 when { header: \":path\" equals: \"/a\" }\n", "header: \":path\"",
           "An answer has no header ':path'."},
      });
  ExpectFindings(kPlatform, TestPlatformText(),
                 {{"TRANSPORT_KAFKA", "TRANSPORT_HTTP_PUSH", "transport",
                   "The transport needs an answer to the platform with MEANING_DONE; the dialect has none."}});
}

TEST(LintWalk, FindsAMessageWithoutAnAnswer) {
  std::string answers;
  for (const char* direction : {"FROM", "TO"}) {
    for (const char* meaning : {"DONE", "REFUSED"}) {
      absl::StrAppend(&answers, "answers { name: \"", direction, meaning, "\" direction: DIRECTION_", direction,
                      "_PLATFORM meaning: MEANING_", meaning, " http_status: ", meaning[0] == 'D' ? 200 : 422,
                      direction[0] == 'T' && meaning[0] == 'D' ? " messages: [\"transfer\", \"urge\"]" : "", " }\n");
    }
  }
  EXPECT_EQ(FoundWith({{kDialect, absl::StrCat(TestDialectText(), answers)},
                       {kPlatform, With(TestPlatformText(), "TRANSPORT_KAFKA", "TRANSPORT_HTTP_PUSH")}}),
            (std::vector<std::string>{"guangdong/platform.textproto:5:1: No answer to the platform with MEANING_DONE "
                                      "is for the message 'urge.again'."}));
}

TEST(LintWalk, ChecksTheSignature) {
  const std::string good = "signature { path: \"sign\" algorithm: ALGORITHM_HMAC_SM3 over: \"head\" }\n";
  const auto with = [](const std::string& signature) { return absl::StrCat(signature, "\ntime_zone"); };
  ExpectFindings(
      kDialect, TestDialectText(),
      {
          {"time_zone", with("signature { algorithm: ALGORITHM_HMAC_SM3 over: \"head\" }"), "signature",
           "The signature needs the path of its field."},
          {"time_zone", with("signature { path: \"sign\" over: \"head\" }"), "signature",
           "The signature needs an algorithm."},
          {"time_zone", with("signature { path: \"sign\" algorithm: ALGORITHM_HMAC_SM3 }"), "signature",
           "The signature is over nothing."},
          {"time_zone", with("signature { path: \"sign\" algorithm: ALGORITHM_HMAC_SM3 over: \"sign\" }"), "over",
           "A signature is not over itself."},
          {"time_zone", with("signature { path: \"sign\" algorithm: ALGORITHM_HMAC_SM3 over: [\"head\", \"head\"] }"),
           "over", "'head' stands twice."},
          {"time_zone", with(good), "over", "The message 'urge' has no field 'head'."},
      });
}

TEST(LintWalk, ChecksCapabilities) {
  ExpectFindings(kPlatform, TestPlatformText(),
                 {
                     {"owner", "capabilities { acknowledges: true }\nowner", "acknowledges",
                      "The dialect has no message from the platform of the kind 'received'."},
                     {"owner", "capabilities { extends: true }\nowner", "extends",
                      "The dialect has no message to the platform of the kind 'extension_requested'."},
                     {"owner", "capabilities { calls_back: true }\nowner", "calls_back",
                      "The dialect has no message to the platform of the kind 'callback_recorded'."},
                 });
}

TEST(LintWalk, TellsAllUnknownFieldsInOneRunAndWhatElseIsWrong) {
  std::string text = With(TestDialectText(), "version: 3", "version: 3 colour: 1");
  text = With(text, "required: true text { max_chars: 20 }", "required: true text { max_char: 20 }");
  text = With(text, "ours: \"FEMALE\"", "ours: \"WOMAN\"");
  const std::vector<std::string> found = FoundWith({{kDialect, text}});
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[0].substr(0, 37), "dialects/test/dialect.textproto:2:18:");
  EXPECT_NE(found[2].find("Sex has no value 'WOMAN'."), std::string::npos);
  EXPECT_NE(found[3].find("has no field named \"max_char\"."), std::string::npos);
}

TEST(LintWalk, DoesNotBlameAPlatformForADialectThatCannotBeRead) {
  EXPECT_EQ(FoundWith({{kDialect, With(TestDialectText(), "version: 3", "version: three")}}),
            (std::vector<std::string>{"dialects/test/dialect.textproto:2:10: Expected integer, got: three"}));
}

}  // namespace
}  // namespace interline::adapters
