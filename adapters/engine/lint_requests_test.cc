// What the checker finds in how a platform is asked, in what both sides prove, and in batches.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "adapters/engine/lint_expectations.h"
#include "adapters/engine/test_support.h"

namespace interline::adapters {
namespace {

constexpr char kPolls[] = R"(polls {
  name: "orders" batch: "page"
  call { path: "/list" body: "max=${count}" headers { name: "content-type" value: "text/plain" } }
  queue { acknowledge { path: "/done" query: "id=${id|percent}" } }
}
polls {
  name: "page"
  call { method: "GET" path: "/new" query: "from=${since|percent2}&page=${page}&key=${key:poll}" }
  window { time_layout: "%Y-%m-%d %H:%M:%S" paging: PAGING_PAGE first_page: 1 time_zone: "Asia/Urumqi" }
}
polls {
  name: "rest"
  call { body: "<from>${since|xml}</from><skip>${offset}</skip>" }
  batch: "old"
  window { time_layout: "%b %-d, %Y %-I:%M:%S %p" paging: PAGING_OFFSET }
}
enquiry { call { path: "/what" body: "{\"id\":\"${message|json}\"}" } }
batches { name: "page" when { path: "code" equals: "0" } list: "data.list"
  skip { when { path: "ours" equals: "1" } } }
batches { name: "old" when { path: "code" equals: "1" } list: "data.list" }
answers { name: "ok" direction: DIRECTION_FROM_PLATFORM meaning: MEANING_DONE when { path: "is" equals: "ok" } }
answers { name: "no" direction: DIRECTION_FROM_PLATFORM meaning: MEANING_REFUSED when { path: "is" equals: "no" } }
)";

std::string Polled() { return absl::StrCat(TestDialectText(), kPolls); }

constexpr char kAccess[] = R"(access {
  from_platform {
    key: "push"
    webhook_signature { algorithm: ALGORITHM_SM2_WITH_SM3 header_prefix: "x-" window_seconds: 900 sm2_id: "us" } }
  from_platform { client_certificate { common_name: "gw" } }
  to_platform {
    key: "call"
    parameter_signature {
      place: PLACE_HEADER app_id: "x-app" timestamp: "x-time" nonce: "x-nonce" sign: "x-sign"
      app_id_value: "hub" time_form: TIME_FORM_SECONDS algorithm: ALGORITHM_SM3 encoding: ENCODING_HEX_LOWER
      parts { piece: PIECE_APP_ID }
      parts { piece: PIECE_TIMESTAMP }
      parts { piece: PIECE_NONCE }
      parts { before: "&key=" piece: PIECE_KEY }
    }
  }
  to_platform { key: "token" bearer {} }
  to_platform { key: "plain" api_key { header: "x-api-key" } }
  own_paths: "/services/Hotline"
}
)";

std::string Known() { return absl::StrCat(TestPlatformText(), kAccess); }

TEST(LintRequests, FindsNothingInGoodOnes) {
  EXPECT_EQ(FoundWith({{kDialect, Polled()}, {kPlatform, Known()}}), std::vector<std::string>());
}

TEST(LintRequests, ChecksPolls) {
  const std::string orders = "polls {\n  name: \"orders\"";
  ExpectFindings(
      kDialect, Polled(),
      {
          {"name: \"orders\"", "name: \"Orders\"", "name: \"Orders\"",
           "A poll needs a name of 1 to 31 characters of [a-z0-9_]."},
          {"name: \"orders\" ", "", "polls {\n  batch", "A poll needs a name of 1 to 31 characters of [a-z0-9_]."},
          {"name: \"rest\"", "name: \"page\"", "name: \"page\"\n  call { body", "There are two polls 'page'."},
          {"batch: \"page\"", "batch: \"orders\"", "batch: \"orders\"", "There is no batch 'orders'."},
          {"batch: \"page\"", "", "name: \"orders\"", "There is no batch 'orders'."},
          {"call { path: \"/list\" body: \"max=${count}\" headers { name: \"content-type\" value: \"text/plain\" } }",
           "", orders, "A poll needs a call."},
          {"queue { acknowledge { path: \"/done\" query: \"id=${id|percent}\" } }", "", orders,
           "A poll progresses by `queue` or `window`."},
          {"queue { acknowledge { path: \"/done\" query: \"id=${id|percent}\" } }", "queue {}", "queue {}",
           "A queue needs a call that acknowledges."},
          {"query: \"id=${id|percent}\"", "", "acknowledge {", "The call does not tell which entry is acknowledged."},
          {"answers { name: \"ok\" direction: DIRECTION_FROM_PLATFORM meaning: MEANING_DONE",
           "answers { name: \"ok\" direction: DIRECTION_FROM_PLATFORM meaning: MEANING_LATER", "acknowledge {",
           "The dialect has no answer from the platform with MEANING_DONE."},
          {"time_layout: \"%Y-%m-%d %H:%M:%S\" paging", "paging", "window { paging",
           "Times in the call need a time_layout."},
          {"time_layout: \"%Y-%m-%d %H:%M:%S\" paging", "time_layout: \"%Y-%m-%d %Q\" paging",
           "time_layout: \"%Y-%m-%d %Q\"", "'%Y-%m-%d %Q': %Q is not known."},
          {"%-I:%M:%S %p", "%-K:%M:%S %p", "time_layout: \"%b", "%K is not written in questions."},
          {"from=${since|percent2}&", "", "time_layout: \"%Y", "No time stands in the call."},
          {"Asia/Urumqi", "Asia/Tihwa", "time_zone: \"Asia/Tihwa\"", "There is no time zone 'Asia/Tihwa'."},
          {"&page=${page}", "", "paging: PAGING_PAGE", "The call has no \"${page}\"."},
          {"<skip>${offset}</skip>", "", "paging: PAGING_OFFSET", "The call has no \"${offset}\"."},
          {"paging: PAGING_OFFSET", "paging: PAGING_OFFSET first_page: 1", "first_page: 1 }\n}\nenquiry",
           "It is for PAGING_PAGE."},
      });
}

