#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "adapters/engine/answer_examples.h"
#include "adapters/engine/answers.h"
#include "adapters/engine/batches.h"
#include "adapters/engine/decode.h"
#include "adapters/engine/encode.h"
#include "adapters/engine/example_files.h"
#include "adapters/engine/specifications.h"
#include "tests/fuzz/targets.h"

namespace interline::fuzz {
namespace {

using adapters::Direction;
using adapters::Plan;
using Headers = std::map<std::string, std::string>;

constexpr size_t kMostHeaderSets = 256;

// All sets of headers that messages of the dialect ask for; the first is empty.
std::vector<Headers> HeaderSets(const Plan& plan) {
  std::vector<Headers> sets(1);
  for (const auto& message : plan.messages) {
    const Headers headers(message->headers.begin(), message->headers.end());
    if (std::find(sets.begin(), sets.end(), headers) == sets.end() && sets.size() < kMostHeaderSets) {
      sets.push_back(headers);
    }
  }
  return sets;
}

class AdapterRun {
 public:
  explicit AdapterRun(const Plan& plan) : plan_(plan), headers_(HeaderSets(plan)) {}

  std::string operator()(absl::string_view input) const {
    if (input.empty()) return "";
    const Headers& headers = headers_[static_cast<unsigned char>(input.front()) % headers_.size()];
    const std::string body(input.substr(1));
    for (const Direction direction : {Direction::kFromPlatform, Direction::kToPlatform}) {
      const std::string wrong = Message(direction, {body, headers});
      if (!wrong.empty()) return wrong;
      const std::string wrong_answer = Answer(direction, body);
      if (!wrong_answer.empty()) return wrong_answer;
    }
    if (plan_.batches.empty()) return "";
    const auto messages = adapters::SplitBatch(plan_, {200, body, {}});
    return messages.ok() ? "" : CheckRefusal(messages.status());
  }

  // The input for a message with these headers.
  std::string InputFor(const adapters::WireMessage& message) const {
    size_t chosen = 0;
    for (size_t i = 0; i < headers_.size(); ++i) {
      const bool are_there =
          std::includes(message.headers.begin(), message.headers.end(), headers_[i].begin(), headers_[i].end());
      if (are_there && headers_[i].size() >= headers_[chosen].size()) chosen = i;
    }
    return absl::StrCat(std::string(1, static_cast<char>(chosen)), message.body);
  }

 private:
  std::string Message(Direction direction, const adapters::WireMessage& message) const {
    const auto event = adapters::Decode(plan_, direction, message);
    if (!event.ok()) return CheckRefusal(event.status());
    const auto written = adapters::Encode(plan_, direction, *event);
    if (!written.ok()) return CheckRefusal(written.status());
    const auto again = adapters::Decode(plan_, direction, *written);
    return again.ok() ? "" : absl::StrCat("what was written is not read: ", again.status().ToString());
  }

  std::string Answer(Direction direction, const std::string& body) const {
    const adapters::Answered answered = adapters::ReadAnswer(plan_, direction, {200, body, {}});
    const bool is_in_doubt = answered.meaning == adapter::v1::Answer::MEANING_IN_DOUBT;
    const bool repeats = is_in_doubt && answered.content.explanation().find(kSecret) != std::string::npos;
    return repeats ? "an answer in doubt that repeats a value" : "";
  }

  const Plan& plan_;
  const std::vector<Headers> headers_;
};

}  // namespace

std::vector<Target> AdapterTargets(const std::string& directory) {
  // Lives as long as the targets, which is as long as the process.
  static const auto* const all = new adapters::Specifications(adapters::LoadSpecifications(directory));
  std::vector<Target> targets;
  for (const auto* folders : {&all->dialects, &all->platforms}) {
    for (const adapters::Specified& specified : *folders) {
      const AdapterRun run(*specified.plan);
      Target target;
      target.name = specified.folder;
      std::vector<std::string> ignored;
      // A platform's own examples are few; those of its dialect are as good.
      const std::string dialect = absl::StrCat(directory, "/dialects/", specified.plan->dialect.name());
      for (const std::string& folder : {dialect, specified.directory}) {
        for (const auto& example : adapters::ReadExamples(folder + "/examples/good", ".textproto", ignored)) {
          target.seeds.push_back(run.InputFor(example.message));
        }
        for (const auto& example : adapters::ReadExamples(folder + "/examples/answers", ".textproto", ignored)) {
          target.seeds.push_back(run.InputFor(example.message));
        }
      }
      target.run = run;
      targets.push_back(std::move(target));
    }
  }
  return targets;
}

}  // namespace interline::fuzz
