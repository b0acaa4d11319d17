// Credentials in the body.
#include "services/courier/body_fields.h"

#include "core/base/status_matchers.h"
#include "services/courier/test_world.h"

namespace interline::courier {
namespace {

// Keys are "key of <name>".
std::string Filled(const std::vector<std::string>& paths, absl::string_view type, std::string body) {
  const absl::Status status = FillBodyFields(paths, type, PlainSigner(), absl::UnixEpoch(), body);
  return status.ok() ? body : status.ToString();
}

TEST(BodyFields, StandInTheElementThatTheMessageConsistsOf) {
  const std::vector<std::string> paths = {"Sign.agentID", "Sign.uuid", "Submit.agentID"};
  const struct {
    const char* body;
    const char* filled;
  } cases[] = {
      {R"(<?xml version="1.0"?><S:Envelope xmlns:S="s"><S:Header><Sign/></S:Header><S:Body><n:Sign xmlns:n="u"><id>1</id></n:Sign></S:Body></S:Envelope>)",
       R"(<?xml version="1.0"?><S:Envelope xmlns:S="s"><S:Header><Sign/></S:Header><S:Body><n:Sign xmlns:n="u"><agentID>key of agentID</agentID><uuid>key of uuid</uuid><id>1</id></n:Sign></S:Body></S:Envelope>)"},
      {"<Submit><id>1</id></Submit>", "<Submit><agentID>key of agentID</agentID><id>1</id></Submit>"},
      {"<Other><id>1</id></Other>", "<Other><id>1</id></Other>"},
  };
  for (const auto& c : cases) EXPECT_EQ(Filled(paths, "text/xml; charset=utf-8", c.body), c.filled);
}

TEST(BodyFields, StandAtTheTopOfJsonAndInForms) {
  EXPECT_EQ(Filled({"a", "b"}, "application/json", R"({"x":1})"), R"({"a":"key of a","b":"key of b","x":1})");
  EXPECT_EQ(Filled({"a"}, "application/json", "{}"), R"({"a":"key of a"})");
  EXPECT_EQ(Filled({"a"}, "application/x-www-form-urlencoded", "x=1"), "x=1&a=key%20of%20a");
  EXPECT_EQ(Filled({"a"}, "", ""), "a=key%20of%20a");
  EXPECT_EQ(Filled({}, "application/json", "[]"), "[]");
}

TEST(BodyFields, AreNotPutWhereTheyHaveNoPlace) {
  for (const char* body : {"", "plain", "<Sign/>", "<Sign"}) {
    EXPECT_THAT(Filled({"Sign.agentID"}, "text/xml", body), testing::HasSubstr("INVALID_ARGUMENT")) << body;
  }
  EXPECT_THAT(Filled({"a"}, "application/json", "[]"), testing::HasSubstr("INVALID_ARGUMENT"));
}

}  // namespace
}  // namespace interline::courier
