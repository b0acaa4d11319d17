// The adapter that works from a plan.
#ifndef INTERLINE_ADAPTERS_ENGINE_PLAN_ADAPTER_H_
#define INTERLINE_ADAPTERS_ENGINE_PLAN_ADAPTER_H_

#include <memory>
#include <utility>

#include "adapters/engine/adapter.h"
#include "adapters/engine/decode.h"
#include "adapters/engine/encode.h"
#include "adapters/engine/plan.h"

namespace interline::adapters {

// Immutable; thread-safe.
class PlanAdapter final : public Adapter {
 public:
  // `plan` must not be null.
  explicit PlanAdapter(std::unique_ptr<const Plan> plan) : plan_(std::move(plan)) {}

  absl::StatusOr<v1::TicketEvent> Decode(Direction direction, const WireMessage& message) const override {
    return adapters::Decode(*plan_, direction, message);
  }
  absl::StatusOr<WireMessage> Encode(Direction direction, const v1::TicketEvent& event) const override {
    return adapters::Encode(*plan_, direction, event);
  }
  const adapter::v1::Platform& platform() const override { return plan_->platform; }
  const std::string& mapping() const override { return plan_->mapping; }

  const Plan& plan() const { return *plan_; }

 private:
  const std::unique_ptr<const Plan> plan_;
};

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_PLAN_ADAPTER_H_
