#include "adapters/engine/wire_tree.h"

#include "adapters/engine/decode.h"
#include "adapters/engine/wire_document.h"
#include "core/base/status_macros.h"

namespace interline::adapters {
namespace {

absl::StatusOr<std::string> ToJson(const WirePlan& wire, absl::string_view body) {
  WireDocument document;
  ASSIGN_OR_RETURN(const simdjson::dom::object object, document.Read(wire, body));
  return std::string(simdjson::minify(object));
}

}  // namespace

absl::StatusOr<std::string> WireToJson(const Plan& plan, Direction direction, const WireMessage& message) {
  ASSIGN_OR_RETURN(const WireMessage plain, BeforeDecode(plan.quirks, direction, message));
  return ToJson(plan.WireFor(direction), plain.body);
}

absl::StatusOr<std::string> AnswerToJson(const Plan& plan, const WireAnswer& answer) {
  // Towards which side it goes makes no difference to tools.
  ASSIGN_OR_RETURN(const WireAnswer plain, BeforeReadAnswer(plan.quirks, Direction::kFromPlatform, answer));
  return ToJson(plan.answer_wire, plain.body);
}

const MessagePlan* ChooseMessage(const Plan& plan, Direction direction, const WireMessage& message) {
  const absl::StatusOr<WireMessage> plain = BeforeDecode(plan.quirks, direction, message);
  if (!plain.ok()) return nullptr;
  // Its buffers are worth keeping from one message to the next.
  static thread_local WireDocument document;
  const auto body = document.Read(plan.WireFor(direction), plain->body);
  return body.ok() ? ChooseMessage(plan, direction, plain->headers, *body) : nullptr;
}

}  // namespace interline::adapters
