#include "adapters/engine/access_checks.h"

#include <set>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "adapters/engine/header_name.h"

namespace interline::adapters {
namespace {

using adapter::v1::ParameterSignature;
using adapter::v1::Proof;
using adapter::v1::WebhookSignature;
using adapter::v1::WireFormat;
using Proofs = google::protobuf::RepeatedPtrField<Proof>;

constexpr uint32_t kMostWindowSeconds = 900;
constexpr absl::string_view kOurPaths = "/v1";

bool NeedsKey(const Proof& proof) {
  return proof.has_webhook_signature() || proof.has_parameter_signature() || proof.has_bearer() ||
         proof.has_api_key() || proof.has_dialect_signature();
}

bool HasNoKey(const Proof& proof) {
  return proof.has_client_certificate() || proof.has_network() || proof.has_body_fields();
}

bool IsPlainHash(const ParameterSignature& rule) {
  return rule.algorithm() == ParameterSignature::ALGORITHM_MD5 ||
         rule.algorithm() == ParameterSignature::ALGORITHM_SHA1 ||
         rule.algorithm() == ParameterSignature::ALGORITHM_SHA256 ||
         rule.algorithm() == ParameterSignature::ALGORITHM_SM3;
}

bool Has(const ParameterSignature& rule, ParameterSignature::Piece piece) {
  return absl::c_any_of(rule.parts(), [piece](const auto& part) { return part.piece() == piece; });
}

// The proofs of one direction. Used once.
class ProofChecker {
 public:
  // `format` is that of the messages that carry the proofs.
  ProofChecker(WireFormat format, bool has_signature, Mistakes& mistakes)
      : format_(format), has_signature_(has_signature), mistakes_(mistakes) {}

  void Check(const Proof& proof, const Place& place) {
    if (proof.how_case() == Proof::HOW_NOT_SET) return Add(place, "A proof says how.");
    if (NeedsKey(proof) && proof.key().empty()) Add(place, "This proof needs a key.");
    if (HasNoKey(proof) && !proof.key().empty()) Add(place.In("key"), "This proof has no key.");
    if (proof.has_bearer()) Claim("authorization", place.In("bearer"));
    if (proof.has_api_key()) CheckApiKey(proof.api_key(), place.In("api_key"));
    if (proof.has_webhook_signature()) CheckWebhook(proof.webhook_signature(), place.In("webhook_signature"));
    if (proof.has_parameter_signature()) CheckParameters(proof.parameter_signature(), place.In("parameter_signature"));
    if (proof.has_body_fields() && proof.body_fields().paths().empty()) {
      Add(place.In("body_fields"), "Fields of the body need paths.");
    }
    if (proof.has_dialect_signature() && !has_signature_) {
      Add(place.In("dialect_signature"), "The dialect has no signature.");
    }
  }

 private:
  void Add(const Place& place, std::string what) { mistakes_.Add(place, std::move(what)); }

  // What stands twice in a request is not trusted.
  void Claim(const std::string& header, const Place& place) {
    if (!headers_.insert(header).second) Add(place, absl::StrCat("Two proofs have the header '", header, "'."));
  }

  void CheckApiKey(const adapter::v1::ApiKey& key, const Place& place) {
    if (!IsHeaderName(key.header())) return Add(place.In("header"), "A header has a name in lower case.");
    Claim(key.header(), place.In("header"));
  }

  void CheckWindow(uint32_t seconds, const Place& place) {
    if (seconds > kMostWindowSeconds) {
      Add(place.In("window_seconds"), absl::StrCat("A window has at most ", kMostWindowSeconds, " seconds."));
    }
  }

  void CheckWebhook(const WebhookSignature& rule, const Place& place) {
    const bool is_known = WebhookSignature::Algorithm_IsValid(rule.algorithm());
    if (rule.algorithm() == WebhookSignature::ALGORITHM_UNSPECIFIED || !is_known) {
      Add(place, "A signature needs an algorithm.");
    }
    if (!rule.header_prefix().empty() && !IsHeaderName(rule.header_prefix())) {
      Add(place.In("header_prefix"), "A header has a name in lower case.");
    }
    if (!rule.sm2_id().empty() && rule.algorithm() != WebhookSignature::ALGORITHM_SM2_WITH_SM3) {
      Add(place.In("sm2_id"), "It is for ALGORITHM_SM2_WITH_SM3.");
    }
    CheckWindow(rule.window_seconds(), place);
  }

  void CheckParameters(const ParameterSignature& rule, const Place& place) {
    const auto need = [&](bool is_there, const char* what) {
      if (!is_there) Add(place, absl::StrCat("A parameter signature needs ", what, "."));
    };
    need(rule.place() != ParameterSignature::PLACE_UNSPECIFIED, "a place");
    need(rule.time_form() != ParameterSignature::TIME_FORM_UNSPECIFIED, "a time_form");
    need(rule.algorithm() != ParameterSignature::ALGORITHM_UNSPECIFIED, "an algorithm");
    need(rule.encoding() != ParameterSignature::ENCODING_UNSPECIFIED, "an encoding");
    need(!rule.timestamp().empty(), "the name of its timestamp");
    need(!rule.sign().empty(), "the name of its sign");
    need(!rule.parts().empty(), "parts");
    if (rule.app_id().empty() != rule.app_id_value().empty()) {
      Add(place.In(rule.app_id().empty() ? "app_id_value" : "app_id"), "app_id and app_id_value go together.");
    }
    if (!rule.sm2_id().empty() && rule.algorithm() != ParameterSignature::ALGORITHM_SM2_WITH_SM3) {
      Add(place.In("sm2_id"), "It is for ALGORITHM_SM2_WITH_SM3.");
    }
    CheckNames(rule, place);
    CheckParts(rule, place);
    CheckPlace(rule, place.In("place"));
    CheckWindow(rule.window_seconds(), place);
  }

