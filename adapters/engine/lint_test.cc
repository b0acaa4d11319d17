#include "adapters/engine/lint.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "adapters/engine/lint_expectations.h"
#include "adapters/engine/test_support.h"

namespace interline::adapters {
namespace {

TEST(Lint, FindsNothingInAGoodTree) { EXPECT_EQ(FoundWith({}), std::vector<std::string>()); }

TEST(Lint, ShowsWhereATextCannotBeRead) {
  ExpectFindings(kDialect, TestDialectText(),
                 {
                     {"version: 3", "version: three", "three", "Expected integer, got: three"},
                     {"name: \"sex\" enum", "nam: \"sex\" enum", ": \"sex\" enum",
                      "Message type \"interline.adapter.v1.CodeTable\" has no field named \"nam\"."},
                     // Protobuf notices it at the word after it.
                     {"UNKNOWN_FIELDS_REFUSE", "REFUSE", "tables {\n  name: \"demand\"",
                      "Unknown enumeration value of \"REFUSE\" for field \"unknown_fields\"."},
                 });
}

TEST(Lint, ChecksTheDialectAsAWhole) {
  ExpectFindings(kDialect, TestDialectText(),
                 {
                     {"name: \"test\"", "name: \"tset\"", "name: \"tset\"", "The name is not the folder's, 'test'."},
                     {"version: 3\n", "", "name: \"test\"", "The dialect has no version."},
                     {"charset: CHARSET_UTF_8\n", "", "name: \"test\"", "The dialect has no charset."},
                     {"Asia/Shanghai", "Asia/Peking", "time_zone", "There is no time zone 'Asia/Peking'."},
                     {"unknown_fields: UNKNOWN_FIELDS_REFUSE\n", "", "name: \"test\"",
                      "The dialect has no rule for unknown_fields."},
                     {"evidence { grade: GRADE_REFERENCE source: \"None.\" }\n", "", "name: \"test\"",
                      "Evidence is missing: a grade and its source in words."},
                     {"name: \"reason\" enum", "name: \"unit\" enum",
                      "tables {\n  name: \"unit\" enum: \"interline.v1.ReturnReason\"", "There are two tables 'unit'."},
                 });
}

TEST(Lint, ChecksTables) {
  ExpectFindings(
      kDialect, TestDialectText(),
      {
          {"refuse_ours: [\"SUGGESTION\", ", "refuse_ours: [", "tables {\n  name: \"demand\"",
           "The table 'demand' is not total: DEMAND_TYPE_SUGGESTION has no row that is written and does not stand in "
           "refuse_ours."},
          {"interline.v1.Sex", "interline.v1.Gender", "enum: \"interline.v1.Gender\"",
           "There is no enum 'interline.v1.Gender'."},
          {"ours: \"FEMALE\"", "ours: \"WOMAN\"", "ours: \"WOMAN\"", "Sex has no value 'WOMAN'."},
          {"theirs: \"zx2\"", "theirs: \"zx\"", "rows { theirs: \"zx\" ours: \"CONSULTATION\" way",
           "The code 'zx' is read twice; mark one row WAY_WRITE_ONLY."},
          {"rows { theirs: \"ts\" ours: \"COMPLAINT\" }", "rows { theirs: \"ts\" ours: \"HELP\" }",
           "rows { theirs: \"ts\" ours: \"HELP\"", "DEMAND_TYPE_HELP is written twice; mark one row WAY_READ_ONLY."},
          {"refuse_theirs: \"hj\"", "refuse_theirs: \"qz\"", "refuse_theirs", "'qz' is read by a row too."},
      });
}

TEST(Lint, ChecksRows) {
  ExpectFindings(
      kDialect, TestDialectText(),
      {
          {"ours: \"transferred.matter.title\"", "ours: \"transferred.matter.headline\"",
           "ours: \"transferred.matter.headline\"", "'transferred.matter.headline': Matter has no field 'headline'."},
          {"ours: \"transferred.matter.content\"", "ours: \"transferred.matter.title.x\"",
           "ours: \"transferred.matter.title.x\"", "'transferred.matter.title.x': title has no fields."},
          {"ours: \"transferred.matter.content\"", "ours: \"transferred.matter.attachments.url\"",
           "ours: \"transferred.matter.attachments.url\"",
           "'transferred.matter.attachments.url': attachments is a list; its fields are reached by a group."},
          {"ours: \"transferred.matter.content\"", "ours: \"withdrawn.reason\"", "ours: \"withdrawn.reason\"",
           "'withdrawn.reason' belongs to another kind than 'transferred'."},
          {"ours: \"transferred.matter.content\"", "ours: \"journal.holder\"", "ours: \"journal.holder\"",
           "'journal' is set by Interline and cannot be read."},
          {"ours: \"transferred.matter.content\"", "ours: \"transferred.matter.title\"", "rows { theirs: \"body.text\"",
           "'transferred.matter.title' is read twice; mark one row WAY_WRITE_ONLY."},
          {"theirs: \"body.text\"", "theirs: \"body.title\"",
           "rows { theirs: \"body.title\" ours: \"transferred.matter.content\"",
           "The field 'title' is written by an earlier row or condition; mark one WAY_READ_ONLY."},
          {"theirs: \"body.text\"", "theirs: \"head.type\"", "rows { theirs: \"head.type\"",
           "The field 'type' is written by an earlier row or condition; mark one WAY_READ_ONLY."},
          {"theirs: \"body.text\"", "theirs: \"body.title.x\"", "theirs: \"body.title.x\"",
           "'body.title.x': 'title' is a field already."},
          {"theirs: \"body.limit.unit\"", "theirs: \"body.limit\"", "theirs: \"body.limit\"",
           "'body.limit' has fields of its own already."},
          {"theirs: \"body.text\"", "theirs: \"body..text\"", "theirs: \"body..text\"",
           "Their path is empty or has an empty part."},
          {"ours: \"transferred.matter.content\" text {}", "ours: \"transferred.matter.content\"",
           "rows { theirs: \"body.text\"", "The row does not say how the value is written (text, number, code, ...)."},
          {"ours: \"transferred.matter.content\" text {}",
           "ours: \"transferred.matter.content\" constant { value: \"1\" }", "ours: \"transferred.matter.content\"",
           "A constant has no field of ours; see `implies`."},
          {"ours: \"transferred.matter.content\" text {}", "ours: \"transferred.matter.urgency\" text {}",
           "rows { theirs: \"body.text\"", "A row with `text` needs a text of ours; urgency is none."},
          {"ours: \"transferred.matter.content\" text {}", "ours: \"transferred.matter.content\" number {}",
           "rows { theirs: \"body.text\"", "A row with `number` needs a whole number of ours; content is none."},
          {"ours: \"transferred.matter.content\" text {}", "ours: \"transferred.matter.content\" region { digits: 6 }",
           "rows { theirs: \"body.text\"", "A row with `region` needs the code of a region of ours; content is none."},
          {"ours: \"transferred.matter.content\" text {}", "ours: \"transferred.matter.content\" group {}",
           "rows { theirs: \"body.text\"", "A group needs a list of ours; content is none."},
          {"number { min: 1 max: 9 }", "number { min: 9 max: 1 }", "rows { theirs: \"head.gen\"",
           "`min` is above `max`."},
          {"number { min: 1 max: 9 }", "number { min: -1 max: 9 }", "rows { theirs: \"head.gen\"",
           "The bounds go beyond our field."},
          {"digits: 12", "digits: 8", "rows { theirs: \"body.region\"", "A region has 2, 4, 6, 9 or 12 digits."},
          {"code { table: \"demand\" }", "code { table: \"request\" }", "rows { theirs: \"body.demand\"",
           "There is no table 'request'."},
          {"code { table: \"demand\" }", "code { table: \"unit\" }", "rows { theirs: \"body.demand\"",
           "The table 'unit' is for interline.v1.TimeLimit.Unit, demand_type is of interline.v1.DemandType."},
          {"code { table: \"demand\" }", "code { table: \"demand\" lexical: LEXICAL_NUMBER }",
           "rows { theirs: \"body.demand\"", "The code 'zx' of the table is not of the declared lexical."},
          {"false_words: \"否\"", "false_words: [\"否\", \"Y\"]", "rows { theirs: \"body.secret\"",
           "The word 'Y' stands twice."},
          {"false_words: \"否\"", "", "rows { theirs: \"body.secret\"", "Words are needed for true and for false."},
          {"true_words: \"true\"", "true_words: \"1\"", "rows { theirs: \"body.limit.maybe\"",
           "'1' is not of the declared lexical."},
          {"local: \"%Y-%m-%d %H:%M:%S\"", "local: \"%Y-%m-%d %H\"", "rows { theirs: \"body.limit.due\"",
           "The layout '%Y-%m-%d %H' does not round-trip: it stops before the minute. Mark the row WAY_READ_ONLY."},
          {"local: \"%Y-%m-%d %H:%M:%S\"", "local: \"%B %d, %Y\"", "rows { theirs: \"body.limit.due\"",
           "'%B %d, %Y': %B is not known."},
          {"encoding: ENCODING_BASE64", "", "rows { theirs: \"hash.b64\"", "Bytes need an encoding."},
          {"rows { theirs: \"id\" ours: \"id\" required: true text {} }", "", "group {",
           "An attachment needs an id: a required row that reads `id`."},
          {"max_items: 3", "max_items: 101", "max_items: 101", "A list has at most 100 items."},
          {"ours: \"file_name\"", "ours: \"filename\"", "ours: \"filename\"",
           "'filename': Attachment has no field 'filename'."},
          {"[\"id\", \"urged.limit.due_at\"]", "[\"id\"]", "rows { theirs: \"day\"",
           "'urged.limit.due_at' is read only: name it in `drops` too, or write it by another row."},
          {"constant { value: \"2\" lexical: LEXICAL_NUMBER }", "constant { value: \"v2\" lexical: LEXICAL_NUMBER }",
           "rows { theirs: \"head.ver\"", "The value is not of the declared lexical."},
      });
}

TEST(Lint, ChecksTheRicherRows) {
  const std::string content = "ours: \"transferred.matter.content\" text {}";
  const std::string field = "ours: \"transferred.matter.content\" ";
  const std::string row = "rows { theirs: \"body.text\"";
  ExpectFindings(
      kDialect, TestDialectText(),
      {
          {content, field + "joined { separator: \",\" }", row,
           "A row with `joined` needs a list of texts of ours; content is none."},
          {content, field + "phone {}", row, "A row with `phone` needs a telephone number of ours; content is none."},
          {content, field + "text { more: \"body.text2\" }", row, "`more` needs `max_chars`."},
          {content, field + "text { max_chars: 5 more: \"body.title\" }", "more: \"body.title\"",
           "'body.title' is the field of another row."},
          {"digits: 12", "table: \"districts\"", "rows { theirs: \"body.region\"",
           "There is no zone table 'districts'."},
          {"time_zone: \"Asia/Shanghai\"",
           "zone_tables { name: \"z\" rows { theirs: \"1\" code: \"3507\" } } time_zone: \"Asia/Shanghai\"",
           "code: \"3507\"", "'3507' is no code of a region in its shortest form of 6, 9 or 12 digits."},
          {"time_zone: \"Asia/Shanghai\"",
           "zone_tables { name: \"z\" rows { theirs: \"1\" code: \"350700\" } rows { theirs: \"2\" code: \"350700\" } "
           "} "
           "time_zone: \"Asia/Shanghai\"",
           "rows { theirs: \"2\" code: \"350700\"", "The region 350700 is written twice; mark one row WAY_READ_ONLY."},
      });
}

TEST(Lint, ChecksCodesThatHoldForSomeDays) {
  const std::string row = "rows { theirs: \"ts\" ours: \"COMPLAINT\" }";
  ExpectFindings(kDialect, TestDialectText(),
                 {
                     {row, "rows { theirs: \"ts\" ours: \"COMPLAINT\" valid_until: \"2026-06-30\" }",
                      "tables {\n  name: \"demand\"",
                      "The table 'demand' is not total: DEMAND_TYPE_COMPLAINT has no row that is written on 2026-07-01 "
                      "and does not "
                      "stand in refuse_ours."},
                     {row,
                      "rows { theirs: \"ts\" ours: \"COMPLAINT\" valid_until: \"2026-06-30\" }\n"
                      "  rows { theirs: \"ts9\" ours: \"COMPLAINT\" valid_from: \"2026-06-30\" }",
                      "rows { theirs: \"ts9\"",
                      "DEMAND_TYPE_COMPLAINT is written twice on 2026-06-30; mark one row WAY_READ_ONLY."},
                     {row, "rows { theirs: \"ts\" ours: \"COMPLAINT\" valid_from: \"1 July\" }", "valid_from",
                      "'1 July' is no date like 2026-07-01."},
                 });
}

TEST(Lint, AcceptsACodeThatChangesFromOneDayToTheNext) {
  EXPECT_EQ(FoundWith({{kDialect, With(TestDialectText(), "rows { theirs: \"ts\" ours: \"COMPLAINT\" }",
                                       "rows { theirs: \"ts\" ours: \"COMPLAINT\" valid_until: \"2026-06-30\" }\n"
                                       "  rows { theirs: \"ts9\" ours: \"COMPLAINT\" valid_from: \"2026-07-01\" }")}}),
            std::vector<std::string>());
}

TEST(Lint, ChecksMessages) {
  const std::string transfer = "messages {\n  name: \"transfer\"";
  const std::string twins = "messages {\n  name: \"twins\"";
  const std::string returned = "messages {\n  name: \"return\"";
  ExpectFindings(
      kDialect, TestDialectText(),
      {
          {"name: \"signed\"", "name: \"签收\"", "name: \"签收\"",
           "A message needs a name of 1 to 31 characters of [A-Za-z0-9._-]."},
          {"name: \"signed\"", "name: \"return\"", "name: \"return\" direction: DIRECTION_BOTH kind: \"signed\"",
           "There are two messages 'return'."},
          {"name: \"signed\" direction: DIRECTION_BOTH", "name: \"signed\"", "messages {\n  name: \"signed\"",
           "The message has no direction."},
          {"kind: \"signed\"", "kind: \"ticket_id\"", "kind: \"ticket_id\"", "An event has no kind 'ticket_id'."},
          {"equals: \"signed\"", "equals: \"return\"", "messages {\n  name: \"signed\"",
           "The message 'signed' has the same conditions as 'return' and is never reached."},
          {"  when { path: \"head.type\" equals: \"signed\" }\n", "", "messages {\n  name: \"signed\"",
           "The message 'signed' can be mistaken for 'transfer'."},
          {"equals: \"signed\"", "", "when { path: \"head.type\"  }",
           "A condition needs a field or header, and a value."},
          {"equals: \"1\" lexical: LEXICAL_NUMBER", "equals: \"one\" lexical: LEXICAL_NUMBER",
           "when { path: \"n\" equals: \"one\"", "The value is not of the declared lexical."},
          {"when { path: \"n\" equals: \"1\" lexical: LEXICAL_NUMBER }", "when { header: \"Target\" equals: \"x\" }",
           "when { header: \"Target\"", "Names of headers are in lower case."},
          {"when { path: \"n\" equals: \"1\" lexical: LEXICAL_NUMBER }", "when { header: \"target\" equals: \"x\" }",
           "when { header: \"target\" equals: \"x\"", "Two conditions on the same place never hold together."},
          {"ticket_id: TICKET_ID_RULE_ALIAS", "", "messages {\n  name: \"signed\"",
           "The message has no rule for the ticket id."},
          {"ticket_id: TICKET_ID_RULE_ALIAS", "ticket_id: TICKET_ID_RULE_SHOWN",
           "ticket_id: TICKET_ID_RULE_SHOWN\n  when { path: \"head.type\" equals: \"signed\"",
           "TICKET_ID_RULE_SHOWN needs a row that reads `ticket_id`, required unless a number is read too."},
          {"ticket_id: TICKET_ID_RULE_ALIAS", "ticket_id: TICKET_ID_RULE_SENDER_IS_ORIGIN",
           "ticket_id: TICKET_ID_RULE_SENDER_IS_ORIGIN\n  when { path: \"head.type\" equals: \"signed\"",
           "TICKET_ID_RULE_SENDER_IS_ORIGIN to the platform needs a required row that reads `source`."},
          {"rows { theirs: \"for\" ours: \"recipient\" required: true text {} }", "",
           "ticket_id: TICKET_ID_RULE_RECIPIENT_IS_ORIGIN",
           "TICKET_ID_RULE_RECIPIENT_IS_ORIGIN from the platform needs a required row that reads `recipient`."},
          {"ours: \"recipient_number\" required: true text", "ours: \"recipient_number\" text",
           "ticket_id: TICKET_ID_RULE_RECIPIENT_IS_ORIGIN",
           "TICKET_ID_RULE_RECIPIENT_IS_ORIGIN needs a required row that reads `recipient_number`."},
          {"rows { theirs: \"my\" ours: \"source_number\" required: true text {} }", "",
           "ticket_id: TICKET_ID_RULE_ALIAS", "TICKET_ID_RULE_ALIAS needs a required row that reads `source_number`."},
          {"rows { theirs: \"my\" ours",
           "rows { theirs: \"t\" ours: \"ticket_id\" text {} } rows { theirs: \"my\" ours",
           "ticket_id: TICKET_ID_RULE_ALIAS", "A row reads `ticket_id`, so the rule is TICKET_ID_RULE_SHOWN."},
          {"rows { theirs: \"body.ticket\" ours: \"ticket_id\" required",
           "rows { theirs: \"body.ticket\" ours: \"ticket_id\" way: WAY_READ_ONLY required",
           "ticket_id: TICKET_ID_RULE_SHOWN", "TICKET_ID_RULE_SHOWN needs a row that writes `ticket_id`."},
          {"ours: \"occurred_at\" required: true time { epoch: EPOCH_SECONDS }",
           "ours: \"occurred_at\" time { epoch: EPOCH_SECONDS }", returned, "No required row reads `occurred_at`."},
          {"ours: \"id\" required: true text {} }\n  rows { theirs: \"head.at\" ours: \"occurred_at\" required: true "
           "time { "
           "epoch",
           "ours: \"id\" text {} }\n  rows { theirs: \"head.at\" ours: \"occurred_at\" required: true time { epoch",
           returned, "The row that reads `id` must be required."},
          {"rows { theirs: \"my\" ours: \"source_number\" required: true text {} }\n  drops: \"id\"",
           "rows { theirs: \"my\" ours: \"source_number\" required: true text {} }", "messages {\n  name: \"signed\"",
           "`id` is always there: a row must write it, or `drops` name it."},
          {"ours: \"transferred.to\" required: true", "ours: \"transferred.to\"", transfer,
           "The contract asks for `transferred.to`: a required row must read it, or `implies` give it."},
          {"ours: \"transferred.to\" required: true", "ours: \"transferred.to\" way: WAY_READ_ONLY required: true",
           transfer, "`transferred.to` is always there: a row must write it, or `drops` name it."},
          {"ours: \"duplicate_suspected.ticket_ids\" required: true", "ours: \"duplicate_suspected.ticket_ids\"", twins,
           "The contract asks for `duplicate_suspected.ticket_ids`: a required row must read it, or `implies` give "
           "it."},
          {"rows { theirs: \"body.limit.unit\" ours: \"transferred.limit.unit\" code { table: \"unit\" } }", "",
           transfer, "`transferred.limit.value` is read, and no row reads `transferred.limit.unit`."},
          {"identity: [\"no\", \"urge\"]", "identity: [\"no\", \"nr\"]", "identity: [\"no\", \"nr\"]",
           "No row or condition has the field 'nr'."},
          {"identity: [\"no\", \"urge\"]", "identity: [\"n\"]", "identity: [\"n\"]",
           "One field of the identity must be of a required row that is read."},
          {"drops: [\"causation_id\", ", "drops: [\"cause\", ", "drops: [\"cause\"",
           "'cause': TicketEvent has no field 'cause'."},
          {"drops: [\"causation_id\", ", "drops: [\"urged\", ", "drops: [\"urged\"",
           "'urged' belongs to another kind than 'transferred'."},
          {"drops: [\"causation_id\", ", "drops: [\"transferred.to\", ", "drops: [\"transferred.to\"",
           "'transferred.to' is both written and left out."},
          {"equals: \"START_SIGNED\"", "equals: \"SIGNED\"", "implies { ours: \"transferred.limit.start\"",
           "'transferred.limit.start' cannot have this value."},
          {"ours: \"transferred.limit.start\"", "ours: \"transferred.limit.begin\"",
           "ours: \"transferred.limit.begin\"", "'transferred.limit.begin': TimeLimit has no field 'begin'."},
          {"implies { ours: \"transferred.limit.start\" equals: \"START_SIGNED\" }",
           "implies { ours: \"transferred.to\" platform: true }", "rows { theirs: \"body.to\"",
           "'transferred.to' is implied and read."},
          {"implies { ours: \"urged.again\" equals: \"true\" }",
           "implies { ours: \"urged.again\" equals: \"true\" } implies { ours: \"urged.again\" equals: \"false\" }",
           "implies { ours: \"urged.again\" equals: \"false\" }\n  drops: [", "'urged.again' is implied twice."},
      });
}

TEST(Lint, ChecksPlatforms) {
  ExpectFindings(
      kPlatform, TestPlatformText(),
      {
          {"id: \"440000\"", "id: \"44\"", "id: \"44\"", "'44' is no platform id: six digits, or 12367."},
          {"dialect: \"test\"", "dialect: \"tset\"", "dialect: \"tset\"", "There is no dialect 'tset'."},
          {"owner: \"Interline\"\n", "", "id: \"440000\"", "The platform has no owner."},
          {"name_zh: \"测试平台\"\n", "", "id: \"440000\"", "The platform has no name_zh."},
          {"source: \"None.\"", "", "id: \"440000\"", "Evidence is missing: a grade and its source in words."},
          {"owner", "capabilities { receive_only: true returns: true }\nowner", "capabilities",
           "A platform that only receives has no other capability."},
          {"owner",
           "tables { name: \"gender\" enum: \"interline.v1.Sex\"\n refuse_ours: [\"MALE\", \"FEMALE\", \"NOT_STATED\"] "
           "}\nowner",
           "tables {", "The dialect has no table 'gender' that this one could replace."},
          {"owner",
           "tables { name: \"sex\" enum: \"interline.v1.Decision\"\n refuse_ours: [\"APPROVED\", \"REJECTED\"] "
           "}\nowner",
           "tables {", "The dialect's table 'sex' is for another enum."},
          {"owner",
           "tables { name: \"sex\" enum: \"interline.v1.Sex\"\n rows { theirs: \"1\" ours: \"MALE\" } }\nowner",
           "tables {",
           "The table 'sex' is not total: SEX_FEMALE has no row that is written and does not stand in refuse_ours."},
      });
}

TEST(Lint, ChecksFolders) {
  EXPECT_EQ(FoundWith({{"guangdong2/platform.textproto", TestPlatformText()},
                       {"Hainan/platform.textproto", With(TestPlatformText(), "440000", "460000")},
                       {"hubei/province.textproto", ""},
                       {"engine/plan.h", ""},
                       {"schema/xsd.h", ""},
                       {".hidden/x", ""}}),
            (std::vector<std::string>{
                "Hainan/platform.textproto:1:1: Names of folders are of lower-case letters, digits and '_'.",
                "guangdong2/platform.textproto:1:1: The folder 'guangdong' has this id too.",
                "hubei/platform.textproto:1:1: The file cannot be read.",
            }));
}

TEST(Lint, FindsThatNothingIsThere) { EXPECT_EQ(Lint("/nowhere").size(), 1u); }

TEST(Lint, TellsADialectsMistakeOnce) {
  EXPECT_EQ(FoundWith({{"hainan/platform.textproto", With(TestPlatformText(), "440000", "460000")},
                       {kDialect, With(TestDialectText(), "version: 3\n", "")}})
                .size(),
            1u);
}

}  // namespace
}  // namespace interline::adapters
