#include "tests/fuzz/plan_run.h"

#include <google/protobuf/util/message_differencer.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "adapters/engine/answers.h"
#include "adapters/engine/batches.h"
#include "adapters/engine/decode.h"
#include "adapters/engine/encode.h"
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

}  // namespace

PlanRun::PlanRun(const Plan& plan, Losses losses) : plan_(plan), losses_(losses), headers_(HeaderSets(plan)) {}

std::string PlanRun::operator()(absl::string_view input) const {
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

std::string PlanRun::InputFor(const adapters::WireMessage& message) const {
  size_t chosen = 0;
  for (size_t i = 0; i < headers_.size(); ++i) {
    const bool are_there =
        std::includes(message.headers.begin(), message.headers.end(), headers_[i].begin(), headers_[i].end());
    if (are_there && headers_[i].size() >= headers_[chosen].size()) chosen = i;
  }
  return absl::StrCat(std::string(1, static_cast<char>(chosen)), message.body);
}

std::string PlanRun::Message(Direction direction, const adapters::WireMessage& message) const {
  const auto event = adapters::Decode(plan_, direction, message);
  if (!event.ok()) return CheckRefusal(event.status());
  const auto written = adapters::Encode(plan_, direction, *event);
  if (!written.ok()) return CheckRefusal(written.status());
  const auto again = adapters::Decode(plan_, direction, *written);
  if (!again.ok()) return absl::StrCat("what was written is not read: ", again.status().ToString());
  const bool is_same = google::protobuf::util::MessageDifferencer::Equals(*event, *again);
  return is_same || losses_ == Losses::kDeclared ? "" : "what was written is read otherwise";
}

std::string PlanRun::Answer(Direction direction, const std::string& body) const {
  const adapters::Answered answered = adapters::ReadAnswer(plan_, direction, {200, body, {}});
  const bool is_in_doubt = answered.meaning == adapter::v1::Answer::MEANING_IN_DOUBT;
  const bool repeats = is_in_doubt && answered.content.explanation().find(kSecret) != std::string::npos;
  return repeats ? "an answer in doubt that repeats a value" : "";
}

}  // namespace interline::fuzz
