// What messages, answers and batches are told apart by, in one document.
#ifndef INTERLINE_ADAPTERS_ENGINE_SUBJECTS_H_
#define INTERLINE_ADAPTERS_ENGINE_SUBJECTS_H_

#include <simdjson.h>

#include <map>
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "adapters/engine/plan.h"
#include "adapters/engine/value_reader.h"

namespace interline::adapters {

// The element at `steps`; none when it is not there. "#text" is found too where an element is nothing but its text.
absl::optional<simdjson::dom::element> FindElement(const std::vector<std::string>& steps,
                                                   const simdjson::dom::object& body);

// Looks each subject up at most once. All arguments must outlive it. One thread.
class Subjects {
 public:
  Subjects(const Plan& plan, const std::map<std::string, std::string>& headers, const simdjson::dom::object& body)
      : plan_(plan), headers_(headers), body_(body), values_(plan.subjects.size()) {}

  bool Hold(const std::vector<ConditionPlan>& conditions);

  // Whether each document of XML that is there has its root (MessagePlan::roots).
  bool HaveRoots(const std::vector<std::vector<std::string>>& roots) const;

 private:
  struct Value {
    bool is_known = false;
    absl::optional<absl::string_view> text;
    WordBuffer buffer;
  };

  bool Holds(const ConditionPlan& condition);

  const Plan& plan_;
  const std::map<std::string, std::string>& headers_;
  const simdjson::dom::object& body_;
  absl::InlinedVector<Value, 4> values_;
};

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_SUBJECTS_H_
