#include "cli/partner/pushing_voice.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "cli/send_variation.h"
#include "core/base/refusal.h"
#include "core/base/sha256.h"
#include "core/base/status_macros.h"

namespace interline::cli {
namespace {

// A gateway that is away is asked again for about two minutes.
constexpr int kMostAttempts = 120;
constexpr absl::Duration kAttemptPause = absl::Seconds(1);
constexpr size_t kIdDigits = 32;

}  // namespace

PushingVoice::PushingVoice(const adapters::Adapter& adapter, GatewayDoor door, identity::Signer signer,
                           courier::HttpClient& client, const Clock& clock, const std::atomic<bool>& stop)
    : adapter_(adapter),
      door_(std::move(door)),
      signer_(std::move(signer)),
      client_(client),
      clock_(clock),
      stop_(stop) {}

absl::StatusOr<courier::HttpRequest> PushingVoice::MakeRequest(const v1::TicketEvent& event,
                                                               const adapters::WireMessage& message,
                                                               int attempt) const {
  identity::Request signed_request;
  courier::HttpRequest request;
  for (const auto& [name, value] : message.headers) {
    if (name == ":path") {
      signed_request.path = value;
    } else if (name == ":method") {
      signed_request.method = value;
    } else if (name[0] != ':') {
      signed_request.headers.emplace(name, value);
    }
  }
  // A query string has no body of its own.
  (signed_request.method == "GET" ? signed_request.query : signed_request.body) = message.body;
  // The same for every attempt, and for a repeat of the same message.
  const std::string id = Sha256Hex(absl::StrCat(event.source(), "/", event.id())).substr(0, kIdDigits);
  const std::string nonce = Sha256Hex(absl::StrCat(id, "/", absl::ToUnixNanos(clock_.Now()), "/", attempt));
  signed_request.headers.emplace("idempotency-key", absl::StrCat("\"", id, "\""));
  RETURN_IF_ERROR(signer_.Sign(id, nonce.substr(0, kIdDigits), clock_.Now(), signed_request));
  request.method = signed_request.method;
  request.url =
      absl::StrCat(door_.base_url, signed_request.path, signed_request.query.empty() ? "" : "?", signed_request.query);
  request.headers.assign(signed_request.headers.begin(), signed_request.headers.end());
  request.body = std::move(signed_request.body);
  request.limits = door_.limits;
  return request;
}

courier::HttpResult PushingVoice::Call(courier::HttpRequest request) const {
  courier::HttpResult result;
  absl::Notification done;
  client_.Send(std::move(request), [&](courier::HttpResult answer) {
    result = std::move(answer);
    done.Notify();
  });
  done.WaitForNotification();
  return result;
}

absl::Status PushingVoice::Say(const v1::TicketEvent& event, const Alteration* alteration) {
  ASSIGN_OR_RETURN(adapters::WireMessage message, adapter_.Encode(adapters::Direction::kFromPlatform, event));
  if (alteration != nullptr) RETURN_IF_ERROR(AlterField(message.body, alteration->path, alteration->to));
  absl::Status status = absl::UnavailableError("the gateway was not asked");
  for (int attempt = 0; attempt < kMostAttempts && !stop_; ++attempt) {
    if (attempt > 0) absl::SleepFor(kAttemptPause);
    ASSIGN_OR_RETURN(courier::HttpRequest request, MakeRequest(event, message, attempt));
    courier::HttpResult result = Call(std::move(request));
    if (result.kind != courier::HttpResult::Kind::kAnswered) {
      status = absl::UnavailableError(absl::StrCat("the gateway does not answer: ", result.error));
      continue;
    }
    const uint32_t http_status = result.answer.status;
    const adapters::Answered answered =
        adapter_.ReadAnswer(adapters::Direction::kToPlatform,
                            {http_status, std::move(result.answer.body), std::move(result.answer.headers)});
    if (answered.meaning == adapter::v1::Answer::MEANING_DONE) return absl::OkStatus();
    if (answered.meaning == adapter::v1::Answer::MEANING_REFUSED) {
      return RefusalError(answered.content.reason(), answered.content.path(), "The gateway has refused the message.");
    }
    status = absl::UnavailableError(absl::StrCat("the gateway answers with HTTP status ", http_status));
  }
  return status;
}

}  // namespace interline::cli
