// From an accepted event to a platform's bytes: each Delivery of the topics `outbox.<platform>` becomes one record in
// `out.<platform>`. What the dialect cannot say becomes a Rejection in `rejected`, and a DeliveryReported proposal
// tells the ticket's journal; the ones behind it go on.
#ifndef INTERLINE_SERVICES_TRANSLATOR_ENCODE_PROCESSOR_H_
#define INTERLINE_SERVICES_TRANSLATOR_ENCODE_PROCESSOR_H_

#include <memory>

#include "absl/status/status.h"
#include "adapters/engine/reloading_registry.h"
#include "core/bus/bus.h"
#include "core/stream/processor.h"
#include "services/translator/translator_metrics.h"

namespace interline::translator {

// Keeps no state. One thread at a time.
class EncodeProcessor final : public stream::Processor {
 public:
  // Both must outlive the processor.
  EncodeProcessor(const adapters::ReloadingRegistry& adapters, TranslatorMetrics& metrics);

  // INTERNAL for a topic that is not `outbox.<known platform>`: the stream was set up wrongly.
  absl::Status Process(const bus::Record& record, stream::Context& context) override;

  // Takes over specifications that were changed: a batch is translated by one version of them.
  void BetweenBatches() override;

 private:
  const adapters::ReloadingRegistry& adapters_;
  std::shared_ptr<const adapters::Registry> current_;
  TranslatorMetrics& metrics_;
};

}  // namespace interline::translator

#endif  // INTERLINE_SERVICES_TRANSLATOR_ENCODE_PROCESSOR_H_
