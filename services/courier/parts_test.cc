// What a deployment's files and specifications become.
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "adapters/engine/registry.h"
#include "core/base/sha256.h"
#include "core/base/status_matchers.h"
#include "core/identity/testing_keys.h"
#include "core/identity/verifier.h"
#include "services/courier/adapter_dialect.h"
#include "services/courier/dialect_body.h"
#include "services/courier/identity_signer.h"
#include "services/courier/partner_list.h"

namespace interline::courier {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file.good()) << path;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void WriteFile(const std::string& path, const std::string& text, bool secret = false) {
  std::ofstream(path) << text;
  if (secret) std::filesystem::permissions(path, std::filesystem::perms::owner_read);
}

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

// Beijing's own specification.
class AdapterDialectTest : public testing::Test {
 protected:
  static HttpAnswer Example(const std::string& file) {
    return {200, ReadFile("adapters/dialects/a5_soap/examples/" + file), {{"content-type", "text/xml; charset=utf-8"}}};
  }

  const adapters::Registry adapters_ = *adapters::Registry::Load("adapters");
  const AdapterDialect dialect_{*adapters_.Find("110000")};
};

TEST_F(AdapterDialectTest, ReadsAnswersAsTheDialectDoes) {
  EXPECT_EQ(dialect_.ReadAnswer(Example("answers/sign_order_true_from.xml")).meaning, Reply::Meaning::kDone);
  EXPECT_EQ(dialect_.ReadAnswer(Example("answers/sign_order_false_from.xml")).meaning, Reply::Meaning::kRefused);
  EXPECT_EQ(dialect_.ReadAnswer(Example("answers/fault_of_the_server_from.xml")).meaning, Reply::Meaning::kInDoubt);
  EXPECT_EQ(dialect_.ReadAnswer({200, "<html>log in</html>", {}}).meaning, Reply::Meaning::kInDoubt);
}

TEST_F(AdapterDialectTest, TakesListsApartAndKnowsTheirEntries) {
  const absl::StatusOr<std::vector<Entry>> notices = dialect_.Split(Example("batches/notices.xml"));
  ASSERT_OK(notices);
  // Entries that the dialect cannot read are handed on too, without a name.
  const auto known = std::count_if(notices->begin(), notices->end(),
                                   [](const Entry& entry) { return !entry.id.empty() && !entry.number.empty(); });
  EXPECT_GT(known, 0);
  for (const Entry& entry : *notices) EXPECT_FALSE(entry.body.empty());
  const absl::StatusOr<std::vector<Entry>> none = dialect_.Split(Example("batches/no_orders.xml"));
  ASSERT_OK(none);
  EXPECT_THAT(*none, SizeIs(0));
  EXPECT_FALSE(dialect_.Split({200, "<html>log in</html>", {}}).ok());
}

// ---- partners

adapter::v1::Platform Polled() {
  return Parse<adapter::v1::Platform>(R"(
    id: "110000" transport: TRANSPORT_HTTP_POLL
    capabilities { acknowledges: true }
    limits { in_flight: 1 answer_seconds: 30 poll_messages: 500 poll_seconds: 60 silence_seconds: 7200 body_bytes: 9 }
    in_doubt: IN_DOUBT_PARK)");
}

adapter::v1::Dialect Asked() {
  return Parse<adapter::v1::Dialect>(
      R"(polls { name: "orders" call { path: "/x" } queue { } } enquiry { call { path: "/y" } })");
}

TEST(MakePartner, PutsTogetherWhatSpecificationAndDeploymentSay) {
  const auto where = Parse<adapter::v1::Partner>(R"(
    platform: "110000" base_url: "https://A.example:8443/ws" ca_file: "ca.pem")");
  const absl::StatusOr<Partner> partner = MakePartner(Polled(), Asked(), where);
  ASSERT_OK(partner);
  EXPECT_EQ(partner->base_url, "https://A.example:8443/ws");
  EXPECT_EQ(partner->limits->hosts, std::set<std::string>{"a.example"});
  EXPECT_FALSE(partner->limits->allow_this_machine);
  EXPECT_EQ(partner->limits->tls.ca, "ca.pem");
  EXPECT_EQ(partner->limits->total, absl::Seconds(30));
  EXPECT_EQ(partner->in_flight, 1u);
  EXPECT_EQ(partner->poll_messages, kMaxPollMessages);
  EXPECT_EQ(partner->poll_every, absl::Minutes(1));
  EXPECT_EQ(partner->silence, absl::Hours(2));
  EXPECT_EQ(partner->body_bytes, 9u);
  EXPECT_TRUE(partner->acknowledges);
  EXPECT_TRUE(partner->park_in_doubt);
  EXPECT_TRUE(partner->enquiry.has_value());
  EXPECT_THAT(partner->polls, SizeIs(1));
}

