// Shows a platform that a request is ours: every proof that its specification wants. The courier's side of Verifier.
//
//   identity::Request request;                       // method, path, headers, body as the dialect wrote them
//   RETURN_IF_ERROR(signer.Sign(delivery_id, attempt_nonce, clock.Now(), request));
//   // now send request.query, request.headers and request.body, which the signer may have added to
#ifndef INTERLINE_CORE_IDENTITY_SIGNER_H_
#define INTERLINE_CORE_IDENTITY_SIGNER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/identity/body_proofs.h"
#include "core/identity/key_ring.h"
#include "core/identity/request.h"
#include "interline/adapter/v1/authentication.pb.h"

namespace interline::identity {

// Thread-safe.
class Signer {
 public:
  // `keys` must outlive the signer. INVALID_ARGUMENT as CheckAccess.
  static absl::StatusOr<Signer> Make(const std::string& platform, const adapter::v1::Access& access,
                                     const KeyRing& keys, DialectBody body = {});

  // To be called anew for every attempt, on the request as the dialect wrote it. What stands in the message is put in
  // first, so that signatures over its bytes cover it. `message_id` is the same for every
  // attempt, 1 to 64 printable ASCII characters without blank, "." and quotes; `nonce` is another for each (both only
  // matter where the platform's form has them). A client certificate is the connection's matter. Errors:
  //   FAILED_PRECONDITION  nothing may go out to the platform, or no key is live, or it is of the wrong kind
  //   INVALID_ARGUMENT     the message cannot be signed
  absl::Status Sign(const std::string& message_id, const std::string& nonce, absl::Time now, Request& request) const;

 private:
  Signer(std::string platform, adapter::v1::Access access, const KeyRing& keys, DialectBody body)
      : platform_(std::move(platform)), access_(std::move(access)), keys_(&keys), body_(std::move(body)) {}

  absl::Status Add(const adapter::v1::Proof& proof, const std::string& message_id, const std::string& nonce,
                   absl::Time now, Request& request) const;

  std::string platform_;
  adapter::v1::Access access_;
  const KeyRing* keys_;
  DialectBody body_;
};

}  // namespace interline::identity

#endif  // INTERLINE_CORE_IDENTITY_SIGNER_H_
