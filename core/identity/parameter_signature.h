// The conventions of Chinese public interfaces: appId, timestamp, nonce and sign. See the message ParameterSignature of
// interline/adapter/v1/authentication.proto.
#ifndef INTERLINE_CORE_IDENTITY_PARAMETER_SIGNATURE_H_
#define INTERLINE_CORE_IDENTITY_PARAMETER_SIGNATURE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "core/identity/cause.h"
#include "core/identity/key_ring.h"
#include "core/identity/request.h"
#include "interline/adapter/v1/authentication.pb.h"

namespace interline::identity {

// Of printable ASCII characters.
inline constexpr size_t kMaxNonceBytes = 64;

// INVALID_ARGUMENT for a rule that cannot work, for instance a sign over the body that holds it.
absl::Status CheckParameterRule(const adapter::v1::ParameterSignature& rule);

// What a request that was believed says of itself.
struct ParameterProof {
  Cause cause = Cause::kMissing;
  // Empty when the convention has none.
  std::string nonce;
  // From then on the request is stale.
  absl::Time stale_at;
};

ParameterProof VerifyParameters(const adapter::v1::ParameterSignature& rule, const std::vector<KeyPtr>& keys,
                                const Request& request, absl::Time now);

// Puts the fields in. `nonce` is another one for every attempt; not used when the convention has none.
// FAILED_PRECONDITION when the key is not of the kind that the algorithm needs.
absl::Status SignParameters(const adapter::v1::ParameterSignature& rule, const Key& key, const std::string& nonce,
                            absl::Time now, Request& request);

}  // namespace interline::identity

#endif  // INTERLINE_CORE_IDENTITY_PARAMETER_SIGNATURE_H_
