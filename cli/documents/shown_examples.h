// Good examples of messages, ready to be shown in a partner's document.
#ifndef INTERLINE_CLI_DOCUMENTS_SHOWN_EXAMPLES_H_
#define INTERLINE_CLI_DOCUMENTS_SHOWN_EXAMPLES_H_

#include <string>
#include <vector>

#include "adapters/engine/adapter.h"
#include "adapters/engine/plan.h"

namespace interline::cli {

struct ShownExample {
  // Name of the message in the dialect.
  std::string message;
  adapters::Direction direction = adapters::Direction::kFromPlatform;
  adapters::WireMessage wire;
  // The body in UTF-8.
  std::string body;
};

// Those below `<folder>/examples/good` of each folder, in this order, that the platform itself reads. The platform that
// the examples of a dialect are written for is replaced by the platform of the plan.
std::vector<ShownExample> ShownExamplesOf(const adapters::Plan& plan, const std::vector<std::string>& folders);

// What the dialect's bytes say, in UTF-8.
std::string Utf8(const adapters::Plan& plan, const std::string& body);

// The first of the message in the direction; null when there is none.
const ShownExample* FindExample(const std::vector<ShownExample>& examples, const std::string& message,
                                adapters::Direction direction);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_DOCUMENTS_SHOWN_EXAMPLES_H_
