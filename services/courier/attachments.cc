#include "services/courier/attachments.h"

#include <future>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/sha256.h"
#include "core/base/status_macros.h"
#include "services/courier/url.h"

namespace interline::courier {

absl::StatusOr<FetchedFile> Fetch(const v1::Attachment& attachment, const CallLimits& limits, HttpClient& http) {
  RETURN_IF_ERROR(CheckUrl(attachment.url(), limits));
  if (attachment.size_bytes() > kMaxAttachmentBytes) {
    return absl::ResourceExhaustedError(absl::StrCat("attachment ", attachment.id(), " is too large"));
  }
  auto own = std::make_shared<CallLimits>(limits);
  // One byte beyond what was promised shows that it is another file.
  own->response_bytes = attachment.size_bytes() > 0 ? attachment.size_bytes() + 1 : kMaxAttachmentBytes;
  HttpRequest request;
  request.method = "GET";
  request.url = attachment.url();
  request.limits = std::move(own);
  std::promise<HttpResult> promise;
  http.Send(std::move(request), [&promise](HttpResult result) { promise.set_value(std::move(result)); });
  HttpResult result = promise.get_future().get();
  if (result.kind != HttpResult::Kind::kAnswered || result.answer.status != 200) {
    return absl::UnavailableError(absl::StrCat(
        "attachment ", attachment.id(),
        " was not given: ", result.error.empty() ? absl::StrCat("status ", result.answer.status) : result.error));
  }
  FetchedFile file;
  file.bytes = std::move(result.answer.body);
  file.sha256 = Sha256(file.bytes);
  file.verified = !attachment.sha256().empty();
  const bool wrong_size = attachment.size_bytes() > 0 && attachment.size_bytes() != file.bytes.size();
  if (wrong_size || (file.verified && attachment.sha256() != file.sha256)) {
    return absl::DataLossError(absl::StrCat("attachment ", attachment.id(), " is not the file that was named"));
  }
  return file;
}

}  // namespace interline::courier
