// The gateway with the dialects that are there, each in its own form: answers, refusals, and the interface documents.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <rapidjson/document.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_replace.h"
#include "core/base/status_matchers.h"
#include "core/identity/sm2_key.h"
#include "core/identity/testing_keys.h"
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

constexpr char kBearer[] = "from_platform { key: 'push' bearer {} }";

// A platform that speaks a dialect and proves itself like this.
std::unique_ptr<TestWorld> MakeWorldOf(const std::string& dialect, const std::string& text, const std::string& access) {
  auto world = std::make_unique<TestWorld>(
      std::map<std::string, std::string>{
          {"dialects/" + dialect + "/dialect.textproto", text},
          {"a/platform.textproto", R"pb(
                                         id: "999999" name_zh: "热线" name_en: "Hotline" dialect: ")pb" +
                                       dialect + R"pb("
                                                      transport: TRANSPORT_KAFKA
                                                      maturity: MATURITY_DRAFT
                                                      evidence { grade: GRADE_REFERENCE source: "This test." }
                                                      owner: "This test"
                                       )pb" +
                                       "access {" + access + "}"}},
      std::map<std::string, std::string>{});
  world->key_files.Add("999999", "push", "1", identity::kWebhookTestSecret);
  return world;
}

// The same with a dialect of the tree.
std::unique_ptr<TestWorld> MakeWorld(const std::string& dialect, const std::string& access = kBearer) {
  return MakeWorldOf(dialect, ReadText("adapters/dialects/" + dialect + "/dialect.textproto"), access);
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

// ---- a dialect whose answers differ by the message, with credentials in it

constexpr char kOperations[] = R"pb(
  name: "operations"
  version: 1
  summary: "The dialect of this test."
  evidence { grade: GRADE_REFERENCE source: "This test." }
  wire_format: WIRE_FORMAT_SOAP_1_1
  charset: CHARSET_UTF_8
  time_zone: "Asia/Shanghai"
  unknown_fields: UNKNOWN_FIELDS_REFUSE
  messages {
    name: "Sign"
    name_zh: "签收"
    direction: DIRECTION_BOTH
    kind: "signed"
    ticket_id: TICKET_ID_RULE_SHOWN
    rows {
      theirs: "Sign.id"
      ours: "id"
      required: true
      text {}
    }
    rows {
      theirs: "Sign.at"
      ours: "occurred_at"
      required: true
      time { epoch: EPOCH_SECONDS }
    }
    rows {
      theirs: "Sign.ticket"
      ours: "ticket_id"
      required: true
      text {}
    }
  }
  messages {
    name: "Urge"
    name_zh: "催办"
    direction: DIRECTION_BOTH
    kind: "urged"
    ticket_id: TICKET_ID_RULE_SHOWN
    rows {
      theirs: "Urge.id"
      ours: "id"
      required: true
      text {}
    }
    rows {
      theirs: "Urge.at"
      ours: "occurred_at"
      required: true
      time { epoch: EPOCH_SECONDS }
    }
    rows {
      theirs: "Urge.ticket"
      ours: "ticket_id"
      required: true
      text {}
    }
    rows {
      theirs: "Urge.urge"
      ours: "urged.urge_id"
      required: true
      text {}
    }
    drops: "urged.again"
  }
)pb";

// Of this message: an element of its own for "done", "refused" and "who are you".
std::string AnswersOf(const std::string& message) {
  std::string text;
  for (const auto& [meaning, word] : std::map<std::string, std::string>{
           {"MEANING_DONE", "ok"}, {"MEANING_REFUSED", "refused"}, {"MEANING_UNAUTHORISED", "who"}}) {
    text += "answers { name: '" + message + word + "' direction: DIRECTION_BOTH meaning: " + meaning +
            " http_status: 200 messages: '" + message + "' when { path: '" + message + "Response.code' equals: '" +
            word + "' } }\n";
  }
  return text;
}

const char kCredentials[] =
    "from_platform { body_fields { paths: ['Sign.user', 'Sign.secret', 'Urge.user', 'Urge.secret'] } }";

std::unique_ptr<TestWorld> MakeOperationsWorld() {
  auto world = MakeWorldOf("operations", kOperations + AnswersOf("Sign") + AnswersOf("Urge"), kCredentials);
  world->key_files.Add("999999", "user", "1", "hotline");
  world->key_files.Add("999999", "secret", "1", "s3cret");
  return world;
}

identity::Request Soap(const std::string& element) {
  identity::Request request;
  request.path = "/v1/platforms/999999/services/Hotline";
  request.headers = {{"content-type", "text/xml; charset=utf-8"}, {"soapaction", "\"\""}};
  request.body =
      "<S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Body>" + element + "</S:Body></S:Envelope>";
  return request;
}

const char kSign[] =
    "<Sign><user>hotline</user><secret>s3cret</secret><id>m1</id><at>1795486200</at><ticket>12367:A1</ticket></Sign>";
const char kUrge[] =
    "<Urge><user>hotline</user><secret>s3cret</secret><id>m2</id><at>1795486200</at>"
    "<ticket>12367:A1</ticket><urge>U1</urge></Urge>";

