// Fields of a message as those see them who work on it before and behind its dialect's rows.
#ifndef INTERLINE_ADAPTERS_ENGINE_OUTER_TEXTS_H_
#define INTERLINE_ADAPTERS_ENGINE_OUTER_TEXTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "adapters/engine/adapter.h"
#include "adapters/engine/plan.h"

namespace interline::adapters {

// As Adapter::OuterTexts.
absl::StatusOr<std::vector<absl::optional<std::string>>> OuterTexts(const Plan& plan, Direction direction,
                                                                    absl::string_view bytes,
                                                                    const std::vector<std::string>& paths);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_OUTER_TEXTS_H_
