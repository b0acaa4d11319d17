// What strangers send: each line a kind of attack or accident, with the reason and the path that answer it. Nothing of
// it is repeated in the answer, and none of it costs more memory than a document of the largest size.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <map>
#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "adapters/engine/adapter.h"
#include "adapters/engine/test_support.h"
#include "core/base/refusal.h"
#include "core/base/status_matchers.h"
#include "core/wire/form.h"
#include "core/wire/json_reader.h"
#include "core/wire/xml_reader.h"

namespace interline::adapters {
namespace {

// As a value it must never come back. The blank keeps it out of paths.
constexpr char kSecret[] = "SE CRET";
constexpr long kMostGrowthKib = 128 << 10;

constexpr char kSoapDialect[] = R"(name: "test" version: 1 summary: "For tests."
evidence { grade: GRADE_REFERENCE source: "None." } wire_format: WIRE_FORMAT_SOAP_1_1 charset: CHARSET_UTF_8
time_zone: "Asia/Shanghai" unknown_fields: UNKNOWN_FIELDS_REFUSE xml { namespace: "urn:op" }
messages {
  name: "urge" direction: DIRECTION_FROM_PLATFORM kind: "urged" ticket_id: TICKET_ID_RULE_SENDER_IS_ORIGIN
  rows { theirs: "op.no" ours: "source_number" required: true text {} }
  rows { theirs: "op.urge" ours: "urged.urge_id" required: true text {} }
  rows { theirs: "op.text" ours: "urged.reason" text {} }
  rows { theirs: "op.at" ours: "occurred_at" required: true time { local: "%Y-%m-%d %H:%M:%S" } }
  drops: ["id", "urged.again"]
}
)";

std::string Repeat(const std::string& what, size_t times) {
  std::string all;
  all.reserve(what.size() * times);
  for (size_t i = 0; i < times; ++i) all += what;
  return all;
}

long PeakKib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

std::unique_ptr<Adapter> Make(const std::string& dialect) {
  auto made = MakeAdapter(ParsePlatform(TestPlatformText()), ParseDialect(dialect));
  EXPECT_TRUE(made.ok()) << made.status();
  return made.ok() ? *std::move(made) : nullptr;
}

// "REASON path", or "read".
std::string Answer(const Adapter& adapter, const std::string& body, std::map<std::string, std::string> headers = {}) {
  const auto event = adapter.Decode(Direction::kFromPlatform, {body, std::move(headers)});
  EXPECT_FALSE(absl::StrContains(event.status().ToString(), kSecret)) << event.status();
  if (event.ok()) return "read";
  const auto refusal = GetRefusal(event.status());
  return refusal ? absl::StrCat(ReasonName(refusal->reason()), " ", refusal->path()) : event.status().ToString();
}

// A good transfer with one place changed.
std::string Changed(const char* from, const std::string& to) { return With(FullTransferJson(), from, to); }

TEST(HostileJson, IsRefusedWithReasonAndPath) {
  const auto adapter = TestAdapter();
  const std::string title = "\"title\":\"签证延期\"";
  const auto titled = [&](const std::string& text) { return Changed(title.c_str(), "\"title\":\"" + text + "\""); };
  const auto generation = [](const std::string& number) { return Changed("\"gen\":2", "\"gen\":" + number); };
  const auto due = [](const std::string& time) { return Changed("2026-12-01 23:59:59", time); };
  const auto at = [](const std::string& time) { return Changed("2026-11-24T10:10:00.250+08:00", time); };
  const struct {
    const char* what;
    std::string body;
    const char* answer;
  } cases[] = {
      {"a name twice", titled(kSecret).insert(1, "\"body\":{},"), "DUPLICATE_KEY body"},
      {"a name twice, deep", Changed("\"sex\":2", "\"sex\":2,\"sex\":1"), "DUPLICATE_KEY body.caller.sex"},
      {"a name twice in a list", Changed("{\"id\":\"f2\"}", "{\"id\":\"f2\",\"id\":\"f3\"}"),
       "DUPLICATE_KEY body.files[1].id"},
      {"another case", Changed("\"title\"", "\"Title\""), "UNKNOWN_FIELD body.Title"},
      {"another spelling", Changed("\"sex\":2", "\"Sex\":2"), "UNKNOWN_FIELD body.caller.Sex"},
      {"__proto__", Changed("\"gen\":2", "\"__proto__\":{}"), "UNKNOWN_FIELD head.__proto__"},
      {"33 levels", Changed("\"gen\":2", "\"gen\":" + Repeat("[", 31) + "1" + Repeat("]", 31)), "TOO_LARGE "},
      {"500000 levels", Repeat("[", 500000) + Repeat("]", 500000), "TOO_LARGE "},
      {"a million levels left open", Repeat("[", 1000000), "MALFORMED "},
      {"objects without end", Repeat("{\"a\":", 100000) + "1" + Repeat("}", 100000), "TOO_LARGE "},
      {"1e999", generation("1e999"), "OUT_OF_RANGE "},
      {"-1e999", generation("-1e999"), "OUT_OF_RANGE "},
      {"23 digits", generation("12345678901234567890123"), "OUT_OF_RANGE "},
      {"2^53 + 1", generation("9007199254740993"), "OUT_OF_RANGE head.gen"},
      {"a fraction", generation("1.5"), "WRONG_TYPE head.gen"},
      {"minus zero", generation("-0"), "OUT_OF_RANGE head.gen"},
      {"a number in quotes", generation("\"2\""), "WRONG_TYPE head.gen"},
      {"NaN", generation("NaN"), "MALFORMED "},
      {"Infinity", generation("Infinity"), "MALFORMED "},
      {"single quotes", generation("'SE CRET'"), "MALFORMED "},
      {"a comma too many", generation("2,"), "MALFORMED "},
      {"a comment", generation("2/* SE CRET */"), "MALFORMED "},
      {"a name without quotes", Changed("\"gen\":2", "gen:2"), "MALFORMED "},
      {"a byte order mark", "\xEF\xBB\xBF" + FullTransferJson(), "MALFORMED "},
      {"half a surrogate pair", titled("\\ud800"), "MALFORMED "},
      {"a pair the wrong way round", titled("\\udc00\\ud800"), "MALFORMED "},
      {"an overlong character", titled("\xC0\xAF"), "WRONG_CHARSET "},
      {"CESU-8", titled("\xED\xA0\xBD\xED\xB8\x80"), "WRONG_CHARSET "},
      {"beyond Unicode", titled("\xF5\x80\x80\x80"), "WRONG_CHARSET "},
      {"a character cut off", titled("\xE4\xB8"), "WRONG_CHARSET "},
      {"GB18030 sent as UTF-8", titled("\xC9\xCF\xBA\xA3"), "WRONG_CHARSET "},
      {"an escaped NUL", titled("SE CRET\\u0000"), "MALFORMED body.title"},
      {"a NUL", titled(std::string("a\0b", 3)), "MALFORMED "},
      {"an escape sequence", titled("\\u001b[31mSE CRET"), "MALFORMED body.title"},
      {"a control character in a name", Changed("\"gen\":2", "\"a\\u0001\":2"), "MALFORMED head.?"},
      {"60000 members", "{" + Repeat("\"aaaaaaaaaa\":1,", 60000) + "\"b\":1}", "UNKNOWN_MESSAGE "},
      {"nothing", "", "MALFORMED "},
      {"blanks", " \n ", "MALFORMED "},
      {"null", "null", "MALFORMED "},
      {"a list", "[]", "MALFORMED "},
      {"a text", "\"SE CRET\"", "MALFORMED "},
      {"two documents", "{}{}", "MALFORMED "},
      {"gzip", "\x1F\x8B\x08\x01\x02\x03", "WRONG_CHARSET "},
      {"half a body", FullTransferJson().substr(0, 300), "MALFORMED "},
      {"no day at all", due("0000-00-00 00:00:00"), "INVALID_TIME body.limit.due"},
      {"the year 9999", due("9999-12-31 23:59:59"), "INVALID_TIME body.limit.due"},
      {"a leap second", due("2026-12-31 23:59:60"), "INVALID_TIME body.limit.due"},
      {"an offset beyond the day line", at("2026-11-24T10:10:00+24:00"), "INVALID_TIME head.at"},
      {"a limit of minus one", Changed("\"value\":5", "\"value\":-1"), "OUT_OF_RANGE body.limit.value"},
      {"a code of 500 kB", Changed("\"demand\":\"qz\"", "\"demand\":\"" + Repeat("SE CRET", 70000) + "\""),
       "UNMAPPED_CODE body.demand"},
      {"a code of 10 MB", Changed("\"demand\":\"qz\"", "\"demand\":\"" + Repeat("x", 10 << 20) + "\""), "TOO_LARGE "},
      {"a title without end", titled(Repeat("长", 100000)), "OUT_OF_RANGE body.title"},
      {"a list without end", Changed("{\"id\":\"f2\"}", "{\"id\":\"f2\"},{\"id\":\"f3\"},{\"id\":\"f4\"}"),
       "OUT_OF_RANGE body.files"},
      {"a name of 1000 letters", Changed("\"gen\":2", "\"" + Repeat("n", 1000) + "\":2"), "UNKNOWN_FIELD head.?"},
      {"a name with markup", Changed("\"gen\":2", "\"<img src=x>\":2"), "UNKNOWN_FIELD head.?"},
  };
  const long before = PeakKib();
  for (const auto& one : cases) EXPECT_EQ(Answer(*adapter, one.body), one.answer) << one.what;
  EXPECT_LT(PeakKib() - before, kMostGrowthKib);
}

TEST(HostileJson, IsRefusedWhenAnotherCharsetIsDeclared) {
  const auto adapter = TestAdapter();
  for (const char* charset : {"utf-7", "utf-16", "gb2312", "iso-8859-1", "", "utf-8; charset=gbk"}) {
    EXPECT_EQ(
        Answer(*adapter, FullTransferJson(), {{"content-type", absl::StrCat("application/json; charset=", charset)}}),
        "WRONG_CHARSET ")
        << charset;
  }
}

std::string Envelope(const std::string& inside) {
  return "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\">" + inside + "</s:Envelope>";
}

std::string Operation(const std::string& text, const std::string& more = "") {
  return "<s:Body><m:op xmlns:m=\"urn:op\"><no>A1</no><urge>U1</urge><text>" + text +
         "</text><at>2026-11-24 10:10:00</at>" + more + "</m:op></s:Body>";
}

TEST(HostileXml, IsRefusedWithReasonAndPath) {
  const auto adapter = Make(kSoapDialect);
  ASSERT_NE(adapter, nullptr);
  const std::string good = Envelope(Operation("x"));
  ASSERT_EQ(Answer(*adapter, good), "read");
  const auto declared = [&](const std::string& encoding) {
    return "<?xml version=\"1.0\" encoding=\"" + encoding + "\"?>" + good;
  };
  const auto doctype = [&](const std::string& inside) { return "<!DOCTYPE x " + inside + ">" + good; };
  std::string attributes;
  for (int i = 0; i < 70000; ++i) absl::StrAppend(&attributes, " a", i, "='1'");
  std::string namespaces;
  for (int i = 0; i < 20000; ++i) absl::StrAppend(&namespaces, " xmlns:p", i, "='urn:", i, "'");
  const struct {
    const char* what;
    std::string body;
    const char* answer;
  } cases[] = {
      {"a DOCTYPE", doctype(""), "MALFORMED "},
      {"a file as entity", doctype("[<!ENTITY e SYSTEM 'file:///etc/passwd'>]"), "MALFORMED "},
      {"a page as entity", doctype("[<!ENTITY e SYSTEM 'http://127.0.0.1/'>]"), "MALFORMED "},
      {"a parameter entity", doctype("[<!ENTITY % e SYSTEM 'ftp://127.0.0.1/'> %e;]"), "MALFORMED "},
      {"a billion laughs", doctype("[<!ENTITY a 'aaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]"), "MALFORMED "},
      {"a foreign DTD", doctype("SYSTEM 'http://127.0.0.1/x.dtd'"), "MALFORMED "},
      {"XInclude",
       Envelope(Operation("x", "<i:include xmlns:i='http://www.w3.org/2001/XInclude' href='/etc/passwd'/>")),
       "UNKNOWN_FIELD op.include"},
      {"a schema to fetch",
       With(good, "<m:op",
            "<m:op xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:schemaLocation='urn:op http://x'"),
       "read"},
      {"a stylesheet", "<?xml-stylesheet href='http://127.0.0.1/'?>" + good, "MALFORMED "},
      {"33 levels", Envelope("<s:Body>" + Repeat("<a>", 31) + Repeat("</a>", 31) + "</s:Body>"),
       "TOO_LARGE a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a"},
      {"70000 attributes", With(good, "<m:op", "<m:op" + attributes), "TOO_LARGE op"},
      {"100000 siblings", Envelope(Operation("x", Repeat("<a/>", 100000))), "TOO_LARGE op"},
      {"a name of 1 MB", Envelope(Operation("x", "<" + Repeat("n", 900000) + "/>")), "TOO_LARGE op"},
      {"20000 namespaces", "<x" + namespaces + "/>", "MALFORMED x"},
      {"2 MB", Envelope(Operation(Repeat("x", 2 << 20))), "TOO_LARGE "},
      {"GB2312 declared", declared("GB2312"), "WRONG_CHARSET "},
      {"UTF-16 declared", declared("UTF-16"), "WRONG_CHARSET "},
      {"UTF-7 declared", declared("UTF-7"), "WRONG_CHARSET "},
      {"EBCDIC declared", declared("EBCDIC-CP-US"), "WRONG_CHARSET "},
      {"UTF-16", std::string("<\0?\0x\0", 6), "MALFORMED "},
      {"GB18030 bytes", Envelope(Operation("\xC9\xCF\xBA\xA3")), "WRONG_CHARSET "},
      {"&#0;", Envelope(Operation("SE CRET&#0;")), "MALFORMED op.text"},
      {"&#xD800;", Envelope(Operation("&#xD800;")), "MALFORMED op.text"},
      {"&#x1F;", Envelope(Operation("&#x1F;")), "MALFORMED op.text"},
      {"]]> in a text", Envelope(Operation("]]>")), "MALFORMED op.text"},
      {"a CDATA that does not end", Envelope(Operation("<![CDATA[SE CRET")), "MALFORMED op.text"},
      {"an entity nobody declared", Envelope(Operation("&SECRET;")), "MALFORMED op.text"},
      {"two Bodies", Envelope("<s:Body/>" + Operation("x")), "MALFORMED Envelope.Body"},
      {"two Envelopes", good + good, "MALFORMED "},
      {"an Envelope of another version",
       absl::StrReplaceAll(good, {{"schemas.xmlsoap.org/soap", "www.w3.org/2003/05/soap-"}}),
       "UNKNOWN_MESSAGE Envelope"},
      {"a header that must be understood",
       Envelope("<s:Header><h xmlns='urn:h' s:mustUnderstand='1'>SE CRET</h></s:Header>" + Operation("x")),
       "UNKNOWN_FIELD Envelope.Header.h"},
      {"a ReplyTo",
       Envelope("<s:Header><w:ReplyTo xmlns:w='http://www.w3.org/2005/08/addressing'>http://x</w:ReplyTo></s:Header>" +
                Operation("x")),
       "read"},
      {"an element of a foreign namespace", Envelope(Operation("x", "<q:a xmlns:q='urn:q'/>")), "UNKNOWN_FIELD op.a"},
      {"another operation", With(absl::StrReplaceAll(good, {{"</m:op>", "</m:oq>"}}), "<m:op", "<m:oq"),
       "UNKNOWN_MESSAGE "},
      {"MTOM", "--b\r\nContent-Type: application/xop+xml\r\n\r\n" + good + "\r\n--b--", "MALFORMED "},
      {"a page of HTML", "<html><body><p>SE CRET</body></html>", "MALFORMED html.body.p"},
      {"half a body", good.substr(0, good.size() / 2), "MALFORMED op"},
      {"an element in a text", Envelope(Operation("SE CRET<b/>")), "MALFORMED op.text"},
      {"a text twice", Envelope(Operation("x</text><text>SE CRET")), "WRONG_TYPE op.text"},
      {"nothing", "", "MALFORMED "},
      {"JSON", "{\"a\":1}", "MALFORMED "},
  };
  const long before = PeakKib();
  for (const auto& one : cases) EXPECT_EQ(Answer(*adapter, one.body), one.answer) << one.what;
  EXPECT_LT(PeakKib() - before, kMostGrowthKib);
  EXPECT_EQ(Answer(*adapter, good, {{"content-type", "text/xml; charset=GBK"}}), "WRONG_CHARSET ");
}

constexpr char kFormDialect[] = R"(name: "test" version: 1 summary: "For tests."
evidence { grade: GRADE_REFERENCE source: "None." } wire_format: WIRE_FORMAT_FORM charset: CHARSET_UTF_8
time_zone: "Asia/Shanghai" unknown_fields: UNKNOWN_FIELDS_REFUSE
nested { path: "data" encoding: ENCODING_BASE64_JSON }
messages {
  name: "urge" direction: DIRECTION_FROM_PLATFORM kind: "urged" ticket_id: TICKET_ID_RULE_SENDER_IS_ORIGIN
  when { path: "type" equals: "urge" }
  rows { theirs: "data.no" ours: "source_number" required: true text {} }
  rows { theirs: "data.urge" ours: "urged.urge_id" required: true text {} }
  rows { theirs: "at" ours: "occurred_at" required: true time { epoch: EPOCH_SECONDS } }
  drops: ["id", "urged.again"]
}
)";

