// Whether a request comes from the platform that it is for: every proof that the platform's specification asks for.
#ifndef INTERLINE_CORE_IDENTITY_VERIFIER_H_
#define INTERLINE_CORE_IDENTITY_VERIFIER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/identity/body_proofs.h"
#include "core/identity/cause.h"
#include "core/identity/key_ring.h"
#include "core/identity/nonce_memory.h"
#include "core/identity/request.h"
#include "interline/adapter/v1/authentication.pb.h"

namespace interline::identity {

struct Verdict {
  Cause cause = Cause::kClosed;
  // The id under which a webhook is repeated; empty when the platform has no such proof.
  std::string message_id;
  // The nonce that was used up; empty when the platform's form has none.
  std::string nonce;

  bool ok() const { return cause == Cause::kNone; }
};

// INVALID_ARGUMENT for an Access that cannot work, in either direction.
absl::Status CheckAccess(const adapter::v1::Access& access);
// The same, with a dialect that must have what its proofs need.
absl::Status CheckAccess(const adapter::v1::Access& access, const DialectBody& body);

// Thread-safe.
class Verifier {
 public:
  // `keys` and `nonces` must outlive the verifier. INVALID_ARGUMENT as CheckAccess.
  static absl::StatusOr<Verifier> Make(const std::string& platform, const adapter::v1::Access& access,
                                       const KeyRing& keys, NonceMemory& nonces, DialectBody body = {});

  // Looks at every proof, also when one has failed already.
  Verdict Verify(const Request& request, absl::Time now) const;

 private:
  Verifier(std::string platform, adapter::v1::Access access, const KeyRing& keys, NonceMemory& nonces, DialectBody body)
      : platform_(std::move(platform)),
        access_(std::move(access)),
        keys_(&keys),
        nonces_(&nonces),
        body_(std::move(body)) {}

  Cause Check(const adapter::v1::Proof& proof, const Request& request, absl::Time now, Verdict& verdict) const;

  std::string platform_;
  adapter::v1::Access access_;
  const KeyRing* keys_;
  NonceMemory* nonces_;
  DialectBody body_;
};

}  // namespace interline::identity

#endif  // INTERLINE_CORE_IDENTITY_VERIFIER_H_
