#include "adapters/engine/test_support.h"

#include <google/protobuf/text_format.h>
#include <stdlib.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "core/base/check.h"

namespace interline::adapters {
namespace {

constexpr char kHead[] = R"(name: "test"
version: 3
summary: "For tests."
evidence { grade: GRADE_REFERENCE source: "None." }
wire_format: WIRE_FORMAT_JSON
charset: CHARSET_UTF_8
time_zone: "Asia/Shanghai"
unknown_fields: UNKNOWN_FIELDS_REFUSE
)";

constexpr char kTables[] = R"(tables {
  name: "demand" enum: "interline.v1.DemandType"
  rows { theirs: "zx" ours: "CONSULTATION" }
  rows { theirs: "zx2" ours: "CONSULTATION" way: WAY_READ_ONLY }
  rows { theirs: "qz" ours: "DEMAND_TYPE_HELP" }
  rows { theirs: "ts" ours: "COMPLAINT" }
  rows { theirs: "ts" ours: "REPORT" way: WAY_WRITE_ONLY }
  refuse_ours: ["SUGGESTION", "PRAISE", "OTHER"]
  refuse_theirs: "hj"
}
tables {
  name: "sex" enum: "interline.v1.Sex"
  rows { theirs: "1" ours: "MALE" }
  rows { theirs: "2" ours: "FEMALE" }
  rows { theirs: "9" ours: "NOT_STATED" }
}
tables {
  name: "unit" enum: "interline.v1.TimeLimit.Unit"
  rows { theirs: "h" ours: "HOUR" }
  rows { theirs: "d" ours: "DAY" }
  rows { theirs: "w" ours: "WORKING_DAY" }
}
tables {
  name: "reason" enum: "interline.v1.ReturnReason"
  rows { theirs: "region" ours: "WRONG_REGION" }
  rows { theirs: "duties" ours: "OUTSIDE_DUTIES" }
  refuse_ours: ["UNCLEAR_OWNERSHIP", "INSUFFICIENT_DETAIL", "ALREADY_HANDLED", "OTHER"]
}
)";

constexpr char kTransfer[] = R"(messages {
  name: "transfer" direction: DIRECTION_BOTH kind: "transferred" ticket_id: TICKET_ID_RULE_SHOWN
  when { path: "head.type" equals: "transfer" }
  rows { theirs: "head.ver" constant { value: "2" lexical: LEXICAL_NUMBER } required: true }
  rows { theirs: "head.id" ours: "id" required: true text {} }
  rows { theirs: "head.at" ours: "occurred_at" required: true time { rfc3339: true } }
  rows { theirs: "head.from" ours: "source" text {} }
  rows { theirs: "head.gen" ours: "generation" number { min: 1 max: 9 } }
  rows { theirs: "body.ticket" ours: "ticket_id" required: true text {} }
  rows { theirs: "body.number" ours: "source_number" text {} }
  rows { theirs: "body.to" ours: "transferred.to" required: true text {} }
  rows { theirs: "body.title" ours: "transferred.matter.title" required: true text { max_chars: 20 } }
  rows { theirs: "body.text" ours: "transferred.matter.content" text {} }
  rows { theirs: "body.demand" ours: "transferred.matter.demand_type" code { table: "demand" } }
  rows { theirs: "body.secret" ours: "transferred.matter.confidential"
         bool_words { true_words: ["是", "Y"] false_words: "否" } }
  rows { theirs: "body.asked" ours: "transferred.matter.asked_at" time { epoch: EPOCH_MILLISECONDS } }
  rows { theirs: "body.region" ours: "transferred.matter.region.code" region { digits: 12 } }
  rows { theirs: "body.caller.name" ours: "transferred.matter.caller.name" text { max_chars: 10 } }
  rows { theirs: "body.caller.sex" ours: "transferred.matter.caller.sex"
         code { table: "sex" lexical: LEXICAL_NUMBER } }
  rows { theirs: "body.caller.country" ours: "transferred.matter.caller.nationality" text {} }
  rows { theirs: "body.files" ours: "transferred.matter.attachments" group {
    max_items: 3
    rows { theirs: "id" ours: "id" required: true text {} }
    rows { theirs: "name" ours: "file_name" text {} }
    rows { theirs: "size" ours: "size_bytes" number { quoted: true } }
    rows { theirs: "hash.hex" ours: "sha256" bytes { encoding: ENCODING_HEX_LOWER } }
    rows { theirs: "hash.b64" ours: "sha256" way: WAY_WRITE_ONLY bytes { encoding: ENCODING_BASE64 } }
  } }
  rows { theirs: "body.limit.value" ours: "transferred.limit.value" number { min: 1 max: 1000 } }
  rows { theirs: "body.limit.unit" ours: "transferred.limit.unit" code { table: "unit" } }
  rows { theirs: "body.limit.due" ours: "transferred.limit.due_at" time { local: "%Y-%m-%d %H:%M:%S" } }
  rows { theirs: "body.limit.maybe" ours: "transferred.limit.provisional"
         bool_words { true_words: "true" false_words: "false" lexical: LEXICAL_BOOLEAN } }
  implies { ours: "transferred.limit.start" equals: "START_SIGNED" }
  drops: ["causation_id", "transferred.matter.caller.document_type", "transferred.matter.attachments.url"]
}
)";

