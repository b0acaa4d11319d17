// The cases and the vector are those of the Standard Webhooks libraries' own tests.
#include "core/identity/webhook_signature.h"

#include <google/protobuf/text_format.h>

#include "absl/strings/str_cat.h"
#include "core/base/status_matchers.h"
#include "core/identity/testing_keys.h"

namespace interline::identity {
namespace {

using adapter::v1::WebhookSignature;

constexpr char kId[] = "msg_p5jXN8AQM9LWM0D4loKWxJek";
constexpr char kBody[] = "{\"test\": 2432232314}";
const absl::Time kThen = absl::FromUnixSeconds(1614265330);

WebhookSignature Rule(WebhookSignature::Algorithm algorithm = WebhookSignature::ALGORITHM_HMAC_SHA256) {
  WebhookSignature rule;
  rule.set_algorithm(algorithm);
  return rule;
}

KeyPtr MakeKey(std::string text) { return std::make_shared<const Key>("1", std::move(text)); }

Request Signed(absl::Time at, const WebhookSignature& rule = Rule()) {
  Request request;
  request.body = kBody;
  EXPECT_OK(SignWebhook(rule, *MakeKey(kWebhookTestSecret), kId, at, request));
  return request;
}

Cause Verify(const Request& request, const WebhookSignature& rule = Rule()) {
  return VerifyWebhook(rule, {MakeKey(kWebhookTestSecret)}, request, kThen);
}

Request With(Request request, const std::string& header, const std::string& value) {
  request.headers.erase(header);
  request.headers.emplace(header, value);
  return request;
}

TEST(Webhook, SignsAsThePublishedVector) {
  const Request request = Signed(kThen);
  EXPECT_EQ(OneHeader(request, "webhook-id"), std::string(kId));
  EXPECT_EQ(OneHeader(request, "webhook-timestamp"), std::string("1614265330"));
  EXPECT_EQ(OneHeader(request, "webhook-signature"), std::string("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
}

TEST(Webhook, SignsWithSm3AsAnotherImplementation) {
  // By the Python package gmssl 3.2.2.
  EXPECT_EQ(OneHeader(Signed(kThen, Rule(WebhookSignature::ALGORITHM_HMAC_SM3)), "webhook-signature"),
            std::string("v1sm3,/HoSFIzweCy/UJPM50++HyVPa/54PFXtLisZ9sIFN1I="));
}

TEST(Webhook, IsBelievedWithAndWithoutThePrefixOfTheSecret) {
  EXPECT_EQ(Verify(Signed(kThen)), Cause::kNone);
  EXPECT_EQ(VerifyWebhook(Rule(), {MakeKey("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")}, Signed(kThen), kThen), Cause::kNone);
}

TEST(Webhook, LacksAHeader) {
  for (const char* header : {"webhook-id", "webhook-timestamp", "webhook-signature"}) {
    Request without = Signed(kThen);
    without.headers.erase(header);
    EXPECT_EQ(Verify(without), Cause::kMissing) << header;
    Request twice = Signed(kThen);
    twice.headers.emplace(header, *OneHeader(twice, header));
    EXPECT_EQ(Verify(twice), Cause::kMissing) << header;
  }
}

TEST(Webhook, HasAMalformedHeader) {
  for (const char* timestamp : {"hello", "", "-1614265330", "+1614265330", " 1614265330", "1614265330000", "1.6e9"}) {
    EXPECT_EQ(Verify(With(Signed(kThen), "webhook-timestamp", timestamp)), Cause::kMissing) << timestamp;
  }
  for (const std::string& id : {std::string(), std::string("a.b"), std::string("a b"), std::string(65, 'a')}) {
    EXPECT_EQ(Verify(With(Signed(kThen), "webhook-id", id)), Cause::kMissing) << id;
  }
}

TEST(Webhook, HasAWrongSignature) {
  const std::string right = *OneHeader(Signed(kThen), "webhook-signature");
  for (const std::string& wrong :
       {std::string("v1,dawfeoifkpqwoekfpqoekf"), right.substr(0, 8), std::string("v1,"), std::string(),
        "none," + right.substr(3), "v1sm3," + right.substr(3), "v1a," + right.substr(3), right + "=", right + ","}) {
    EXPECT_EQ(Verify(With(Signed(kThen), "webhook-signature", wrong)), Cause::kWrong) << wrong;
  }
}

TEST(Webhook, IsOneOfSeveralSignatures) {
  const std::string right = *OneHeader(Signed(kThen), "webhook-signature");
  const std::string other = "Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=";
  EXPECT_EQ(Verify(With(Signed(kThen), "webhook-signature",
                        absl::StrCat("v1,", other, " v2,", other, " ", right, " v1,", other))),
            Cause::kNone);
  std::string flood;
  for (size_t i = 0; i < kMaxWebhookSignatures; ++i) absl::StrAppend(&flood, "v1,", other, " ");
  EXPECT_EQ(Verify(With(Signed(kThen), "webhook-signature", flood + right)), Cause::kWrong);
}

TEST(Webhook, CoversTheBytesOfTheBody) {
  Request written_anew = Signed(kThen);
  written_anew.body = "{\"test\":2432232314}";
  EXPECT_EQ(Verify(written_anew), Cause::kWrong);
}

TEST(Webhook, IsStaleOutsideTheWindow) {
  for (const int seconds : {-300, 300}) EXPECT_EQ(Verify(Signed(kThen + absl::Seconds(seconds))), Cause::kNone);
  for (const int seconds : {-301, 301}) EXPECT_EQ(Verify(Signed(kThen + absl::Seconds(seconds))), Cause::kStale);
  WebhookSignature wide = Rule();
  wide.set_window_seconds(900);
  EXPECT_EQ(Verify(Signed(kThen - absl::Seconds(900)), wide), Cause::kNone);
}

TEST(Webhook, IsVerifiedWithEitherOfTwoKeys) {
  const KeyPtr other = MakeKey("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
  const KeyPtr right = MakeKey(kWebhookTestSecret);
  EXPECT_EQ(VerifyWebhook(Rule(), {other, right}, Signed(kThen), kThen), Cause::kNone);
  EXPECT_EQ(VerifyWebhook(Rule(), {right, other}, Signed(kThen), kThen), Cause::kNone);
  EXPECT_EQ(VerifyWebhook(Rule(), {other}, Signed(kThen), kThen), Cause::kWrong);
  EXPECT_EQ(VerifyWebhook(Rule(), {}, Signed(kThen), kThen), Cause::kUnknown);
}

TEST(Webhook, CarriesSignaturesOfTwoRulesSideBySide) {
  Request request = Signed(kThen);
  const WebhookSignature sm3 = Rule(WebhookSignature::ALGORITHM_HMAC_SM3);
  ASSERT_OK(SignWebhook(sm3, *MakeKey(kWebhookTestSecret), kId, kThen, request));
  EXPECT_EQ(Verify(request), Cause::kNone);
  EXPECT_EQ(Verify(request, sm3), Cause::kNone);
}

TEST(Webhook, IsSignedWithSm2) {
  const Sm2Pems pems = MakeSm2Pair();
  const WebhookSignature rule = Rule(WebhookSignature::ALGORITHM_SM2_WITH_SM3);
  Request request;
  request.body = kBody;
  ASSERT_OK(SignWebhook(rule, *MakeKey(pems.private_key), kId, kThen, request));
  EXPECT_EQ(VerifyWebhook(rule, {MakeKey(pems.public_key)}, request, kThen), Cause::kNone);
  EXPECT_EQ(VerifyWebhook(rule, {MakeKey(MakeSm2Pair().public_key)}, request, kThen), Cause::kWrong);
  WebhookSignature another_signer = rule;
  another_signer.set_sm2_id("hotline");
  EXPECT_EQ(VerifyWebhook(another_signer, {MakeKey(pems.public_key)}, request, kThen), Cause::kWrong);
  EXPECT_THAT(SignWebhook(rule, *MakeKey(kWebhookTestSecret), kId, kThen, request),
              HasCode(absl::StatusCode::kFailedPrecondition));
}

TEST(Webhook, IsNotSignedWithAWeakKeyOrAnUnfitId) {
  Request request;
  for (const char* key : {"whsec_", "whsec_c2hvcnQ=", "no base64!"}) {
    EXPECT_THAT(SignWebhook(Rule(), *MakeKey(key), kId, kThen, request),
                HasCode(absl::StatusCode::kFailedPrecondition));
  }
  EXPECT_THAT(SignWebhook(Rule(), *MakeKey(kWebhookTestSecret), "two\r\nlines", kThen, request),
              HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_TRUE(request.headers.empty());
}

TEST(Webhook, HasHeadersOfAnotherNameWhereAgreed) {
  WebhookSignature rule = Rule();
  rule.set_header_prefix("x-hotline-");
  const Request request = Signed(kThen, rule);
  EXPECT_TRUE(OneHeader(request, "x-hotline-signature").has_value());
  EXPECT_EQ(Verify(request, rule), Cause::kNone);
  EXPECT_EQ(Verify(request), Cause::kMissing);
}

TEST(WebhookRule, IsCheckedBeforehand) {
  EXPECT_OK(CheckWebhookRule(Rule()));
  EXPECT_THAT(CheckWebhookRule(WebhookSignature()), HasCode(absl::StatusCode::kInvalidArgument));
  WebhookSignature wide = Rule();
  wide.set_window_seconds(901);
  EXPECT_THAT(CheckWebhookRule(wide), HasCode(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace interline::identity