TEST(HostileForms, AreRefusedWithReasonAndPath) {
  const auto adapter = Make(kFormDialect);
  ASSERT_NE(adapter, nullptr);
  // {"no":"A1","urge":"U1"}
  const std::string data = "data=eyJubyI6IkExIiwidXJnZSI6IlUxIn0%3D";
  const std::string good = "type=urge&at=1795486200&" + data;
  ASSERT_EQ(Answer(*adapter, good), "read");
  const struct {
    const char* what;
    std::string body;
    const char* answer;
  } cases[] = {
      {"a field twice", good + "&at=1795486200", "WRONG_TYPE at"},
      {"an unknown field", good + "&x=SE+CRET", "UNKNOWN_FIELD x"},
      {"a name without value", good + "&x", "MALFORMED "},
      {"a value without name", good + "&=SE+CRET", "MALFORMED "},
      {"half an escape", good + "&x=%4", "MALFORMED x"},
      {"no hexadecimal", good + "&x=%GG", "MALFORMED x"},
      {"an escaped NUL", good + "&x=%00", "MALFORMED x"},
      {"GB18030 in escapes", good + "&x=%C9%CF", "WRONG_CHARSET x"},
      {"GB18030 as it is", good + "&x=\xC9\xCF", "WRONG_CHARSET x"},
      {"too many fields", good + Repeat("&x=1", wire::kMaxFormFields), "TOO_LARGE "},
      {"2 MB", good + "&x=" + Repeat("x", 2 << 20), "TOO_LARGE "},
      {"plain JSON in its place", "type=urge&at=1795486200&data=%7B%7D", "MALFORMED data"},
      {"base64 without end", "type=urge&at=1795486200&data=eyJubyI6", "MALFORMED data"},
      {"a list in base64", "type=urge&at=1795486200&data=W10%3D", "MALFORMED data"},
      // {"no":"A1","no":"A2"}
      {"a name twice inside", "type=urge&at=1795486200&data=eyJubyI6IkExIiwibm8iOiJBMiJ9", "DUPLICATE_KEY data.no"},
      {"a time of 30 digits", "type=urge&at=" + Repeat("9", 30) + "&" + data, "OUT_OF_RANGE at"},
      {"a time in words", "type=urge&at=SE+CRET&" + data, "WRONG_TYPE at"},
      {"nothing", "", "MALFORMED "},
  };
  const long before = PeakKib();
  for (const auto& one : cases) EXPECT_EQ(Answer(*adapter, one.body), one.answer) << one.what;
  EXPECT_LT(PeakKib() - before, kMostGrowthKib);
}

