#include "services/inbox/people/authorisation.h"

#include <string>

#include "absl/strings/match.h"
#include "core/base/status_matchers.h"

namespace interline::inbox {
namespace {

OidcClient Client() {
  return {"https://id.example/authorize", "inbox & co", "https://inbox.example/back?a=1", "openid profile"};
}

// RFC 7636, appendix B.
TEST(Authorisation, HasTheChallengeOfTheRfc) {
  EXPECT_EQ(CodeChallenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

TEST(Authorisation, IsFreshEachTime) {
  const PendingSignIn one = NewPendingSignIn();
  const PendingSignIn other = NewPendingSignIn();
  EXPECT_EQ(one.code_verifier.size(), 43u);
  EXPECT_NE(one.state, other.state);
  EXPECT_NE(one.nonce, other.nonce);
  EXPECT_NE(one.code_verifier, other.code_verifier);
  EXPECT_NE(one.state, one.nonce);
}

TEST(Authorisation, AsksForACodeAndKeepsTheVerifier) {
  const PendingSignIn pending = {"s1", "n1", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"};
  EXPECT_EQ(AuthorisationUrl(Client(), pending),
            "https://id.example/authorize?response_type=code&client_id=inbox%20%26%20co"
            "&redirect_uri=https%3A%2F%2Finbox.example%2Fback%3Fa%3D1&scope=openid%20profile&state=s1&nonce=n1"
            "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256");
  OidcClient with_query = Client();
  with_query.authorization_endpoint += "?tenant=1";
  EXPECT_TRUE(absl::StrContains(AuthorisationUrl(with_query, pending), "?tenant=1&response_type=code&"));
}

TEST(Authorisation, RedeemsTheCodeWithTheVerifier) {
  const PendingSignIn pending = {"s1", "n1", "v1"};
  EXPECT_EQ(TokenRequestBody(Client(), pending, "c&d"),
            "grant_type=authorization_code&code=c%26d&redirect_uri=https%3A%2F%2Finbox.example%2Fback%3Fa%3D1"
            "&client_id=inbox%20%26%20co&code_verifier=v1");
}

}  // namespace
}  // namespace interline::inbox
