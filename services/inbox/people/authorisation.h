// The request of OpenID Connect's authorisation code flow, with PKCE (RFC 7636, S256), and the redemption of its code.
#ifndef INTERLINE_SERVICES_INBOX_PEOPLE_AUTHORISATION_H_
#define INTERLINE_SERVICES_INBOX_PEOPLE_AUTHORISATION_H_

#include <string>

#include "absl/strings/string_view.h"

namespace interline::inbox {

// What the inbox is to the provider.
struct OidcClient {
  // Address of the provider's authorisation page, without a fragment.
  std::string authorization_endpoint;
  std::string client_id;
  // Where the provider sends the browser back to.
  std::string redirect_uri;
  // Blanks between them; "openid" is among them.
  std::string scopes = "openid profile";
};

// What has to be remembered, for this browser alone, until it comes back: never shown to the browser but for `state`
// and `nonce`, which are in the address.
struct PendingSignIn {
  std::string state;
  std::string nonce;
  std::string code_verifier;
};

// Fresh ones, 256 bits each.
PendingSignIn NewPendingSignIn();
// The S256 challenge of a verifier.
std::string CodeChallenge(absl::string_view code_verifier);
// Where to send the browser.
std::string AuthorisationUrl(const OidcClient& client, const PendingSignIn& pending);
// The body, a form, that redeems the code at the provider's token endpoint.
std::string TokenRequestBody(const OidcClient& client, const PendingSignIn& pending, absl::string_view code);

}  // namespace interline::inbox

#endif  // INTERLINE_SERVICES_INBOX_PEOPLE_AUTHORISATION_H_
