// Answers: what comes back or goes back on the connection that brought a message.
#ifndef INTERLINE_ADAPTERS_ENGINE_ANSWERS_H_
#define INTERLINE_ADAPTERS_ENGINE_ANSWERS_H_

#include "absl/status/statusor.h"
#include "adapters/engine/adapter.h"
#include "adapters/engine/plan.h"
#include "interline/adapter/v1/specification.pb.h"

namespace interline::adapters {

// See Adapter::ReadAnswer. Fields that no row or condition knows are passed over: an answer that says "stored" is one
// however much else it says.
Answered ReadAnswer(const Plan& plan, Direction direction, const WireAnswer& answer);

// See Adapter::WriteAnswer.
absl::StatusOr<WireAnswer> WriteAnswer(const Plan& plan, Direction direction, adapter::v1::Answer::Meaning meaning,
                                       const adapter::v1::AnswerContent& content);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_ANSWERS_H_
