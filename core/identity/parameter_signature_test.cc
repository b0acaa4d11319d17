#include "core/identity/parameter_signature.h"

#include <google/protobuf/text_format.h>

#include "core/base/check.h"
#include "core/base/status_matchers.h"
#include "core/identity/digest.h"
#include "core/identity/testing_keys.h"

namespace interline::identity {
namespace {

using adapter::v1::ParameterSignature;
using testing::HasSubstr;

const absl::Time kThen = absl::FromUnixMillis(1614265330123);

ParameterSignature Rule(const std::string& text) {
  ParameterSignature rule;
  CHECK(google::protobuf::TextFormat::ParseFromString(text, &rule));
  return rule;
}

KeyPtr MakeKey(std::string text) { return std::make_shared<const Key>("1", std::move(text)); }

// id + time + nonce under an HMAC, in headers: the provincial data gateway.
const char kHmacInHeaders[] = R"(
  place: PLACE_HEADER app_id: "x-client-id" timestamp: "x-timestamp" nonce: "x-nonce" sign: "x-signature"
  app_id_value: "hotline" time_form: TIME_FORM_MILLISECONDS algorithm: ALGORITHM_HMAC_SHA256 encoding: ENCODING_BASE64
  parts { piece: PIECE_APP_ID } parts { piece: PIECE_TIMESTAMP } parts { piece: PIECE_NONCE }
  parts { piece: PIECE_BODY } window_seconds: 600)";
// A plain hash over key and time: the district's reporting interface.
const char kShaInForm[] = R"(
  place: PLACE_FORM app_id: "appKey" timestamp: "timestamp" sign: "signature" app_id_value: "dq01"
  time_form: TIME_FORM_MILLISECONDS algorithm: ALGORITHM_SHA1 encoding: ENCODING_HEX_LOWER
  parts { piece: PIECE_APP_ID } parts { piece: PIECE_KEY } parts { piece: PIECE_TIMESTAMP })";
// Sorted pairs and the key behind them: the user interface of a city.
const char kMd5InQuery[] = R"(
  place: PLACE_QUERY app_id: "appId" timestamp: "timeStamp" nonce: "nonceStr" sign: "sign" app_id_value: "PUSH"
  time_form: TIME_FORM_SECONDS algorithm: ALGORITHM_MD5 encoding: ENCODING_HEX_UPPER
  parts { piece: PIECE_PARAMETERS } parts { before: "&key=" piece: PIECE_KEY })";
const char kSm3InJson[] = R"(
  place: PLACE_JSON app_id: "appId" timestamp: "time" nonce: "nonce" sign: "sign" app_id_value: "PUSH"
  time_form: TIME_FORM_COMPACT algorithm: ALGORITHM_HMAC_SM3 encoding: ENCODING_HEX_LOWER
  parts { piece: PIECE_METHOD } parts { before: " " piece: PIECE_PATH } parts { before: "\n" piece: PIECE_PARAMETERS })";

struct Convention {
  const char* rule;
  Request request;
};

std::vector<Convention> Conventions() {
  std::vector<Convention> all = {{kHmacInHeaders, {}}, {kShaInForm, {}}, {kMd5InQuery, {}}, {kSm3InJson, {}}};
  all[0].request.body = "{\"title\": \"噪音\"}";
  all[1].request.body = "title=%E5%99%AA%E9%9F%B3&empty=";
  all[2].request.query = "title=%E5%99%AA+a%26b&b=2&a=1&empty=";
  all[3].request.body = "{\"n\": 12, \"yes\": true, \"list\": [1.5], \"title\": \"噪音\" }\n";
  all[3].request.path = "/push";
  return all;
}

Request Signed(const Convention& convention, const char* key = "secret") {
  Request request = convention.request;
  EXPECT_OK(SignParameters(Rule(convention.rule), *MakeKey(key), "n0nce", kThen, request)) << convention.rule;
  return request;
}

Cause Verify(const char* rule, const Request& request, absl::Time now = kThen) {
  return VerifyParameters(Rule(rule), {MakeKey("secret")}, request, now).cause;
}

