// Compiles what a dialect says about answers.
#ifndef INTERLINE_ADAPTERS_ENGINE_ANSWER_COMPILER_H_
#define INTERLINE_ADAPTERS_ENGINE_ANSWER_COMPILER_H_

#include "adapters/engine/plan.h"
#include "adapters/engine/value_compiler.h"

namespace interline::adapters {

// Fills `plan`, whose dialect and wires are there already. What is wrong goes to the context's mistakes.
void CompileAnswers(const CompileContext& context, Plan& plan);

// Whether the dialect has the answers and batches that the platform's transport needs.
void CheckTransport(const Plan& plan, Mistakes& mistakes);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_ANSWER_COMPILER_H_
