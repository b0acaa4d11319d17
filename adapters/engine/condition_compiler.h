// Compiles what messages, answers and batches are told apart by.
#ifndef INTERLINE_ADAPTERS_ENGINE_CONDITION_COMPILER_H_
#define INTERLINE_ADAPTERS_ENGINE_CONDITION_COMPILER_H_

#include <string>
#include <utility>
#include <vector>

#include "adapters/engine/mistakes.h"
#include "adapters/engine/plan.h"
#include "adapters/engine/value_compiler.h"
#include "interline/adapter/v1/specification.pb.h"

namespace interline::adapters {

struct CompiledConditions {
  std::vector<ConditionPlan> conditions;
  // Headers that are written.
  std::vector<std::pair<std::string, std::string>> headers;
  // Places in `when` of those on fields, which are written too.
  std::vector<int> on_fields;
};

// `place` is that of what has the conditions. New subjects are added to `subjects`.
CompiledConditions CompileConditions(const google::protobuf::RepeatedPtrField<adapter::v1::Condition>& when,
                                     const Place& place, const CompileContext& context, std::vector<Subject>& subjects);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_CONDITION_COMPILER_H_
