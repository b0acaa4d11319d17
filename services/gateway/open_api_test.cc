// The document of the reference dialect, against the dialect's own examples.
#include "services/gateway/open_api.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <rapidjson/document.h>
#include <rapidjson/schema.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "core/base/status_matchers.h"
#include "services/gateway/documents.h"

namespace interline::gateway {
namespace {

const std::filesystem::path kExamples = "adapters/dialects/reference/examples";

class OpenApiTest : public testing::Test {
 protected:
  OpenApiTest() {
    absl::StatusOr<adapters::Registry> loaded = adapters::Registry::Load("adapters");
    EXPECT_OK(loaded);
    adapters_ = *std::move(loaded);
    identity::AccessList access;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        R"(from_platform { key: "push" webhook_signature { algorithm: ALGORITHM_HMAC_SHA256 } }
           idempotency_key: IDEMPOTENCY_KEY_REQUIRED)",
        &access["440000"]));
    auto routes = PlatformRoutes::Make(adapters_, access, keys_, nonces_);
    EXPECT_OK(routes);
    routes_ = *std::move(routes);
    const Documents documents(routes_, "https://hub.example");
    const auto answer = documents.Find("/v1/platforms/440000/openapi.json", "");
    EXPECT_TRUE(answer.has_value());
    document_.Parse(answer->body.c_str());
    EXPECT_FALSE(document_.HasParseError());
  }

  // How many of the messages in the document this is.
  int Matches(const std::string& text) {
    rapidjson::Document message;
    message.Parse(text.c_str());
    if (message.HasParseError()) return 0;
    int matches = 0;
    const auto& post = document_["paths"]["/messages"]["post"];
    for (const auto& one : post["requestBody"]["content"]["application/json"]["schema"]["oneOf"].GetArray()) {
      const std::string reference = one["$ref"].GetString();
      const rapidjson::Value* schema = rapidjson::Pointer(reference.c_str()).Get(document_);
      EXPECT_NE(schema, nullptr) << reference;
      const rapidjson::SchemaDocument compiled(*schema);
      rapidjson::SchemaValidator validator(compiled);
      matches += message.Accept(validator) ? 1 : 0;
    }
    return matches;
  }

  identity::KeyRing keys_{""};
  identity::LocalNonces nonces_{1};
  adapters::Registry adapters_;
  PlatformRoutes routes_;
  rapidjson::Document document_;
};

std::string ReadText(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// The examples of one folder and direction, by what is written beside them.
std::vector<std::filesystem::path> Examples(const std::string& folder, const std::string& beside) {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(kExamples / folder)) {
    std::filesystem::path note = entry.path();
    note.replace_extension(beside);
    if (entry.path().extension() == ".json" && !absl::StrContains(ReadText(note), "to_platform")) {
      found.push_back(entry.path());
    }
  }
  return found;
}

TEST_F(OpenApiTest, AcceptsEveryGoodExampleAsJustOneMessage) {
  const auto examples = Examples("good", ".textproto");
  ASSERT_FALSE(examples.empty());
  for (const auto& path : examples) EXPECT_EQ(Matches(ReadText(path)), 1) << path;
}

TEST_F(OpenApiTest, RefusesTheBadExamplesThatASchemaCanSee) {
  int seen = 0;
  for (const auto& path : Examples("bad", ".expect")) {
    std::filesystem::path note = path;
    const std::string reason = ReadText(note.replace_extension(".expect"));
    for (const char* visible : {"UNKNOWN_FIELD", "MISSING_FIELD", "UNMAPPED_CODE", "UNKNOWN_MESSAGE", "WRONG_TYPE"}) {
      if (!absl::StartsWith(reason, visible)) continue;
      ++seen;
      EXPECT_EQ(Matches(ReadText(path)), 0) << path;
    }
  }
  EXPECT_GE(seen, 5);
}

TEST_F(OpenApiTest, SaysWhatElseARequestNeeds) {
  EXPECT_STREQ(document_["openapi"].GetString(), "3.1.0");
  EXPECT_STREQ(document_["servers"][0]["url"].GetString(), "https://hub.example/v1/platforms/440000");
  std::vector<std::string> required;
  for (const auto& parameter : document_["paths"]["/messages"]["post"]["parameters"].GetArray()) {
    if (parameter["required"].GetBool()) required.push_back(parameter["name"].GetString());
  }
  EXPECT_THAT(required,
              testing::ElementsAre("Idempotency-Key", "webhook-id", "webhook-timestamp", "webhook-signature"));
}

}  // namespace
}  // namespace interline::gateway