// Each layer alone is within its limits.
TEST(HostileNesting, IsBoundedAsAWhole) {
  const std::string rows = R"(
messages {
  name: "urge" direction: DIRECTION_FROM_PLATFORM kind: "urged" ticket_id: TICKET_ID_RULE_SENDER_IS_ORIGIN
  rows { theirs: "a.b.no" ours: "source_number" required: true text {} }
  rows { theirs: "a.b.urge" ours: "urged.urge_id" required: true text {} }
  rows { theirs: "a.b.at" ours: "occurred_at" required: true time { epoch: EPOCH_SECONDS } }
  drops: ["id", "urged.again"]
}
nested { path: "a" encoding: ENCODING_JSON } nested { path: "a.b" encoding: ENCODING_JSON }
)";
  const auto adapter = Make(absl::StrCat(R"(name: "test" version: 1 summary: "For tests."
evidence { grade: GRADE_REFERENCE source: "None." } wire_format: WIRE_FORMAT_JSON charset: CHARSET_UTF_8
time_zone: "Asia/Shanghai" unknown_fields: UNKNOWN_FIELDS_REFUSE)",
                                         rows));
  ASSERT_NE(adapter, nullptr);
  const auto quoted = [](const std::string& text) {
    return "\"" + absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"\"", "\\\""}}) + "\"";
  };
  const auto inside = [&](const std::string& b) { return "{\"a\":" + quoted("{\"b\":" + quoted(b) + "}") + "}"; };
  EXPECT_EQ(Answer(*adapter, inside(R"({"no":"A1","urge":"U1","at":1795486200})")), "read");
  EXPECT_EQ(Answer(*adapter, inside(R"({"no":")")), "MALFORMED a.b");
  EXPECT_EQ(Answer(*adapter, inside("{\"no\":" + Repeat("[", 31) + Repeat("]", 31) + "}")), "TOO_LARGE ");
  EXPECT_EQ(Answer(*adapter, inside("{\"no\":" + Repeat("[", 40) + "1" + Repeat("]", 40) + "}")), "TOO_LARGE a.b");
  EXPECT_EQ(Answer(*adapter, inside(Repeat("x", 2 << 20))), "TOO_LARGE ");
}

}  // namespace
}  // namespace interline::adapters
