// One small dialect in every wire format.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "adapters/engine/adapter.h"
#include "adapters/engine/compile.h"
#include "adapters/engine/examples.h"
#include "adapters/engine/format_dialects.h"
#include "adapters/engine/test_support.h"
#include "core/base/refusal.h"
#include "core/base/status_matchers.h"
#include "core/wire/charset.h"

namespace interline::adapters {
namespace {

std::string DialectText(const std::string& format, const std::string& prefix, const std::string& more = "",
                        const std::string& charset = "CHARSET_UTF_8") {
  return FormatDialectText({"", format, prefix, more}, charset);
}

std::unique_ptr<Adapter> Make(const std::string& dialect, const std::string& platform = TestPlatformText()) {
  auto made = MakeAdapter(ParsePlatform(platform), ParseDialect(dialect));
  EXPECT_TRUE(made.ok()) << made.status();
  return made.ok() ? *std::move(made) : nullptr;
}

// The mistakes of a dialect that cannot be compiled.
std::string MistakesOf(const std::string& dialect, const std::string& platform = TestPlatformText()) {
  const auto made = MakeAdapter(ParsePlatform(platform), ParseDialect(dialect));
  return made.ok() ? "none" : std::string(made.status().message());
}

v1::TicketEvent Transfer() {
  return ParseEvent(R"(id: "m1" source: "440000" ticket_id: "440000:DH1" occurred_at { seconds: 1795486200 }
      transferred { to: "12367" matter { title: "签证 & <延期>" confidential: true } limit { value: 5 unit: UNIT_DAY } })");
}

std::string Refused(const absl::Status& status) {
  const auto refusal = GetRefusal(status);
  return refusal ? absl::StrCat(ReasonName(refusal->reason()), " ", refusal->path()) : status.ToString();
}

std::string Decoded(const Adapter& adapter, const std::string& body) {
  const auto event = adapter.Decode(Direction::kFromPlatform, {body, {}});
  return event.ok() ? event->transferred().matter().title() : Refused(event.status());
}

constexpr char kSoap[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
    "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>";

TEST(WireFormats, WriteTheirBytesAndReadThemBack) {
  const struct {
    const char* format;
    const char* prefix;
    std::string body;
    const char* content_type;
  } cases[] = {
      {"JSON", "a.",
       R"({"a":{"kind":"T","id":"m1","at":1795486200,"ticket":"440000:DH1","to":"12367","title":"签证 & <延期>","secret":"1",)"
       R"("limit":5,"unit":"2"}})",
       "application/json; charset=utf-8"},
      {"FORM", "",
       "kind=T&id=m1&at=1795486200&ticket=440000%3ADH1&to=12367&title=%E7%AD%BE%E8%AF%81+%26+%3C%E5%BB%B6%E6%9C%9F%3E&"
       "secret=1&limit=5&unit=2",
       "application/x-www-form-urlencoded; charset=utf-8"},
      {"QUERY", "",
       "kind=T&id=m1&at=1795486200&ticket=440000%3ADH1&to=12367&title=%E7%AD%BE%E8%AF%81+%26+%3C%E5%BB%B6%E6%9C%9F%3E&"
       "secret=1&limit=5&unit=2",
       ""},
      {"XML", "r.",
       "<?xml version=\"1.0\" encoding=\"UTF-8\"?><r><kind>T</kind><id>m1</id><at>1795486200</at>"
       "<ticket>440000:DH1</ticket><to>12367</to><title>签证 &amp; &lt;延期&gt;</title><secret>1</secret>"
       "<limit>5</limit><unit>2</unit></r>",
       "application/xml; charset=utf-8"},
      {"SOAP_1_1", "op.",
       absl::StrCat(kSoap,
                    "<op><kind>T</kind><id>m1</id><at>1795486200</at><ticket>440000:DH1</ticket><to>12367</to>"
                    "<title>签证 &amp; &lt;延期&gt;</title><secret>1</secret><limit>5</limit><unit>2</unit></op>"
                    "</soap:Body></soap:Envelope>"),
       "text/xml; charset=utf-8"},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.format);
    const auto adapter = Make(DialectText(one.format, one.prefix));
    ASSERT_NE(adapter, nullptr);
    const auto written = adapter->Encode(Direction::kFromPlatform, Transfer());
    ASSERT_TRUE(written.ok()) << written.status();
    EXPECT_EQ(written->body, one.body);
    const auto type = written->headers.find("content-type");
    EXPECT_EQ(type == written->headers.end() ? "" : type->second, one.content_type);
    const auto read = adapter->Decode(Direction::kFromPlatform, *written);
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(read->ShortDebugString(), Transfer().ShortDebugString());
  }
}

TEST(WireFormats, KeepTheLawsOnGeneratedEvents) {
  for (const Format& format : AllFormats()) {
    for (const char* charset : {"CHARSET_UTF_8", "CHARSET_GB18030"}) {
      SCOPED_TRACE(absl::StrCat(format.name, " ", charset));
      Mistakes mistakes;
      const auto plan =
          CompilePlan(ParsePlatform(TestPlatformText()), ParseDialect(FormatDialectText(format, charset)), mistakes);
      ASSERT_NE(plan, nullptr) << mistakes.all().front().message;
      const ExampleReport report = RunGenerated(*plan, 100, 1);
      EXPECT_EQ(report.generated, 400);
      EXPECT_TRUE(report.problems.empty()) << report.problems.front();
    }
  }
}

TEST(WireFormats, ReadGb18030WhereItIsAgreed) {
  const std::string text = R"({"kind":"T","id":"m1","at":1,"ticket":"440000:DH1","to":"12367","title":"上海"})";
  const std::string later = absl::StrReplaceAll(text, {{"\"at\":1", "\"at\":1795486200"}});
  const std::string bytes = *wire::FromUtf8(later, wire::Charset::kGb18030);
  const auto gb18030 = Make(DialectText("JSON", "", "", "CHARSET_GB18030"));
  const auto utf8 = Make(DialectText("JSON", ""));
  EXPECT_EQ(Decoded(*gb18030, bytes), "上海");
  EXPECT_EQ(Decoded(*gb18030, bytes.substr(0, bytes.size() - 4) + "\x81\"}"), "WRONG_CHARSET ");
  EXPECT_EQ(Decoded(*utf8, bytes), "WRONG_CHARSET ");
  const auto declared = [&](const Adapter& adapter, const std::string& body, const std::string& charset) {
    return adapter.Decode(Direction::kFromPlatform, {body, {{"content-type", "text/plain; charset=" + charset}}}).ok();
  };
  EXPECT_TRUE(declared(*gb18030, bytes, "GBK"));
  EXPECT_FALSE(declared(*gb18030, bytes, "utf-8"));
  EXPECT_TRUE(declared(*utf8, later, "\"UTF-8\""));
  EXPECT_FALSE(declared(*utf8, later, "gb18030"));
}

TEST(WireFormats, TakeOneElementAsAListOfOne) {
  const std::string row =
      "rows { theirs: \"r.files.file\" ours: \"transferred.matter.attachments\" group { rows { theirs: \"@id\" ours: "
      "\"id\" required: true text {} } rows { theirs: \"#text\" ours: \"file_name\" text {} } } } "
      "rows { theirs: \"r.unit\"";
  const auto adapter = Make(With(DialectText("XML", "r."), "rows { theirs: \"r.unit\"", row));
  ASSERT_NE(adapter, nullptr);
  const auto read = [&](const std::string& files) {
    return adapter->Decode(Direction::kFromPlatform,
                           {"<r><kind>T</kind><id>m1</id><at>1795486200</at><ticket>440000:D</ticket><to>12367</to>"
                            "<title>t</title>" +
                                files + "</r>",
                            {}});
  };
  EXPECT_EQ(read("")->transferred().matter().attachments_size(), 0);
  EXPECT_EQ(read("<files/>")->transferred().matter().attachments_size(), 0);
  EXPECT_EQ(read("<files>\n  </files>")->transferred().matter().attachments_size(), 0);
  const auto one = read("<files><file id='a'>x.jpg</file></files>");
  ASSERT_TRUE(one.ok()) << one.status();
  EXPECT_EQ(one->transferred().matter().attachments(0).file_name(), "x.jpg");
  EXPECT_EQ(read("<files><file id='a'/><file id='b'>x</file></files>")->transferred().matter().attachments_size(), 2);
  EXPECT_EQ(Refused(read("<files><file/></files>").status()), "OK");
  EXPECT_EQ(Refused(read("<files><file/><file/></files>").status()), "MISSING_FIELD r.files.file[0].@id");
  EXPECT_EQ(Refused(read("<files>x</files>").status()), "WRONG_TYPE r.files");
  EXPECT_EQ(Refused(read("<files><file>x</file></files>").status()), "MISSING_FIELD r.files.file.@id");
}

TEST(WireFormats, RefuseWithTheirReasonAndPath) {
  const struct {
    const char* format;
    const char* prefix;
    const char* more;
    const char* body;
    const char* refusal;
  } cases[] = {
      {"FORM", "", "", "kind=T&id=m1&x=1", "UNKNOWN_FIELD x"},
      {"FORM", "", "", "kind=T&id=m1&id=m2", "WRONG_TYPE id"},
      {"FORM", "", "", "kind=X", "UNKNOWN_MESSAGE "},
      {"FORM", "", "", "kind=T&id=%FF", "WRONG_CHARSET id"},
      {"QUERY", "", "", "kind", "MALFORMED "},
      {"XML", "r.", "", "<q><kind>T</kind></q>", "UNKNOWN_MESSAGE "},
      {"XML", "r.", "", "<!DOCTYPE r><r/>", "MALFORMED "},
      {"XML", "r.", "", "<r><kind>T</kind><id><b/></id></r>", "WRONG_TYPE r.id"},
      {"XML", "r.", "", "<r><kind>T</kind><id>m1</id><at>x</at></r>", "WRONG_TYPE r.at"},
      {"XML", "r.", "", "<r><kind>T</kind><id>m1</id><y/></r>", "UNKNOWN_FIELD r.y"},
      {"SOAP_1_1", "op.", "", "<r/>", "MALFORMED r"},
      {"JSON", "a.", "nested { path: \"a\" encoding: ENCODING_JSON }", R"({"a":{"kind":"T"}})", "WRONG_TYPE a"},
      {"JSON", "a.", "nested { path: \"a\" encoding: ENCODING_JSON }", R"({"a":"{"})", "MALFORMED a"},
      {"JSON", "a.", "nested { path: \"a\" encoding: ENCODING_JSON }", R"({"a":"[]"})", "MALFORMED a"},
      {"JSON", "a.", "nested { path: \"a\" encoding: ENCODING_JSON }", R"({"a":"{\"b\":1,\"b\":2}"})",
       "DUPLICATE_KEY a.b"},
      {"JSON", "a.", "nested { path: \"a\" encoding: ENCODING_JSON }", R"({"a":"{}","a":"{}"})", "DUPLICATE_KEY a"},
      {"JSON", "a.", "nested { path: \"a\" encoding: ENCODING_JSON }", R"({"a":""})", "UNKNOWN_MESSAGE "},
      {"JSON", "a.", "nested { path: \"a\" encoding: ENCODING_URL_JSON }", R"({"a":"%"})", "MALFORMED a"},
      {"JSON", "a.", "nested { path: \"a\" encoding: ENCODING_URL_JSON }", R"({"a":"%ff"})", "WRONG_CHARSET a"},
      {"JSON", "a.", "nested { path: \"a\" encoding: ENCODING_BASE64_JSON }", R"({"a":"e30"})", "MALFORMED a"},
      {"JSON", "a.r.", "nested { path: \"a\" encoding: ENCODING_XML }", R"({"a":"<r><b></r>"})", "MALFORMED a.r.b"},
      {"JSON", "a.r.", "nested { path: \"a\" encoding: ENCODING_XML }", R"({"a":"<!DOCTYPE r><r/>"})", "MALFORMED a"},
      {"JSON", "a.r.", "nested { path: \"a\" encoding: ENCODING_XML }", R"({"a":"<q/>"})", "UNKNOWN_MESSAGE "},
  };
  for (const auto& one : cases) {
    const auto adapter = Make(DialectText(one.format, one.prefix, one.more));
    ASSERT_NE(adapter, nullptr);
    EXPECT_EQ(Decoded(*adapter, one.body), one.refusal) << one.format << " " << one.body;
  }
}

TEST(WireFormats, TakeAPatternApartAndRefuseToWriteWhatWouldBeReadOtherwise) {
  const std::string dialect = absl::StrReplaceAll(
      DialectText(
          "JSON", "",
          R"(nested { path: "text" encoding: ENCODING_PATTERN patterns: ["{title}，限：【{limit}】", "{title}"] })"),
      {{"\"title\"", "\"text.title\""}, {"\"limit\"", "\"text.limit\""}});
  const auto adapter = Make(dialect);
  ASSERT_NE(adapter, nullptr);
  const auto written = adapter->Encode(Direction::kFromPlatform, Transfer());
  ASSERT_TRUE(written.ok()) << written.status();
  EXPECT_NE(written->body.find("\"text\":\"签证 & <延期>，限：【5】\""), std::string::npos) << written->body;
  const auto read = adapter->Decode(Direction::kFromPlatform, *written);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->ShortDebugString(), Transfer().ShortDebugString());
  v1::TicketEvent event = Transfer();
  event.mutable_transferred()->mutable_matter()->set_title("a，限：【b");
  EXPECT_EQ(Refused(adapter->Encode(Direction::kFromPlatform, event).status()),
            "NOT_EXPRESSIBLE transferred.matter.title");
  Mistakes mistakes;
  const auto plan = CompilePlan(ParsePlatform(TestPlatformText()), ParseDialect(dialect), mistakes);
  const ExampleReport report = RunGenerated(*plan, 200, 1);
  EXPECT_TRUE(report.problems.empty()) << report.problems.front();
}

TEST(WireFormats, CanDifferByDirection) {
  const std::string both = DialectText("JSON", "", "to_platform_wire_format: WIRE_FORMAT_QUERY");
  EXPECT_NE(MistakesOf(both).find("none goes both ways"), std::string::npos);
  const size_t second = both.find("DIRECTION_BOTH", both.find("DIRECTION_BOTH") + 1);
  std::string split = both;
  split.replace(second, 14, "DIRECTION_TO_PLATFORM");
  split.replace(split.find("DIRECTION_BOTH"), 14, "DIRECTION_FROM_PLATFORM");
  const auto adapter = Make(split);
  ASSERT_NE(adapter, nullptr);
  const auto out = adapter->Encode(
      Direction::kToPlatform,
      ParseEvent(
          R"(id: "m1" source: "12367" ticket_id: "440000:D" occurred_at { seconds: 1795486200 } urged { urge_id: "U1" })"));
  ASSERT_TRUE(out.ok()) << out.status();
  EXPECT_EQ(out->body, "kind=U&id=m1&at=1795486200&ticket=440000%3AD&urge=U1");
  EXPECT_EQ(adapter->Encode(Direction::kFromPlatform, Transfer())->body.front(), '{');
}

TEST(WireFormats, PassOverWhatProvesWhoWrote) {
  const std::string dialect =
      DialectText("JSON", "", "signature { path: \"sign\" algorithm: ALGORITHM_HMAC_SM3 over: \"id\" }");
  const std::string platform =
      TestPlatformText() + R"(access { from_platform { body_fields { paths: ["user", "head.password"] } } })";
  const std::string body =
      R"({"user":"u","head":{"password":"p"},"sign":"00","kind":"T","id":"m","at":1795486200,"ticket":"440000:D",)"
      R"("to":"12367","title":"t"})";
  EXPECT_EQ(Decoded(*Make(dialect, platform), body), "t");
  EXPECT_EQ(Decoded(*Make(dialect), body), "UNKNOWN_FIELD user");
  EXPECT_NE(MistakesOf(With(dialect, "path: \"sign\"", "path: \"title\"")).find("'title' is the field of a row"),
            std::string::npos);
}

// The texts at these paths, parted by blanks; "-" where the message is another's.
std::string OuterTexts(const Adapter& adapter, const std::string& body, const std::vector<std::string>& paths) {
  const auto texts = adapter.OuterTexts(Direction::kFromPlatform, body, paths);
  if (!texts.ok()) return Refused(texts.status());
  std::string all;
  for (const auto& text : *texts) absl::StrAppend(&all, all.empty() ? "" : " ", text.value_or("-"));
  return all;
}

TEST(WireFormats, ShowTheTextsOfTheOuterDocument) {
  const auto json = Make(DialectText("JSON", "a.", "nested { path: \"a\" encoding: ENCODING_BASE64_JSON }"));
  EXPECT_EQ(OuterTexts(*json, R"({"a":"e30=","sign":"00","head":{"user":"u"},"none":null})",
                       {"a", "sign", "head.user", "none", "other"}),
            "e30= 00 u  ");
  EXPECT_EQ(OuterTexts(*json, R"({"a":1})", {"a"}), "WRONG_TYPE a");
  EXPECT_EQ(OuterTexts(*json, R"({"a":"1","a":"2"})", {"a"}), "DUPLICATE_KEY a") << "which of them is meant?";
  EXPECT_EQ(OuterTexts(*json, "{", {"a"}), "MALFORMED ");
  const auto soap = Make(DialectText("SOAP_1_1", "Push."));
  const std::string body = absl::StrCat(kSoap, "<Push><user>u</user><id/></Push></soap:Body></soap:Envelope>");
  EXPECT_EQ(OuterTexts(*soap, body, {"Push.user", "Push.id", "Other.user"}), "u  -");
  EXPECT_EQ(OuterTexts(*Make(DialectText("FORM", "")), "user=u%26&x=1", {"user", "y"}), "u& ");
}

TEST(WireFormats, PassOverSignedParametersInTheMessage) {
  const std::string rule =
      R"(access { from_platform { key: "k" parameter_signature { place: PLACE_JSON timestamp: "t" nonce: "n" sign: "s"
           time_form: TIME_FORM_SECONDS algorithm: ALGORITHM_HMAC_SM3 encoding: ENCODING_HEX_LOWER
           parts { piece: PIECE_PARAMETERS } } } })";
  const std::string body =
      R"({"kind":"T","id":"m","at":1795486200,"ticket":"440000:D","to":"12367","title":"t","t":"1","n":"2","s":"3"})";
  EXPECT_EQ(Decoded(*Make(DialectText("JSON", ""), TestPlatformText() + rule), body), "t");
  EXPECT_EQ(Decoded(*Make(DialectText("JSON", "")), body), "UNKNOWN_FIELD t");
}

