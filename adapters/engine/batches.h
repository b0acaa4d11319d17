// Several messages in one answer to a poll.
#ifndef INTERLINE_ADAPTERS_ENGINE_BATCHES_H_
#define INTERLINE_ADAPTERS_ENGINE_BATCHES_H_

#include <cstddef>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "adapters/engine/adapter.h"
#include "adapters/engine/plan.h"

namespace interline::adapters {

// Most messages in one answer.
inline constexpr size_t kMostBatchMessages = 1000;

// See Adapter::SplitBatch.
absl::StatusOr<std::vector<WireMessage>> SplitBatch(const Plan& plan, const WireAnswer& answer);

// See Adapter::JoinBatch.
absl::StatusOr<WireAnswer> JoinBatch(const Plan& plan, absl::string_view batch,
                                     const std::vector<WireMessage>& messages);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_BATCHES_H_
