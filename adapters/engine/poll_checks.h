// What is wrong with how a platform is asked (protos/interline/adapter/v1/poll.proto).
#ifndef INTERLINE_ADAPTERS_ENGINE_POLL_CHECKS_H_
#define INTERLINE_ADAPTERS_ENGINE_POLL_CHECKS_H_

#include "adapters/engine/mistakes.h"
#include "adapters/engine/plan.h"

namespace interline::adapters {

// Polls and enquiry of the dialect. `plan` has its answers and batches.
void CheckPolls(const Plan& plan, Mistakes& mistakes);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_POLL_CHECKS_H_