TEST(LintRequests, ChecksCalls) {
  ExpectFindings(
      kDialect, Polled(),
      {
          {"max=${count}", "max=${most}", "body: \"max=${most}\"", "Nothing is filled in here for the name 'most'."},
          // A queue has no span of time.
          {"max=${count}", "since=${since}", "body: \"since=${since}\"",
           "Nothing is filled in here for the name 'since'."},
          // Pages are not counted by offset here.
          {"&page=${page}", "&page=${page}${offset}",
           "query: \"from=", "Nothing is filled in here for the name 'offset'."},
          {"max=${count}", "max=${count|base64}", "body: \"max=${count|base64}\"",
           "There is no way of writing 'base64': percent, percent2, xml and json are known."},
          {"max=${count}", "max=${count", "body: \"max=${count\"", "A brace is not closed."},
          {"${key:poll}", "${key:}", "query: \"from=", "A key needs a name."},
          {"value: \"text/plain\"", "value: \"${type}\"", "value: \"${type}\"",
           "Nothing is filled in here for the name 'type'."},
          {"value: \"text/plain\"", "value: \"a\\r\\nb: c\"", "value: \"a\\r\\n", "A header is one line."},
          {"name: \"content-type\"", "name: \"Content-Type\"", "name: \"Content-Type\"",
           "A header has a name in lower case."},
          {"headers { name", "headers { name: \"content-type\" value: \"x\" } headers { name",
           "name: \"content-type\" value: \"text/plain\"", "The header 'content-type' stands twice."},
          {"method: \"GET\"", "method: \"PUT\"", "method: \"PUT\"", "A method is GET or POST."},
          {"call { path: \"/list\"", "call { method: \"GET\" path: \"/list\"", "body: \"max=", "A GET has no body."},
          {"path: \"/list\"", "path: \"list\"", "path: \"list\"", "A path begins with '/'."},
          {"path: \"/list\"", "path: \"/list?max=1\"", "path: \"/list?max=1\"",
           "A path has no query, and no name is filled in."},
          {"path: \"/done\"", "path: \"/done/${id}\"", "path: \"/done/${id}\"",
           "A path has no query, and no name is filled in."},
          {"query: \"id=", "query: \"?id=", "query: \"?id=", "A query is written without '?', blanks and '#'."},
      });
}

TEST(LintRequests, ChecksTheEnquiry) {
  const std::string call = "call { path: \"/what\" body: \"{\\\"id\\\":\\\"${message|json}\\\"}\" }";
  ExpectFindings(
      kDialect, Polled(),
      {
          {call, "", "enquiry {", "An enquiry needs a call."},
          {"${message|json}", "1", "call { path: \"/what\"", "The call does not tell which message is meant."},
          {"${message|json}", "${id}", "body: \"{\\\"id\\\":\\\"${id}", "Nothing is filled in here for the name 'id'."},
          {"meaning: MEANING_REFUSED", "meaning: MEANING_IN_DOUBT", "enquiry {",
           "It is judged by answers from the platform with MEANING_DONE, and MEANING_REFUSED or MEANING_LATER."},
      });
  ExpectFindings(kDialect, TestDialectText(),
                 {{"time_zone", "enquiry { call { body: \"${number}\" } by_list: true }\ntime_zone", "by_list",
                   "The dialect has no batch."}});
}

