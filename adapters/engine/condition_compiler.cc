#include "adapters/engine/condition_compiler.h"

#include <set>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"

namespace interline::adapters {
namespace {

using adapter::v1::Condition;

size_t SubjectFor(const Condition& condition, std::vector<Subject>& subjects) {
  Subject subject;
  subject.is_header = condition.has_header();
  subject.name = condition.has_header() ? condition.header() : condition.path();
  subject.lexical = condition.lexical();
  if (!subject.is_header) subject.steps = absl::StrSplit(subject.name, '.');
  const auto it = absl::c_find_if(subjects, [&](const Subject& known) {
    return known.is_header == subject.is_header && known.name == subject.name && known.lexical == subject.lexical;
  });
  const auto index = static_cast<size_t>(it - subjects.begin());
  if (index == subjects.size()) subjects.push_back(std::move(subject));
  return index;
}

}  // namespace

CompiledConditions CompileConditions(const google::protobuf::RepeatedPtrField<Condition>& when, const Place& place,
                                     const CompileContext& context, std::vector<Subject>& subjects) {
  CompiledConditions compiled;
  std::set<size_t> seen;
  for (int i = 0; i < when.size(); ++i) {
    const Condition& condition = when[i];
    const Place here = place.In("when", i);
    const auto add = [&](const char* what) { context.mistakes->Add(here, what); };
    if (condition.where_case() == Condition::WHERE_NOT_SET || condition.equals().empty()) {
      add("A condition needs a field or header, and a value.");
      continue;
    }
    if (!IsWritable(condition.lexical(), condition.equals())) add("The value is not of the declared lexical.");
    if (condition.has_header() && condition.header() != absl::AsciiStrToLower(condition.header())) {
      add("Names of headers are in lower case.");
    }
    const size_t subject = SubjectFor(condition, subjects);
    if (!seen.insert(subject).second) add("Two conditions on the same place never hold together.");
    compiled.conditions.push_back({subject, condition.equals()});
    if (condition.has_header()) {
      compiled.headers.emplace_back(condition.header(), condition.equals());
    } else {
      compiled.on_fields.push_back(i);
    }
  }
  return compiled;
}

}  // namespace interline::adapters