TEST(Parameters, AreBelievedInEveryConvention) {
  for (const Convention& convention : Conventions()) {
    const Request request = Signed(convention);
    EXPECT_EQ(Verify(convention.rule, request), Cause::kNone) << convention.rule;
    EXPECT_EQ(VerifyParameters(Rule(convention.rule), {MakeKey("other"), MakeKey("secret")}, request, kThen).cause,
              Cause::kNone);
    EXPECT_EQ(VerifyParameters(Rule(convention.rule), {MakeKey("other")}, request, kThen).cause, Cause::kWrong);
    EXPECT_EQ(VerifyParameters(Rule(convention.rule), {}, request, kThen).cause, Cause::kUnknown);
  }
}

TEST(Parameters, AreSignedAsTheConventionsSay) {
  const std::vector<Convention> all = Conventions();
  EXPECT_EQ(OneHeader(Signed(all[0]), "x-timestamp"), std::string("1614265330123"));
  EXPECT_THAT(Signed(all[1]).body, HasSubstr("&signature=" + HexLower(Digest(Hash::kSha1, "dq01secret1614265330123"))));
  EXPECT_THAT(Signed(all[2]).query,
              HasSubstr("&sign=" + HexUpper(Digest(Hash::kMd5,
                                                   "a=1&appId=PUSH&b=2&nonceStr=n0nce&timeStamp=1614265330&"
                                                   "title=噪 a&b&key=secret"))));
  EXPECT_THAT(Signed(all[3]).body,
              HasSubstr("\"sign\":\"" +
                        HexLower(Hmac(Hash::kSm3, "secret",
                                      "POST /push\nappId=PUSH&n=12&nonce=n0nce&time=20210225230210&"
                                      "title=噪音&yes=true")) +
                        "\"}"));
}

TEST(Parameters, AreStaleOutsideTheWindow) {
  for (const Convention& convention : Conventions()) {
    const absl::Duration window = absl::Seconds(convention.rule == kHmacInHeaders ? 600 : 300);
    const Request request = Signed(convention);
    const absl::Duration second = absl::Seconds(1);
    EXPECT_EQ(Verify(convention.rule, request, kThen + window - second), Cause::kNone) << convention.rule;
    EXPECT_EQ(Verify(convention.rule, request, kThen + window + second), Cause::kStale) << convention.rule;
    EXPECT_EQ(Verify(convention.rule, request, kThen - window - second), Cause::kStale) << convention.rule;
  }
}

TEST(Parameters, AreMissingWhenAFieldIsMissingTwiceOrMalformed) {
  const Convention convention = Conventions()[0];
  for (const char* header : {"x-timestamp", "x-nonce", "x-signature"}) {
    Request request = Signed(convention);
    request.headers.emplace(header, "again");
    EXPECT_EQ(Verify(convention.rule, request), Cause::kMissing) << header;
    request.headers.erase(header);
    EXPECT_EQ(Verify(convention.rule, request), Cause::kMissing) << header;
  }
  // Seconds in place of milliseconds read as a day of 1970.
  for (const char* time : {"", "x", "+1614265330123", "01614265330123", "1614265330123.0", "99999999999999999999"}) {
    Request request = Signed(convention);
    request.headers.erase("x-timestamp");
    request.headers.emplace("x-timestamp", time);
    EXPECT_EQ(Verify(convention.rule, request), Cause::kMissing) << time;
  }
  Request request = Signed(convention);
  request.headers.erase("x-nonce");
  request.headers.emplace("x-nonce", std::string(kMaxNonceBytes + 1, 'n'));
  EXPECT_EQ(Verify(convention.rule, request), Cause::kMissing);
}

TEST(Parameters, AreMissingInABodyThatCannotBeRead) {
  for (const char* body : {"", "[]", "{\"a\":1,\"a\":2}", "{\"a\":1.5}", "{"}) {
    Request request;
    request.body = body;
    EXPECT_EQ(Verify(kSm3InJson, request), Cause::kMissing) << body;
  }
  for (const char* query : {"a", "a=%", "a=1&a=1"}) {
    Request request;
    request.query = query;
    EXPECT_EQ(Verify(kMd5InQuery, request), Cause::kMissing) << query;
  }
}

