#include "adapters/engine/batches.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "adapters/engine/adapter.h"
#include "adapters/engine/test_support.h"
#include "core/base/refusal.h"
#include "core/base/status_matchers.h"

namespace interline::adapters {
namespace {

constexpr char kPage[] = R"(
batches {
  name: "page" when { path: "status" equals: "200" lexical: LEXICAL_NUMBER } list: "data.list"
  skip { when { path: "n" equals: "0" lexical: LEXICAL_NUMBER } }
}
)";

std::unique_ptr<Adapter> Make(const std::string& dialect) {
  auto made = MakeAdapter(ParsePlatform(TestPlatformText()), ParseDialect(dialect));
  EXPECT_TRUE(made.ok()) << made.status();
  return made.ok() ? *std::move(made) : nullptr;
}

std::vector<std::string> Split(const Adapter& adapter, const std::string& body, uint32_t status = 200) {
  const auto messages = adapter.SplitBatch({status, body, {}});
  if (!messages.ok()) {
    const auto refusal = GetRefusal(messages.status());
    return {refusal ? absl::StrCat(ReasonName(refusal->reason()), " ", refusal->path()) : messages.status().ToString()};
  }
  std::vector<std::string> bodies;
  for (const WireMessage& message : *messages) {
    EXPECT_EQ(message.headers.at(":batch"), "page");
    bodies.push_back(message.body);
  }
  return bodies;
}

using Bodies = std::vector<std::string>;

TEST(Batches, HoldMessagesInTheirOrder) {
  const auto adapter = Make(TestDialectText() + kPage);
  ASSERT_NE(adapter, nullptr);
  EXPECT_EQ(Split(*adapter, R"({"status":200,"data":{"total":2,"list":[{"n":1,"x":"上"},{"n":2}]},"more":1})"),
            (Bodies{R"({"n":1,"x":"上"})", R"({"n":2})"}));
  EXPECT_EQ(Split(*adapter, R"({"status":200,"data":{"list":[{"n":0},{"n":2}]}})"), Bodies{R"({"n":2})"});
  EXPECT_EQ(Split(*adapter, R"({"status":200,"data":{"list":{"n":2}}})"), Bodies{R"({"n":2})"});
}

TEST(Batches, AreEmptyWhenThereIsNothingNew) {
  const auto adapter = Make(TestDialectText() + kPage);
  for (const char* body : {R"({"status":200,"data":{"list":[]}})", R"({"status":200,"data":{"list":null}})",
                           R"({"status":200,"data":{}})", R"({"status":200,"data":null})", R"({"status":200})"}) {
    EXPECT_EQ(Split(*adapter, body), Bodies{}) << body;
  }
  EXPECT_EQ(Split(*adapter, "", 204), Bodies{});
}

TEST(Batches, AreRefusedWhenTheyAreNone) {
  const auto adapter = Make(TestDialectText() + kPage);
  EXPECT_EQ(Split(*adapter, R"({"status":500,"data":{"list":[]}})"), Bodies{"UNKNOWN_MESSAGE "});
  EXPECT_EQ(Split(*adapter, R"({"status":200})", 503), Bodies{"UNKNOWN_MESSAGE "});
  EXPECT_EQ(Split(*adapter, ""), Bodies{"MALFORMED "});
  EXPECT_EQ(Split(*adapter, R"({"status":200,"data":{"list":"x"}})"), Bodies{"WRONG_TYPE data.list"});
  std::string many = R"({"status":200,"data":{"list":[{})";
  for (size_t i = 0; i < kMostBatchMessages; ++i) many += ",{}";
  EXPECT_EQ(Split(*adapter, many + "]}}"), Bodies{"TOO_LARGE data.list"});
}

TEST(Batches, HandOnAnEntryThatIsNoMessage) {
  const auto adapter = Make(TestDialectText() + kPage);
  const auto messages = adapter->SplitBatch({200, R"({"status":200,"data":{"list":["x",{"n":1}]}})", {}});
  ASSERT_TRUE(messages.ok());
  ASSERT_EQ(messages->size(), 2u);
  EXPECT_EQ(GetRefusal(adapter->Decode(Direction::kFromPlatform, messages->front()).status())->reason(),
            v1::REFUSAL_REASON_MALFORMED);
}

TEST(Batches, AreJoinedAsTheyAreSplit) {
  const auto adapter = Make(TestDialectText() + kPage);
  const auto joined = adapter->JoinBatch("page", {{R"({"n":1})", {}}, {R"({"n":2})", {}}});
  ASSERT_TRUE(joined.ok()) << joined.status();
  EXPECT_EQ(joined->body, R"({"status":200,"data":{"list":[{"n":1},{"n":2}]}})");
  EXPECT_EQ(joined->http_status, 200u);
  EXPECT_EQ(Split(*adapter, adapter->JoinBatch("page", {})->body), Bodies{});
  EXPECT_EQ(adapter->JoinBatch("other", {}).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(GetRefusal(adapter->JoinBatch("page", {{"[", {}}}).status())->reason(), v1::REFUSAL_REASON_MALFORMED);
}

constexpr char kSoapDialect[] = R"(name: "test" version: 1 summary: "For tests."
evidence { grade: GRADE_REFERENCE source: "None." } wire_format: WIRE_FORMAT_SOAP_1_1 charset: CHARSET_UTF_8
time_zone: "Asia/Shanghai" unknown_fields: UNKNOWN_FIELDS_REFUSE
messages {
  name: "order" direction: DIRECTION_FROM_PLATFORM kind: "urged" ticket_id: TICKET_ID_RULE_SENDER_IS_ORIGIN
  rows { theirs: "order.no" ours: "source_number" required: true text {} }
  rows { theirs: "order.urge" ours: "urged.urge_id" required: true text {} }
  rows { theirs: "order.at" ours: "occurred_at" required: true time { epoch: EPOCH_SECONDS } }
  drops: ["id", "urged.again"]
}
batches { name: "page" when { path: "queryResponse.return.errorNum" equals: "0" } list: "queryResponse.return.order" }
)";

TEST(Batches, OfXmlHoldElementsOfTheListsName) {
  const auto adapter = Make(kSoapDialect);
  ASSERT_NE(adapter, nullptr);
  const std::string order = "<order><at>1795486200</at><no>A1</no><urge>U1</urge></order>";
  const auto envelope = [](const std::string& inside) {
    return "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><queryResponse><return>"
           "<errorNum>0</errorNum>" +
           inside + "</return></queryResponse></s:Body></s:Envelope>";
  };
  const auto one = adapter->SplitBatch({200, envelope(order), {}});
  ASSERT_TRUE(one.ok()) << one.status();
  ASSERT_EQ(one->size(), 1u);
  EXPECT_NE(one->front().body.find("<soap:Body>" + order + "</soap:Body>"), std::string::npos) << one->front().body;
  const auto event = adapter->Decode(Direction::kFromPlatform, one->front());
  ASSERT_TRUE(event.ok()) << event.status();
  EXPECT_EQ(event->urged().urge_id(), "U1");
  EXPECT_EQ(Split(*adapter, envelope(order + order)).size(), 2u);
  EXPECT_EQ(Split(*adapter, envelope("")).size(), 0u);
  const auto joined = adapter->JoinBatch("page", {one->front(), one->front()});
  ASSERT_TRUE(joined.ok()) << joined.status();
  EXPECT_EQ(Split(*adapter, joined->body), (Bodies{one->front().body, one->front().body}));
}

TEST(Batches, OpenADocumentInAString) {
  const auto adapter = Make(TestDialectText() + R"(
answer_wire_format: WIRE_FORMAT_SOAP_1_1
nested { path: "askResponse.askResult" encoding: ENCODING_JSON }
batches { name: "page" when { path: "askResponse.askResult.ok" equals: "true" lexical: LEXICAL_BOOLEAN }
          list: "askResponse.askResult.data" })");
  ASSERT_NE(adapter, nullptr);
  const auto joined = adapter->JoinBatch("page", {{R"({"n":1})", {}}});
  ASSERT_TRUE(joined.ok()) << joined.status();
  EXPECT_NE(joined->body.find("{&quot;ok&quot;:true,&quot;data&quot;:[{&quot;n&quot;:1}]}"), std::string::npos)
      << joined->body;
  EXPECT_EQ(Split(*adapter, joined->body), Bodies{R"({"n":1})"});
}

TEST(Batches, AreCheckedBeforeTheyRun) {
  const auto mistakes = [](const std::string& batches) {
    const auto made = MakeAdapter(ParsePlatform(TestPlatformText()), ParseDialect(TestDialectText() + batches));
    return made.ok() ? "none" : std::string(made.status().message());
  };
  EXPECT_NE(mistakes("batches { list: \"a\" }").find("A batch needs a name."), std::string::npos);
  EXPECT_NE(mistakes(absl::StrCat(kPage, kPage)).find("two batches 'page'"), std::string::npos);
  EXPECT_NE(mistakes("batches { name: \"a\" list: \"a\" skip {} }").find("needs a condition"), std::string::npos);
  EXPECT_NE(
      mistakes("answer_wire_format: WIRE_FORMAT_FORM batches { name: \"a\" list: \"a\" }").find("no lists of objects"),
      std::string::npos);
}

}  // namespace
}  // namespace interline::adapters
