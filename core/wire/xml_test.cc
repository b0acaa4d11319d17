#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/refusal.h"
#include "core/base/status_matchers.h"
#include "core/wire/json_reader.h"
#include "core/wire/xml_reader.h"
#include "core/wire/xml_writer.h"

namespace interline::wire {
namespace {

std::string RefusalText(const absl::Status& status) {
  const auto refusal = GetRefusal(status);
  return refusal ? absl::StrCat(ReasonName(refusal->reason()), " ", refusal->path()) : status.ToString();
}

// The JSON, or the reason and the path of the refusal.
std::string Read(const std::string& xml, const XmlReadOptions& options = {}) {
  JsonWriter json;
  const absl::Status status = XmlToJson(xml, options, json);
  return status.ok() ? std::string(json.json()) : RefusalText(status);
}

std::string Write(const std::string& json, const XmlWriteOptions& options = {}) {
  JsonReader reader;
  const auto object = reader.Parse(json);
  EXPECT_TRUE(object.ok());
  const auto xml = JsonToXml(*object, options);
  return xml.ok() ? *xml : RefusalText(xml.status());
}

std::string Repeat(const std::string& what, size_t times) {
  std::string all;
  for (size_t i = 0; i < times; ++i) all += what;
  return all;
}

std::string InEnvelope(const std::string& inside) {
  return "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\">" + inside + "</s:Envelope>";
}

XmlReadOptions InGb18030() {
  XmlReadOptions options;
  options.charset = Charset::kGb18030;
  return options;
}

constexpr char kDeclaration[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

TEST(XmlReader, ReadsElements) {
  EXPECT_EQ(Read("<r/>"), R"({"r":""})");
  EXPECT_EQ(Read("<r> x </r>"), R"({"r":" x "})");
  EXPECT_EQ(Read("<r>\n <b>2</b>\n <a>1&lt;<![CDATA[<&]]></a></r>"), R"({"r":{"a":"1<<&","b":"2"}})");
  EXPECT_EQ(Read("<r><i>1</i><x/><i>2</i></r>"), R"({"r":{"i":["1","2"],"x":""}})");
  EXPECT_EQ(Read("<r k='v'>t</r>"), R"({"r":{"@k":"v","#text":"t"}})");
  EXPECT_EQ(Read("<!-- c --><r><!-- c -->上海</r>"), R"({"r":"上海"})");
  EXPECT_EQ(Read("<r><a xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil='true'/></r>"),
            R"({"r":{"a":null}})");
  EXPECT_EQ(Read(std::string(kDeclaration) + "<r/>"), R"({"r":""})");
  EXPECT_EQ(Read("<?xml version='1.0' encoding='GB2312'?><r/>", InGb18030()), R"({"r":""})");
}

TEST(XmlReader, HoldsToTheAgreedNamespace) {
  XmlReadOptions options;
  options.name_space = "urn:a";
  EXPECT_EQ(Read("<p:r xmlns:p='urn:a'><x>1</x><p:y>2</p:y></p:r>", options), R"({"r":{"x":"1","y":"2"}})");
  EXPECT_EQ(Read("<r xmlns:q='urn:b'><q:x>1</q:x></r>", options), "UNKNOWN_FIELD r.x");
  EXPECT_EQ(Read("<r xmlns:q='urn:b' q:k='1'/>", options), "UNKNOWN_FIELD r");
  options.skip_foreign = true;
  EXPECT_EQ(Read("<r xmlns:q='urn:b' q:k='1'><q:x>1</q:x><x>2</x></r>", options), R"({"r":{"x":"2"}})");
}

TEST(XmlReader, RefusesEveryDoctype) {
  const char* const kDocuments[] = {
      "<!DOCTYPE r><r/>",
      "<!DOCTYPE r SYSTEM 'file:///etc/passwd'><r/>",
      "<!DOCTYPE r [<!ENTITY x SYSTEM 'http://127.0.0.1/'>]><r>&x;</r>",
      "<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;'>]><r>&c;</r>",
      "<!DOCTYPE r [<!ENTITY % p SYSTEM 'http://127.0.0.1/'> %p;]><r/>",
  };
  for (const char* document : kDocuments) EXPECT_EQ(Read(document), "MALFORMED ") << document;
}

TEST(XmlReader, RefusesWhatIsNotWellFormed) {
  for (const char* document :
       {"", "x", "<r>", "<r></q>", "<r/><r/>", "<r>&#0;</r>", "<r>&#x1F;</r>", "<r>&#xD800;</r>", "<r>&unknown;</r>",
        "<r>]]></r>", "<r a='1' a='2'/>", "\xEF\xBB\xBF<r/>", "<?x y?><r/>", "<p:r/>"}) {
    EXPECT_EQ(Read(document).substr(0, 9), "MALFORMED") << document;
  }
  EXPECT_EQ(Read("<r>text<a/></r>"), "MALFORMED r");
  EXPECT_EQ(Read("<r>\xC0\xAF</r>"), "WRONG_CHARSET ");
  EXPECT_EQ(Read("<r>\xC9\xCF</r>"), "WRONG_CHARSET ");
}

TEST(XmlReader, RefusesAnotherDeclaredCharset) {
  for (const char* name : {"GB2312", "GBK", "UTF-16", "UTF-7", "ISO-8859-1"}) {
    EXPECT_EQ(Read(absl::StrCat("<?xml version='1.0' encoding='", name, "'?><r/>")), "WRONG_CHARSET ") << name;
  }
  EXPECT_EQ(Read("<?xml version='1.0' encoding='UTF-8'?><r/>", InGb18030()), "WRONG_CHARSET ");
}

TEST(XmlReader, KeepsItsLimits) {
  EXPECT_EQ(Read(Repeat("<a>", kMaxXmlDepth) + Repeat("</a>", kMaxXmlDepth)).substr(0, 5), "{\"a\":");
  EXPECT_EQ(Read(Repeat("<a>", kMaxXmlDepth + 1)).substr(0, 9), "TOO_LARGE");
  EXPECT_EQ(Read(Repeat("<a>", 200000)).substr(0, 9), "TOO_LARGE");
  EXPECT_EQ(Read("<r>" + Repeat("<a/>", kMaxXmlElements - 1) + "</r>").substr(0, 5), "{\"r\":");
  EXPECT_EQ(Read("<r>" + Repeat("<a/>", kMaxXmlElements) + "</r>"), "TOO_LARGE r");
  EXPECT_EQ(Read("<r>" + std::string(kMaxXmlBytes, 'x') + "</r>"), "TOO_LARGE ");
  EXPECT_EQ(Read("<" + std::string(kMaxXmlName + 1, 'n') + "/>"), "TOO_LARGE ");
  std::string attributes;
  for (size_t i = 0; i <= kMaxXmlAttributes; ++i) absl::StrAppend(&attributes, " a", i, "='1'");
  EXPECT_EQ(Read("<r" + attributes + "/>"), "TOO_LARGE r");
}

TEST(XmlReader, OpensAnEnvelopeOfSoap) {
  XmlReadOptions options;
  options.soap = Soap::k11;
  options.name_space = "urn:a";
  EXPECT_EQ(
      Read(InEnvelope("<s:Header><x/></s:Header><s:Body><m:op xmlns:m='urn:a'><p>1</p></m:op></s:Body>"), options),
      R"({"op":{"p":"1"}})");
  EXPECT_EQ(Read(InEnvelope("<s:Body><s:Fault><faultcode>s:Client</faultcode></s:Fault></s:Body>"), options),
            R"({"Fault":{"faultcode":"Client"}})");
  EXPECT_EQ(Read(InEnvelope("<s:Body/>"), options), "{}");
  EXPECT_EQ(Read(InEnvelope(""), options), "MALFORMED Envelope");
  EXPECT_EQ(Read(InEnvelope("<s:Body/><s:Body/>"), options), "MALFORMED Envelope.Body");
  EXPECT_EQ(Read(InEnvelope("<Body/>"), options), "MALFORMED Envelope.Body");
  EXPECT_EQ(Read(InEnvelope("<s:Body><op><p>x<q/></p></op></s:Body>"), options), "MALFORMED op.p");
  EXPECT_EQ(Read(InEnvelope("<s:Header><x s:mustUnderstand='1'/></s:Header><s:Body/>"), options),
            "UNKNOWN_FIELD Envelope.Header.x");
  EXPECT_EQ(Read("<r/>", options), "MALFORMED r");
  EXPECT_EQ(Read("<Envelope/>", options), "UNKNOWN_MESSAGE Envelope");
  options.soap = Soap::k12;
  EXPECT_EQ(Read(InEnvelope("<s:Body/>"), options), "UNKNOWN_MESSAGE Envelope");
}

TEST(XmlWriter, WritesWhatTheReaderReads) {
  const char* const kJson = R"({"r":{"@k":"a\"<\n","a":"1 < 2 & 3 > 2 \r\n\t","e":{"f":"上海"},"i":["1","2"]}})";
  const std::string xml = Write(kJson);
  EXPECT_EQ(xml, std::string(kDeclaration) +
                     "<r k=\"a&quot;&lt;&#10;\"><a>1 &lt; 2 &amp; 3 &gt; 2 &#13;&#10;&#9;</a><e><f>上海</f></e>"
                     "<i>1</i><i>2</i></r>");
  EXPECT_EQ(Read(xml), kJson);
}

TEST(XmlWriter, DeclaresNamespaces) {
  XmlWriteOptions options;
  options.name_space = "urn:a";
  EXPECT_EQ(Write(R"({"r":{"a":1}})", options), std::string(kDeclaration) + "<m:r xmlns:m=\"urn:a\"><a>1</a></m:r>");
  options.qualified = true;
  EXPECT_EQ(Write(R"({"r":{"a":true}})", options), std::string(kDeclaration) + "<r xmlns=\"urn:a\"><a>true</a></r>");
}

TEST(XmlWriter, WritesFaultsOfBothVersions) {
  const char* const kFaults[] = {R"({"Fault":{"faultcode":"Client","faultstring":"不行"}})",
                                 R"({"Fault":{"Code":{"Value":"Sender"},"Reason":{"Text":"不行"}}})"};
  for (const Soap soap : {Soap::k11, Soap::k12}) {
    const char* const json = kFaults[soap == Soap::k12];
    XmlWriteOptions write;
    write.soap = soap;
    XmlReadOptions read;
    read.soap = soap;
    EXPECT_EQ(Read(Write(json, write), read), json);
  }
}

TEST(XmlWriter, LeavesTheDeclarationToAnOuterDocument) {
  XmlWriteOptions options;
  options.declare = false;
  EXPECT_EQ(Write(R"({"r":"1"})", options), "<r>1</r>");
}

TEST(XmlWriter, RefusesWhatXmlCannotSay) {
  EXPECT_EQ(Write("{\"r\":\"\xEF\xBF\xBE\"}"), "NOT_EXPRESSIBLE ");
  EXPECT_EQ(Write(R"({"a":"1","b":"2"})"), "FAILED_PRECONDITION: a document of XML has one root");
}

}  // namespace
}  // namespace interline::wire
