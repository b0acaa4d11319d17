#include "core/identity/verifier.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/identity/digest.h"
#include "core/identity/parameter_signature.h"
#include "core/identity/webhook_signature.h"

namespace interline::identity {
namespace {

using adapter::v1::Access;
using adapter::v1::Proof;

constexpr absl::string_view kBearer = "Bearer ";

bool NeedsKey(const Proof& proof) {
  return proof.how_case() != Proof::kClientCertificate && proof.how_case() != Proof::kNetwork &&
         proof.how_case() != Proof::kBodyFields;
}

absl::Status CheckProof(const Proof& proof) {
  if (proof.how_case() == Proof::HOW_NOT_SET) return absl::InvalidArgumentError("a proof says nothing");
  if (NeedsKey(proof) == proof.key().empty()) {
    return absl::InvalidArgumentError("a proof names a key just when it needs one");
  }
  if (proof.has_webhook_signature()) return CheckWebhookRule(proof.webhook_signature());
  if (proof.has_parameter_signature()) return CheckParameterRule(proof.parameter_signature());
  if (proof.has_body_fields()) return CheckBodyFields(proof.body_fields());
  if (proof.has_api_key() && (proof.api_key().header().empty() ||
                              proof.api_key().header() != absl::AsciiStrToLower(proof.api_key().header()))) {
    return absl::InvalidArgumentError("api_key: header is a name in lower case");
  }
  return absl::OkStatus();
}

// Looks at every key, whichever is the right one.
Cause CheckToken(const std::vector<KeyPtr>& keys, absl::string_view token) {
  if (keys.empty()) return Cause::kUnknown;
  bool matches = false;
  for (const KeyPtr& key : keys) matches |= EqualInConstantTime(token, key->text.bytes());
  return matches ? Cause::kNone : Cause::kWrong;
}

}  // namespace

absl::Status CheckAccess(const Access& access) {
  for (const auto* proofs : {&access.from_platform(), &access.to_platform()}) {
    for (const Proof& proof : *proofs) RETURN_IF_ERROR(CheckProof(proof));
  }
  for (const std::string& path : access.own_paths()) {
    if (!absl::StartsWith(path, "/") || absl::StartsWith(path, "/v1/") || absl::EndsWith(path, "/")) {
      return absl::InvalidArgumentError(absl::StrCat("own path ", path, " starts with / and not with /v1/"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckAccess(const Access& access, const DialectBody& body) {
  RETURN_IF_ERROR(CheckAccess(access));
  for (const auto* proofs : {&access.from_platform(), &access.to_platform()}) {
    for (const Proof& proof : *proofs) {
      if ((proof.has_dialect_signature() || proof.has_body_fields()) && body.texts == nullptr) {
        return absl::InvalidArgumentError("messages of this platform cannot be looked into");
      }
      if (proof.has_dialect_signature() && body.signature.path().empty()) {
        return absl::InvalidArgumentError("dialect_signature: the dialect has no signature");
      }
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Verifier> Verifier::Make(const std::string& platform, const Access& access, const KeyRing& keys,
                                        NonceMemory& nonces, DialectBody body) {
  RETURN_IF_ERROR(CheckAccess(access, body));
  return Verifier(platform, access, keys, nonces, std::move(body));
}

Cause Verifier::Check(const Proof& proof, const Request& request, absl::Time now, Verdict& verdict) const {
  const std::vector<KeyPtr> keys = keys_->Live(platform_, proof.key(), now);
  switch (proof.how_case()) {
    case Proof::kClientCertificate: {
      const std::string& name = proof.client_certificate().common_name();
      return request.certificate_name == (name.empty() ? platform_ : name) ? Cause::kNone : Cause::kCertificate;
    }
    case Proof::kWebhookSignature:
      verdict.message_id = WebhookId(proof.webhook_signature(), request);
      return VerifyWebhook(proof.webhook_signature(), keys, request, now);
    case Proof::kParameterSignature: {
      const ParameterProof found = VerifyParameters(proof.parameter_signature(), keys, request, now);
      if (found.cause != Cause::kNone || found.nonce.empty()) return found.cause;
      verdict.nonce = found.nonce;
      switch (nonces_->Remember(platform_, found.nonce, found.stale_at, now)) {
        case NonceMemory::Use::kFirst:
          return Cause::kNone;
        case NonceMemory::Use::kRepeated:
          return Cause::kReplayed;
        case NonceMemory::Use::kFull:
          return Cause::kOverload;
      }
      return Cause::kOverload;
    }
    case Proof::kBearer: {
      const auto header = OneHeader(request, "authorization");
      if (!header || !absl::StartsWithIgnoreCase(*header, kBearer)) return Cause::kMissing;
      return CheckToken(keys, absl::string_view(*header).substr(kBearer.size()));
    }
    case Proof::kApiKey: {
      const auto header = OneHeader(request, proof.api_key().header());
      return header ? CheckToken(keys, *header) : Cause::kMissing;
    }
    case Proof::kBodyFields:
      return VerifyBodyFields(proof.body_fields(), platform_, *keys_, body_, request, now);
    case Proof::kDialectSignature:
      return VerifyDialectSignature(proof.dialect_signature(), keys, body_, request);
    case Proof::kNetwork:
      return Cause::kNone;
    case Proof::HOW_NOT_SET:
      break;
  }
  return Cause::kClosed;
}

Verdict Verifier::Verify(const Request& request, absl::Time now) const {
  Verdict verdict;
  for (const Proof& proof : access_.from_platform()) {
    const Cause cause = Check(proof, request, now, verdict);
    if (verdict.cause == Cause::kClosed || verdict.cause == Cause::kNone) verdict.cause = cause;
  }
  return verdict;
}

}  // namespace interline::identity
