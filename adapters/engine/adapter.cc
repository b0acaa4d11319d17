#include "adapters/engine/adapter.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/engine/compile.h"
#include "adapters/engine/mistakes.h"
#include "adapters/engine/plan_adapter.h"

namespace interline::adapters {

absl::StatusOr<std::unique_ptr<Adapter>> MakeAdapter(const adapter::v1::Platform& platform,
                                                     const adapter::v1::Dialect& dialect) {
  Mistakes mistakes;
  std::unique_ptr<const Plan> plan = CompilePlan(platform, dialect, mistakes);
  if (plan == nullptr) {
    return absl::InvalidArgumentError(
        absl::StrJoin(mistakes.all(), "\n", [](std::string* lines, const Mistake& mistake) {
          absl::StrAppend(lines, mistake.place.ToString(), ": ", mistake.message);
        }));
  }
  return std::unique_ptr<Adapter>(std::make_unique<PlanAdapter>(std::move(plan)));
}

}  // namespace interline::adapters
