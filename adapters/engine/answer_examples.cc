#include "adapters/engine/answer_examples.h"

#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "adapters/engine/answers.h"
#include "adapters/engine/batches.h"
#include "adapters/engine/decode.h"
#include "adapters/engine/wire_tree.h"
#include "core/base/refusal.h"

namespace interline::adapters {
namespace {

using adapter::v1::Answer;
using adapter::v1::AnswerContent;
using google::protobuf::util::MessageDifferencer;

constexpr uint32_t kOk = 200;

std::string Difference(const AnswerContent& one, const AnswerContent& other) {
  std::string difference;
  MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&difference);
  return differencer.Compare(one, other) ? "" : difference;
}

std::string MeaningName(Answer::Meaning meaning) {
  return std::string(absl::StripPrefix(Answer::Meaning_Name(meaning), "MEANING_"));
}

// Empty, or what the file does not say.
std::string Fill(const Example& file, AnswerExample& example) {
  if (!file.has_direction) return "The text does not say the direction.";
  example.direction = file.direction;
  if (!Answer::Meaning_Parse("MEANING_" + Comment(file.partner, "meaning"), &example.meaning)) {
    return "The text does not say the meaning.";
  }
  if (!absl::SimpleAtoi(Comment(file.partner, "http_status"), &example.answer.http_status)) {
    return "The text does not say the http_status.";
  }
  example.name = Comment(file.partner, "name");
  if (google::protobuf::TextFormat::ParseFromString(file.partner, &example.content)) return "";
  return "The text is no AnswerContent.";
}

// What was read, written again and read again.
std::string CheckWritten(const Plan& plan, const AnswerExample& example, const Answered& read) {
  const auto written = WriteAnswer(plan, example.direction, read.meaning, read.content);
  if (!written.ok()) return absl::StrCat("WriteAnswer: ", written.status().ToString());
  const Answered again = ReadAnswer(plan, example.direction, *written);
  if (again.meaning != read.meaning) {
    return absl::StrCat("What is written again means ", MeaningName(again.meaning), ".");
  }
  // The first answer of the meaning may say less than the one that was read.
  if (again.name != read.name) return "";
  const std::string difference = Difference(read.content, again.content);
  return difference.empty() ? "" : absl::StrCat("What is written again says something else:\n", difference);
}

std::string NameOf(const Plan& plan, const WireMessage& message) {
  const MessagePlan* found = ChooseMessage(plan, Direction::kFromPlatform, message);
  return found == nullptr || !Decode(plan, Direction::kFromPlatform, message).ok() ? "?" : found->name;
}

std::string ReasonOf(const absl::Status& status) {
  const auto refusal = GetRefusal(status);
  if (!refusal) return status.ToString();
  return absl::StrCat(ReasonName(refusal->reason()), refusal->path().empty() ? "" : " at ", refusal->path());
}

// The lines of the partner that are no comments.
std::vector<std::string> LinesOf(const std::string& partner) {
  std::vector<std::string> lines;
  for (const absl::string_view line : absl::StrSplit(partner, '\n', absl::SkipWhitespace())) {
    if (line.front() != '#') lines.emplace_back(absl::StripAsciiWhitespace(line));
  }
  return lines;
}

}  // namespace

std::vector<AnswerExample> ReadAnswerExamples(const std::string& directory, std::vector<std::string>& problems) {
  std::vector<AnswerExample> examples;
  for (const Example& file : ReadExamples(directory, ".textproto", problems)) {
    AnswerExample example;
    example.file = file.file;
    example.answer.body = file.message.body;
    example.answer.headers = file.message.headers;
    const std::string problem = Fill(file, example);
    if (problem.empty()) {
      examples.push_back(std::move(example));
    } else {
      problems.push_back(absl::StrCat(file.file, ": ", problem));
    }
  }
  return examples;
}

std::string CheckAnswer(const Plan& plan, const AnswerExample& example) {
  const Answered read = ReadAnswer(plan, example.direction, example.answer);
  if (read.meaning != example.meaning) {
    return absl::StrCat("It means ", MeaningName(read.meaning), "; due is ", MeaningName(example.meaning), ".");
  }
  if (!example.name.empty() && read.name != example.name) {
    return absl::StrCat("It is the answer '", read.name, "'; due is '", example.name, "'.");
  }
  const bool is_in_doubt = read.meaning == Answer::MEANING_IN_DOUBT;
  if (is_in_doubt && example.content.ByteSizeLong() == 0) return "";
  const std::string difference = Difference(example.content, read.content);
  if (!difference.empty()) return absl::StrCat("ReadAnswer is not the text:\n", difference);
  return is_in_doubt ? "" : CheckWritten(plan, example, read);
}

std::string CheckBatch(const Plan& plan, const Example& example) {
  const std::vector<std::string> due = LinesOf(example.partner);
  const WireAnswer answer{kOk, example.message.body, example.message.headers};
  const auto messages = SplitBatch(plan, answer);
  std::vector<std::string> found;
  if (!messages.ok()) {
    found.push_back(ReasonOf(messages.status()));
  } else {
    found.push_back(messages->empty() ? (due.empty() ? "" : due.front()) : messages->front().headers.at(":batch"));
    for (const WireMessage& message : *messages) found.push_back(NameOf(plan, message));
  }
  if (found != due)
    return absl::StrCat("It is ", absl::StrJoin(found, ", "), "; due is ", absl::StrJoin(due, ", "), ".");
  if (!messages.ok() || messages->empty()) return "";
  const auto joined = JoinBatch(plan, due.front(), *messages);
  if (!joined.ok()) return absl::StrCat("JoinBatch: ", joined.status().ToString());
  const auto again = SplitBatch(plan, *joined);
  if (!again.ok()) return absl::StrCat("SplitBatch(JoinBatch): ", again.status().ToString());
  const auto is_same = [](const WireMessage& a, const WireMessage& b) { return a.body == b.body; };
  const bool are_same = std::equal(messages->begin(), messages->end(), again->begin(), again->end(), is_same);
  return are_same ? "" : "Joined and split again, the messages are others.";
}

}  // namespace interline::adapters
