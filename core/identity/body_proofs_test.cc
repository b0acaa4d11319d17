// Proofs that stand in the message: what Signer puts in, Verifier believes. The dialect of these tests is a form.
#include "core/identity/body_proofs.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "core/base/check.h"
#include "core/base/clock.h"
#include "core/base/status_matchers.h"
#include "core/identity/signer.h"
#include "core/identity/testing_keys.h"
#include "core/identity/verifier.h"

namespace interline::identity {
namespace {

using adapter::v1::Access;
using testing::HasSubstr;

constexpr char kPlatform[] = "510000";
constexpr char kFields[] = "body_fields { paths: ['user', 'secret'] }";
constexpr char kSigned[] = "key: 'sign' dialect_signature {}";

// "a=1&b=2"; names with "x." are of another message.
absl::StatusOr<std::vector<absl::optional<std::string>>> Texts(const Request& request,
                                                               const std::vector<std::string>& paths) {
  if (request.body == "unreadable") return absl::InvalidArgumentError("unreadable");
  std::map<std::string, std::string> fields;
  for (const absl::string_view pair : absl::StrSplit(request.body, '&', absl::SkipEmpty())) {
    fields.insert(std::pair<std::string, std::string>(absl::StrSplit(pair, absl::MaxSplits('=', 1))));
  }
  std::vector<absl::optional<std::string>> texts;
  for (const std::string& path : paths) {
    texts.push_back(absl::StartsWith(path, "x.") ? absl::nullopt : absl::make_optional(fields[path]));
  }
  return texts;
}

struct BodyProofsTest : testing::Test {
  BodyProofsTest() {
    signature.set_path("sign");
    signature.set_algorithm(adapter::v1::Signature::ALGORITHM_HMAC_SM3);
    signature.add_over("id");
    signature.add_over("data");
    files.Add(kPlatform, "user", "1", "hotline");
    files.Add(kPlatform, "secret", "1", "s3cret");
    files.Add(kPlatform, "sign", "1", "key");
  }

  Access BothWays(const std::string& proof) {
    Access access;
    CHECK(google::protobuf::TextFormat::ParseFromString("from_platform { " + proof + "} to_platform {" + proof + "}",
                                                        &access));
    return access;
  }
  Request Form(const std::string& body) {
    Request request;
    request.headers.emplace("content-type", "application/x-www-form-urlencoded");
    request.body = body;
    return request;
  }
  // What goes out; the error's text when nothing does.
  std::string Signed(const Access& access, const std::string& body) {
    CHECK(ring.Reload().ok());
    const absl::StatusOr<Signer> signer = Signer::Make(kPlatform, access, ring, {signature, Texts});
    CHECK(signer.ok());
    Request request = Form(body);
    const absl::Status made = signer->Sign("m1", "nonce", clock.Now(), request);
    return made.ok() ? request.body : made.ToString();
  }
  Cause CauseOf(const Access& access, const std::string& body) {
    CHECK(ring.Reload().ok());
    const absl::StatusOr<Verifier> verifier = Verifier::Make(kPlatform, access, ring, nonces, {signature, Texts});
    CHECK(verifier.ok());
    return verifier->Verify(Form(body), clock.Now()).cause;
  }

