#include "core/identity/body_proofs.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/identity/body_fields.h"
#include "core/identity/digest.h"

namespace interline::identity {
namespace {

using adapter::v1::BodyFields;
using adapter::v1::DialectSignature;
using adapter::v1::Signature;
using Texts = std::vector<absl::optional<std::string>>;

// Behind the last dot.
std::string KeyName(const std::string& path) { return path.substr(path.rfind('.') + 1); }

std::vector<std::string> PathsOf(const BodyFields& rule) { return {rule.paths().begin(), rule.paths().end()}; }

// The values that are signed, and behind them the signature that stands there.
absl::StatusOr<Texts> ReadSigned(const DialectBody& body, const Request& request) {
  std::vector<std::string> paths(body.signature.over().begin(), body.signature.over().end());
  paths.push_back(body.signature.path());
  return body.texts(request, paths);
}

std::string SignedText(const Texts& texts) {
  std::string text;
  for (size_t i = 0; i + 1 < texts.size(); ++i) absl::StrAppend(&text, texts[i].value_or(""));
  return text;
}

std::string SignerId(const DialectSignature& rule) {
  return rule.sm2_id().empty() ? std::string(kUsualSm2Id) : rule.sm2_id();
}

bool IsSm2(const Signature& signature) { return signature.algorithm() == Signature::ALGORITHM_SM2_WITH_SM3; }

std::string HmacInBase64(const Signature& signature, const Key& key, absl::string_view text) {
  const Hash hash = signature.algorithm() == Signature::ALGORITHM_HMAC_SM3 ? Hash::kSm3 : Hash::kSha256;
  return absl::Base64Escape(Hmac(hash, key.text.bytes(), text));
}

bool Matches(const DialectSignature& rule, const Signature& signature, const Key& key, absl::string_view text,
             absl::string_view sign) {
  if (!IsSm2(signature)) return EqualInConstantTime(sign, HmacInBase64(signature, key, text));
  std::string bytes;
  return key.sm2.has_value() && absl::Base64Unescape(sign, &bytes) && key.sm2->Verify(text, bytes, SignerId(rule));
}

}  // namespace

absl::Status CheckBodyFields(const BodyFields& rule) {
  if (rule.paths().empty()) return absl::InvalidArgumentError("body_fields: paths are missing");
  for (const std::string& path : rule.paths()) {
    if (KeyName(path).empty()) return absl::InvalidArgumentError("body_fields: a path ends with a name");
  }
  return absl::OkStatus();
}

Cause VerifyBodyFields(const BodyFields& rule, const std::string& platform, const KeyRing& ring,
                       const DialectBody& body, const Request& request, absl::Time now) {
  const absl::StatusOr<Texts> texts = body.texts(request, PathsOf(rule));
  if (!texts.ok()) return Cause::kMissing;
  size_t stated = 0;
  bool all_known = true;
  bool all_match = true;
  for (int i = 0; i < rule.paths_size(); ++i) {
    const absl::optional<std::string>& text = (*texts)[static_cast<size_t>(i)];
    if (!text.has_value()) continue;
    ++stated;
    const std::vector<KeyPtr> keys = ring.Live(platform, KeyName(rule.paths(i)), now);
    bool matches = false;
    for (const KeyPtr& key : keys) matches |= EqualInConstantTime(*text, key->text.bytes());
    all_known &= !keys.empty();
    all_match &= matches;
  }
  if (stated == 0) return Cause::kMissing;
  if (!all_known) return Cause::kUnknown;
  return all_match ? Cause::kNone : Cause::kWrong;
}

Cause VerifyDialectSignature(const DialectSignature& rule, const std::vector<KeyPtr>& keys, const DialectBody& body,
                             const Request& request) {
  const absl::StatusOr<Texts> texts = ReadSigned(body, request);
  if (!texts.ok() || texts->back().value_or("").empty()) return Cause::kMissing;
  if (keys.empty()) return Cause::kUnknown;
  const std::string text = SignedText(*texts);
  bool matches = false;
  for (const KeyPtr& key : keys) matches |= Matches(rule, body.signature, *key, text, *texts->back());
  return matches ? Cause::kNone : Cause::kWrong;
}

absl::Status AddBodyFields(const BodyFields& rule, const std::string& platform, const KeyRing& ring,
                           const DialectBody& body, absl::Time now, Request& request) {
  const absl::StatusOr<Texts> texts = body.texts(request, PathsOf(rule));
  // A call of another form than messages, whose template says what it needs.
  if (!texts.ok()) return absl::OkStatus();
  std::vector<BodyField> fields;
  for (int i = 0; i < rule.paths_size(); ++i) {
    const absl::optional<std::string>& text = (*texts)[static_cast<size_t>(i)];
    // Of another message, or filled in by the template of a poll.
    if (!text.has_value() || !text->empty()) continue;
    const std::string name = KeyName(rule.paths(i));
    const std::vector<KeyPtr> keys = ring.Live(platform, name, now);
    if (keys.empty()) return absl::FailedPreconditionError(absl::StrCat("no key ", platform, "/", name, " is live"));
    fields.push_back({rule.paths(i), std::string(keys.front()->text.bytes())});
  }
  return FillBodyFields(fields, request);
}

absl::Status AddDialectSignature(const DialectSignature& rule, const Key& key, const DialectBody& body,
                                 Request& request) {
  ASSIGN_OR_RETURN(const Texts texts, ReadSigned(body, request));
  const std::string text = SignedText(texts);
  std::string sign;
  if (IsSm2(body.signature)) {
    if (!key.sm2.has_value()) return absl::FailedPreconditionError("the key is not an SM2 key");
    ASSIGN_OR_RETURN(const std::string bytes, key.sm2->Sign(text, SignerId(rule)));
    sign = absl::Base64Escape(bytes);
  } else {
    sign = HmacInBase64(body.signature, key, text);
  }
  return FillBodyFields({{body.signature.path(), std::move(sign)}}, request);
}

}  // namespace interline::identity
