#include "core/identity/webhook_signature.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/identity/digest.h"

namespace interline::identity {
namespace {

using adapter::v1::WebhookSignature;

constexpr absl::string_view kUsualPrefix = "webhook-";
// Seconds since 1970 until the year 2286.
constexpr size_t kMaxTimestampDigits = 10;

std::string HeaderName(const WebhookSignature& rule, absl::string_view what) {
  return absl::StrCat(rule.header_prefix().empty() ? kUsualPrefix : absl::string_view(rule.header_prefix()), what);
}

absl::string_view Version(const WebhookSignature& rule) {
  switch (rule.algorithm()) {
    case WebhookSignature::ALGORITHM_HMAC_SHA256:
      return "v1,";
    case WebhookSignature::ALGORITHM_HMAC_SM3:
      return "v1sm3,";
    case WebhookSignature::ALGORITHM_SM2_WITH_SM3:
      return "v1sm2,";
    default:
      CHECK(false);
  }
}

std::string SignerId(const WebhookSignature& rule) {
  return rule.sm2_id().empty() ? std::string(kUsualSm2Id) : rule.sm2_id();
}

bool IsWebhookId(absl::string_view id) {
  return !id.empty() && id.size() <= kMaxWebhookIdBytes && std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_isgraph(static_cast<unsigned char>(c)) && c != '.' && c != '"' && c != '\\';
  });
}

bool ParseTimestamp(absl::string_view text, absl::Time& time) {
  int64_t seconds = 0;
  if (text.empty() || text.size() > kMaxTimestampDigits ||
      !std::all_of(text.begin(), text.end(), absl::ascii_isdigit) || !absl::SimpleAtoi(text, &seconds)) {
    return false;
  }
  time = absl::FromUnixSeconds(seconds);
  return true;
}

std::string SignedText(absl::string_view id, absl::string_view timestamp, absl::string_view body) {
  return absl::StrCat(id, ".", timestamp, ".", body);
}

bool HasWebhookSecret(const Key& key) {
  const size_t size = key.webhook_secret.bytes().size();
  return size >= kMinWebhookSecretBytes && size <= kMaxWebhookSecretBytes;
}

std::string HmacInBase64(const WebhookSignature& rule, const Key& key, absl::string_view text) {
  const Hash hash = rule.algorithm() == WebhookSignature::ALGORITHM_HMAC_SM3 ? Hash::kSm3 : Hash::kSha256;
  return absl::Base64Escape(Hmac(hash, key.webhook_secret.bytes(), text));
}

bool IsSm2(const WebhookSignature& rule) { return rule.algorithm() == WebhookSignature::ALGORITHM_SM2_WITH_SM3; }

// Looks at every signature, whichever is the right one.
bool AnyMatches(const WebhookSignature& rule, const Key& key, absl::string_view text,
                const std::vector<absl::string_view>& signatures) {
  bool matches = false;
  if (IsSm2(rule)) {
    if (!key.sm2.has_value()) return false;
    for (const absl::string_view signature : signatures) {
      std::string bytes;
      matches |= absl::Base64Unescape(signature, &bytes) && key.sm2->Verify(text, bytes, SignerId(rule));
    }
    return matches;
  }
  if (!HasWebhookSecret(key)) return false;
  const std::string expected = HmacInBase64(rule, key, text);
  for (const absl::string_view signature : signatures) matches |= EqualInConstantTime(signature, expected);
  return matches;
}

std::vector<absl::string_view> SignaturesOf(const WebhookSignature& rule, absl::string_view header) {
  std::vector<absl::string_view> signatures;
  for (absl::string_view signature : absl::StrSplit(header, ' ', absl::SkipEmpty())) {
    if (signatures.size() == kMaxWebhookSignatures) break;
    if (absl::ConsumePrefix(&signature, Version(rule))) signatures.push_back(signature);
  }
  return signatures;
}

}  // namespace

absl::Status CheckWebhookRule(const WebhookSignature& rule) {
  if (rule.algorithm() == WebhookSignature::ALGORITHM_UNSPECIFIED ||
      !WebhookSignature::Algorithm_IsValid(rule.algorithm())) {
    return absl::InvalidArgumentError("webhook_signature: algorithm is missing");
  }
  if (rule.window_seconds() > kMaxWindowSeconds) {
    return absl::InvalidArgumentError(absl::StrCat("webhook_signature: window_seconds is at most ", kMaxWindowSeconds));
  }
  if (rule.header_prefix() != absl::AsciiStrToLower(rule.header_prefix())) {
    return absl::InvalidArgumentError("webhook_signature: header_prefix is in lower case");
  }
  return absl::OkStatus();
}

std::string WebhookId(const WebhookSignature& rule, const Request& request) {
  const auto id = OneHeader(request, HeaderName(rule, "id"));
  return id.has_value() && IsWebhookId(*id) ? *id : "";
}

Cause VerifyWebhook(const WebhookSignature& rule, const std::vector<KeyPtr>& keys, const Request& request,
                    absl::Time now) {
  const std::string id = WebhookId(rule, request);
  const auto timestamp = OneHeader(request, HeaderName(rule, "timestamp"));
  const auto header = OneHeader(request, HeaderName(rule, "signature"));
  absl::Time signed_at;
  if (id.empty() || !timestamp || !header || !ParseTimestamp(*timestamp, signed_at)) return Cause::kMissing;
  const absl::Duration window = absl::Seconds(rule.window_seconds() == 0 ? kUsualWindowSeconds : rule.window_seconds());
  if (absl::AbsDuration(now - signed_at) > window) return Cause::kStale;
  if (keys.empty()) return Cause::kUnknown;
  const std::string text = SignedText(id, *timestamp, request.body);
  const std::vector<absl::string_view> signatures = SignaturesOf(rule, *header);
  bool matches = false;
  for (const KeyPtr& key : keys) matches |= AnyMatches(rule, *key, text, signatures);
  return matches ? Cause::kNone : Cause::kWrong;
}

absl::Status SignWebhook(const WebhookSignature& rule, const Key& key, const std::string& id, absl::Time now,
                         Request& request) {
  if (!IsWebhookId(id)) return absl::InvalidArgumentError("the id of the message is not fit for a header");
  const std::string timestamp = absl::StrCat(absl::ToUnixSeconds(now));
  const std::string text = SignedText(id, timestamp, request.body);
  std::string signature(Version(rule));
  if (IsSm2(rule)) {
    if (!key.sm2.has_value()) return absl::FailedPreconditionError("the key is not an SM2 key");
    ASSIGN_OR_RETURN(const std::string bytes, key.sm2->Sign(text, SignerId(rule)));
    absl::StrAppend(&signature, absl::Base64Escape(bytes));
  } else {
    if (!HasWebhookSecret(key)) return absl::FailedPreconditionError("the key is not a webhook's secret");
    absl::StrAppend(&signature, HmacInBase64(rule, key, text));
  }
  const auto set = [&](absl::string_view what, const std::string& value) {
    const std::string name = HeaderName(rule, what);
    request.headers.erase(name);
    request.headers.emplace(name, value);
  };
  const auto others = OneHeader(request, HeaderName(rule, "signature"));
  set("id", id);
  set("timestamp", timestamp);
  set("signature", others ? absl::StrCat(*others, " ", signature) : signature);
  return absl::OkStatus();
}

}  // namespace interline::identity
