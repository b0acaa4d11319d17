#include "adapters/engine/format_dialects.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace interline::adapters {
namespace {

// "R." stands for what is in front of all paths.
constexpr char kDialect[] = R"(name: "test" version: 1 summary: "For tests."
evidence { grade: GRADE_REFERENCE source: "None." }
time_zone: "Asia/Shanghai" unknown_fields: UNKNOWN_FIELDS_REFUSE
tables {
  name: "unit" enum: "interline.v1.TimeLimit.Unit"
  rows { theirs: "1" ours: "HOUR" } rows { theirs: "2" ours: "DAY" } rows { theirs: "3" ours: "WORKING_DAY" }
}
messages {
  name: "transfer" direction: DIRECTION_BOTH kind: "transferred" ticket_id: TICKET_ID_RULE_SHOWN
  when { path: "R.kind" equals: "T" }
  rows { theirs: "R.id" ours: "id" required: true text {} }
  rows { theirs: "R.at" ours: "occurred_at" required: true time { epoch: EPOCH_SECONDS } }
  rows { theirs: "R.ticket" ours: "ticket_id" required: true text {} }
  rows { theirs: "R.to" ours: "transferred.to" required: true text {} }
  rows { theirs: "R.title" ours: "transferred.matter.title" required: true text {} }
  rows { theirs: "R.secret" ours: "transferred.matter.confidential" bool_words { true_words: "1" false_words: "0" } }
  rows { theirs: "R.limit" ours: "transferred.limit.value" number {} }
  rows { theirs: "R.unit" ours: "transferred.limit.unit" code { table: "unit" } }
}
messages {
  name: "urge" direction: DIRECTION_BOTH kind: "urged" ticket_id: TICKET_ID_RULE_SHOWN
  when { path: "R.kind" equals: "U" }
  rows { theirs: "R.id" ours: "id" required: true text {} }
  rows { theirs: "R.at" ours: "occurred_at" required: true time { epoch: EPOCH_SECONDS } }
  rows { theirs: "R.ticket" ours: "ticket_id" required: true text {} }
  rows { theirs: "R.urge" ours: "urged.urge_id" required: true text {} }
  drops: "urged.again"
}
)";

}  // namespace

const std::vector<Format>& AllFormats() {
  static const auto* const kAll = new std::vector<Format>{
      {"json", "JSON", "", ""},
      {"json_with_json", "JSON", "a.b.", R"(nested { path: "a.b" encoding: ENCODING_JSON })"},
      {"json_with_url_json", "JSON", "a.b.", R"(nested { path: "a.b" encoding: ENCODING_URL_JSON })"},
      {"json_with_base64_json", "JSON", "a.b.", R"(nested { path: "a.b" encoding: ENCODING_BASE64_JSON })"},
      {"json_with_xml", "JSON", "a.r.", R"(nested { path: "a" encoding: ENCODING_XML })"},
      {"form", "FORM", "", ""},
      {"form_with_json_in_json", "FORM", "a.b.",
       R"(nested { path: "a" encoding: ENCODING_JSON } nested { path: "a.b" encoding: ENCODING_JSON })"},
      {"query", "QUERY", "", ""},
      {"query_with_json_and_url_text", "QUERY", "sq.",
       R"(nested { path: "sq" encoding: ENCODING_JSON } nested { path: "sq.title" encoding: ENCODING_URL_TEXT })"},
      {"xml", "XML", "r.", ""},
      {"xml_of_attributes", "XML", "r.@", ""},
      {"soap_11", "SOAP_1_1", "op.in.", R"(xml { namespace: "urn:x" qualified: true })"},
      {"soap_12", "SOAP_1_2", "op.in.", R"(xml { namespace: "urn:x" })"},
      {"soap_11_with_json", "SOAP_1_1", "op.json.", R"(nested { path: "op.json" encoding: ENCODING_JSON })"},
      {"soap_12_with_json", "SOAP_1_2", "op.json.", R"(nested { path: "op.json" encoding: ENCODING_JSON })"},
      {"soap_11_with_xml", "SOAP_1_1", "op.xml.r.", R"(nested { path: "op.xml" encoding: ENCODING_XML })"},
      {"soap_12_with_xml", "SOAP_1_2", "op.xml.r.", R"(nested { path: "op.xml" encoding: ENCODING_XML })"},
  };
  return *kAll;
}

std::string FormatDialectText(const Format& format, const std::string& charset) {
  return absl::StrCat(absl::StrReplaceAll(kDialect, {{"R.", format.prefix}}), "wire_format: WIRE_FORMAT_",
                      format.wire_format, " charset: ", charset, "\n", format.more);
}

}  // namespace interline::adapters