TEST(MakePartner, AsksAsOftenAsTheDeploymentSays) {
  const absl::StatusOr<Partner> partner =
      MakePartner(Polled(), Asked(), Parse<adapter::v1::Partner>("base_url: 'https://a' poll_seconds: 5"));
  ASSERT_OK(partner);
  EXPECT_EQ(partner->poll_every, absl::Seconds(5));
}

TEST(FileLimits, AllowsThePlatformsOwnHostsOnly) {
  const auto where =
      Parse<adapter::v1::Partner>("platform: '320000' base_url: 'https://a.example/ws' file_hosts: 'Files.example'");
  const absl::StatusOr<CallLimits> limits = FileLimits(where);
  ASSERT_OK(limits);
  EXPECT_EQ(limits->hosts, (std::set<std::string>{"a.example", "files.example"}));
  EXPECT_FALSE(limits->allow_this_machine);
}

TEST(MakePartner, DoesNotPollAPlatformThatPushes) {
  adapter::v1::Platform pushes = Polled();
  pushes.set_transport(adapter::v1::TRANSPORT_HTTP_PUSH);
  const absl::StatusOr<Partner> partner =
      MakePartner(pushes, Asked(), Parse<adapter::v1::Partner>("base_url: 'https://a'"));
  ASSERT_OK(partner);
  EXPECT_THAT(partner->polls, SizeIs(0));
}

TEST(MakePartner, RefusesWhatCannotBeCalled) {
  const struct {
    const char* transport;
    const char* where;
    const char* why;
  } cases[] = {
      {"TRANSPORT_KAFKA", "base_url: 'https://a'", "not say that it is called"},
      {"TRANSPORT_HTTP_CALLER", "base_url: 'https://a'", "not say that it is called"},
      {"TRANSPORT_HTTP_PUSH", "", "base_url"},
      {"TRANSPORT_HTTP_PUSH", "base_url: 'https://user@a'", "base_url"},
      {"TRANSPORT_HTTP_PUSH", "base_url: 'https://a/'", "base_url"},
      {"TRANSPORT_HTTP_PUSH", "base_url: 'https://a?b'", "base_url"},
      {"TRANSPORT_HTTP_PUSH", "base_url: 'https://a' key_file: 'k'", "go together"},
  };
  for (const auto& c : cases) {
    const auto platform = Parse<adapter::v1::Platform>(absl::StrCat("id: '110000' transport: ", c.transport));
    const absl::Status status = MakePartner(platform, Asked(), Parse<adapter::v1::Partner>(c.where)).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << c.where;
    EXPECT_THAT(std::string(status.message()), HasSubstr(c.why));
  }
}

