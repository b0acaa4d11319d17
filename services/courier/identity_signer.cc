#include "services/courier/identity_signer.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/sha256.h"
#include "core/base/status_macros.h"

namespace interline::courier {
namespace {

constexpr size_t kNonceDigits = 32;

}  // namespace

absl::Status IdentitySigner::Sign(const std::string& message_id, const std::string& path, std::string& query,
                                  absl::Time now, HttpRequest& request) const {
  identity::Request signed_request;
  signed_request.method = request.method;
  signed_request.path = path;
  signed_request.query = query;
  signed_request.body = request.body;
  for (const auto& [name, value] : request.headers) signed_request.headers.emplace(name, value);
  const std::string nonce =
      Sha256Hex(absl::StrCat(platform_, " ", message_id, " ", absl::ToUnixNanos(now), " ", ++count_))
          .substr(0, kNonceDigits);
  RETURN_IF_ERROR(signer_.Sign(message_id, nonce, now, signed_request));
  query = std::move(signed_request.query);
  request.body = std::move(signed_request.body);
  request.headers.assign(signed_request.headers.begin(), signed_request.headers.end());
  return absl::OkStatus();
}

absl::StatusOr<std::string> IdentitySigner::KeyText(absl::string_view name, absl::Time now) const {
  const std::vector<identity::KeyPtr> live = keys_.Live(platform_, name, now);
  if (!live.empty()) return std::string(live.front()->text.bytes());
  return absl::FailedPreconditionError(absl::StrCat("no key ", platform_, "/", name, " is live"));
}

}  // namespace interline::courier
