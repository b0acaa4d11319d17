// From a specification to a plan. The only way to one, so every adapter that runs has passed every check.
#ifndef INTERLINE_ADAPTERS_ENGINE_COMPILE_H_
#define INTERLINE_ADAPTERS_ENGINE_COMPILE_H_

#include <memory>

#include "adapters/engine/mistakes.h"
#include "adapters/engine/plan.h"
#include "interline/adapter/v1/specification.pb.h"

namespace interline::adapters {

// Null when anything was added to `mistakes`.
std::unique_ptr<const Plan> CompilePlan(const adapter::v1::Platform& platform, const adapter::v1::Dialect& dialect,
                                        Mistakes& mistakes);

// What a platform's file says beside its tables.
void CheckPlatform(const adapter::v1::Platform& platform, Mistakes& mistakes);

// A platform that has nothing of its own, to try a dialect with: id kTrialPlatform.
adapter::v1::Platform TrialPlatform(const adapter::v1::Dialect& dialect);

inline constexpr char kTrialPlatform[] = "999999";

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_COMPILE_H_
