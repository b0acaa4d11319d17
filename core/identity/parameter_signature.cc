#include "core/identity/parameter_signature.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/identity/digest.h"
#include "core/identity/parameter_fields.h"
#include "core/identity/webhook_signature.h"

namespace interline::identity {
namespace {

using adapter::v1::ParameterSignature;

constexpr size_t kMaxTimeBytes = 20;
constexpr size_t kCompactTimeBytes = 14;
constexpr int kChinaOffsetSeconds = 8 * 60 * 60;

absl::TimeZone China() { return absl::FixedTimeZone(kChinaOffsetSeconds); }

constexpr char kCompact[] = "%Y%m%d%H%M%S";
constexpr char kSpaced[] = "%Y-%m-%d %H:%M:%S";

// The library reads a year without a sign behind it to the end of the digits.
std::string Spaced(const std::string& compact) {
  if (compact.size() != kCompactTimeBytes) return "";
  const absl::string_view t = compact;
  return absl::StrCat(t.substr(0, 4), "-", t.substr(4, 2), "-", t.substr(6, 2), " ", t.substr(8, 2), ":",
                      t.substr(10, 2), ":", t.substr(12, 2));
}

std::string WriteTime(const ParameterSignature& rule, absl::Time time) {
  switch (rule.time_form()) {
    case ParameterSignature::TIME_FORM_SECONDS:
      return absl::StrCat(absl::ToUnixSeconds(time));
    case ParameterSignature::TIME_FORM_MILLISECONDS:
      return absl::StrCat(absl::ToUnixMillis(time));
    case ParameterSignature::TIME_FORM_COMPACT:
      return absl::FormatTime(kCompact, time, China());
    default:
      return absl::FormatTime(kSpaced, time, China());
  }
}

// What is read is what would be written: "+1", "1e9" and seconds in place of milliseconds are not.
bool ReadTime(const ParameterSignature& rule, const std::string& text, absl::Time& time) {
  if (text.empty() || text.size() > kMaxTimeBytes) return false;
  int64_t number = 0;
  switch (rule.time_form()) {
    case ParameterSignature::TIME_FORM_SECONDS:
      if (!absl::SimpleAtoi(text, &number)) return false;
      time = absl::FromUnixSeconds(number);
      break;
    case ParameterSignature::TIME_FORM_MILLISECONDS:
      if (!absl::SimpleAtoi(text, &number)) return false;
      time = absl::FromUnixMillis(number);
      break;
    case ParameterSignature::TIME_FORM_COMPACT:
      if (!absl::ParseTime(kSpaced, Spaced(text), China(), &time, nullptr)) return false;
      break;
    default:
      if (!absl::ParseTime(kSpaced, text, China(), &time, nullptr)) return false;
  }
  return WriteTime(rule, time) == text;
}

bool IsNonce(absl::string_view nonce) {
  return !nonce.empty() && nonce.size() <= kMaxNonceBytes &&
         std::all_of(nonce.begin(), nonce.end(), [](char c) { return absl::ascii_isgraph(c); });
}

Hash HashOf(const ParameterSignature& rule) {
  switch (rule.algorithm()) {
    case ParameterSignature::ALGORITHM_MD5:
      return Hash::kMd5;
    case ParameterSignature::ALGORITHM_SHA1:
    case ParameterSignature::ALGORITHM_HMAC_SHA1:
      return Hash::kSha1;
    case ParameterSignature::ALGORITHM_SHA256:
    case ParameterSignature::ALGORITHM_HMAC_SHA256:
      return Hash::kSha256;
    default:
      return Hash::kSm3;
  }
}

bool IsSm2(const ParameterSignature& rule) { return rule.algorithm() == ParameterSignature::ALGORITHM_SM2_WITH_SM3; }

bool IsPlainHash(const ParameterSignature& rule) { return rule.algorithm() <= ParameterSignature::ALGORITHM_SM3; }

std::string SignerId(const ParameterSignature& rule) {
  return rule.sm2_id().empty() ? std::string(kUsualSm2Id) : rule.sm2_id();
}

std::string Encoded(const ParameterSignature& rule, absl::string_view bytes) {
  switch (rule.encoding()) {
    case ParameterSignature::ENCODING_HEX_LOWER:
      return HexLower(bytes);
    case ParameterSignature::ENCODING_HEX_UPPER:
      return HexUpper(bytes);
    default:
      return absl::Base64Escape(bytes);
  }
}

bool Decoded(const ParameterSignature& rule, absl::string_view text, std::string& bytes) {
  if (rule.encoding() == ParameterSignature::ENCODING_BASE64) return absl::Base64Unescape(text, &bytes);
  if (text.size() % 2 != 0 || !std::all_of(text.begin(), text.end(), absl::ascii_isxdigit)) return false;
  bytes = absl::HexStringToBytes(text);
  return true;
}

std::string Field(const Fields& fields, const std::string& name) {
  const auto found = fields.find(name);
  return found == fields.end() ? "" : found->second;
}

std::string Parameters(const ParameterSignature& rule, const Fields& fields) {
  std::string text;
  for (const auto& [name, value] : fields) {
    if (name == rule.sign() || value.empty()) continue;
    absl::StrAppend(&text, text.empty() ? "" : "&", name, "=", value);
  }
  return text;
}

std::string PieceText(const ParameterSignature& rule, ParameterSignature::Piece piece, const Fields& fields,
                      const Key& key, const Request& request) {
  switch (piece) {
    case ParameterSignature::PIECE_APP_ID:
      return rule.app_id_value();
    case ParameterSignature::PIECE_TIMESTAMP:
      return Field(fields, rule.timestamp());
    case ParameterSignature::PIECE_NONCE:
      return Field(fields, rule.nonce());
    case ParameterSignature::PIECE_KEY:
      return std::string(key.text.bytes());
    case ParameterSignature::PIECE_PARAMETERS:
      return Parameters(rule, fields);
    case ParameterSignature::PIECE_BODY:
      return request.body;
    case ParameterSignature::PIECE_BODY_DIGEST:
      return HexLower(Digest(HashOf(rule), request.body));
    case ParameterSignature::PIECE_METHOD:
      return request.method;
    case ParameterSignature::PIECE_PATH:
      return request.path;
    default:
      CHECK(false);
  }
}

std::string SignedText(const ParameterSignature& rule, const Fields& fields, const Key& key, const Request& request) {
  std::string text;
  for (const ParameterSignature::Part& part : rule.parts()) {
    absl::StrAppend(&text, part.before(), PieceText(rule, part.piece(), fields, key, request));
  }
  return text;
}

// Wipes the text, which may hold the key.
std::string HashedSign(const ParameterSignature& rule, const Key& key, std::string text) {
  const Secret wiped(std::move(text));
  return Encoded(rule, IsPlainHash(rule) ? Digest(HashOf(rule), wiped.bytes())
                                         : Hmac(HashOf(rule), key.text.bytes(), wiped.bytes()));
}

bool Matches(const ParameterSignature& rule, const Fields& fields, const Key& key, const Request& request,
             const std::string& sign) {
  std::string text = SignedText(rule, fields, key, request);
  if (!IsSm2(rule)) return EqualInConstantTime(sign, HashedSign(rule, key, std::move(text)));
  std::string bytes;
  return key.sm2.has_value() && Decoded(rule, sign, bytes) && key.sm2->Verify(text, bytes, SignerId(rule));
}

bool Has(const ParameterSignature& rule, ParameterSignature::Piece piece) {
  return std::any_of(rule.parts().begin(), rule.parts().end(),
                     [&](const ParameterSignature::Part& part) { return part.piece() == piece; });
}

}  // namespace

absl::Status CheckParameterRule(const ParameterSignature& rule) {
  const bool in_body = rule.place() == ParameterSignature::PLACE_FORM || rule.place() == ParameterSignature::PLACE_JSON;
  const char* wrong = nullptr;
  if (rule.place() == ParameterSignature::PLACE_UNSPECIFIED) wrong = "place is missing";
  if (rule.time_form() == ParameterSignature::TIME_FORM_UNSPECIFIED) wrong = "time_form is missing";
  if (rule.algorithm() == ParameterSignature::ALGORITHM_UNSPECIFIED) wrong = "algorithm is missing";
  if (rule.encoding() == ParameterSignature::ENCODING_UNSPECIFIED) wrong = "encoding is missing";
  if (rule.timestamp().empty() || rule.sign().empty()) wrong = "timestamp and sign are needed";
  if (rule.app_id().empty() != rule.app_id_value().empty()) wrong = "app_id and app_id_value go together";
  if (rule.parts().empty() || Has(rule, ParameterSignature::PIECE_UNSPECIFIED)) wrong = "parts have pieces";
  if (!Has(rule, ParameterSignature::PIECE_TIMESTAMP) && !Has(rule, ParameterSignature::PIECE_PARAMETERS)) {
    wrong = "the time is not signed";
  }
  if (!rule.nonce().empty() && !Has(rule, ParameterSignature::PIECE_NONCE) &&
      !Has(rule, ParameterSignature::PIECE_PARAMETERS)) {
    wrong = "the nonce is not signed";
  }
  if (IsPlainHash(rule) != Has(rule, ParameterSignature::PIECE_KEY)) {
    wrong = "PIECE_KEY belongs into a plain hash, and only there";
  }
  if (in_body && (Has(rule, ParameterSignature::PIECE_BODY) || Has(rule, ParameterSignature::PIECE_BODY_DIGEST))) {
    wrong = "a sign in the body cannot sign the body; use PIECE_PARAMETERS";
  }
  if (rule.window_seconds() > kMaxWindowSeconds) wrong = "window_seconds is too large";
  if (wrong == nullptr) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("parameter_signature: ", wrong));
}

