#include "cli/documents/answer_section.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/types/optional.h"
#include "adapters/engine/adapter.h"
#include "adapters/engine/answers.h"
#include "adapters/schema/message_form.h"
#include "cli/documents/section_parts.h"
#include "cli/documents/shown_examples.h"

namespace interline::cli {
namespace {

using adapter::v1::Answer;
using adapter::v1::AnswerContent;
using adapters::Direction;
using adapters::Plan;
using schema::MessageForm;

constexpr int64_t kAnsweredAt = 1795486200;  // 2026-11-24T10:10:00+08:00
constexpr uint32_t kRetryAfterSeconds = 30;

std::string MeaningOf(Answer::Meaning meaning) {
  switch (meaning) {
    case Answer::MEANING_DONE:
      return "已收妥 / stored, now or before";
    case Answer::MEANING_REFUSED:
      return "拒收，重发无用 / refused, sending it again is of no use";
    case Answer::MEANING_LATER:
      return "暂未收，可稍后重发 / not stored, may be sent again later";
    case Answer::MEANING_IN_DOUBT:
      return "结果不明 / in doubt";
    default:
      return "身份验证失败 / wrong credentials";
  }
}

// A field that every message of theirs must have, for an example of a refusal.
std::string RequiredField(const std::vector<MessageForm>& messages, Direction direction) {
  for (const MessageForm& form : messages) {
    if (form.direction != direction) continue;
    for (const schema::FlatField& flat : schema::FlatFieldsOf(form.root)) {
      if (flat.field->required && !flat.field->ours.empty()) return flat.path;
    }
  }
  return "";
}

// What the answer would say of a message in the other direction.
AnswerContent ContentFor(const Plan& plan, const MessageForm& answer) {
  const bool from = answer.direction == Direction::kFromPlatform;
  AnswerContent content;
  content.mutable_answered_at()->set_seconds(kAnsweredAt);
  if (!answer.answer->messages().empty()) content.set_message(answer.answer->messages(0));
  switch (answer.answer->meaning()) {
    case Answer::MEANING_DONE:
      content.set_event_id("m-20261124-0001");
      content.set_ticket_id(absl::StrCat(from ? "12367" : plan.platform.id(), ":2026112400012"));
      content.set_number(from ? "DH2611240012" : "2026112400012");
      break;
    case Answer::MEANING_REFUSED:
      content.set_reason(v1::REFUSAL_REASON_MISSING_FIELD);
      content.set_path(RequiredField(schema::MessageFormsOf({plan.platform, plan.dialect}),
                                     from ? Direction::kToPlatform : Direction::kFromPlatform));
      content.set_explanation("This field is required.");
      break;
    case Answer::MEANING_LATER:
      content.set_explanation("Too much at once.");
      content.set_retry_after_seconds(kRetryAfterSeconds);
      break;
    default:
      content.set_explanation("The request does not prove that it comes from this platform.");
  }
  return content;
}

// Whether this is the answer that is written for its meaning and message; others of the meaning are only read.
bool IsWritten(const Plan& plan, const MessageForm& form, const AnswerContent& content) {
  const auto& all = plan.AnswersFor(form.direction);
  const auto first = std::find_if(all.begin(), all.end(), [&](const adapters::AnswerPlan* candidate) {
    const auto& messages = candidate->messages;
    return candidate->meaning == form.answer->meaning() &&
           (messages.empty() || std::find(messages.begin(), messages.end(), content.message()) != messages.end());
  });
  return first != all.end() && (*first)->specification == form.answer;
}

void WriteExample(const Plan& plan, const MessageForm& form, Page& page) {
  const AnswerContent content = ContentFor(plan, form);
  if (!IsWritten(plan, form, content)) {
    page.Paragraph("仅识读，不写出。 / Only understood, never written.");
    return;
  }
  const auto written = adapters::WriteAnswer(plan, form.direction, form.answer->meaning(), content);
  if (!written.ok()) return;
  page.Paragraph("示例 / Example:");
  std::string text = absl::StrCat("HTTP ", written->http_status, "\n");
  for (const auto& [name, value] : written->headers) absl::StrAppend(&text, name, ": ", value, "\n");
  page.Code("", absl::StrCat(text, written->body.empty() ? "" : "\n", Utf8(plan, written->body)));
}

void WriteAnswer(const Plan& plan, const MessageForm& form, Page& page) {
  const Answer& answer = *form.answer;
  page.Heading(3, absl::StrCat("`", form.name, "`：", MeaningOf(answer.meaning())));
  std::vector<std::string> facts = {form.direction == Direction::kFromPlatform
                                        ? "由平台应答 / answered by the platform"
                                        : "由 Interline 应答 / answered by Interline"};
  facts.push_back(answer.http_status() > 0 ? absl::StrCat("HTTP ", answer.http_status()) : "HTTP 200–299");
  if (!answer.when().empty()) facts.push_back(absl::StrCat("识别 / told apart by: ", ConditionsOf(answer.when())));
  if (!answer.messages().empty()) {
    facts.push_back(absl::StrCat("对报文 / to: `", absl::StrJoin(answer.messages(), "`, `"), "`"));
  }
  page.Bullets(facts);
  if (form.root.children.empty()) {
    page.Paragraph("无正文要求。 / Nothing is asked of the body.");
  } else {
    WriteFields(form.root, page);
  }
  WriteExample(plan, form, page);
}

}  // namespace

void WriteAnswers(const Plan& plan, Page& page) {
  page.Heading(2, "应答 / Answers");
  const std::vector<MessageForm> forms = schema::AnswerFormsOf({plan.platform, plan.dialect});
  if (forms.empty()) {
    page.Paragraph(
        "同一连接上没有应答；拒收以 `refused` 类报文另行告知。 / There is no answer on the same connection; a refusal "
        "comes as a message of its own.");
    return;
  }
  for (const MessageForm& form : forms) WriteAnswer(plan, form, page);
}

}  // namespace interline::cli
