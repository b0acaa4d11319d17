#include "services/inbox/open_api.h"

#include <gmock/gmock.h>
#include <rapidjson/document.h>
#include <rapidjson/pointer.h>

#include "interline/inbox/v1/inbox_service.pb.h"

namespace interline::inbox {
namespace {

template <typename Request, typename Response>
void Add(const std::string& name, Methods& methods) {
  methods.Add<Request, Response>(name,
                                 [](const Caller&, const Request&) -> absl::StatusOr<Response> { return Response(); });
}

struct OpenApiTest : testing::Test {
  OpenApiTest() {
    Add<v1::GetTicketRequest, v1::GetTicketResponse>("GetTicket", methods);
    Add<v1::PreviewRequest, v1::PreviewResponse>("Preview", methods);
    document.Parse(OpenApi(methods, "Interline inbox", "/api/v1").c_str());
  }
  std::string At(const char* pointer) const {
    const rapidjson::Value* value = rapidjson::Pointer(pointer).Get(document);
    if (value == nullptr) return "nothing";
    return value->IsString() ? value->GetString() : "something";
  }

  Methods methods{*v1::GetTicketRequest::descriptor()->file()->FindServiceByName("InboxService")};
  rapidjson::Document document;
};

TEST_F(OpenApiTest, TellsTheMethodsThatAreServed) {
  ASSERT_FALSE(document.HasParseError());
  EXPECT_EQ(At("/openapi"), "3.1.0");
  EXPECT_EQ(At("/paths/~1api~1v1~1GetTicket/post/operationId"), "GetTicket");
  EXPECT_EQ(At("/paths/~1api~1v1~1Act"), "nothing");
  EXPECT_EQ(At("/paths/~1api~1v1~1GetTicket/post/requestBody/content/application~1json/schema/$ref"),
            "#/components/schemas/interline.inbox.v1.GetTicketRequest");
}

TEST_F(OpenApiTest, WritesFieldsAsTheJsonMappingDoes) {
  const std::string summary = "/components/schemas/interline.inbox.v1.TicketSummary/properties/";
  EXPECT_EQ(At((summary + "createdAt/format").c_str()), "date-time");
  EXPECT_EQ(At((summary + "sequence/type").c_str()), "string");
  EXPECT_EQ(At((summary + "urges/type").c_str()), "integer");
  EXPECT_EQ(At((summary + "numbers/items/$ref").c_str()), "#/components/schemas/interline.v1.TicketNumber");
  EXPECT_EQ(At("/components/schemas/interline.inbox.v1.PreviewRequest/properties/headers/additionalProperties/type"),
            "string");
  EXPECT_EQ(At("/components/schemas/interline.inbox.v1.PreviewRequest/properties/body/format"), "byte");
  EXPECT_EQ(At("/components/schemas/interline.inbox.v1.Deadline/enum/0"), "DEADLINE_UNSPECIFIED");
}

// Every reference leads somewhere.
void ExpectWhole(const rapidjson::Value& value, const rapidjson::Document& document) {
  if (value.IsArray()) {
    for (const auto& entry : value.GetArray()) ExpectWhole(entry, document);
  }
  if (!value.IsObject()) return;
  for (const auto& member : value.GetObject()) {
    if (std::string(member.name.GetString()) == "$ref") {
      EXPECT_NE(rapidjson::Pointer(member.value.GetString()).Get(document), nullptr) << member.value.GetString();
    }
    ExpectWhole(member.value, document);
  }
}

TEST_F(OpenApiTest, IsWhole) { ExpectWhole(document, document); }

}  // namespace
}  // namespace interline::inbox
