#include "services/inbox/people/id_token.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_matchers.h"
#include "services/inbox/people/random.h"
#include "services/inbox/people/testing_signer.h"

namespace interline::inbox {
namespace {

constexpr int64_t kNow = 1795482000;

class IdToken : public testing::Test {
 protected:
  static std::string Body(const std::string& changed = "", const std::string& to = "") {
    std::string body =
        absl::StrCat(R"({"iss":"https://id.example","aud":"inbox","sub":"u-7","nonce":"n-1","exp":)", kNow + 300,
                     R"(,"iat":)", kNow, R"(,"preferred_username":"wang.li","groups":["agents","night"]})");
    if (!changed.empty()) {
      const size_t at = body.find(changed);
      EXPECT_NE(at, std::string::npos) << changed;
      body.replace(at, changed.size(), to);
    }
    return body;
  }
  static ProviderKeys Keys(const std::string& jwks) {
    absl::StatusOr<ProviderKeys> keys = ProviderKeys::Read(absl::StrCat(R"({"keys":[)", jwks, "]}"));
    EXPECT_OK(keys.status());
    return *keys;
  }
  absl::StatusOr<IdClaims> Read(const std::string& token) const {
    return ReadIdToken(token, keys_, {"https://id.example", "inbox", "n-1", absl::FromUnixSeconds(kNow)});
  }

  const TestingSigner rsa_{"RS256", "a"};
  const TestingSigner ec_{"ES256", "b"};
  const ProviderKeys keys_ = Keys(absl::StrCat(rsa_.jwk(), ",", ec_.jwk()));
};

TEST_F(IdToken, IsBelievedWithEitherAlgorithm) {
  for (const TestingSigner* signer : {&rsa_, &ec_}) {
    ASSERT_OK_AND_ASSIGN(const IdClaims claims, Read(signer->Sign(Body())));
    EXPECT_EQ(claims.subject, "u-7");
    EXPECT_EQ(claims.texts.at("preferred_username"), std::vector<std::string>{"wang.li"});
    EXPECT_EQ(claims.texts.at("groups"), (std::vector<std::string>{"agents", "night"}));
  }
}

TEST_F(IdToken, MustSayWhatIsExpected) {
  const struct {
    std::string changed;
    std::string to;
  } cases[] = {{"https://id.example", "https://id.example/"},
               {R"("aud":"inbox")", R"("aud":"other")"},
               {R"("aud":"inbox")", R"("aud":["inbox","other"])"},
               {R"("aud":"inbox")", R"("aud":"inbox","azp":"other")"},
               {R"("aud":"inbox",)", ""},
               {"n-1", "n-2"},
               {R"("nonce":"n-1",)", ""},
               {R"("sub":"u-7",)", ""},
               {R"("sub":"u-7")", R"("sub":7)"},
               {absl::StrCat(kNow + 300), absl::StrCat(kNow - 60)},
               {absl::StrCat(R"("exp":)", kNow + 300, ","), ""},
               {absl::StrCat(R"(,"iat":)", kNow), ""},
               {absl::StrCat(R"("iat":)", kNow), absl::StrCat(R"("iat":)", kNow + 61)},
               {R"("sub":"u-7")", absl::StrCat(R"("sub":"u-7","nbf":)", kNow + 61)},
               {R"("sub":"u-7")", R"("sub":"u-7","sub":"u-8")"}};
  for (const auto& [changed, to] : cases) {
    EXPECT_THAT(Read(rsa_.Sign(Body(changed, to))), HasCode(absl::StatusCode::kUnauthenticated)) << changed << to;
  }
  EXPECT_OK(Read(rsa_.Sign(Body(R"("aud":"inbox")", R"("aud":["inbox","other"],"azp":"inbox")"))).status());
}

TEST_F(IdToken, IsRefusedWithoutAProperSignature) {
  const std::string good = rsa_.Sign(Body());
  const std::string head_and_body = good.substr(0, good.rfind('.') + 1);
  const std::string other_body = rsa_.Sign(Body("u-7", "u-8"));
  const std::string first = good.substr(0, good.find('.'));
  const std::string second = other_body.substr(other_body.find('.'), other_body.rfind('.') - other_body.find('.'));
  const std::string none = Base64Url(R"({"alg":"none"})") + "." + Base64Url(Body()) + ".";
  const std::string cases[] = {"", "a.b", "....", head_and_body, first + second + good.substr(good.rfind('.')), none,
                               // A key of ours used as a shared one.
                               rsa_.Sign(R"({"alg":"HS256","kid":"a"})", Body()),
                               rsa_.Sign(R"({"alg":"RS256","kid":"a","crit":["x"]})", Body()),
                               // An ECDSA signature under the other algorithm's key.
                               ec_.Sign(R"({"alg":"RS256","kid":"a"})", Body()), good + std::string(20000, 'A')};
  for (const std::string& token : cases) {
    EXPECT_THAT(Read(token), HasCode(absl::StatusCode::kUnauthenticated)) << token;
  }
}

TEST_F(IdToken, TellsAnUnknownKeyFromAWrongSignature) {
  const TestingSigner fresh("RS256", "c");
  EXPECT_THAT(Read(fresh.Sign(Body())), HasCode(absl::StatusCode::kNotFound));
  const TestingSigner same_name("RS256", "a");
  EXPECT_THAT(Read(same_name.Sign(Body())), HasCode(absl::StatusCode::kUnauthenticated));
}

TEST_F(IdToken, AsksForKeysThatAreStrongAndMeantForIt) {
  const TestingSigner weak("RS256", "w", 1024);
  EXPECT_EQ(Keys(weak.jwk()).size(), 0u);
  EXPECT_EQ(Keys(R"({"kty":"oct","k":"AAAA","kid":"s"})").size(), 0u);
  EXPECT_EQ(Keys(R"({"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"})").size(), 0u);
  EXPECT_EQ(keys_.size(), 2u);
  for (const char* wrong : {"", "[]", "{}", R"({"keys":1})", R"({"keys":[1]})"}) {
    EXPECT_THAT(ProviderKeys::Read(wrong), HasCode(absl::StatusCode::kInvalidArgument)) << wrong;
  }
}

}  // namespace
}  // namespace interline::inbox
