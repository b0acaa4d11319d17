#include "adapters/engine/subjects.h"

#include <algorithm>

namespace interline::adapters {
namespace {

namespace dom = simdjson::dom;

// The value of a subject as text; none when it is not there or of another JSON type. The text lies in the header, in
// the document or in `buffer`.
absl::optional<absl::string_view> ValueOf(const Subject& subject, const std::map<std::string, std::string>& headers,
                                          const dom::object& body, WordBuffer& buffer) {
  if (subject.is_header) {
    const auto it = headers.find(subject.name);
    if (it == headers.end()) return absl::nullopt;
    return absl::string_view(it->second);
  }
  const absl::optional<dom::element> value = FindElement(subject.steps, body);
  if (!value) return absl::nullopt;
  return ReadWord(subject.lexical, *value, buffer);
}

}  // namespace

absl::optional<dom::element> FindElement(const std::vector<std::string>& steps, const dom::object& body) {
  dom::object object = body;
  for (size_t i = 0; i + 1 < steps.size(); ++i) {
    dom::element inner;
    if (object.at_key(steps[i]).get(inner) != simdjson::SUCCESS) return absl::nullopt;
    if (inner.get(object) == simdjson::SUCCESS) continue;
    // An element without attributes and elements is its text.
    if (i + 2 == steps.size() && steps.back() == "#text" && inner.is_string()) return inner;
    return absl::nullopt;
  }
  dom::element value;
  if (object.at_key(steps.back()).get(value) != simdjson::SUCCESS) return absl::nullopt;
  return value;
}

bool Subjects::Hold(const std::vector<ConditionPlan>& conditions) {
  return std::all_of(conditions.begin(), conditions.end(), [&](const auto& one) { return Holds(one); });
}

bool Subjects::Holds(const ConditionPlan& condition) {
  Value& value = values_[condition.subject];
  if (!value.is_known) {
    value.text = ValueOf(plan_.subjects[condition.subject], headers_, body_, value.buffer);
    value.is_known = true;
  }
  return value.text.has_value() && *value.text == condition.equals;
}

bool Subjects::HaveRoots(const std::vector<std::vector<std::string>>& roots) const {
  for (const std::vector<std::string>& root : roots) {
    if (FindElement(root, body_)) continue;
    const absl::optional<dom::element> above =
        root.size() == 1 ? absl::nullopt : FindElement({root.begin(), root.end() - 1}, body_);
    const bool has_document = root.size() == 1 || (above && above->is_object());
    if (has_document) return false;
  }
  return true;
}

}  // namespace interline::adapters
