#include "services/inbox/people/authorisation.h"

#include <initializer_list>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/sha256.h"
#include "core/wire/percent.h"
#include "services/inbox/people/random.h"

namespace interline::inbox {
namespace {

constexpr size_t kSecretBytes = 32;

std::string Form(std::initializer_list<std::pair<absl::string_view, absl::string_view>> fields) {
  std::string form;
  for (const auto& [name, value] : fields) {
    if (!form.empty()) form += '&';
    absl::StrAppend(&form, name, "=");
    wire::AppendPercentEncoded(value, "%20", form);
  }
  return form;
}

}  // namespace

PendingSignIn NewPendingSignIn() {
  return {Base64Url(RandomBytes(kSecretBytes)), Base64Url(RandomBytes(kSecretBytes)),
          Base64Url(RandomBytes(kSecretBytes))};
}

std::string CodeChallenge(absl::string_view code_verifier) { return Base64Url(Sha256(code_verifier)); }

std::string AuthorisationUrl(const OidcClient& client, const PendingSignIn& pending) {
  return absl::StrCat(client.authorization_endpoint, absl::StrContains(client.authorization_endpoint, "?") ? "&" : "?",
                      Form({{"response_type", "code"},
                            {"client_id", client.client_id},
                            {"redirect_uri", client.redirect_uri},
                            {"scope", client.scopes},
                            {"state", pending.state},
                            {"nonce", pending.nonce},
                            {"code_challenge", CodeChallenge(pending.code_verifier)},
                            {"code_challenge_method", "S256"}}));
}

std::string TokenRequestBody(const OidcClient& client, const PendingSignIn& pending, absl::string_view code) {
  return Form({{"grant_type", "authorization_code"},
               {"code", code},
               {"redirect_uri", client.redirect_uri},
               {"client_id", client.client_id},
               {"code_verifier", pending.code_verifier}});
}

}  // namespace interline::inbox