TEST(LoadPartners, FindsFilesBesideTheList) {
  const std::string folder = testing::TempDir();
  WriteFile(folder + "/ca.pem", "x");
  WriteFile(folder + "/partners.textproto",
            R"(partners { platform: "110000" base_url: "https://a" ca_file: "ca.pem" })");
  const auto list = LoadPartners(folder + "/partners.textproto");
  ASSERT_OK(list);
  EXPECT_TRUE(std::filesystem::exists(list->partners(0).ca_file()));
  WriteFile(folder + "/partners.textproto", R"(partners { platform: "110000" ca_file: "other.pem" })");
  EXPECT_EQ(LoadPartners(folder + "/partners.textproto").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(LoadPartners(folder + "/none").status().code(), absl::StatusCode::kInvalidArgument);
}

// ---- signatures

TEST(IdentitySigner, SignsWithTheKeysOfTheDeployment) {
  const std::string folder = testing::TempDir() + "/keys";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  WriteFile(folder + "/token", "secret-token\n", true);
  WriteFile(folder + "/keys.textproto", R"(keys { platform: "510000" name: "push" id: "a" file: "token" })");
  identity::KeyRing keys(folder + "/keys.textproto");
  ASSERT_OK(keys.Reload());
  const auto access = Parse<adapter::v1::Access>(R"(to_platform { key: "push" bearer {} })");
  auto signer = identity::Signer::Make("510000", access, keys);
  ASSERT_OK(signer);
  const IdentitySigner ours("510000", *std::move(signer), keys);
  HttpRequest request;
  request.headers = {{"content-type", "text/plain"}};
  std::string query = "a=b";
  ASSERT_OK(ours.Sign("d-1", "/push", query, absl::FromUnixSeconds(1795482000), request));
  EXPECT_THAT(request.headers, testing::UnorderedElementsAre(testing::Pair("content-type", "text/plain"),
                                                             testing::Pair("authorization", "Bearer secret-token")));
  EXPECT_EQ(query, "a=b");
  EXPECT_EQ(*ours.KeyText("push", absl::UnixEpoch()), "secret-token");
  EXPECT_EQ(ours.KeyText("other", absl::UnixEpoch()).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST(IdentitySigner, PutsCredentialsIntoTheMessageWhereTheyBelong) {
  const adapters::Registry registry = *adapters::Registry::Load("adapters");
  const adapters::Adapter& beijing = *registry.Find("beijing");
  identity::TestingKeys files;
  files.Add("110000", "agentID", "1", "branch 9");
  files.Add("110000", "delegateUUID", "1", "u-1");
  identity::KeyRing keys(files.list());
  ASSERT_OK(keys.Reload());
  auto signer = identity::Signer::Make("110000", beijing.platform().access(), keys,
                                       BodyOf(beijing, adapters::Direction::kToPlatform));
  ASSERT_OK(signer);
  const IdentitySigner ours("110000", *std::move(signer), keys);
  HttpRequest request;
  request.headers = {{"content-type", "text/xml; charset=utf-8"}};
  request.body = ReadFile("adapters/dialects/a5_soap/examples/good/delay_to.xml");
  std::string query;
  ASSERT_OK(ours.Sign("d-1", "/ws", query, absl::FromUnixSeconds(1795482000), request));
  EXPECT_THAT(request.body, HasSubstr("<agentID>branch 9</agentID><delegateUUID>u-1</delegateUUID>"));
  EXPECT_OK(beijing.Decode(adapters::Direction::kToPlatform, {request.body, {}}));
}

TEST(IdentitySigner, SignsInTheMessageWhereTheDialectDoes) {
  const auto platform = Parse<adapter::v1::Platform>(R"(
    id: "999999" name_zh: "热线" name_en: "Hotline" dialect: "signed_envelope" transport: TRANSPORT_HTTP_PUSH
    maturity: MATURITY_DRAFT evidence { grade: GRADE_REFERENCE source: "This test." } owner: "This test"
    capabilities { acknowledges: true returns: true extends: true calls_back: true }
    access {
      from_platform { key: "theirs" dialect_signature {} }
      to_platform { key: "sign" dialect_signature {} }
      to_platform { key: "push" webhook_signature { algorithm: ALGORITHM_HMAC_SHA256 } }
    })");
  const auto dialect = Parse<adapter::v1::Dialect>(ReadFile("adapters/dialects/signed_envelope/dialect.textproto"));
  const auto adapter = adapters::MakeAdapter(platform, dialect);
  ASSERT_OK(adapter);
  const identity::DialectBody body = BodyOf(**adapter, adapters::Direction::kToPlatform);
  identity::TestingKeys files;
  files.Add("999999", "sign", "1", identity::MakeSm2Pair().private_key);
  files.Add("999999", "push", "1", identity::kWebhookTestSecret);
  identity::KeyRing keys(files.list());
  ASSERT_OK(keys.Reload());
  auto signer = identity::Signer::Make("999999", platform.access(), keys, body);
  ASSERT_OK(signer);
  const IdentitySigner ours("999999", *std::move(signer), keys);

  const auto event =
      (*adapter)->Decode(adapters::Direction::kToPlatform,
                         {ReadFile("adapters/dialects/signed_envelope/examples/good/signed_to.json"), {}});
  ASSERT_OK(event);
  const auto written = (*adapter)->Encode(adapters::Direction::kToPlatform, *event);
  ASSERT_OK(written);
  HttpRequest request;
  request.headers.assign(written->headers.begin(), written->headers.end());
  request.body = written->body;
  std::string query;
  const absl::Time now = absl::FromUnixSeconds(1795482000);
  ASSERT_OK(ours.Sign("d-1", "/messages", query, now, request));

  // As the platform sees it.
  adapter::v1::Access theirs;
  *theirs.mutable_from_platform() = platform.access().to_platform();
  identity::LocalNonces nonces(1);
  const auto verifier = identity::Verifier::Make("999999", theirs, keys, nonces, body);
  ASSERT_OK(verifier);
  identity::Request seen;
  seen.path = "/messages";
  seen.body = request.body;
  seen.headers.insert(request.headers.begin(), request.headers.end());
  EXPECT_TRUE(verifier->Verify(seen, now).ok()) << request.body;
  EXPECT_OK((*adapter)->Decode(adapters::Direction::kToPlatform, {seen.body, {}}));
}

}  // namespace
}  // namespace interline::courier
