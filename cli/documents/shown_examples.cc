#include "cli/documents/shown_examples.h"

#include <algorithm>

#include "absl/strings/str_replace.h"
#include "adapters/engine/compile.h"
#include "adapters/engine/decode.h"
#include "adapters/engine/example_files.h"
#include "adapters/engine/wire_tree.h"
#include "core/wire/charset.h"

namespace interline::cli {

std::string Utf8(const adapters::Plan& plan, const std::string& body) {
  if (plan.dialect.charset() != adapter::v1::CHARSET_GB18030) return body;
  return wire::ToUtf8(body, wire::Charset::kGb18030).value_or(body);
}

std::vector<ShownExample> ShownExamplesOf(const adapters::Plan& plan, const std::vector<std::string>& folders) {
  std::vector<ShownExample> shown;
  for (const std::string& folder : folders) {
    // What is wrong with the files is for `interline test` to say.
    std::vector<std::string> ignored;
    for (adapters::Example& example : adapters::ReadExamples(folder + "/examples/good", ".textproto", ignored)) {
      absl::StrReplaceAll({{adapters::kTrialPlatform, plan.platform.id()}}, &example.message.body);
      if (!adapters::Decode(plan, example.direction, example.message).ok()) continue;
      const adapters::MessagePlan* message = adapters::ChooseMessage(plan, example.direction, example.message);
      if (message == nullptr) continue;
      const std::string body = Utf8(plan, example.message.body);
      shown.push_back({message->name, example.direction, std::move(example.message), body});
    }
  }
  return shown;
}

const ShownExample* FindExample(const std::vector<ShownExample>& examples, const std::string& message,
                                adapters::Direction direction) {
  const auto found = std::find_if(examples.begin(), examples.end(), [&](const ShownExample& example) {
    return example.message == message && example.direction == direction;
  });
  return found == examples.end() ? nullptr : &*found;
}

}  // namespace interline::cli
