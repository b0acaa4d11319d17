#include "adapters/engine/examples.h"

#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>
#include <rapidjson/document.h>

#include <random>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "adapters/engine/answer_examples.h"
#include "adapters/engine/decode.h"
#include "adapters/engine/encode.h"
#include "adapters/engine/example_files.h"
#include "adapters/engine/losses.h"
#include "adapters/engine/sample.h"
#include "adapters/engine/specifications.h"
#include "adapters/engine/wire_tree.h"
#include "core/base/proto_time.h"
#include "core/base/refusal.h"
#include "core/base/sha256.h"
#include "core/ticket/event.h"

namespace interline::adapters {
namespace {

using google::protobuf::util::MessageDifferencer;
using v1::TicketEvent;

// Tried by RunAllExamples for each message and direction.
constexpr int kGenerated = 50;
constexpr unsigned kSeed = 20261124;
constexpr int64_t kSomeTime = 1795486200;  // 2026-11-24

std::string Difference(const TicketEvent& one, const TicketEvent& other) {
  std::string difference;
  MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&difference);
  if (differencer.Compare(one, other)) return "";
  return difference;
}

// Each field may be as long as it is allowed to be and all together longer than a query string.
bool IsTooLongAsAWhole(const absl::Status& status) {
  const auto refusal = GetRefusal(status);
  return refusal && refusal->reason() == v1::REFUSAL_REASON_TOO_LONG_FOR_RECEIVER && refusal->path().empty();
}

// Decode(Encode(event)) against `event`, both without declared losses. Empty when they are the same.
std::string ReadBack(const Plan& plan, const MessagePlan& message, Direction direction, bool keep_id,
                     const TicketEvent& event) {
  const auto written = Encode(plan, direction, event);
  if (IsTooLongAsAWhole(written.status())) return "";
  if (!written.ok()) return absl::StrCat("Encode: ", written.status().ToString());
  const auto read = Decode(plan, direction, *written);
  if (!read.ok()) return absl::StrCat("Decode(Encode): ", read.status().ToString());
  TicketEvent before = event;
  TicketEvent after = *read;
  KeepWhatIsReadBack(message, keep_id, before);
  KeepWhatIsReadBack(message, keep_id, after);
  const std::string difference = Difference(before, after);
  return difference.empty() ? "" : absl::StrCat("Decode(Encode(e)) is not e:\n", difference);
}

// Encode(Decode(x)) against x.
std::string WriteBack(const Plan& plan, const MessagePlan& message, const Example& example, const TicketEvent& event) {
  const auto written = Encode(plan, example.direction, event);
  if (!written.ok()) return absl::StrCat("Encode: ", written.status().ToString());
  const auto before_json = WireToJson(plan, example.direction, example.message);
  const auto after_json = WireToJson(plan, example.direction, *written);
  if (!before_json.ok() || !after_json.ok()) return "What was written cannot be read.";
  rapidjson::Document before;
  rapidjson::Document after;
  before.Parse(before_json->data(), before_json->size());
  after.Parse(after_json->data(), after_json->size());
  const Day day = DayOf(FromProto(event.occurred_at()), message.block.zone);
  KeepWhatIsWrittenBack(message.block, day, before);
  KeepWhatIsWrittenBack(message.block, day, after);
  if (before != after) return absl::StrCat("Encode(Decode(x)) is not x: ", written->body);
  for (const auto& [name, value] : message.headers) {
    const auto it = example.message.headers.find(name);
    if (it == example.message.headers.end() || it->second != value)
      return absl::StrCat("The header ", name, " differs.");
  }
  return "";
}

// Empty when all laws are kept.
std::string CheckGood(const Plan& plan, const Example& example) {
  if (!example.has_direction) return "The canonical text does not say the direction.";
  TicketEvent canonical;
  if (!google::protobuf::TextFormat::ParseFromString(example.partner, &canonical)) {
    return "The canonical text is no TicketEvent.";
  }
  const auto event = Decode(plan, example.direction, example.message);
  if (!event.ok()) return absl::StrCat("Decode: ", event.status().ToString());
  const std::string difference = Difference(canonical, *event);
  if (!difference.empty()) return absl::StrCat("Decode is not the canonical text:\n", difference);
  TicketEvent whole = *event;
  // Left to the receiver's clock where a message to a platform tells no time.
  if (example.direction == Direction::kToPlatform && !whole.has_occurred_at()) {
    whole.mutable_occurred_at()->set_seconds(kSomeTime);
  }
  const absl::Status valid = ticket::Validate(whole);
  if (!valid.ok()) return absl::StrCat("Validate: ", valid.ToString());
  const MessagePlan& message = *ChooseMessage(plan, example.direction, example.message);
  const std::string unequal = WriteBack(plan, message, example, *event);
  if (!unequal.empty()) return unequal;
  // Other bytes, other digest.
  const bool is_digest_of_bytes =
      absl::EndsWith(event->id(), Sha256Hex(example.message.body).substr(0, 32)) && message.identity.empty();
  return ReadBack(plan, message, example.direction, !is_digest_of_bytes, *event);
}

// Empty when it is refused as it should be.
std::string CheckBad(const Plan& plan, const Example& example) {
  const std::string first(absl::StripAsciiWhitespace(example.partner.substr(0, example.partner.find('\n'))));
  const auto event = Decode(plan, example.direction, example.message);
  if (event.ok()) return absl::StrCat("It is accepted; due is ", first, ".");
  const auto refusal = GetRefusal(event.status());
  if (!refusal) return absl::StrCat("No refusal: ", event.status().ToString());
  const std::string what =
      absl::StrCat(ReasonName(refusal->reason()), refusal->path().empty() ? "" : " at ", refusal->path());
  return what == first ? "" : absl::StrCat("It is refused as ", what, "; due is ", first, ".");
}

}  // namespace

