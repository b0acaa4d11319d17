#include "adapters/engine/answers.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/types/optional.h"
#include "adapters/engine/block_reader.h"
#include "adapters/engine/block_writer.h"
#include "adapters/engine/subjects.h"
#include "adapters/engine/wire_document.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"
#include "core/wire/json_writer.h"

namespace interline::adapters {
namespace {

namespace dom = simdjson::dom;
using adapter::v1::Answer;
using adapter::v1::AnswerContent;

constexpr uint32_t kOk = 200;

bool FitsStatus(const AnswerPlan& answer, uint32_t status) {
  if (answer.http_status != 0) return answer.http_status == status;
  return status >= 200 && status <= 299;
}

Answered InDoubt(const std::string& name, const absl::Status& why) {
  Answered answered;
  answered.name = name;
  const auto refusal = GetRefusal(why);
  if (!refusal) return answered;
  answered.content.set_reason(refusal->reason());
  answered.content.set_path(refusal->path());
  answered.content.set_explanation(refusal->explanation());
  return answered;
}

Answered Read(const AnswerPlan& plan, const dom::object* body) {
  Answered answered;
  answered.name = plan.name;
  answered.meaning = plan.meaning;
  if (body != nullptr) {
    const absl::Status read =
        BlockReader(plan.block, answered.content, /*refuse_unknown_fields=*/false, nullptr).Read(*body);
    if (!read.ok()) return InDoubt(plan.name, read);
  }
  if (plan.messages.size() == 1) answered.content.set_message(plan.messages.front());
  return answered;
}

bool Answers(const AnswerPlan& plan, Answer::Meaning meaning, const std::string& message) {
  if (plan.meaning != meaning) return false;
  return plan.messages.empty() || std::find(plan.messages.begin(), plan.messages.end(), message) != plan.messages.end();
}

absl::StatusOr<std::string> WriteBody(const WirePlan& wire, const AnswerPlan& plan, const AnswerContent& content) {
  wire::JsonWriter json;
  RETURN_IF_ERROR(BlockWriter(plan.block, content, nullptr).Write(json));
  absl::StatusOr<std::string> body = WriteDocument(wire, json.json(), RootOf(plan.roots));
  return body.ok() ? body : InOurNames(plan.block, body.status());
}

// Without quirks.
Answered ReadPlain(const Plan& plan, Direction direction, const WireAnswer& answer) {
  // Its buffers are worth keeping from one answer to the next.
  static thread_local WireDocument document;
  const dom::object nothing;
  absl::optional<absl::StatusOr<dom::object>> body;
  absl::Status unreadable;
  for (const AnswerPlan* candidate : plan.AnswersFor(direction)) {
    if (!FitsStatus(*candidate, answer.http_status)) continue;
    if (!candidate->has_body()) {
      Subjects subjects(plan, answer.headers, nothing);
      if (subjects.Hold(candidate->conditions)) return Read(*candidate, nullptr);
      continue;
    }
    if (!body) {
      unreadable = CheckCharset(plan.answer_wire, answer.headers);
      body = unreadable.ok() ? document.Read(plan.answer_wire, answer.body) : unreadable;
      unreadable = body->status();
    }
    if (!unreadable.ok()) continue;
    Subjects subjects(plan, answer.headers, **body);
    if (!subjects.HaveRoots(candidate->roots) || !subjects.Hold(candidate->conditions)) continue;
    return Read(*candidate, &**body);
  }
  return InDoubt("", unreadable);
}

}  // namespace

Answered ReadAnswer(const Plan& plan, Direction direction, const WireAnswer& answer) {
  if (plan.quirks.empty()) return ReadPlain(plan, direction, answer);
  const absl::StatusOr<WireAnswer> plain = BeforeReadAnswer(plan.quirks, direction, answer);
  return plain.ok() ? ReadPlain(plan, direction, *plain) : InDoubt("", plain.status());
}

absl::StatusOr<WireAnswer> WriteAnswer(const Plan& plan, Direction direction, Answer::Meaning meaning,
                                       const AnswerContent& content) {
  const auto& all = plan.AnswersFor(direction);
  const auto it = std::find_if(all.begin(), all.end(),
                               [&](const AnswerPlan* one) { return Answers(*one, meaning, content.message()); });
  if (it == all.end()) return absl::NotFoundError("the dialect has no answer of this meaning");
  WireAnswer written;
  written.http_status = (*it)->http_status == 0 ? kOk : (*it)->http_status;
  for (const auto& [name, value] : (*it)->headers) written.headers.emplace(name, value);
  if ((*it)->has_body()) {
    ASSIGN_OR_RETURN(written.body, WriteBody(plan.answer_wire, **it, content));
    AddHeaders(plan.answer_wire, written.headers);
    written.headers.erase("soapaction");
  }
  return AfterWriteAnswer(plan.quirks, direction, std::move(written));
}

}  // namespace interline::adapters
