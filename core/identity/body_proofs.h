// Proofs that stand in the message itself: credentials in its fields, and the signature that its dialect has. What a
// field of a message is, only the dialect knows.
#ifndef INTERLINE_CORE_IDENTITY_BODY_PROOFS_H_
#define INTERLINE_CORE_IDENTITY_BODY_PROOFS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "core/identity/cause.h"
#include "core/identity/key_ring.h"
#include "core/identity/request.h"
#include "interline/adapter/v1/authentication.pb.h"
#include "interline/adapter/v1/specification.pb.h"

namespace interline::identity {

// The texts at these paths of the message's outer document, read as the dialect reads it: "" where nothing is stated,
// none where the path is below another element than the message's. An error when they cannot be read. Thread-safe.
using BodyTexts = std::function<absl::StatusOr<std::vector<absl::optional<std::string>>>(
    const Request& request, const std::vector<std::string>& paths)>;

// A dialect, as far as proofs go.
struct DialectBody {
  // Its own signature; without a path it has none.
  adapter::v1::Signature signature;
  // May be empty where no proof stands in the message; CheckAccess sees to it.
  BodyTexts texts;
};

// INVALID_ARGUMENT for a rule that cannot work.
absl::Status CheckBodyFields(const adapter::v1::BodyFields& rule);

// Looks at every field and every key, whichever is the right one.
Cause VerifyBodyFields(const adapter::v1::BodyFields& rule, const std::string& platform, const KeyRing& ring,
                       const DialectBody& body, const Request& request, absl::Time now);
Cause VerifyDialectSignature(const adapter::v1::DialectSignature& rule, const std::vector<KeyPtr>& keys,
                             const DialectBody& body, const Request& request);

// Adds the fields that the request does not state yet, none to a request that is no message of the dialect.
// FAILED_PRECONDITION when no key is live, INVALID_ARGUMENT when the request has no place for a field.
absl::Status AddBodyFields(const adapter::v1::BodyFields& rule, const std::string& platform, const KeyRing& ring,
                           const DialectBody& body, absl::Time now, Request& request);
// FAILED_PRECONDITION for a key of the wrong kind, INVALID_ARGUMENT as above.
absl::Status AddDialectSignature(const adapter::v1::DialectSignature& rule, const Key& key, const DialectBody& body,
                                 Request& request);

}  // namespace interline::identity

#endif  // INTERLINE_CORE_IDENTITY_BODY_PROOFS_H_
