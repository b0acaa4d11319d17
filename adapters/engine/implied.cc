#include "adapters/engine/implied.h"

namespace interline::adapters {

using google::protobuf::Message;

void SetImplied(const ImpliedPlan& implied, Message* holder) {
  if (implied.access->text == nullptr) return implied.access->set_number(*holder, implied.number);
  implied.access->mutable_text(*holder) = implied.text;
}

bool HasImplied(const ImpliedPlan& implied, const Message& holder) {
  if (implied.access->text == nullptr) return implied.access->number(holder) == implied.number;
  return implied.access->text(holder) == implied.text;
}

}  // namespace interline::adapters
