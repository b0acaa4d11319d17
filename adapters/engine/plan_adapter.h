// The adapter that works from a plan.
#ifndef INTERLINE_ADAPTERS_ENGINE_PLAN_ADAPTER_H_
#define INTERLINE_ADAPTERS_ENGINE_PLAN_ADAPTER_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/engine/adapter.h"
#include "adapters/engine/answers.h"
#include "adapters/engine/batches.h"
#include "adapters/engine/decode.h"
#include "adapters/engine/encode.h"
#include "adapters/engine/outer_texts.h"
#include "adapters/engine/plan.h"
#include "adapters/engine/wire_tree.h"

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
  std::string MessageName(Direction direction, const WireMessage& message) const override {
    const MessagePlan* found = ChooseMessage(*plan_, direction, message);
    return found == nullptr ? "" : found->name;
  }
  absl::StatusOr<std::vector<absl::optional<std::string>>> OuterTexts(
      Direction direction, absl::string_view bytes, const std::vector<std::string>& paths) const override {
    return adapters::OuterTexts(*plan_, direction, bytes, paths);
  }
  Answered ReadAnswer(Direction direction, const WireAnswer& answer) const override {
    return adapters::ReadAnswer(*plan_, direction, answer);
  }
  absl::StatusOr<WireAnswer> WriteAnswer(Direction direction, adapter::v1::Answer::Meaning meaning,
                                         const adapter::v1::AnswerContent& content) const override {
    return adapters::WriteAnswer(*plan_, direction, meaning, content);
  }
  absl::StatusOr<std::vector<WireMessage>> SplitBatch(const WireAnswer& answer) const override {
    return adapters::SplitBatch(*plan_, answer);
  }
  absl::StatusOr<WireAnswer> JoinBatch(absl::string_view batch,
                                       const std::vector<WireMessage>& messages) const override {
    return adapters::JoinBatch(*plan_, batch, messages);
  }
  const adapter::v1::Platform& platform() const override { return plan_->platform; }
  const adapter::v1::Dialect& dialect() const override { return plan_->dialect; }
  const std::string& mapping() const override { return plan_->mapping; }

  const Plan& plan() const { return *plan_; }

 private:
  const std::unique_ptr<const Plan> plan_;
};

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_PLAN_ADAPTER_H_