  void CheckNames(const ParameterSignature& rule, const Place& place) {
    std::set<std::string> seen;
    const auto check = [&](const char* field, const std::string& name) {
      const Place here = place.In(field);
      if (name.empty()) return;
      if (!seen.insert(name).second) Add(here, absl::StrCat("Two fields have the name '", name, "'."));
      if (rule.place() != ParameterSignature::PLACE_HEADER) return;
      if (!IsHeaderName(name)) return Add(here, "A header has a name in lower case.");
      Claim(name, here);
    };
    check("app_id", rule.app_id());
    check("timestamp", rule.timestamp());
    check("nonce", rule.nonce());
    check("sign", rule.sign());
  }

  void CheckParts(const ParameterSignature& rule, const Place& place) {
    if (rule.parts().empty()) return;
    const bool has_all = Has(rule, ParameterSignature::PIECE_PARAMETERS);
    for (int i = 0; i < rule.parts_size(); ++i) CheckPiece(rule, rule.parts(i).piece(), place.In("parts", i));
    if (!has_all && !Has(rule, ParameterSignature::PIECE_TIMESTAMP)) Add(place, "The time is not signed.");
    if (!rule.nonce().empty() && !has_all && !Has(rule, ParameterSignature::PIECE_NONCE)) {
      Add(place.In("nonce"), "The nonce is not signed.");
    }
    if (IsPlainHash(rule) && !Has(rule, ParameterSignature::PIECE_KEY)) {
      Add(place.In("algorithm"), "Anybody can make a plain hash: one of its parts must be PIECE_KEY.");
    }
  }

  void CheckPiece(const ParameterSignature& rule, ParameterSignature::Piece piece, const Place& part) {
    const Place here = part.In("piece");
    const bool in_body =
        rule.place() == ParameterSignature::PLACE_FORM || rule.place() == ParameterSignature::PLACE_JSON;
    switch (piece) {
      case ParameterSignature::PIECE_APP_ID:
        if (rule.app_id().empty()) Add(here, "There is no app_id.");
        break;
      case ParameterSignature::PIECE_NONCE:
        if (rule.nonce().empty()) Add(here, "There is no nonce.");
        break;
      case ParameterSignature::PIECE_KEY:
        if (!IsPlainHash(rule)) Add(here, "The key is a part of plain hashes only.");
        break;
      case ParameterSignature::PIECE_BODY:
      case ParameterSignature::PIECE_BODY_DIGEST:
        if (in_body) Add(here, "A sign in the body cannot sign the body; use PIECE_PARAMETERS.");
        break;
      case ParameterSignature::PIECE_UNSPECIFIED:
        Add(part, "A part needs a piece.");
        break;
      default:
        break;
    }
  }

  // Fields of a body stand in a body that has them.
  void CheckPlace(const ParameterSignature& rule, const Place& place) {
    if (rule.place() == ParameterSignature::PLACE_FORM && format_ != adapter::v1::WIRE_FORMAT_FORM) {
      Add(place, "The dialect's messages in this direction are no forms.");
    }
    if (rule.place() == ParameterSignature::PLACE_JSON && format_ != adapter::v1::WIRE_FORMAT_JSON) {
      Add(place, "The dialect's messages in this direction are not JSON.");
    }
  }

  const WireFormat format_;
  const bool has_signature_;
  Mistakes& mistakes_;
  std::set<std::string> headers_;
};

void CheckOwnPath(const std::string& path, const Place& place, Mistakes& mistakes) {
  if (!absl::StartsWith(path, "/") || absl::EndsWith(path, "/") || path.find_first_of("?# ") != std::string::npos) {
    mistakes.Add(place, "A path begins with '/', does not end with it and has no query.");
  } else if (path == kOurPaths || absl::StartsWith(path, absl::StrCat(kOurPaths, "/"))) {
    mistakes.Add(place, "Paths below /v1 are Interline's own.");
  }
}

}  // namespace

void CheckAccess(const adapter::v1::Platform& platform, const adapter::v1::Dialect& dialect, Mistakes& mistakes) {
  const adapter::v1::Access& access = platform.access();
  const Place place = Place(SpecificationPart::kPlatform).In("access");
  const bool has_other = dialect.to_platform_wire_format() != adapter::v1::WIRE_FORMAT_UNSPECIFIED;
  const bool has_signature = !dialect.signature().path().empty();
  ProofChecker from(dialect.wire_format(), has_signature, mistakes);
  for (int i = 0; i < access.from_platform_size(); ++i)
    from.Check(access.from_platform(i), place.In("from_platform", i));
  ProofChecker to(has_other ? dialect.to_platform_wire_format() : dialect.wire_format(), has_signature, mistakes);
  for (int i = 0; i < access.to_platform_size(); ++i) to.Check(access.to_platform(i), place.In("to_platform", i));
  std::set<std::string> seen;
  for (int i = 0; i < access.own_paths_size(); ++i) {
    const Place here = place.In("own_paths", i);
    CheckOwnPath(access.own_paths(i), here, mistakes);
    if (!seen.insert(access.own_paths(i)).second) mistakes.Add(here, "The path stands twice.");
  }
}

}  // namespace interline::adapters
