// Fields of ours that follow from the message alone.
#ifndef INTERLINE_ADAPTERS_ENGINE_IMPLIED_H_
#define INTERLINE_ADAPTERS_ENGINE_IMPLIED_H_

#include <google/protobuf/message.h>

#include "adapters/engine/plan.h"

namespace interline::adapters {

// `holder` is the message that the field belongs to.
void SetImplied(const ImpliedPlan& implied, google::protobuf::Message* holder);
bool HasImplied(const ImpliedPlan& implied, const google::protobuf::Message& holder);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_IMPLIED_H_
