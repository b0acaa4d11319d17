// What a SOAP platform is shown of the operations that it may call.
#include "services/gateway/wsdl.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "adapters/engine/plain_dialect.h"
#include "services/gateway/test_world.h"

namespace interline::gateway {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// Two operations and, in `answers`, what is said to them.
std::string WsdlOf(const std::string& answers) {
  std::string dialect = R"(
      name: "calls" version: 1 summary: "Calls." evidence { grade: GRADE_REFERENCE source: "This test." }
      wire_format: WIRE_FORMAT_SOAP_1_1 charset: CHARSET_UTF_8 time_zone: "Asia/Shanghai"
      unknown_fields: UNKNOWN_FIELDS_REFUSE xml { namespace: "urn:calls" })";
  for (const char* name : {"Sign", "Close"}) {
    absl::StrAppend(&dialect, absl::StrReplaceAll(R"(
      messages {
        name: "OP" direction: DIRECTION_FROM_PLATFORM kind: "KIND" ticket_id: TICKET_ID_RULE_ALIAS
        when { header: "soapaction" equals: "\"urn:OP\"" }
        rows { theirs: "OP.at" ours: "occurred_at" required: true time { rfc3339: true } }
        rows { theirs: "OP.no" ours: "source_number" required: true text { max_chars: 20 } }
        rows { theirs: "OP.by.@unit" ours: "actor.unit_code" text {} }
        drops: "id"
      })",
                                                  {{"OP", name}, {"KIND", name[0] == 'S' ? "signed" : "archived"}}));
  }
  TestWorld world({{"dialects/calls/dialect.textproto", dialect + answers},
                   {"a/platform.textproto",
                    absl::StrReplaceAll(adapters::PlainPlatformText("999999"), {{"\"plain\"", "\"calls\""}})}},
                  {{"999999", "from_platform { network {} }"}});
  const auto hub = world.MakeInstance();
  std::string rest;
  return Wsdl(*hub->routes.Find("/v1/platforms/999999", rest), "https://hub.example/calls");
}

TEST(Wsdl, ShowsTheAnswerOfEachOperation) {
  std::string answers;
  for (const char* name : {"Sign", "Close"}) {
    for (const char* meaning : {"REFUSED", "DONE"}) {
      absl::StrAppend(&answers, "answers { name: '", name, meaning, "' direction: DIRECTION_BOTH meaning: MEANING_",
                      meaning, " messages: '", name, "' when { path: '", name, "Response.code' equals: '", meaning,
                      "' } }\n");
    }
  }
  const std::string wsdl = WsdlOf(answers);
  for (const char* name : {"Sign", "Close"}) {
    EXPECT_THAT(wsdl, HasSubstr(absl::StrCat("<wsdl:operation name=\"", name, "\"><wsdl:input message=\"s:", name,
                                             "Message\"/><wsdl:output message=\"s:", name, "ResponseMessage\"/>")));
    EXPECT_THAT(wsdl, HasSubstr(absl::StrCat("<soap:operation soapAction=\"urn:", name, "\"/>")));
  }
  EXPECT_THAT(wsdl, Not(HasSubstr("accepted")));
}

TEST(Wsdl, ShowsAPlainAnswerWhereTheDialectHasNone) {
  const std::string wsdl = WsdlOf("");
  EXPECT_THAT(wsdl, AllOf(HasSubstr("<wsdl:output message=\"s:acceptedMessage\"/>"),
                          HasSubstr("<xs:element name=\"accepted\">"), HasSubstr("<xs:element name=\"ticketId\"")));
}

TEST(Wsdl, ShowsFieldsWithTheirBounds) {
  const std::string wsdl = WsdlOf("");
  EXPECT_THAT(wsdl, AllOf(HasSubstr("targetNamespace=\"urn:calls\""), HasSubstr("<xs:attribute name=\"unit\""),
                          HasSubstr("<xs:element name=\"by\" minOccurs=\"0\" nillable=\"true\">"),
                          HasSubstr("<xs:maxLength value=\"20\"/>")));
}

}  // namespace
}  // namespace interline::gateway
