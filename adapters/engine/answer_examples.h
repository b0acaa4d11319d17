// Runs examples of answers and of batches; examples.h says what the files hold.
#ifndef INTERLINE_ADAPTERS_ENGINE_ANSWER_EXAMPLES_H_
#define INTERLINE_ADAPTERS_ENGINE_ANSWER_EXAMPLES_H_

#include <string>
#include <vector>

#include "adapters/engine/adapter.h"
#include "adapters/engine/example_files.h"
#include "adapters/engine/plan.h"

namespace interline::adapters {

struct AnswerExample {
  // Path of the body's file.
  std::string file;
  WireAnswer answer;
  Direction direction = Direction::kFromPlatform;
  adapter::v1::Answer::Meaning meaning = adapter::v1::Answer::MEANING_UNSPECIFIED;
  // Empty when the file does not say it.
  std::string name;
  adapter::v1::AnswerContent content;
};

// All examples of answers in `directory`, by name. Files that are none go to `problems`.
std::vector<AnswerExample> ReadAnswerExamples(const std::string& directory, std::vector<std::string>& problems);

// Both: what is wrong; empty when all laws are kept.
std::string CheckAnswer(const Plan& plan, const AnswerExample& example);
std::string CheckBatch(const Plan& plan, const Example& example);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_ANSWER_EXAMPLES_H_