ParameterProof VerifyParameters(const ParameterSignature& rule, const std::vector<KeyPtr>& keys, const Request& request,
                                absl::Time now) {
  ParameterProof proof;
  const auto fields = ReadFields(rule, request);
  if (!fields) return proof;
  const std::string sign = Field(*fields, rule.sign());
  absl::Time signed_at;
  if (sign.empty() || !ReadTime(rule, Field(*fields, rule.timestamp()), signed_at)) return proof;
  if (!rule.nonce().empty()) {
    proof.nonce = Field(*fields, rule.nonce());
    if (!IsNonce(proof.nonce)) return proof;
  }
  const absl::Duration window = absl::Seconds(rule.window_seconds() == 0 ? kUsualWindowSeconds : rule.window_seconds());
  proof.stale_at = signed_at + window;
  if (absl::AbsDuration(now - signed_at) > window) {
    proof.cause = Cause::kStale;
  } else if (keys.empty() || (!rule.app_id().empty() && Field(*fields, rule.app_id()) != rule.app_id_value())) {
    proof.cause = Cause::kUnknown;
  } else {
    bool matches = false;
    for (const KeyPtr& key : keys) matches |= Matches(rule, *fields, *key, request, sign);
    proof.cause = matches ? Cause::kNone : Cause::kWrong;
  }
  return proof;
}

absl::Status SignParameters(const ParameterSignature& rule, const Key& key, const std::string& nonce, absl::Time now,
                            Request& request) {
  if (!rule.nonce().empty() && !IsNonce(nonce)) return absl::InvalidArgumentError("the nonce is not of the right form");
  if (!rule.app_id().empty()) AddField(rule, rule.app_id(), rule.app_id_value(), request);
  AddField(rule, rule.timestamp(), WriteTime(rule, now), request);
  if (!rule.nonce().empty()) AddField(rule, rule.nonce(), nonce, request);
  const auto fields = ReadFields(rule, request);
  if (!fields) return absl::InvalidArgumentError("the message's fields cannot be signed");
  std::string text = SignedText(rule, *fields, key, request);
  std::string sign;
  if (IsSm2(rule)) {
    if (!key.sm2.has_value()) return absl::FailedPreconditionError("the key is not an SM2 key");
    ASSIGN_OR_RETURN(const std::string bytes, key.sm2->Sign(text, SignerId(rule)));
    sign = Encoded(rule, bytes);
  } else {
    sign = HashedSign(rule, key, std::move(text));
  }
  AddField(rule, rule.sign(), sign, request);
  return absl::OkStatus();
}

}  // namespace interline::identity
