// What happens to one request, in this order: limits, identity with the signature over the raw bytes, strict decode,
// the write into `in.<platform>`, and only then the answer in the dialect's own form. The same request again gets the
// same answer and is not written again.
#ifndef INTERLINE_SERVICES_GATEWAY_GATEWAY_H_
#define INTERLINE_SERVICES_GATEWAY_GATEWAY_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "core/base/clock.h"
#include "core/bus/bus.h"
#include "core/http/handler.h"
#include "core/http/limits.h"
#include "core/identity/nonce_memory.h"
#include "services/gateway/documents.h"
#include "services/gateway/gateway_metrics.h"
#include "services/gateway/platform_routes.h"
#include "services/gateway/receipts.h"

namespace interline::gateway {

// Nonces of this process, and of everything that was ever taken.
class TakenNonces final : public identity::NonceMemory {
 public:
  // `receipts` must outlive the memory.
  explicit TakenNonces(const Receipts& receipts) : receipts_(receipts), local_(kMaxNonces) {}
  Use Remember(absl::string_view platform, absl::string_view nonce, absl::Time until, absl::Time now) override;

 private:
  const Receipts& receipts_;
  identity::LocalNonces local_;
};

// Thread-safe. No thread waits for the log: the answer is given from the producer's own thread.
class Gateway final : public http::Handler {
 public:
  // All must outlive the gateway, and the producer must call back for every record before the gateway goes.
  Gateway(const PlatformRoutes& routes, const Documents& documents, bus::Producer& producer, Receipts& receipts,
          const Clock& clock, GatewayMetrics& metrics);

  absl::optional<http::Answer> Admit(const identity::Request& request) override;
  void Handle(identity::Request request, Respond respond) override;

 private:
  // A request that is believed and understood, on its way.
  struct Passage;

  // Fills the passage, or returns the answer.
  absl::optional<http::Answer> Identify(Passage& passage) const;
  absl::optional<http::Answer> Recognise(Passage& passage) const;
  absl::optional<http::Answer> Understand(Passage& passage) const;
  absl::optional<http::Answer> Remember(Passage& passage);
  void Write(std::shared_ptr<Passage> passage);
  void Finish(Passage& passage, const absl::StatusOr<bus::Written>& written);

  const PlatformRoutes& routes_;
  const Documents& documents_;
  bus::Producer& producer_;
  Receipts& receipts_;
  const Clock& clock_;
  GatewayMetrics& metrics_;
  http::Budget waiting_{kMaxWaiting};
};

}  // namespace interline::gateway

#endif  // INTERLINE_SERVICES_GATEWAY_GATEWAY_H_