TEST(LintRequests, ChecksBatches) {
  const std::string old = "batches { name: \"old\" when { path: \"code\" equals: \"1\" } list: \"data.list\" }";
  ExpectFindings(kDialect, Polled(),
                 {
                     {old, "batches { name: \"old\" when { path: \"code\" equals: \"0\" } list: \"data.list\" }",
                      "batches { name: \"old\"", "The batch 'old' is never reached: 'page' fits whenever it does."},
                     {old, "batches { name: \"old\" when { path: \"data\" equals: \"1\" } list: \"data.list\" }",
                      "path: \"data\" equals", "A value and the list cannot stand at one place."},
                     {"skip { when { path: \"ours\" equals: \"1\" } }", "skip { when { header: \"x\" equals: \"1\" } }",
                      "header: \"x\"", "An entry has no headers."},
                     {"when { header: \"target\" equals: \"/urge\" }\n  when { path: \"n\" equals: \"1\"",
                      "when { header: \":batch\" equals: \"urges\" }\n  when { path: \"n\" equals: \"1\"",
                      "equals: \"urges\"", "There is no batch 'urges'."},
                     {"name: \"return\" direction: DIRECTION_BOTH",
                      "name: \"return\" direction: DIRECTION_BOTH\n"
                      "when { header: \":batch\" equals: \"old\" }",
                      "when { header: \":batch\"", "Only messages from the platform stand in a batch."},
                 });
  ExpectFindings(kDialect, R"(name: "test" version: 1 summary: "Polled." time_zone: "Asia/Shanghai"
evidence { grade: GRADE_REFERENCE source: "None." } unknown_fields: UNKNOWN_FIELDS_REFUSE
wire_format: WIRE_FORMAT_XML charset: CHARSET_UTF_8
messages {
  name: "signed" direction: DIRECTION_BOTH kind: "signed" ticket_id: TICKET_ID_RULE_ALIAS
  rows { theirs: "order.at" ours: "occurred_at" required: true time { rfc3339: true } }
  rows { theirs: "order.no" ours: "source_number" required: true text {} }
  drops: "id"
}
batches { name: "page" list: "page.order" }
)",
                 {{"list: \"page.order\"", "list: \"page.item\"", "batches",
                   "No message from the platform stands in this batch: none begins with 'item'."}});
}

TEST(LintRequests, ChecksProofs) {
  ExpectFindings(
      kPlatform, Known(),
      {
          {"client_certificate { common_name: \"gw\" }", "", "from_platform {  }", "A proof says how."},
          {"key: \"push\"", "", "from_platform {", "This proof needs a key."},
          {"client_certificate { common_name: \"gw\" }", "key: \"x\" network {}", "key: \"x\"",
           "This proof has no key."},
          {"algorithm: ALGORITHM_SM2_WITH_SM3 ", "", "webhook_signature {", "A signature needs an algorithm."},
          {"ALGORITHM_SM2_WITH_SM3", "ALGORITHM_HMAC_SM3", "sm2_id", "It is for ALGORITHM_SM2_WITH_SM3."},
          {"window_seconds: 900", "window_seconds: 901", "window_seconds", "A window has at most 900 seconds."},
          {"header_prefix: \"x-\"", "header_prefix: \"X-\"", "header_prefix", "A header has a name in lower case."},
          {"header: \"x-api-key\"", "header: \"X-API-Key\"", "header: \"X-API-Key\"",
           "A header has a name in lower case."},
          {"header: \"x-api-key\"", "header: \"\"", "header: \"\"", "A header has a name in lower case."},
          {"header: \"x-api-key\"", "header: \"authorization\"", "header: \"authorization\"",
           "Two proofs have the header 'authorization'."},
          {"header: \"x-api-key\"", "header: \"x-sign\"", "header: \"x-sign\"", "Two proofs have the header 'x-sign'."},
      });
}