void ExampleReport::Add(const ExampleReport& other) {
  good += other.good;
  bad += other.bad;
  answers += other.answers;
  batches += other.batches;
  generated += other.generated;
  problems.insert(problems.end(), other.problems.begin(), other.problems.end());
}

ExampleReport RunExamples(const Plan& plan, const std::string& folder) {
  ExampleReport report;
  const auto note = [&](const Example& example, const std::string& problem) {
    if (!problem.empty()) report.problems.push_back(absl::StrCat(example.file, ": ", problem));
  };
  for (const Example& example : ReadExamples(folder + "/examples/good", ".textproto", report.problems)) {
    ++report.good;
    note(example, CheckGood(plan, example));
  }
  for (const Example& example : ReadExamples(folder + "/examples/bad", ".expect", report.problems)) {
    ++report.bad;
    note(example, CheckBad(plan, example));
  }
  for (const AnswerExample& example : ReadAnswerExamples(folder + "/examples/answers", report.problems)) {
    ++report.answers;
    const std::string problem = CheckAnswer(plan, example);
    if (!problem.empty()) report.problems.push_back(absl::StrCat(example.file, ": ", problem));
  }
  for (const Example& example : ReadExamples(folder + "/examples/batches", ".expect", report.problems)) {
    ++report.batches;
    note(example, CheckBatch(plan, example));
  }
  return report;
}

ExampleReport RunGenerated(const Plan& plan, int count, unsigned seed) {
  ExampleReport report;
  std::mt19937 random(seed);
  for (const Direction direction : {Direction::kFromPlatform, Direction::kToPlatform}) {
    for (const MessagePlan* message : plan.For(direction)) {
      for (int i = 0; i < count; ++i) {
        ++report.generated;
        const TicketEvent event = SampleEvent(plan, *message, direction, random);
        const std::string problem = ReadBack(plan, *message, direction, /*keep_id=*/false, event);
        if (problem.empty()) continue;
        report.problems.push_back(absl::StrCat(plan.mapping, " for ", plan.platform.id(), ", message ", message->name,
                                               ", generated event ", i, ": ", problem));
        break;
      }
    }
  }
  return report;
}

ExampleReport RunAllExamples(const std::string& directory) {
  ExampleReport report;
  const Specifications all = LoadSpecifications(directory);
  for (const Finding& finding : all.findings) report.problems.push_back(finding.ToString());
  for (const auto* folders : {&all.platforms, &all.dialects}) {
    for (const Specified& specified : *folders) {
      report.Add(RunExamples(*specified.plan, specified.directory));
      report.Add(RunGenerated(*specified.plan, kGenerated, kSeed));
    }
  }
  return report;
}

}  // namespace interline::adapters