constexpr char kOthers[] = R"(messages {
  name: "urge" direction: DIRECTION_FROM_PLATFORM kind: "urged" ticket_id: TICKET_ID_RULE_SENDER_IS_ORIGIN
  when { header: "target" equals: "/urge" }
  when { path: "n" equals: "1" lexical: LEXICAL_NUMBER }
  identity: ["no", "urge"]
  rows { theirs: "no" ours: "source_number" required: true text {} }
  rows { theirs: "urge" ours: "urged.urge_id" text {} required: true }
  rows { theirs: "at" ours: "occurred_at" required: true time { local: "%Y%m%d%H%M%E3S" } }
  implies { ours: "urged.again" equals: "false" }
  drops: "id"
}
messages {
  name: "urge.again" direction: DIRECTION_FROM_PLATFORM kind: "urged" ticket_id: TICKET_ID_RULE_SENDER_IS_ORIGIN
  when { header: "target" equals: "/urge" }
  when { path: "n" equals: "2" lexical: LEXICAL_NUMBER }
  rows { theirs: "no" ours: "source_number" required: true text {} }
  rows { theirs: "urge" ours: "urged.urge_id" text {} required: true }
  rows { theirs: "at" ours: "occurred_at" required: true time { local: "%Y%m%d%H%M%E3S" } }
  rows { theirs: "day" ours: "urged.limit.due_at" way: WAY_READ_ONLY time { local: "%Y-%m-%d" } }
  implies { ours: "urged.again" equals: "true" }
  drops: ["id", "urged.limit.due_at"]
}
messages {
  name: "return" direction: DIRECTION_BOTH kind: "return_requested" ticket_id: TICKET_ID_RULE_RECIPIENT_IS_ORIGIN
  when { path: "head.type" equals: "return" }
  rows { theirs: "head.id" ours: "id" required: true text {} }
  rows { theirs: "head.at" ours: "occurred_at" required: true time { epoch: EPOCH_SECONDS } }
  rows { theirs: "for" ours: "recipient" required: true text {} }
  rows { theirs: "your" ours: "recipient_number" required: true text {} }
  rows { theirs: "why" ours: "return_requested.reason" required: true code { table: "reason" } }
  rows { theirs: "note" ours: "return_requested.note" text { max_chars: 8 } }
}
messages {
  name: "signed" direction: DIRECTION_BOTH kind: "signed" ticket_id: TICKET_ID_RULE_ALIAS
  when { path: "head.type" equals: "signed" }
  rows { theirs: "head.at" ours: "occurred_at" required: true time { rfc3339: true } }
  rows { theirs: "my" ours: "source_number" required: true text {} }
  drops: "id"
}
messages {
  name: "twins" direction: DIRECTION_TO_PLATFORM kind: "duplicate_suspected" ticket_id: TICKET_ID_RULE_SHOWN
  when { path: "head.type" equals: "twins" }
  rows { theirs: "head.id" ours: "id" required: true text {} }
  rows { theirs: "head.at" ours: "occurred_at" required: true time { rfc3339: true } }
  rows { theirs: "from" ours: "source" required: true text {} }
  rows { theirs: "ticket" ours: "ticket_id" text {} }
  rows { theirs: "your" ours: "recipient_number" text {} }
  rows { theirs: "with" ours: "duplicate_suspected.ticket_ids" required: true text {} }
}
)";

