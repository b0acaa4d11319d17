#include "adapters/engine/outer_texts.h"

#include <utility>

#include "absl/strings/str_split.h"
#include "adapters/engine/subjects.h"
#include "adapters/engine/wire_document.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"

namespace interline::adapters {

absl::StatusOr<std::vector<absl::optional<std::string>>> OuterTexts(const Plan& plan, Direction direction,
                                                                    absl::string_view bytes,
                                                                    const std::vector<std::string>& paths) {
  // Its buffers are worth keeping from one message to the next.
  static thread_local WireDocument document;
  const WirePlan& wire = plan.WireFor(direction);
  ASSIGN_OR_RETURN(const simdjson::dom::object body, document.ReadFlat(wire, bytes));
  std::vector<absl::optional<std::string>> texts(paths.size());
  for (size_t i = 0; i < paths.size(); ++i) {
    const std::vector<std::string> steps = absl::StrSplit(paths[i], '.');
    if (wire.has_root() && !FindElement({steps.front()}, body)) continue;
    const absl::optional<simdjson::dom::element> value = FindElement(steps, body);
    std::string_view text;
    if (value && !value->is_null() && value->get(text) != simdjson::SUCCESS) {
      return RefusalError(v1::REFUSAL_REASON_WRONG_TYPE, paths[i], "A text is needed.");
    }
    texts[i] = std::string(text);
  }
  return texts;
}

}  // namespace interline::adapters
