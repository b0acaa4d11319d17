// The form of Standard Webhooks: three headers, the raw body, several signatures side by side. See the message
// WebhookSignature of interline/adapter/v1/authentication.proto.
#ifndef INTERLINE_CORE_IDENTITY_WEBHOOK_SIGNATURE_H_
#define INTERLINE_CORE_IDENTITY_WEBHOOK_SIGNATURE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/identity/cause.h"
#include "core/identity/key_ring.h"
#include "core/identity/request.h"
#include "interline/adapter/v1/authentication.pb.h"

namespace interline::identity {

inline constexpr uint32_t kUsualWindowSeconds = 300;
inline constexpr uint32_t kMaxWindowSeconds = 900;
// Ids are 1 to 64 printable ASCII characters without blank, "." and quotes.
inline constexpr size_t kMaxWebhookIdBytes = 64;
// Signatures in one header; more are not looked at.
inline constexpr size_t kMaxWebhookSignatures = 8;
inline constexpr size_t kMinWebhookSecretBytes = 24;
inline constexpr size_t kMaxWebhookSecretBytes = 64;

// INVALID_ARGUMENT for a rule that cannot work.
absl::Status CheckWebhookRule(const adapter::v1::WebhookSignature& rule);

// The id that the request carries, or empty when it carries none of the right form. It is the same for every attempt.
std::string WebhookId(const adapter::v1::WebhookSignature& rule, const Request& request);

// Whether one of the signatures was made with one of the keys, over this body, just now.
Cause VerifyWebhook(const adapter::v1::WebhookSignature& rule, const std::vector<KeyPtr>& keys, const Request& request,
                    absl::Time now);

// Puts the three headers in, or adds its signature to those that another rule with the same prefix put there. `id` is
// the same for every attempt. FAILED_PRECONDITION when the key is not of the kind that the algorithm needs.
absl::Status SignWebhook(const adapter::v1::WebhookSignature& rule, const Key& key, const std::string& id,
                         absl::Time now, Request& request);

}  // namespace interline::identity

#endif  // INTERLINE_CORE_IDENTITY_WEBHOOK_SIGNATURE_H_
