// Compiles what a dialect says about answers that hold several messages.
#ifndef INTERLINE_ADAPTERS_ENGINE_BATCH_COMPILER_H_
#define INTERLINE_ADAPTERS_ENGINE_BATCH_COMPILER_H_

#include "adapters/engine/plan.h"
#include "adapters/engine/value_compiler.h"

namespace interline::adapters {

// Fills `plan`, whose dialect, wires and messages are there already. What is wrong goes to the context's mistakes.
void CompileBatches(const CompileContext& context, Plan& plan);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_BATCH_COMPILER_H_
