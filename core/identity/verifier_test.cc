// Verifier and Signer together: what one side shows, the other believes.
#include "core/identity/verifier.h"

#include <google/protobuf/text_format.h>

#include "core/base/check.h"
#include "core/base/clock.h"
#include "core/base/status_matchers.h"
#include "core/identity/signer.h"
#include "core/identity/testing_keys.h"

namespace interline::identity {
namespace {

using adapter::v1::Access;

constexpr char kPlatform[] = "510000";
constexpr size_t kMostNonces = 4;

Access BothWays(const std::string& proof) {
  Access access;
  CHECK(google::protobuf::TextFormat::ParseFromString("from_platform { " + proof + "} to_platform {" + proof + "}",
                                                      &access));
  return access;
}

const char kWebhook[] = "key: 'push' webhook_signature { algorithm: ALGORITHM_HMAC_SHA256 }";
const char kParameters[] = R"(key: 'push' parameter_signature {
  place: PLACE_HEADER timestamp: 't' nonce: 'n' sign: 's' time_form: TIME_FORM_SECONDS algorithm: ALGORITHM_HMAC_SM3
  encoding: ENCODING_HEX_LOWER parts { piece: PIECE_TIMESTAMP } parts { piece: PIECE_NONCE } parts { piece: PIECE_BODY }
})";

struct VerifierTest : testing::Test {
  VerifierTest() { files.Add(kPlatform, "push", "1", kWebhookTestSecret); }

  Verifier MakeVerifier(const Access& access) {
    CHECK(ring.Reload().ok());
    absl::StatusOr<Verifier> verifier = Verifier::Make(kPlatform, access, ring, nonces);
    CHECK(verifier.ok());
    return *verifier;
  }
  Request Signed(const Access& access, const std::string& nonce = "nonce") {
    CHECK(ring.Reload().ok());
    absl::StatusOr<Signer> signer = Signer::Make(kPlatform, access, ring);
    CHECK(signer.ok());
    Request request;
    request.body = "{}";
    CHECK(signer->Sign("m1", nonce, clock.Now(), request).ok());
    return request;
  }

  TestingKeys files;
  FakeClock clock;
  LocalNonces nonces{kMostNonces};
  KeyRing ring{files.list()};
};

TEST_F(VerifierTest, BelievesWhatTheSignerShows) {
  for (const char* proof :
       {kWebhook, kParameters, "key: 'push' bearer {}", "key: 'push' api_key { header: 'x-api-key' }", "network {}"}) {
    const Access access = BothWays(proof);
    EXPECT_EQ(MakeVerifier(access).Verify(Signed(access), clock.Now()).cause, Cause::kNone) << proof;
  }
}

TEST_F(VerifierTest, BelievesNothingWithoutAProof) {
  EXPECT_EQ(MakeVerifier(Access()).Verify(Request(), clock.Now()).cause, Cause::kClosed);
  Request request;
  ASSERT_OK_AND_ASSIGN(const Signer signer, Signer::Make(kPlatform, Access(), ring));
  EXPECT_THAT(signer.Sign("m1", "n", clock.Now(), request), HasCode(absl::StatusCode::kFailedPrecondition));
}

TEST_F(VerifierTest, TellsTheIdOfAWebhook) {
  const Access access = BothWays(kWebhook);
  EXPECT_EQ(MakeVerifier(access).Verify(Signed(access), clock.Now()).message_id, "m1");
}

TEST_F(VerifierTest, BelievesANonceOnce) {
  const Access access = BothWays(kParameters);
  const Verifier verifier = MakeVerifier(access);
  EXPECT_EQ(verifier.Verify(Signed(access), clock.Now()).cause, Cause::kNone);
  EXPECT_EQ(verifier.Verify(Signed(access), clock.Now()).cause, Cause::kReplayed);
  EXPECT_EQ(verifier.Verify(Signed(access, "another"), clock.Now()).cause, Cause::kNone);
}

TEST_F(VerifierTest, DoesNotRememberTheNonceOfAWrongSignature) {
  const Access access = BothWays(kParameters);
  const Verifier verifier = MakeVerifier(access);
  Request request = Signed(access);
  request.body = "changed";
  EXPECT_EQ(verifier.Verify(request, clock.Now()).cause, Cause::kWrong);
  EXPECT_EQ(verifier.Verify(Signed(access), clock.Now()).cause, Cause::kNone);
}

