// Reading, writing and answering by a specification, with what must hold for bytes of strangers.
#ifndef INTERLINE_TESTS_FUZZ_PLAN_RUN_H_
#define INTERLINE_TESTS_FUZZ_PLAN_RUN_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "adapters/engine/adapter.h"
#include "adapters/engine/plan.h"

namespace interline::fuzz {

// The first byte of an input chooses the headers among those that the dialect's messages ask for. Thread-safe.
class PlanRun {
 public:
  enum class Losses {
    // What is read twice may differ: the dialect says what it does not write.
    kDeclared,
    // An event that was read, written and read again is the same.
    kNone,
  };

  // `plan` outlives this.
  PlanRun(const adapters::Plan& plan, Losses losses);

  // As Target::run.
  std::string operator()(absl::string_view input) const;

  // The input for a message with these headers.
  std::string InputFor(const adapters::WireMessage& message) const;

 private:
  std::string Message(adapters::Direction direction, const adapters::WireMessage& message) const;
  std::string Answer(adapters::Direction direction, const std::string& body) const;

  const adapters::Plan& plan_;
  const Losses losses_;
  const std::vector<std::map<std::string, std::string>> headers_;
};

}  // namespace interline::fuzz

#endif  // INTERLINE_TESTS_FUZZ_PLAN_RUN_H_
