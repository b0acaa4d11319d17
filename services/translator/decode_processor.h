// From a platform's bytes to a proposal: each record of the topics `in.<platform>` becomes one event in `commands`, or,
// when the dialect or the contract refuses it, one Rejection in `rejected` that keeps the bytes. Nothing else happens
// to a bad record: the ones behind it go on.
#ifndef INTERLINE_SERVICES_TRANSLATOR_DECODE_PROCESSOR_H_
#define INTERLINE_SERVICES_TRANSLATOR_DECODE_PROCESSOR_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "adapters/engine/reloading_registry.h"
#include "core/bus/bus.h"
#include "core/stream/processor.h"
#include "interline/v1/ticket_event.pb.h"
#include "services/translator/translator_metrics.h"

namespace interline::translator {

// Keeps no state. One thread at a time.
class DecodeProcessor final : public stream::Processor {
 public:
  // Both must outlive the processor.
  DecodeProcessor(const adapters::ReloadingRegistry& adapters, TranslatorMetrics& metrics);

  // INTERNAL for a topic that is not `in.<known platform>`: the stream was set up wrongly.
  absl::Status Process(const bus::Record& record, stream::Context& context) override;

  // Takes over specifications that were changed: a batch is translated by one version of them.
  void BetweenBatches() override;

 private:
  absl::StatusOr<v1::TicketEvent> Decode(const adapters::Adapter& adapter, const bus::Record& record) const;

  const adapters::ReloadingRegistry& adapters_;
  std::shared_ptr<const adapters::Registry> current_;
  TranslatorMetrics& metrics_;
};

}  // namespace interline::translator

#endif  // INTERLINE_SERVICES_TRANSLATOR_DECODE_PROCESSOR_H_