TEST(LintRequests, ChecksParameterSignatures) {
  const std::string signature = "parameter_signature {";
  ExpectFindings(
      kPlatform, Known(),
      {
          {"place: PLACE_HEADER ", "", signature, "A parameter signature needs a place."},
          {"place: PLACE_HEADER", "place: PLACE_FORM", "place: PLACE_FORM",
           "The dialect's messages in this direction are no forms."},
          {"time_form: TIME_FORM_SECONDS ", "", signature, "A parameter signature needs a time_form."},
          {"algorithm: ALGORITHM_SM3 ", "", signature, "A parameter signature needs an algorithm."},
          {"encoding: ENCODING_HEX_LOWER", "", signature, "A parameter signature needs an encoding."},
          {"timestamp: \"x-time\" ", "", signature, "A parameter signature needs the name of its timestamp."},
          {"sign: \"x-sign\"", "", signature, "A parameter signature needs the name of its sign."},
          {"sign: \"x-sign\"", "sign: \"X-Sign\"", "sign: \"X-Sign\"", "A header has a name in lower case."},
          {"nonce: \"x-nonce\"", "nonce: \"x-time\"", "nonce: \"x-time\"", "Two fields have the name 'x-time'."},
          {"app_id_value: \"hub\" ", "", "app_id: \"x-app\"", "app_id and app_id_value go together."},
          {"nonce: \"x-nonce\" ", "", "piece: PIECE_NONCE", "There is no nonce."},
          {"app_id: \"x-app\" ", "", "piece: PIECE_APP_ID", "There is no app_id."},
          {"parts { before: \"&key=\" piece: PIECE_KEY }", "", "algorithm: ALGORITHM_SM3",
           "Anybody can make a plain hash: one of its parts must be PIECE_KEY."},
          {"algorithm: ALGORITHM_SM3 ", "algorithm: ALGORITHM_HMAC_SM3 ", "piece: PIECE_KEY",
           "The key is a part of plain hashes only."},
          {"parts { piece: PIECE_TIMESTAMP }", "", signature, "The time is not signed."},
          {"parts { piece: PIECE_NONCE }", "", "nonce: \"x-nonce\"", "The nonce is not signed."},
          {"parts { piece: PIECE_NONCE }", "parts { before: \".\" }", "parts { before: \".\" }",
           "A part needs a piece."},
      });
  ExpectFindings(
      kPlatform, With(Known(), "place: PLACE_HEADER", "place: PLACE_JSON"),
      {
          {"piece: PIECE_NONCE", "piece: PIECE_BODY", "piece: PIECE_BODY",
           "A sign in the body cannot sign the body; use PIECE_PARAMETERS."},
          {"parts { piece: PIECE_APP_ID }\n      parts { piece: PIECE_TIMESTAMP }\n      parts { piece: PIECE_NONCE }\n"
           "      parts { before: \"&key=\" piece: PIECE_KEY }",
           "", signature, "A parameter signature needs parts."},
      });
}

TEST(LintRequests, ChecksProofsInsideMessages) {
  ExpectFindings(kPlatform, Known(),
                 {
                     {"key: \"token\" bearer {}", "body_fields {}", "body_fields", "Fields of the body need paths."},
                     {"key: \"token\" bearer {}", "key: \"token\" body_fields { paths: \"user\" }", "key: \"token\"",
                      "This proof has no key."},
                     {"key: \"token\" bearer {}", "key: \"token\" dialect_signature {}", "dialect_signature",
                      "The dialect has no signature."},
                     {"key: \"token\" bearer {}", "client_certificate {} key: \"token\"", "key: \"token\"",
                      "This proof has no key."},
                 });
}

TEST(LintRequests, ChecksOwnPaths) {
  ExpectFindings(
      kPlatform, Known(),
      {
          {"own_paths: \"/services/Hotline\"", "own_paths: \"/v1/mine\"", "own_paths",
           "Paths below /v1 are Interline's own."},
          {"own_paths: \"/services/Hotline\"", "own_paths: \"services\"", "own_paths",
           "A path begins with '/', does not end with it and has no query."},
          {"own_paths: \"/services/Hotline\"", "own_paths: [\"/a\", \"/a\"]", "own_paths", "The path stands twice."},
      });
}

TEST(LintRequests, FindsThatNobodyAsks) {
  const std::string platform = With(TestPlatformText(), "TRANSPORT_KAFKA", "TRANSPORT_HTTP_POLL");
  const std::string polled = Polled();
  EXPECT_EQ(FoundWith({{kPlatform, platform}, {kDialect, polled}}), std::vector<std::string>());
  // All from the batches on, without the polls and the enquiry.
  const std::string silent = absl::StrCat(TestDialectText(), polled.substr(polled.find("batches {")));
  EXPECT_EQ(FoundWith({{kPlatform, platform}, {kDialect, silent}}),
            (std::vector<std::string>{
                "guangdong/platform.textproto:5:1: The platform is asked for news; the dialect has no poll."}));
}

TEST(LintRequests, FindsAPathOfTwoPlatforms) {
  EXPECT_EQ(FoundWith({{kPlatform, Known()}, {"hainan/platform.textproto", With(Known(), "440000", "460000")}}),
            (std::vector<std::string>{"hainan/platform.textproto:27:3: The folder 'guangdong' has this path too."}));
}

}  // namespace
}  // namespace interline::adapters
