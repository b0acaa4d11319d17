// What a message's specification cannot keep, though each of its rows is right by itself: reasons for which events of
// its would be refused whatever they hold.
#ifndef INTERLINE_ADAPTERS_ENGINE_MESSAGE_CHECKS_H_
#define INTERLINE_ADAPTERS_ENGINE_MESSAGE_CHECKS_H_

#include "adapters/engine/mistakes.h"
#include "adapters/engine/plan.h"
#include "adapters/engine/value_compiler.h"

namespace interline::adapters {

// `message` is compiled, and `plan` has its wires and nothing else that is needed here. `place` is that of the message.
// What is wrong goes to the context's mistakes.
void CheckMessage(const CompileContext& context, const MessagePlan& message, const Plan& plan, const Place& place);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_MESSAGE_CHECKS_H_
