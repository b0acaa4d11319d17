// The id_token of OpenID Connect: what an identity provider says about who has signed in, signed by it.
#ifndef INTERLINE_SERVICES_INBOX_PEOPLE_ID_TOKEN_H_
#define INTERLINE_SERVICES_INBOX_PEOPLE_ID_TOKEN_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

struct evp_pkey_st;

namespace interline::inbox {

// The provider's keys (RFC 7517): RSA of at least 2048 bits for RS256, P-256 for ES256. Others are passed over.
// Immutable; thread-safe.
class ProviderKeys {
 public:
  // `jwks` is the document with "keys". INVALID_ARGUMENT when it is none.
  static absl::StatusOr<ProviderKeys> Read(absl::string_view jwks);

  // Whether one of them, with this id when the token names one, has signed `data`. NOT_FOUND when there is no key of
  // that id and algorithm: the provider may have made a new one. UNAUTHENTICATED when the signature is wrong.
  absl::Status Verify(absl::string_view algorithm, absl::string_view key_id, absl::string_view data,
                      absl::string_view signature) const;
  size_t size() const { return keys_.size(); }

 private:
  struct Key {
    std::string id;
    std::string algorithm;
    std::shared_ptr<evp_pkey_st> key;
  };
  std::vector<Key> keys_;
};

// What a token must say.
struct TokenExpectation {
  std::string issuer;
  std::string client_id;
  std::string nonce;
  absl::Time now;
};

struct IdClaims {
  // Of that issuer: never used again for somebody else.
  std::string subject;
  // Every other claim that is a text, or a list of texts.
  std::map<std::string, std::vector<std::string>> texts;
};

// How far clocks of the two may be apart.
inline constexpr absl::Duration kTokenClockSlack = absl::Seconds(60);

// Checks signature (RS256 and ES256 only: "none" and shared keys are no proof), issuer, audience, times and nonce.
// UNAUTHENTICATED says which; never a value. NOT_FOUND as ProviderKeys::Verify.
absl::StatusOr<IdClaims> ReadIdToken(absl::string_view token, const ProviderKeys& keys,
                                     const TokenExpectation& expectation);

}  // namespace interline::inbox

#endif  // INTERLINE_SERVICES_INBOX_PEOPLE_ID_TOKEN_H_
