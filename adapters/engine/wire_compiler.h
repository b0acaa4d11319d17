// What a dialect says about bytes, compiled.
#ifndef INTERLINE_ADAPTERS_ENGINE_WIRE_COMPILER_H_
#define INTERLINE_ADAPTERS_ENGINE_WIRE_COMPILER_H_

#include <string>
#include <vector>

#include "adapters/engine/mistakes.h"
#include "adapters/engine/plan.h"

namespace interline::adapters {

// Fills `plan`'s wires, whose dialect is there already.
void CompileWires(Plan& plan, Mistakes& mistakes);

// The roots of the XML documents that `block` has fields in (MessagePlan::roots). `place` is that of the block.
std::vector<std::vector<std::string>> FindRoots(const WirePlan& wire, const Block& block, const Place& place,
                                                Mistakes& mistakes);

// After all messages, answers and batches: finds nested fields that none of them uses.
void CheckNestedIsUsed(const Plan& plan, Mistakes& mistakes);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_WIRE_COMPILER_H_