TEST_F(VerifierTest, RefusesRatherThanForgetsWhenTooManyNoncesAreInUse) {
  const Access access = BothWays(kParameters);
  const Verifier verifier = MakeVerifier(access);
  for (size_t i = 0; i < kMostNonces; ++i) {
    EXPECT_EQ(verifier.Verify(Signed(access, "n" + std::to_string(i)), clock.Now()).cause, Cause::kNone);
  }
  EXPECT_EQ(verifier.Verify(Signed(access, "more"), clock.Now()).cause, Cause::kOverload);
  clock.Advance(absl::Seconds(301));
  EXPECT_EQ(verifier.Verify(Signed(access, "more"), clock.Now()).cause, Cause::kNone);
  EXPECT_EQ(nonces.size(), 1);
}

TEST_F(VerifierTest, WantsTheTokenInOneHeader) {
  const Access access = BothWays("key: 'push' bearer {}");
  const Verifier verifier = MakeVerifier(access);
  Request request;
  EXPECT_EQ(verifier.Verify(request, clock.Now()).cause, Cause::kMissing);
  request.headers.emplace("authorization", "Basic cHVzaA==");
  EXPECT_EQ(verifier.Verify(request, clock.Now()).cause, Cause::kMissing);
  request.headers = {{"authorization", "bearer wrong"}};
  EXPECT_EQ(verifier.Verify(request, clock.Now()).cause, Cause::kWrong);
  Request twice = Signed(access);
  twice.headers.emplace("authorization", "Bearer x");
  EXPECT_EQ(verifier.Verify(twice, clock.Now()).cause, Cause::kMissing);
}

TEST_F(VerifierTest, WantsTheCertificateOfThePlatform) {
  const Verifier verifier = MakeVerifier(BothWays("client_certificate {}"));
  const Verifier named = MakeVerifier(BothWays("client_certificate { common_name: 'hotline.example' }"));
  Request request;
  EXPECT_EQ(verifier.Verify(request, clock.Now()).cause, Cause::kCertificate);
  request.certificate_name = kPlatform;
  EXPECT_EQ(verifier.Verify(request, clock.Now()).cause, Cause::kNone);
  EXPECT_EQ(named.Verify(request, clock.Now()).cause, Cause::kCertificate);
  request.certificate_name = "hotline.example";
  EXPECT_EQ(named.Verify(request, clock.Now()).cause, Cause::kNone);
}

TEST_F(VerifierTest, WantsEveryProof) {
  Access access = BothWays(kWebhook);
  access.add_from_platform()->mutable_client_certificate();
  const Verifier verifier = MakeVerifier(access);
  Request request = Signed(access);
  EXPECT_EQ(verifier.Verify(request, clock.Now()).cause, Cause::kCertificate);
  request.certificate_name = kPlatform;
  EXPECT_EQ(verifier.Verify(request, clock.Now()).cause, Cause::kNone);
  request.body = "changed";
  EXPECT_EQ(verifier.Verify(request, clock.Now()).cause, Cause::kWrong);
}

TEST_F(VerifierTest, DoesNotBelieveAnotherPlatformsKey) {
  files.Clear();
  files.Add("350000", "push", "1", kWebhookTestSecret);
  const Access access = BothWays(kWebhook);
  ASSERT_OK(ring.Reload());
  ASSERT_OK_AND_ASSIGN(const Signer signer, Signer::Make("350000", access, ring));
  Request request;
  ASSERT_OK(signer.Sign("m1", "n", clock.Now(), request));
  EXPECT_EQ(MakeVerifier(access).Verify(request, clock.Now()).cause, Cause::kUnknown);
}

TEST_F(VerifierTest, SignsWithTheYoungestKey) {
  files.Clear();
  files.Add(kPlatform, "push", "old", "old");
  files.Add(kPlatform, "push", "new", "new", "not_before { seconds: 1 }");
  const Access access = BothWays("key: 'push' bearer {}");
  EXPECT_EQ(OneHeader(Signed(access), "authorization"), std::string("Bearer new"));
}

TEST(CheckAccess, RefusesWhatCannotWork) {
  for (const char* proof :
       {"", "key: 'x' network {}", "bearer {}", "key: 'x' api_key {}", "key: 'x' api_key { header: 'X-Api-Key' }",
        "key: 'x' webhook_signature {}", "key: 'x' parameter_signature {}"}) {
    EXPECT_THAT(CheckAccess(BothWays(proof)), HasCode(absl::StatusCode::kInvalidArgument)) << proof;
  }
  for (const char* path : {"services", "/v1/platforms/510000", "/services/"}) {
    Access access;
    access.add_own_paths(path);
    EXPECT_THAT(CheckAccess(access), HasCode(absl::StatusCode::kInvalidArgument)) << path;
  }
}

TEST(Cause, HasAName) { EXPECT_STREQ(Name(Cause::kStale), "stale"); }

}  // namespace
}  // namespace interline::identity
