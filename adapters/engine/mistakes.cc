#include "adapters/engine/mistakes.h"

#include "absl/strings/str_cat.h"

namespace interline::adapters {

Place Place::In(absl::string_view field, int index) const {
  Place inner = *this;
  inner.steps_.push_back({std::string(field), index});
  return inner;
}

std::string Place::ToString() const {
  std::string text = part_ == SpecificationPart::kDialect ? "dialect" : "platform";
  for (const Step& step : steps_) {
    absl::StrAppend(&text, ".", step.field);
    if (step.index != kSingular) absl::StrAppend(&text, "[", step.index, "]");
  }
  return text;
}

}  // namespace interline::adapters