TEST(WireFormats, AreCheckedBeforeTheyRun) {
  const struct {
    std::string dialect;
    const char* mistake;
  } cases[] = {
      {DialectText("FORM", "a."), "A form has no fields inside fields."},
      {DialectText("XML", ""), "begin with its one root"},
      {DialectText("XML", "r.1."), "XML has no such names."},
      {DialectText("JSON", "", "nested { path: \"a\" encoding: ENCODING_JSON }"), "Nothing has a field in 'a'."},
      {DialectText("JSON", "", "nested { path: \"title\" encoding: ENCODING_JSON }"), "It holds a document"},
      {DialectText("JSON", "a.", "nested { path: \"a\" encoding: ENCODING_URL_TEXT }"), "below a field that holds one"},
      {DialectText("JSON", "a.", "nested { path: \"a\" }"), "needs an encoding"},
      {DialectText("JSON", "a.", "nested { path: \"a\" encoding: ENCODING_PATTERN }"), "needs patterns"},
      {DialectText("JSON", "a.", "nested { path: \"a\" encoding: ENCODING_PATTERN patterns: \"{x}\" }"),
       "No pattern has this name."},
      {DialectText("FORM", "a.b.",
                   "nested { path: \"a.b\" encoding: ENCODING_JSON } nested { path: \"a\" encoding: ENCODING_JSON }"),
       "The outer document must stand before this one."},
      {DialectText("JSON", "", "xml { namespace: \"urn:x\" }"), "Only XML and SOAP have namespaces."},
  };
  for (const auto& one : cases) {
    EXPECT_NE(MistakesOf(one.dialect).find(one.mistake), std::string::npos) << one.mistake << "\n"
                                                                            << MistakesOf(one.dialect);
  }
  EXPECT_NE(MistakesOf(With(DialectText("XML", "r."), "equals: \"U\"", "equals: \"1\" lexical: LEXICAL_NUMBER"))
                .find("has no `lexical`"),
            std::string::npos);
}

