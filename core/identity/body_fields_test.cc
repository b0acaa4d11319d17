// Fields that are put into a body that is written already.
#include "core/identity/body_fields.h"

#include <gmock/gmock.h>

#include "core/base/status_matchers.h"

namespace interline::identity {
namespace {

std::string Filled(const std::vector<BodyField>& fields, const std::string& type, const std::string& body) {
  Request request;
  if (!type.empty()) request.headers.emplace("content-type", type);
  (type.empty() ? request.query : request.body) = body;
  const absl::Status status = FillBodyFields(fields, request);
  return status.ok() ? (type.empty() ? request.query : request.body) : status.ToString();
}

TEST(BodyFields, StandInTheElementThatTheMessageConsistsOf) {
  const std::vector<BodyField> fields = {{"Sign.agentID", "<a>"}, {"Sign.uuid", "u"}, {"Submit.agentID", "s"}};
  const struct {
    const char* body;
    const char* filled;
  } cases[] = {
      {R"(<?xml version="1.0"?><S:Envelope xmlns:S="s"><S:Header><Sign/></S:Header><S:Body><n:Sign xmlns:n="u"><id>1</id></n:Sign></S:Body></S:Envelope>)",
       R"(<?xml version="1.0"?><S:Envelope xmlns:S="s"><S:Header><Sign/></S:Header><S:Body><n:Sign xmlns:n="u"><agentID>&lt;a&gt;</agentID><uuid>u</uuid><id>1</id></n:Sign></S:Body></S:Envelope>)"},
      {"<Submit><id>1</id></Submit>", "<Submit><agentID>s</agentID><id>1</id></Submit>"},
      {"<Other><id>1</id></Other>", "<Other><id>1</id></Other>"},
  };
  for (const auto& c : cases) EXPECT_EQ(Filled(fields, "text/xml; charset=utf-8", c.body), c.filled);
}

TEST(BodyFields, StandAtTheTopOfJsonAndInForms) {
  EXPECT_EQ(Filled({{"a", "1\""}, {"b", "2"}}, "application/json", R"({"x":1})"), R"({"a":"1\"","b":"2","x":1})");
  EXPECT_EQ(Filled({{"a", "1"}}, "application/json", "{}"), R"({"a":"1"})");
  EXPECT_EQ(Filled({{"a", "1 2"}}, "application/x-www-form-urlencoded", "x=1"), "x=1&a=1%202");
  EXPECT_EQ(Filled({{"a", "1"}}, "", ""), "a=1");
  EXPECT_EQ(Filled({}, "application/json", "[]"), "[]");
}

TEST(BodyFields, AreNotPutWhereTheyHaveNoPlace) {
  for (const char* body : {"", "plain", "<Sign/>", "<Sign"}) {
    EXPECT_THAT(Filled({{"Sign.agentID", "a"}}, "text/xml", body), testing::HasSubstr("INVALID_ARGUMENT")) << body;
  }
  EXPECT_THAT(Filled({{"Sign.head.agentID", "a"}}, "text/xml", "<Sign><id/></Sign>"),
              testing::HasSubstr("INVALID_ARGUMENT"));
  EXPECT_THAT(Filled({{"a", "1"}}, "application/json", "[]"), testing::HasSubstr("INVALID_ARGUMENT"));
  EXPECT_THAT(Filled({{"head.a", "1"}}, "application/json", "{}"), testing::HasSubstr("INVALID_ARGUMENT"));
}

}  // namespace
}  // namespace interline::identity