TEST(SoapDialectWithOperations, AnswersEachInItsOwnElement) {
  const auto world = MakeOperationsWorld();
  const auto hub = world->MakeInstance();
  const http::Answer signed_answer = hub->Ask(Soap(kSign));
  EXPECT_THAT(signed_answer.body, HasSubstr("<SignResponse><code>ok</code></SignResponse>"));
  EXPECT_THAT(hub->Ask(Soap(kUrge)).body, HasSubstr("<UrgeResponse><code>ok</code></UrgeResponse>"));
  EXPECT_EQ(hub->Ask(Soap(kSign)).body, signed_answer.body) << "the same again";
  EXPECT_EQ(world->Taken("999999").size(), 2);
  const std::string refused = std::string(kUrge).replace(std::string(kUrge).find("U1"), 2, "");
  EXPECT_THAT(hub->Ask(Soap(refused)).body, HasSubstr("<UrgeResponse><code>refused</code></UrgeResponse>"));
  EXPECT_THAT(hub->Ask(Soap("<Sign><id>m3</id></Sign>")).body, HasSubstr("<SignResponse><code>who</code>"));
  EXPECT_THAT(hub->Ask(Soap("<Other/>")).body, HasSubstr("Fault")) << "no answer of the dialect is for this one";
}

TEST(SoapDialectWithOperations, BelievesTheCredentialsInTheMessageAndNoOthers) {
  const auto world = MakeOperationsWorld();
  const auto hub = world->MakeInstance();
  for (const char* wrong : {
           "<Sign><user>hotline</user><secret>other</secret><id>m1</id><at>1795486200</at><ticket>12367:A1</ticket></"
           "Sign>",
           "<Sign><user>hotline</user><id>m1</id><at>1795486200</at><ticket>12367:A1</ticket></Sign>",
           "<Sign><id>m1</id><at>1795486200</at><ticket>12367:A1</ticket></Sign>",
           "<Sign><user>s3cret</user><secret>hotline</secret><id>m1</id><at>1795486200</at>"
           "<ticket>12367:A1</ticket></Sign>",
       }) {
    const http::Answer answer = hub->Ask(Soap(wrong));
    EXPECT_TRUE(answer.unbelieved) << wrong;
    EXPECT_EQ(answer.body, hub->Ask(Soap("<Sign><at>x</at></Sign>")).body) << "one answer to all of them";
  }
  EXPECT_TRUE(world->Taken("999999").empty());
  EXPECT_FALSE(hub->Ask(Soap(kSign)).unbelieved);
}

TEST(SoapDialectWithOperations, ShowsAnswersAndCredentialsInItsWsdl) {
  const auto world = MakeOperationsWorld();
  const auto hub = world->MakeInstance();
  identity::Request request;
  request.method = "GET";
  request.path = "/v1/platforms/999999/services/Hotline";
  request.query = "wsdl";
  const std::string wsdl = hub->Ask(request).body;
  EXPECT_THAT(wsdl, HasSubstr("<wsdl:operation name=\"Urge\"><wsdl:input message=\"s:UrgeMessage\"/>"
                              "<wsdl:output message=\"s:UrgeResponseMessage\"/>"));
  EXPECT_THAT(wsdl, HasSubstr("<wsdl:output message=\"s:SignResponseMessage\"/>"));
  EXPECT_THAT(wsdl, HasSubstr("<xs:element name=\"secret\""));
}

// ---- a dialect with a signature in the message

class SignedEnvelopeTest : public testing::Test {
 protected:
  SignedEnvelopeTest() {
    world_->key_files.Add("999999", "sign", "1", pems_.public_key);
    hub_ = world_->MakeInstance();
  }

  // An example of the dialect, with the signature of who holds this key.
  std::string Signed(const std::string& pem) const {
    std::string body = ReadText("adapters/dialects/signed_envelope/examples/good/reassigned_from.json");
    rapidjson::Document message;
    message.Parse(body.c_str());
    std::string text;
    for (const char* name : {"platformId", "platformSeqId", "transCode", "dataString"}) {
      text += message[name].GetString();
    }
    const absl::StatusOr<identity::Sm2Key> key = identity::Sm2Key::Parse(pem);
    EXPECT_OK(key);
    const auto sign = key->Sign(text, identity::kUsualSm2Id);
    EXPECT_OK(sign);
    const std::string old = std::string("\"") + message["sign"].GetString() + "\"";
    return body.replace(body.find(old), old.size(), "\"" + absl::Base64Escape(*sign) + "\"");
  }
  bool IsBelieved(const std::string& body) {
    identity::Request request = Push(body);
    request.headers.erase("authorization");
    return !hub_->Ask(request).unbelieved;
  }

  const identity::Sm2Pems pems_ = identity::MakeSm2Pair();
  std::unique_ptr<TestWorld> world_ =
      MakeWorld("signed_envelope", "from_platform { key: 'sign' dialect_signature {} }");
  std::unique_ptr<Instance> hub_;
};

TEST_F(SignedEnvelopeTest, IsTakenWithThePlatformsSignature) {
  const std::string body = Signed(pems_.private_key);
  EXPECT_TRUE(IsBelieved(body));
  ASSERT_EQ(world_->Taken("999999").size(), 1);
  EXPECT_EQ(world_->Taken("999999")[0].value, body);
}

TEST_F(SignedEnvelopeTest, IsNotBelievedWithoutIt) {
  const std::string good = Signed(pems_.private_key);
  const auto replaced = [&](const std::string& what, const std::string& with) {
    std::string body = good;
    return body.replace(body.find(what), what.size(), with);
  };
  EXPECT_FALSE(IsBelieved(Signed(identity::MakeSm2Pair().private_key))) << "somebody else's";
  EXPECT_FALSE(IsBelieved(replaced("\"sign\"", "\"sing\"")));
  EXPECT_FALSE(IsBelieved(replaced("reassigned", "closed")));
  EXPECT_FALSE(IsBelieved(replaced("999999-20261124-", "999999-20261125-")));
  EXPECT_FALSE(IsBelieved(replaced("\"dataString\"", "\"dataString\": \"e30=\", \"dataString\"")))
      << "which of them was signed?";
  EXPECT_FALSE(IsBelieved("dataString=x&sign=y"));
  EXPECT_TRUE(world_->Taken("999999").empty());
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