TEST(WireFormats, TellMessagesApartByTheirRoot) {
  const std::string text = DialectText("XML", "r.");
  const size_t second = text.find("messages {", text.find("messages {") + 1);
  const std::string other =
      text.substr(0, second) +
      absl::StrReplaceAll(text.substr(second), {{"\"r.", "\"q."}, {"when { path: \"r.kind\" equals: \"U\" }", ""}});
  const auto adapter = Make(other);
  ASSERT_NE(adapter, nullptr);
  const auto urge = adapter->Decode(
      Direction::kFromPlatform, {"<q><id>m</id><at>1795486200</at><ticket>440000:D</ticket><urge>U</urge></q>", {}});
  ASSERT_TRUE(urge.ok()) << urge.status();
  EXPECT_TRUE(urge->has_urged());
  EXPECT_EQ(adapter->MessageName(Direction::kFromPlatform, {"<q/>", {}}), "urge");
  EXPECT_EQ(adapter->MessageName(Direction::kFromPlatform, {"<r><kind>T</kind></r>", {}}), "transfer");
  EXPECT_EQ(adapter->MessageName(Direction::kFromPlatform, {"<r><kind>X</kind></r>", {}}), "");
  EXPECT_EQ(adapter->MessageName(Direction::kFromPlatform, {"<r>", {}}), "");
  // With one root for both, the second could be taken for the first.
  EXPECT_NE(MistakesOf(absl::StrReplaceAll(other, {{"\"q.", "\"r."}})).find("can be mistaken"), std::string::npos);
}

}  // namespace
}  // namespace interline::adapters
