#include "services/inbox/people/id_token.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/status_macros.h"
#include "core/identity/digest.h"
#include "core/wire/json_reader.h"
#include "services/inbox/people/random.h"

namespace interline::inbox {
namespace {

constexpr size_t kMostTokenBytes = 16 << 10;
constexpr size_t kMostSubjectBytes = 255;

absl::Status Wrong(absl::string_view what) { return absl::UnauthenticatedError(absl::StrCat("the token's ", what)); }

// The texts of a claim; none when it is neither a text nor a list of texts.
std::vector<std::string> Texts(const simdjson::dom::element& value) {
  std::string_view text;
  if (value.get(text) == simdjson::SUCCESS) return {std::string(text)};
  std::vector<std::string> texts;
  simdjson::dom::array list;
  if (value.get(list) != simdjson::SUCCESS) return {};
  for (const simdjson::dom::element entry : list) {
    if (entry.get(text) != simdjson::SUCCESS) return {};
    texts.emplace_back(text);
  }
  return texts;
}

std::string One(const IdClaims& claims, const std::string& name) {
  const auto found = claims.texts.find(name);
  return found != claims.texts.end() && found->second.size() == 1 ? found->second[0] : "";
}

// InfinitePast when there is none, or it is no number.
absl::Time Time(const simdjson::dom::object& object, const char* name) {
  double seconds = 0;
  if (object[name].get(seconds) != simdjson::SUCCESS) return absl::InfinitePast();
  return absl::UnixEpoch() + absl::Seconds(seconds);
}

absl::Status CheckTimes(const simdjson::dom::object& object, absl::Time now) {
  const absl::Time issued = Time(object, "iat");
  if (Time(object, "exp") + kTokenClockSlack <= now) return Wrong("time is over");
  if (issued == absl::InfinitePast()) return Wrong("time of issue is missing");
  if (std::max(issued, Time(object, "nbf")) - kTokenClockSlack > now) return Wrong("time has not come");
  return absl::OkStatus();
}

absl::Status CheckAudience(const IdClaims& claims, const std::string& client_id) {
  const auto found = claims.texts.find("aud");
  if (found == claims.texts.end()) return Wrong("audience is another one");
  const std::vector<std::string>& audience = found->second;
  if (std::find(audience.begin(), audience.end(), client_id) == audience.end()) return Wrong("audience is another one");
  const bool named = claims.texts.count("azp") > 0;
  if ((named || audience.size() > 1) && One(claims, "azp") != client_id)
    return Wrong("authorised party is another one");
  return absl::OkStatus();
}

absl::Status CheckSignature(const std::vector<absl::string_view>& parts, const ProviderKeys& keys) {
  const absl::optional<std::string> head = Base64UrlDecode(parts[0]);
  const absl::optional<std::string> signature = Base64UrlDecode(parts[2]);
  wire::JsonReader reader;
  if (!head.has_value() || !signature.has_value()) return Wrong("form is wrong");
  const absl::StatusOr<simdjson::dom::object> object = reader.Parse(*head);
  if (!object.ok()) return Wrong("form is wrong");
  std::string_view algorithm;
  std::string_view key_id;
  if ((*object)["alg"].get(algorithm) != simdjson::SUCCESS || (algorithm != "RS256" && algorithm != "ES256")) {
    return Wrong("algorithm is not taken");
  }
  // What a reader must understand and we do not.
  if ((*object)["crit"].error() == simdjson::SUCCESS) return Wrong("form is wrong");
  if ((*object)["kid"].get(key_id) != simdjson::SUCCESS) key_id = {};
  return keys.Verify({algorithm.data(), algorithm.size()}, {key_id.data(), key_id.size()},
                     absl::StrCat(parts[0], ".", parts[1]), *signature);
}

}  // namespace

absl::StatusOr<IdClaims> ReadIdToken(absl::string_view token, const ProviderKeys& keys,
                                     const TokenExpectation& expectation) {
  const std::vector<absl::string_view> parts = absl::StrSplit(token.substr(0, kMostTokenBytes + 1), '.');
  if (token.size() > kMostTokenBytes || parts.size() != 3) return Wrong("form is wrong");
  RETURN_IF_ERROR(CheckSignature(parts, keys));
  const absl::optional<std::string> body = Base64UrlDecode(parts[1]);
  wire::JsonReader reader;
  if (!body.has_value()) return Wrong("form is wrong");
  const absl::StatusOr<simdjson::dom::object> object = reader.Parse(*body);
  if (!object.ok()) return Wrong("form is wrong");
  IdClaims claims;
  for (const simdjson::dom::key_value_pair claim : *object) {
    std::vector<std::string> texts = Texts(claim.value);
    if (!texts.empty()) claims.texts.emplace(std::string(claim.key), std::move(texts));
  }
  if (One(claims, "iss") != expectation.issuer) return Wrong("issuer is another one");
  RETURN_IF_ERROR(CheckAudience(claims, expectation.client_id));
  RETURN_IF_ERROR(CheckTimes(*object, expectation.now));
  if (expectation.nonce.empty() || !identity::EqualInConstantTime(One(claims, "nonce"), expectation.nonce)) {
    return Wrong("nonce is another one");
  }
  claims.subject = One(claims, "sub");
  if (claims.subject.empty() || claims.subject.size() > kMostSubjectBytes) return Wrong("subject is missing");
  return claims;
}

}  // namespace interline::inbox
