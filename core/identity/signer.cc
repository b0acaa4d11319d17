#include "core/identity/signer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/identity/parameter_signature.h"
#include "core/identity/verifier.h"
#include "core/identity/webhook_signature.h"

namespace interline::identity {

using adapter::v1::Proof;

absl::StatusOr<Signer> Signer::Make(const std::string& platform, const adapter::v1::Access& access, const KeyRing& keys,
                                    DialectBody body) {
  RETURN_IF_ERROR(CheckAccess(access, body));
  return Signer(platform, access, keys, std::move(body));
}

absl::Status Signer::Add(const Proof& proof, const std::string& message_id, const std::string& nonce, absl::Time now,
                         Request& request) const {
  if (proof.has_client_certificate() || proof.has_network()) return absl::OkStatus();
  if (proof.has_body_fields()) return AddBodyFields(proof.body_fields(), platform_, *keys_, body_, now, request);
  const std::vector<KeyPtr> keys = keys_->Live(platform_, proof.key(), now);
  if (keys.empty()) {
    return absl::FailedPreconditionError(absl::StrCat("no key ", platform_, "/", proof.key(), " is live"));
  }
  const Key& key = *keys.front();
  switch (proof.how_case()) {
    case Proof::kWebhookSignature:
      return SignWebhook(proof.webhook_signature(), key, message_id, now, request);
    case Proof::kParameterSignature:
      return SignParameters(proof.parameter_signature(), key, nonce, now, request);
    case Proof::kBearer:
      request.headers.emplace("authorization", absl::StrCat("Bearer ", key.text.bytes()));
      return absl::OkStatus();
    case Proof::kApiKey:
      request.headers.emplace(proof.api_key().header(), std::string(key.text.bytes()));
      return absl::OkStatus();
    case Proof::kDialectSignature:
      return AddDialectSignature(proof.dialect_signature(), key, body_, request);
    default:
      return absl::FailedPreconditionError("a proof says nothing");
  }
}

absl::Status Signer::Sign(const std::string& message_id, const std::string& nonce, absl::Time now,
                          Request& request) const {
  if (access_.to_platform().empty()) {
    return absl::FailedPreconditionError(absl::StrCat("nothing may go out to ", platform_));
  }
  // Credentials, then the dialect's signature, which may be over them, then what is over the whole body.
  const auto stage = [](const Proof& proof) {
    return proof.has_body_fields() ? 0 : proof.has_dialect_signature() ? 1 : 2;
  };
  for (int turn = 0; turn <= 2; ++turn) {
    for (const Proof& proof : access_.to_platform()) {
      if (stage(proof) == turn) RETURN_IF_ERROR(Add(proof, message_id, nonce, now, request));
    }
  }
  return absl::OkStatus();
}

}  // namespace interline::identity
