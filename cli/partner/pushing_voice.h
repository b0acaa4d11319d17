// How a platform that pushes speaks: to the gateway, one message after the other, each signed as its specification
// says.
#ifndef INTERLINE_CLI_PARTNER_PUSHING_VOICE_H_
#define INTERLINE_CLI_PARTNER_PUSHING_VOICE_H_

#include <atomic>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "adapters/engine/adapter.h"
#include "cli/voice.h"
#include "core/base/clock.h"
#include "core/identity/signer.h"
#include "services/courier/http_client.h"

namespace interline::cli {

// What a platform needs to reach the gateway.
struct GatewayDoor {
  // What stands before the dialect's paths: "http://127.0.0.1:8080/v1/platforms/510000".
  std::string base_url;
  std::shared_ptr<const courier::CallLimits> limits;
};

class PushingVoice final : public Voice {
 public:
  // All must outlive the voice. `stop` ends the asking.
  PushingVoice(const adapters::Adapter& adapter, GatewayDoor door, identity::Signer signer, courier::HttpClient& client,
               const Clock& clock, const std::atomic<bool>& stop);

  // Asks again while the gateway is away or says later. A refusal is the gateway's own answer, with its reason when the
  // dialect tells one; NOT_FOUND when the message has no field to alter.
  absl::Status Say(const v1::TicketEvent& event, const Alteration* alteration) override;
  absl::Status Flush() override { return absl::OkStatus(); }

 private:
  absl::StatusOr<courier::HttpRequest> MakeRequest(const v1::TicketEvent& event, const adapters::WireMessage& message,
                                                   int attempt) const;
  courier::HttpResult Call(courier::HttpRequest request) const;

  const adapters::Adapter& adapter_;
  const GatewayDoor door_;
  const identity::Signer signer_;
  courier::HttpClient& client_;
  const Clock& clock_;
  const std::atomic<bool>& stop_;
};

}  // namespace interline::cli

#endif  // INTERLINE_CLI_PARTNER_PUSHING_VOICE_H_
