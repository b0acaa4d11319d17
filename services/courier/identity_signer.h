// Signs requests with the keys of the deployment, as the platform's Access says.
#ifndef INTERLINE_SERVICES_COURIER_IDENTITY_SIGNER_H_
#define INTERLINE_SERVICES_COURIER_IDENTITY_SIGNER_H_

#include <atomic>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/identity/key_ring.h"
#include "core/identity/signer.h"
#include "services/courier/request_signer.h"

namespace interline::courier {

class IdentitySigner final : public RequestSigner {
 public:
  // `keys` must outlive it.
  IdentitySigner(std::string platform, identity::Signer signer, const identity::KeyRing& keys)
      : platform_(std::move(platform)), signer_(std::move(signer)), keys_(keys) {}

  absl::Status Sign(const std::string& message_id, const std::string& path, std::string& query, absl::Time now,
                    HttpRequest& request) const override;
  absl::StatusOr<std::string> KeyText(absl::string_view name, absl::Time now) const override;

 private:
  const std::string platform_;
  const identity::Signer signer_;
  const identity::KeyRing& keys_;
  // Tells attempts of one moment apart.
  mutable std::atomic<uint64_t> count_{0};
};

}  // namespace interline::courier

#endif  // INTERLINE_SERVICES_COURIER_IDENTITY_SIGNER_H_
