#include "cli/partner/http_side.h"

#include <prometheus/gauge.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/partner/http_partner.h"
#include "cli/partner/pushing_voice.h"
#include "core/base/status_macros.h"
#include "core/http/server.h"
#include "core/identity/key_ring.h"
#include "services/courier/curl_http_client.h"
#include "services/courier/dialect_body.h"
#include "services/courier/url.h"

namespace interline::cli {
namespace {

constexpr absl::Duration kDrain = absl::Seconds(1);

// Members stand in the order in which they are needed; the server goes first.
class RealHttpSide final : public HttpSide {
 public:
  RealHttpSide(const adapters::Adapter& adapter, const std::string& keys, const Clock& clock, const Faults& faults)
      : keys_(keys), partner_(adapter, clock, faults), ear_(partner_) {}
  ~RealHttpSide() override {
    if (server_ != nullptr) server_->Stop(kDrain);
  }

  absl::Status StartServer(const std::string& listen) {
    http::ServerOptions options;
    options.address = listen;
    options.threads = 1;
    ASSIGN_OR_RETURN(server_, http::Server::Start(partner_, connections_, options));
    return absl::OkStatus();
  }
  void Offer(const adapters::Adapter& adapter) { voice_ = std::make_unique<OfferingVoice>(adapter, partner_); }
  absl::Status Push(const adapters::Adapter& adapter, const std::string& gateway, const Clock& clock,
                    const std::atomic<bool>& stop);

  int port() const override { return server_->port(); }
  Voice& voice() override { return *voice_; }
  Ear& ear() override { return ear_; }

 private:
  identity::KeyRing keys_;
  HttpPartner partner_;
  PartnerEar ear_;
  std::unique_ptr<courier::HttpClient> client_;
  std::unique_ptr<Voice> voice_;
  prometheus::Gauge connections_;
  std::unique_ptr<http::Server> server_;
};

absl::Status RealHttpSide::Push(const adapters::Adapter& adapter, const std::string& gateway, const Clock& clock,
                                const std::atomic<bool>& stop) {
  RETURN_IF_ERROR(keys_.Reload());
  const std::string& platform = adapter.platform().id();
  GatewayDoor door{absl::StrCat(gateway, "/v1/platforms/", platform), nullptr};
  ASSIGN_OR_RETURN(const std::string host, courier::HostOf(door.base_url));
  auto limits = std::make_shared<courier::CallLimits>();
  limits->hosts = {host};
  limits->allow_this_machine = true;
  door.limits = std::move(limits);
  // Seen from the platform the two directions change places.
  adapter::v1::Access access;
  *access.mutable_to_platform() = adapter.platform().access().from_platform();
  ASSIGN_OR_RETURN(
      identity::Signer signer,
      identity::Signer::Make(platform, access, keys_, courier::BodyOf(adapter, adapters::Direction::kFromPlatform)));
  ASSIGN_OR_RETURN(client_, courier::MakeCurlHttpClient());
  voice_ = std::make_unique<PushingVoice>(adapter, std::move(door), std::move(signer), *client_, clock, stop);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<HttpSide>> HttpSide::Start(const adapters::Adapter& adapter,
                                                          const HttpSideOptions& options, const Faults& faults,
                                                          const Clock& clock, const std::atomic<bool>& stop) {
  auto side = std::make_unique<RealHttpSide>(adapter, options.keys, clock, faults);
  RETURN_IF_ERROR(side->StartServer(options.listen));
  switch (adapter.platform().transport()) {
    case adapter::v1::TRANSPORT_HTTP_POLL:
      side->Offer(adapter);
      return side;
    case adapter::v1::TRANSPORT_HTTP_PUSH:
      if (options.gateway.empty()) return absl::InvalidArgumentError("a platform that pushes needs --gateway");
      RETURN_IF_ERROR(side->Push(adapter, options.gateway, clock, stop));
      return side;
    default:
      return absl::InvalidArgumentError(
          absl::StrCat("platform ", adapter.platform().id(), " is not called by HTTP; leave --http-listen out"));
  }
}

}  // namespace interline::cli
