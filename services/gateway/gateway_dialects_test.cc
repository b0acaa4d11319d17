// The gateway with the dialects that are there, each in its own form: answers, refusals, and the interface documents.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/str_replace.h"
#include "core/base/status_matchers.h"
#include "services/gateway/test_world.h"

namespace interline::gateway {
namespace {

using testing::HasSubstr;

std::string ReadText(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// A platform that speaks a dialect of the tree and proves itself by a bearer token.
std::unique_ptr<TestWorld> MakeWorld(const std::string& dialect) {
  const std::string file = "dialects/" + dialect + "/dialect.textproto";
  auto world = std::make_unique<TestWorld>(
      std::map<std::string, std::string>{
          {file, ReadText("adapters/" + file)},
          {"a/platform.textproto", R"pb(
                                         id: "999999" name_zh: "热线" name_en: "Hotline" dialect: ")pb" +
                                       dialect + R"pb("
                                                      transport: TRANSPORT_KAFKA
                                                      maturity: MATURITY_DRAFT
                                                      evidence { grade: GRADE_REFERENCE source: "This test." }
                                                      owner: "This test"
           )pb"}},
      std::map<std::string, std::string>{{"999999", "from_platform { key: 'push' bearer {} }"}});
  world->key_files.Add("999999", "push", "1", identity::kWebhookTestSecret);
  return world;
}

identity::Request Push(const std::string& body) {
  identity::Request request;
  request.path = "/v1/platforms/999999/messages";
  request.headers = {{"authorization", std::string("Bearer ") + identity::kWebhookTestSecret},
                     {"content-type", "application/json"}};
  request.body = body;
  return request;
}

// What xmllint says of a SOAP message by the schema in a WSDL; empty when it is valid.
std::string Judged(const std::string& wsdl, const std::string& soap) {
  const std::filesystem::path folder = testing::TempDir();
  const size_t schema = wsdl.find("<xs:schema");
  const std::string close = "</xs:schema>";
  std::string xsd = wsdl.substr(schema, wsdl.find(close) + close.size() - schema);
  xsd.insert(std::string("<xs:schema").size(), " xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"");
  std::ofstream(folder / "types.xsd") << xsd;
  const size_t body = soap.find("Body>") + std::string("Body>").size();
  std::ofstream(folder / "message.xml") << soap.substr(body, soap.rfind("</", soap.rfind("Body>")) - body);
  const std::string command = "xmllint --noout --nonet --schema " + (folder / "types.xsd").string() + " " +
                              (folder / "message.xml").string() + " >" + (folder / "said").string() + " 2>&1";
  return std::system(command.c_str()) == 0 ? "" : ReadText(folder / "said");
}

// A message of the dialect's good examples as the adapter itself writes it: XML Schema knows an order.
std::string Written(const adapters::Adapter& adapter, const std::string& file) {
  const auto event = adapter.Decode(adapters::Direction::kFromPlatform, {ReadText(file), {}});
  EXPECT_OK(event);
  const auto message = adapter.Encode(adapters::Direction::kFromPlatform, *event);
  EXPECT_OK(message);
  return message.ok() ? message->body : "";
}

TEST(ReferenceDialect, AnswersInItsOwnForm) {
  const auto world = MakeWorld("reference");
  const auto hub = world->MakeInstance();
  const std::string good = ReadText("adapters/dialects/reference/examples/good/transferred_from.json");
  const http::Answer taken = hub->Ask(Push(good));
  EXPECT_LT(taken.status, 300u) << taken.body;
  ASSERT_EQ(world->Taken("999999").size(), 1);
  EXPECT_EQ(world->Taken("999999")[0].value, good);
  EXPECT_EQ(hub->Ask(Push(good)).body, taken.body);

  const http::Answer refused = hub->Ask(Push(ReadText("adapters/dialects/reference/examples/bad/unknown_field.json")));
  EXPECT_GE(refused.status, 400u);
  EXPECT_THAT(refused.body, HasSubstr("UNKNOWN_FIELD"));
  EXPECT_THAT(refused.body, HasSubstr("body.matter.passNo"));
  identity::Request stranger = Push(good);
  stranger.headers.erase("authorization");
  EXPECT_EQ(hub->Ask(stranger).status, 401u);
}

TEST(SoapDialect, AnswersASoapMessageWithSoapAndServesItsWsdl) {
  const auto world = MakeWorld("jinjiang_soap");
  const auto hub = world->MakeInstance();
  identity::Request request = Push("<not-soap/>");
  request.headers.erase("content-type");
  request.headers.emplace("content-type", "text/xml; charset=utf-8");
  const http::Answer refused = hub->Ask(request);
  EXPECT_THAT(refused.body, HasSubstr("Envelope"));
  EXPECT_THAT(refused.headers.at("content-type"), HasSubstr("xml"));
  EXPECT_TRUE(world->Taken("999999").empty());

  identity::Request wsdl;
  wsdl.method = "GET";
  wsdl.path = "/v1/platforms/999999/services/Hotline";
  wsdl.query = "wsdl";
  const http::Answer document = hub->Ask(wsdl);
  EXPECT_EQ(document.status, 200u);
  for (const char* example : {"incident_from.xml", "progress_from.xml"}) {
    const std::string good = Written(*world->adapters.Find("999999"),
                                     std::string("adapters/dialects/jinjiang_soap/examples/good/") + example);
    EXPECT_EQ(Judged(document.body, good), "");
    const std::string bad = absl::StrReplaceAll(good, {{"<FUNC>", "<more/><FUNC>"}});
    EXPECT_THAT(Judged(document.body, bad), HasSubstr("This element is not expected"));
  }
  EXPECT_THAT(document.body, HasSubstr("<wsdl:operation name=\"process\">"));
  EXPECT_THAT(document.body, HasSubstr("location=\"https://hub.example/v1/platforms/999999/services/Hotline\""));
}

TEST(Documents, AreOfPlatformsThatHaveThem) {
  const auto world = MakeWorld("reference");
  const auto hub = world->MakeInstance();
  EXPECT_TRUE(hub->documents.Has("/v1/platforms/999999/openapi.json", ""));
  EXPECT_FALSE(hub->documents.Has("/v1/platforms/999999/openapi.json", "x"));
  EXPECT_FALSE(hub->documents.Has("/v1/platforms/999999/messages", "wsdl"));
  EXPECT_FALSE(hub->documents.Has("/v1/platforms/110000/openapi.json", ""));
}

}  // namespace
}  // namespace interline::gateway
