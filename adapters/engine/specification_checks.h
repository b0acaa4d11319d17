// What is wrong with a specification beside its messages, answers, batches, polls and access: texts, tables, the
// signature, values that only the choice of the message tells, capabilities.
#ifndef INTERLINE_ADAPTERS_ENGINE_SPECIFICATION_CHECKS_H_
#define INTERLINE_ADAPTERS_ENGINE_SPECIFICATION_CHECKS_H_

#include "adapters/engine/mistakes.h"
#include "adapters/engine/plan.h"

namespace interline::adapters {

// `plan` has its dialect, platform and messages.
void CheckSpecification(const Plan& plan, Mistakes& mistakes);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_SPECIFICATION_CHECKS_H_