TEST(Parameters, AreWrongWhenSomethingSignedChanged) {
  const std::vector<Convention> all = Conventions();
  Request body = Signed(all[0]);
  body.body.push_back(' ');
  EXPECT_EQ(Verify(all[0].rule, body), Cause::kWrong);
  Request query = Signed(all[2]);
  query.query += "&more=1";
  EXPECT_EQ(Verify(all[2].rule, query), Cause::kWrong);
  Request path = Signed(all[3]);
  path.path = "/other";
  EXPECT_EQ(Verify(all[3].rule, path), Cause::kWrong);
  Request id = Signed(all[0]);
  id.headers.erase("x-client-id");
  id.headers.emplace("x-client-id", "somebody");
  EXPECT_EQ(Verify(all[0].rule, id), Cause::kUnknown);
}

TEST(Parameters, AreSignedWithSm2) {
  const Sm2Pems pems = MakeSm2Pair();
  for (const char* encoding : {"ENCODING_BASE64", "ENCODING_HEX_UPPER"}) {
    const ParameterSignature rule = Rule(std::string(R"(
      place: PLACE_HEADER timestamp: "t" nonce: "n" sign: "s" time_form: TIME_FORM_SPACED
      algorithm: ALGORITHM_SM2_WITH_SM3 parts { piece: PIECE_TIMESTAMP } parts { piece: PIECE_NONCE }
      parts { piece: PIECE_BODY_DIGEST } encoding: )") +
                                         encoding);
    Request request;
    request.body = "body";
    ASSERT_OK(SignParameters(rule, *MakeKey(pems.private_key), "n", kThen, request));
    EXPECT_EQ(OneHeader(request, "t"), std::string("2021-02-25 23:02:10"));
    EXPECT_EQ(VerifyParameters(rule, {MakeKey(pems.public_key)}, request, kThen).cause, Cause::kNone);
    request.body = "another";
    EXPECT_EQ(VerifyParameters(rule, {MakeKey(pems.public_key)}, request, kThen).cause, Cause::kWrong);
  }
}

TEST(Parameters, AreAddedToAnEmptyObject) {
  Request request;
  request.body = "{ }";
  ASSERT_OK(SignParameters(Rule(kSm3InJson), *MakeKey("secret"), "n", kThen, request));
  EXPECT_EQ(Verify(kSm3InJson, request), Cause::kNone);
}

TEST(ParameterRule, IsCheckedBeforehand) {
  for (const Convention& convention : Conventions()) EXPECT_OK(CheckParameterRule(Rule(convention.rule)));
  const auto changed = [](const char* text, auto change) {
    ParameterSignature rule = Rule(text);
    change(rule);
    return CheckParameterRule(rule);
  };
  using R = ParameterSignature;
  const absl::Status wrong[] = {
      changed(kMd5InQuery, [](R& r) { r.clear_place(); }),
      changed(kMd5InQuery, [](R& r) { r.clear_time_form(); }),
      changed(kMd5InQuery, [](R& r) { r.clear_algorithm(); }),
      changed(kMd5InQuery, [](R& r) { r.clear_encoding(); }),
      changed(kMd5InQuery, [](R& r) { r.clear_sign(); }),
      changed(kMd5InQuery, [](R& r) { r.clear_app_id_value(); }),
      changed(kMd5InQuery, [](R& r) { r.clear_parts(); }),
      changed(kMd5InQuery, [](R& r) { r.mutable_parts()->RemoveLast(); }),
      changed(kMd5InQuery, [](R& r) { r.set_window_seconds(901); }),
      changed(kHmacInHeaders, [](R& r) { r.mutable_parts(2)->set_piece(R::PIECE_APP_ID); }),
      changed(kHmacInHeaders, [](R& r) { r.mutable_parts(1)->set_piece(R::PIECE_APP_ID); }),
      changed(kHmacInHeaders, [](R& r) { r.add_parts()->set_piece(R::PIECE_KEY); }),
      changed(kShaInForm, [](R& r) { r.add_parts()->set_piece(R::PIECE_BODY); }),
  };
  for (const absl::Status& status : wrong) EXPECT_THAT(status, HasCode(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace interline::identity
