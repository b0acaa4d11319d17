// Events made up at random that a message of a dialect can carry, for tests and simulations.
#ifndef INTERLINE_ADAPTERS_ENGINE_SAMPLE_H_
#define INTERLINE_ADAPTERS_ENGINE_SAMPLE_H_

#include <random>

#include "adapters/engine/adapter.h"
#include "adapters/engine/plan.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::adapters {

// Each required row has a value, each other one now and then; values stay within what the row reads and writes back.
v1::TicketEvent SampleEvent(const Plan& plan, const MessagePlan& message, Direction direction, std::mt19937& random);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_SAMPLE_H_