constexpr char kPlatform[] = R"(id: "440000"
name_zh: "测试平台"
name_en: "Test"
dialect: "test"
transport: TRANSPORT_KAFKA
maturity: MATURITY_DRAFT
evidence { grade: GRADE_REFERENCE source: "None." }
owner: "Interline"
)";

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  CHECK(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

}  // namespace

std::string TestDialectText() { return absl::StrCat(kHead, kTables, kTransfer, kOthers); }
std::string TestPlatformText() { return kPlatform; }

adapter::v1::Dialect ParseDialect(const std::string& text) { return Parse<adapter::v1::Dialect>(text); }
adapter::v1::Platform ParsePlatform(const std::string& text) { return Parse<adapter::v1::Platform>(text); }
v1::TicketEvent ParseEvent(const std::string& text) { return Parse<v1::TicketEvent>(text); }

std::unique_ptr<Adapter> TestAdapter() {
  auto adapter = MakeAdapter(ParsePlatform(TestPlatformText()), ParseDialect(TestDialectText()));
  CHECK(adapter.ok());
  return *std::move(adapter);
}

std::string With(absl::string_view text, absl::string_view from, absl::string_view to) {
  const size_t at = text.find(from);
  CHECK(at != absl::string_view::npos && text.find(from, at + 1) == absl::string_view::npos);
  return absl::StrCat(text.substr(0, at), to, text.substr(at + from.size()));
}

std::string FullTransferJson() {
  return R"({"head":{"type":"transfer","ver":2,"id":"m-1","at":"2026-11-24T10:10:00.250+08:00","from":"440000","gen":2},)"
         R"("body":{"ticket":"440000:DH1","number":"DH1","to":"12367","title":"签证延期","text":"两行\n\"文字\"",)"
         R"("demand":"qz","secret":"否","asked":1795486200500,"region":"440103001000",)"
         R"("caller":{"name":"例女士","sex":2,"country":"UTO"},)"
         R"("files":[{"id":"f1","name":"页.jpg","size":"91820","hash":{)"
         R"("hex":"0001020304050607080910111213141516171819202122232425262728293031",)"
         R"("b64":"AAECAwQFBgcICRAREhMUFRYXGBkgISIjJCUmJygpMDE="}},{"id":"f2"}],)"
         R"("limit":{"value":5,"unit":"w","due":"2026-12-01 23:59:59","maybe":true}}})";
}

std::string FullTransferText() {
  return R"(
      id: "m-1" source: "440000" ticket_id: "440000:DH1" source_number: "DH1" generation: 2
      occurred_at { seconds: 1795486200 nanos: 250000000 }
      transferred {
        to: "12367"
        matter {
          title: "签证延期"
          content: "两行\n\"文字\""
          demand_type: DEMAND_TYPE_HELP
          confidential: false
          asked_at { seconds: 1795486200 nanos: 500000000 }
          region { code: "440103001" }
          caller { name: "例女士" sex: SEX_FEMALE nationality: "UTO" }
          attachments {
            id: "f1" file_name: "页.jpg" size_bytes: 91820
            sha256: "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x20\x21\x22\x23\x24\x25\x26\x27\x28\x29\x30\x31"
          }
          attachments { id: "f2" }
        }
        limit {
          value: 5 unit: UNIT_WORKING_DAY start: START_SIGNED due_at { seconds: 1796140799 } provisional: true
        }
      })";
}

TestTree::TestTree() {
  const char* base = std::getenv("TEST_TMPDIR");
  directory_ = absl::StrCat(base == nullptr ? "/tmp" : base, "/tree_XXXXXX");
  CHECK(mkdtemp(directory_.data()) != nullptr);
}

TestTree::~TestTree() {
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

void TestTree::Write(const std::string& path, const std::string& text) const {
  const std::filesystem::path file = directory_ + "/" + path;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

void TestTree::WriteGood() const {
  Write("dialects/test/dialect.textproto", TestDialectText());
  Write("guangdong/platform.textproto", TestPlatformText());
}

}  // namespace interline::adapters