  adapter::v1::Signature signature;
  TestingKeys files;
  FakeClock clock;
  LocalNonces nonces{1};
  KeyRing ring{files.list()};
};

TEST_F(BodyProofsTest, PutCredentialsInAndBelieveThem) {
  const Access access = BothWays(kFields);
  EXPECT_EQ(Signed(access, "id=1"), "id=1&user=hotline&secret=s3cret");
  EXPECT_EQ(Signed(access, "id=1&user=hotline&secret=s3cret"), "id=1&user=hotline&secret=s3cret");
  EXPECT_EQ(CauseOf(access, "id=1&user=hotline&secret=s3cret"), Cause::kNone);
  EXPECT_EQ(Signed(access, "unreadable"), "unreadable") << "no message of the dialect, but a poll";
}

TEST_F(BodyProofsTest, BelieveNoCredentialsButTheAgreedOnes) {
  const Access access = BothWays(kFields);
  EXPECT_EQ(CauseOf(access, "id=1&user=hotline&secret=other"), Cause::kWrong);
  EXPECT_EQ(CauseOf(access, "id=1&user=s3cret&secret=hotline"), Cause::kWrong);
  EXPECT_EQ(CauseOf(access, "id=1&user=hotline"), Cause::kWrong);
  EXPECT_EQ(CauseOf(access, "id=1"), Cause::kWrong);
  EXPECT_EQ(CauseOf(access, "unreadable"), Cause::kMissing);
  EXPECT_EQ(CauseOf(BothWays("body_fields { paths: ['x.user', 'x.secret'] }"), "id=1"), Cause::kMissing);
  files.Clear();
  files.Add(kPlatform, "user", "1", "hotline");
  EXPECT_EQ(CauseOf(access, "id=1&user=hotline&secret=s3cret"), Cause::kUnknown);
  EXPECT_THAT(Signed(access, "id=1"), HasSubstr("no key 510000/secret is live"));
}

TEST_F(BodyProofsTest, BelieveEitherOfTwoLiveCredentials) {
  files.Add(kPlatform, "secret", "2", "n3w", "not_before { seconds: 1 }");
  const Access access = BothWays(kFields);
  EXPECT_EQ(CauseOf(access, "user=hotline&secret=s3cret"), Cause::kNone);
  EXPECT_EQ(CauseOf(access, "user=hotline&secret=n3w"), Cause::kNone);
  EXPECT_EQ(Signed(access, ""), "user=hotline&secret=n3w");
}

TEST_F(BodyProofsTest, SignAsTheDialectSays) {
  const Access access = BothWays(kSigned);
  const std::string body = Signed(access, "id=1&data=x&more=y");
  EXPECT_THAT(body, HasSubstr("id=1&data=x&more=y&sign="));
  // The form of this test is not decoded.
  const std::string plain = absl::StrReplaceAll(body, {{"%3D", "="}, {"%2B", "+"}, {"%2F", "/"}});
  EXPECT_EQ(CauseOf(access, plain), Cause::kNone);
  EXPECT_EQ(CauseOf(access, absl::StrReplaceAll(plain, {{"more=y", "more=z"}})), Cause::kNone) << "it is not signed";
  EXPECT_EQ(CauseOf(access, absl::StrReplaceAll(plain, {{"id=1", "id=2"}})), Cause::kWrong);
  EXPECT_EQ(CauseOf(access, "id=1&data=x"), Cause::kMissing);
  EXPECT_EQ(CauseOf(access, "unreadable"), Cause::kMissing);
  files.Clear();
  EXPECT_EQ(CauseOf(access, plain), Cause::kUnknown);
}

TEST_F(BodyProofsTest, SignWithSm2) {
  signature.set_algorithm(adapter::v1::Signature::ALGORITHM_SM2_WITH_SM3);
  const Sm2Pems pems = MakeSm2Pair();
  files.Clear();
  files.Add(kPlatform, "sign", "1", pems.private_key);
  const Access access = BothWays("key: 'sign' dialect_signature { sm2_id: 'us' }");
  const std::string body =
      absl::StrReplaceAll(Signed(access, "id=1&data=x"), {{"%3D", "="}, {"%2B", "+"}, {"%2F", "/"}});
  files.Clear();
  files.Add(kPlatform, "sign", "1", pems.public_key);
  EXPECT_EQ(CauseOf(access, body), Cause::kNone) << body;
  EXPECT_EQ(CauseOf(BothWays(kSigned), body), Cause::kWrong) << "for another identifier";
  EXPECT_EQ(CauseOf(access, absl::StrReplaceAll(body, {{"data=x", "data=y"}})), Cause::kWrong);
  files.Clear();
  files.Add(kPlatform, "sign", "1", "no pem");
  EXPECT_EQ(CauseOf(access, body), Cause::kWrong);
  EXPECT_THAT(Signed(access, "id=1&data=x"), HasSubstr("not an SM2 key"));
}

TEST_F(BodyProofsTest, SignWhatWasPutInBefore) {
  signature.add_over("secret");
  Access access = BothWays(kSigned);
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(kFields, access.add_to_platform()));
  const std::string body = Signed(access, "id=1&data=x");
  EXPECT_THAT(body, HasSubstr("secret=s3cret&sign="));
  EXPECT_EQ(CauseOf(BothWays(kSigned), absl::StrReplaceAll(body, {{"%3D", "="}, {"%2B", "+"}, {"%2F", "/"}})),
            Cause::kNone);
}

TEST_F(BodyProofsTest, AreCheckedBeforehand) {
  EXPECT_THAT(CheckAccess(BothWays("body_fields {}")), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(CheckAccess(BothWays("body_fields { paths: 'a.' }")), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(CheckAccess(BothWays("key: 'x' body_fields { paths: 'a' }")),
              HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(CheckAccess(BothWays("dialect_signature {}")), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_OK(CheckAccess(BothWays(kSigned)));
  EXPECT_OK(CheckAccess(BothWays(kSigned), {signature, Texts}));
  EXPECT_THAT(CheckAccess(BothWays(kSigned), {}), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(CheckAccess(BothWays(kSigned), {{}, Texts}), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(CheckAccess(BothWays(kFields), {}), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_OK(CheckAccess(BothWays(kFields), {{}, Texts}));
}

}  // namespace
}  // namespace interline::identity
