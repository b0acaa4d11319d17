#include <simdjson.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/refusal.h"
#include "core/wire/charset.h"
#include "core/wire/form.h"
#include "core/wire/json_reader.h"
#include "core/wire/json_writer.h"
#include "core/wire/percent.h"
#include "core/wire/xml_reader.h"
#include "core/wire/xml_writer.h"
#include "tests/fuzz/targets.h"

namespace interline::fuzz {
namespace {

using wire::Charset;
using wire::JsonReader;
using wire::JsonWriter;

// What a document may grow to when it becomes JSON.
constexpr size_t kMostJson = 4 << 20;
// Deepest path times longest name, and separators.
constexpr size_t kMostPath = wire::kMaxJsonDepth * (wire::kMaxShownName + 16);

std::string Envelope(wire::Soap soap, absl::string_view body) {
  return absl::StrCat("<s:Envelope xmlns:s=\"", wire::SoapNamespace(soap), "\"><s:Header/><s:Body>", body,
                      "</s:Body></s:Envelope>");
}

constexpr char kOperation[] = "<m:op xmlns:m=\"urn:x\"><a k=\"1\">上海</a><a/></m:op>";
constexpr char kFault11[] = "<s:Fault><faultcode>s:Client</faultcode><faultstring>x</faultstring></s:Fault>";
constexpr char kFault12[] =
    "<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text xml:lang=\"zh\">x</s:Text></s:Reason>"
    "</s:Fault>";

std::string RunJson(absl::string_view bytes) {
  static thread_local JsonReader reader;
  const auto object = reader.Parse(bytes);
  if (!object.ok()) return CheckRefusal(object.status());
  const std::string again = simdjson::minify(*object);
  return reader.Parse(again, wire::RepeatedNames::kRefuse, kMostJson).ok() ? "" : "what was read is not read again";
}

std::string RunForm(absl::string_view bytes, Charset charset, size_t most_bytes = wire::kMaxFormBytes) {
  JsonWriter json;
  const absl::Status read = wire::FormToJson(bytes, most_bytes, charset, json);
  if (!read.ok()) return CheckRefusal(read);
  JsonReader reader;
  const auto object = reader.Parse(json.json(), wire::RepeatedNames::kRefuse, kMostJson);
  if (!object.ok()) return "what was read is no JSON";
  const auto written = wire::JsonToForm(*object, kMostJson, charset);
  if (!written.ok()) return CheckRefusal(written.status());
  JsonWriter again;
  if (!wire::FormToJson(*written, kMostJson, charset, again).ok()) return "what was written is not read";
  return again.json() == json.json() ? "" : "what was written is read otherwise";
}

std::string RunXml(absl::string_view bytes, const wire::XmlReadOptions& options) {
  JsonWriter json;
  const absl::Status read = wire::XmlToJson(bytes, options, json);
  if (!read.ok()) return CheckRefusal(read);
  JsonReader reader;
  const auto object = reader.Parse(json.json(), wire::RepeatedNames::kLeaveToCaller, kMostJson);
  // Elements of a name side by side are a list, a level more.
  if (!object.ok()) return CheckRefusal(object.status());
  if (object->size() != 1 || (*object->begin()).value.is_array()) return "";
  wire::XmlWriteOptions write;
  write.soap = options.soap;
  const auto written = wire::JsonToXml(*object, write);
  if (!written.ok()) return CheckRefusal(written.status());
  JsonWriter again;
  const absl::Status reread = wire::XmlToJson(*written, options, again);
  // Escapes make it longer.
  const bool is_too_large = !reread.ok() && absl::StrContains(reread.message(), "TOO_LARGE");
  return reread.ok() || is_too_large ? "" : "what was written is not read";
}

std::string RunCharset(absl::string_view bytes) {
  const auto text = wire::ToUtf8(bytes, Charset::kGb18030);
  if (!text.ok()) return CheckRefusal(text.status());
  if (!simdjson::validate_utf8(text->data(), text->size())) return "what was read is not UTF-8";
  const auto written = wire::FromUtf8(*text, Charset::kGb18030);
  return written.ok() && *written == bytes ? "" : "what was read is written otherwise";
}

std::string RunPercent(absl::string_view bytes) {
  const auto decoded = wire::PercentDecode(bytes);
  if (!decoded) return "";
  std::string encoded;
  wire::AppendPercentEncoded(*decoded, "%20", encoded);
  return wire::PercentDecode(encoded) == decoded ? "" : "what was written is read otherwise";
}

wire::XmlReadOptions Options(wire::Soap soap, const std::string& name_space) {
  wire::XmlReadOptions options;
  options.soap = soap;
  options.name_space = name_space;
  return options;
}

Target SoapTarget(const std::string& name, wire::Soap soap, const std::string& fault) {
  return {name,
          {Envelope(soap, kOperation), Envelope(soap, fault), Envelope(soap, absl::StrCat("<op>", kSecret, "</op>"))},
          [soap](auto bytes) { return RunXml(bytes, Options(soap, "urn:x")); }};
}

}  // namespace

std::string CheckRefusal(const absl::Status& status) {
  const auto refusal = GetRefusal(status);
  if (!refusal) return absl::StrCat("an error that is no refusal: ", status.ToString());
  if (refusal->reason() == v1::REFUSAL_REASON_UNSPECIFIED) return "a refusal without a reason";
  if (refusal->explanation().empty()) return "a refusal without an explanation";
  if (absl::StrContains(status.ToString(), kSecret)) return "a refusal that repeats a value";
  if (refusal->path().size() > kMostPath) return "a refusal with an endless path";
  const std::string& path = refusal->path();
  return simdjson::validate_utf8(path.data(), path.size()) ? "" : "a path that is not UTF-8";
}

std::vector<Target> RawTargets() {
  const std::string secret = kSecret;
  return {
      {"json", {R"({"a":{"b":[1,-2.5e3,true,null,")" + secret + R"("]},"c\n":""})"}, RunJson},
      {"form", {"a=%E4%B8%8A+x&b=1&b=2&c=", "k=" + secret}, [](auto bytes) { return RunForm(bytes, Charset::kUtf8); }},
      {"query",
       {"a=%E4%B8%8A+x&b=1&b=2&c=", "sq=%7B%22k%22%3A%22" + secret + "%22%7D"},
       [](auto bytes) { return RunForm(bytes, Charset::kUtf8, wire::kMaxQueryBytes); }},
      {"form_gb18030", {"a=%C9%CF+x&b=1"}, [](auto bytes) { return RunForm(bytes, Charset::kGb18030); }},
      {"xml",
       {"<?xml version='1.0' encoding='UTF-8'?><r k='1'><a>x</a><a/><b><![CDATA[<&]]></b></r>",
        "<r>" + secret + "</r>"},
       [](auto bytes) { return RunXml(bytes, Options(wire::Soap::kNone, "")); }},
      SoapTarget("soap_11", wire::Soap::k11, kFault11),
      SoapTarget("soap_12", wire::Soap::k12, kFault12),
      {"gb18030", {"\xC9\xCF\xBA\xA3", "\x94\x39\xFC\x36 x"}, RunCharset},
      {"percent", {"a%20b+%E4"}, RunPercent},
  };
}

}  // namespace interline::fuzz
