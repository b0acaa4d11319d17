#include "adapters/engine/answer_compiler.h"

#include <set>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "adapters/engine/block_compiler.h"
#include "adapters/engine/condition_compiler.h"
#include "adapters/engine/wire_compiler.h"
#include "adapters/engine/wire_paths.h"

namespace interline::adapters {
namespace {

using adapter::v1::Answer;
using adapter::v1::AnswerContent;
using adapter::v1::Dialect;

constexpr uint32_t kNoContent = 204;

Place DialectPlace() { return Place(SpecificationPart::kDialect); }

// Used once.
class AnswerCompiler {
 public:
  AnswerCompiler(const CompileContext& context, const Answer& answer, const Place& place, Plan& plan)
      : context_(context),
        answer_(answer),
        place_(place),
        whole_(plan),
        plan_(std::make_unique<AnswerPlan>()),
        rows_(context, WirePaths(plan.answer_wire), *AnswerContent::descriptor(), plan_->block) {}

  std::unique_ptr<AnswerPlan> Compile() {
    plan_->name = answer_.name();
    plan_->meaning = answer_.meaning();
    plan_->http_status = answer_.http_status();
    plan_->messages.assign(answer_.messages().begin(), answer_.messages().end());
    plan_->specification = &answer_;
    CheckHead();
    CompiledConditions conditions = CompileConditions(answer_.when(), place_, context_, whole_.subjects);
    plan_->conditions = std::move(conditions.conditions);
    plan_->headers = std::move(conditions.headers);
    for (const int index : conditions.on_fields) rows_.AddCondition(answer_.when(index), place_.In("when", index));
    // What no row writes is left out.
    Exceptions exceptions;
    for (int i = 0; i < AnswerContent::descriptor()->field_count(); ++i) {
      exceptions.drops.push_back(AnswerContent::descriptor()->field(i)->name());
    }
    for (int i = 0; i < answer_.rows_size(); ++i) rows_.AddRow(answer_.rows(i), place_.In("rows", i), exceptions);
    rows_.Finish(exceptions);
    CheckCodes();
    CheckContent();
    CheckHeaders();
    if (plan_->has_body()) plan_->roots = FindRoots(whole_.answer_wire, plan_->block, place_, *context_.mistakes);
    return std::move(plan_);
  }

 private:
  void Add(const Place& place, std::string what) { context_.mistakes->Add(place, std::move(what)); }

  void CheckHead() {
    if (answer_.name().empty()) Add(place_, "An answer needs a name.");
    if (answer_.direction() == adapter::v1::DIRECTION_UNSPECIFIED) Add(place_, "The answer has no direction.");
    if (answer_.meaning() == Answer::MEANING_UNSPECIFIED) Add(place_, "The answer has no meaning.");
    const uint32_t status = answer_.http_status();
    if (status != 0 && (status < 200 || status > 599)) {
      Add(place_.In("http_status"), "A status is 0 or from 200 to 599.");
    }
    const bool has_body = !answer_.rows().empty() ||
                          absl::c_any_of(answer_.when(), [](const auto& condition) { return condition.has_path(); });
    if (status == kNoContent && has_body) Add(place_.In("http_status"), "An answer with 204 has no body.");
    for (int i = 0; i < answer_.messages_size(); ++i) {
      const auto is_meant = [&](const auto& one) { return one.name() == answer_.messages(i); };
      const bool is_known = absl::c_any_of(whole_.dialect.messages(), is_meant) ||
                            absl::c_any_of(whole_.dialect.polls(), [&](const adapter::v1::Poll& poll) {
                              return poll.has_queue() && is_meant(poll);
                            });
      if (is_known) continue;
      Add(place_.In("messages", i),
          absl::StrCat("There is no message '", answer_.messages(i), "', and no poll that is acknowledged."));
    }
  }

  // An answer must not fail for want of a code.
  void CheckCodes() {
    for (int i = 0; i < answer_.rows_size(); ++i) {
      const adapter::v1::Row& row = answer_.rows(i);
      const auto it = context_.tables.find(row.code().table());
      if (!row.has_code() || it == context_.tables.end() || it->second->ours() == nullptr) continue;
      const CodeTable& table = *it->second;
      const Place here = place_.In("rows", i);
      if (table.is_dated()) {
        Add(here, "An answer tells no day, so its codes cannot be dated.");
      } else if (row.way() != adapter::v1::WAY_READ_ONLY) {
        CheckTotal(table, row.theirs(), here);
      }
    }
  }

  void CheckTotal(const CodeTable& table, const std::string& theirs, const Place& here) {
    for (int i = 0; i < table.ours()->value_count(); ++i) {
      const auto* value = table.ours()->value(i);
      if (value->number() == 0 || table.Theirs(value->number(), Day{0}) != nullptr) continue;
      Add(here, absl::StrCat("'", theirs, "' has no code for ", value->name(), "; an answer needs one for each."));
    }
  }

  // What is not known yet when an answer is due cannot be asked for: without it the answer could not be written.
  void CheckContent() {
    if (answer_.direction() == adapter::v1::DIRECTION_FROM_PLATFORM) return;
    static const auto* const kKnown = new std::set<std::pair<Answer::Meaning, std::string>>{
        {Answer::MEANING_DONE, "event_id"},
        {Answer::MEANING_DONE, "answered_at"},
        {Answer::MEANING_REFUSED, "reason"},
        {Answer::MEANING_REFUSED, "explanation"},
        {Answer::MEANING_REFUSED, "answered_at"},
        {Answer::MEANING_LATER, "explanation"},
        {Answer::MEANING_LATER, "answered_at"},
        {Answer::MEANING_LATER, "retry_after_seconds"},
        {Answer::MEANING_UNAUTHORISED, "explanation"},
    };
    for (int i = 0; i < answer_.rows_size(); ++i) {
      const adapter::v1::Row& row = answer_.rows(i);
      const bool is_needed = row.required() && row.way() != adapter::v1::WAY_READ_ONLY && !row.ours().empty();
      if (!is_needed || kKnown->count({answer_.meaning(), row.ours()}) > 0) continue;
      Add(place_.In("rows", i),
          absl::StrCat("`", row.ours(), "` is not always known when ", Answer::Meaning_Name(answer_.meaning()),
                       " is answered, so the row cannot be required."));
    }
  }

  void CheckHeaders() {
    for (int i = 0; i < answer_.when_size(); ++i) {
      if (!absl::StartsWith(answer_.when(i).header(), ":")) continue;
      Add(place_.In("when", i).In("header"), absl::StrCat("An answer has no header '", answer_.when(i).header(), "'."));
    }
  }

  const CompileContext& context_;
  const Answer& answer_;
  const Place place_;
  Plan& whole_;
  std::unique_ptr<AnswerPlan> plan_;
  BlockCompiler rows_;
};

// Whether whatever is `later` is `earlier` too.
bool Covers(const AnswerPlan& earlier, const AnswerPlan& later) {
  const bool is_success = later.http_status == 0 || (later.http_status >= 200 && later.http_status <= 299);
  if (earlier.http_status == 0 ? !is_success : earlier.http_status != later.http_status) return false;
  if (earlier.has_body() && earlier.roots != later.roots) return false;
  return absl::c_all_of(earlier.conditions, [&](const ConditionPlan& mine) {
    return absl::c_any_of(later.conditions, [&](const ConditionPlan& theirs) {
      return mine.subject == theirs.subject && mine.equals == theirs.equals;
    });
  });
}

void CheckReachable(const std::vector<const AnswerPlan*>& answers, const Plan& plan, Mistakes& mistakes) {
  for (size_t later = 1; later < answers.size(); ++later) {
    for (size_t earlier = 0; earlier < later; ++earlier) {
      if (!Covers(*answers[earlier], *answers[later])) continue;
      // One that is only for writing may look like another: both are read alike.
      if (answers[earlier]->meaning == answers[later]->meaning && !answers[later]->messages.empty()) continue;
      const auto& all = plan.dialect.answers();
      const auto it = absl::c_find_if(all, [&](const Answer& one) { return &one == answers[later]->specification; });
      mistakes.Add(DialectPlace().In("answers", static_cast<int>(it - all.begin())),
                   absl::StrCat("The answer '", answers[later]->name, "' is never reached: '", answers[earlier]->name,
                                "' fits whenever it does."));
      break;
    }
  }
}

bool Has(const std::vector<const AnswerPlan*>& answers, Answer::Meaning meaning) {
  return absl::c_any_of(answers, [&](const AnswerPlan* answer) { return answer->meaning == meaning; });
}

// The first message from the platform that no answer with this meaning answers; null when all are answered.
const MessagePlan* FindUnanswered(const Plan& plan, Answer::Meaning meaning) {
  const auto it = absl::c_find_if(plan.from_platform, [&](const MessagePlan* message) {
    return absl::c_none_of(plan.answers_to_platform, [&](const AnswerPlan* answer) {
      const auto& messages = answer->messages;
      return answer->meaning == meaning && (messages.empty() || absl::c_linear_search(messages, message->name));
    });
  });
  return it == plan.from_platform.end() ? nullptr : *it;
}

}  // namespace

void CompileAnswers(const CompileContext& context, Plan& plan) {
  std::set<std::string> names;
  for (int i = 0; i < plan.dialect.answers_size(); ++i) {
    const Answer& answer = plan.dialect.answers(i);
    const Place here = DialectPlace().In("answers", i);
    if (!names.insert(answer.name()).second) {
      context.mistakes->Add(here.In("name"), absl::StrCat("There are two answers '", answer.name(), "'."));
    }
    plan.answers.push_back(AnswerCompiler(context, answer, here, plan).Compile());
    const AnswerPlan* compiled = plan.answers.back().get();
    if (answer.direction() != adapter::v1::DIRECTION_TO_PLATFORM) plan.answers_from_platform.push_back(compiled);
    if (answer.direction() != adapter::v1::DIRECTION_FROM_PLATFORM) plan.answers_to_platform.push_back(compiled);
  }
  CheckReachable(plan.answers_from_platform, plan, *context.mistakes);
  CheckReachable(plan.answers_to_platform, plan, *context.mistakes);
}

void CheckTransport(const Plan& plan, Mistakes& mistakes) {
  const adapter::v1::Transport transport = plan.platform.transport();
  const bool we_call = transport == adapter::v1::TRANSPORT_HTTP_PUSH || transport == adapter::v1::TRANSPORT_HTTP_POLL;
  const bool they_call =
      transport == adapter::v1::TRANSPORT_HTTP_PUSH || transport == adapter::v1::TRANSPORT_HTTP_CALLER;
  const Place place = Place(SpecificationPart::kPlatform).In("transport");
  const auto need = [&](const std::vector<const AnswerPlan*>& answers, absl::string_view whose) {
    for (const Answer::Meaning meaning : {Answer::MEANING_DONE, Answer::MEANING_REFUSED}) {
      if (Has(answers, meaning)) continue;
      mistakes.Add(place, absl::StrCat("The transport needs an answer ", whose, " with ", Answer::Meaning_Name(meaning),
                                       "; the dialect has none."));
    }
  };
  if (we_call) need(plan.answers_from_platform, "from the platform");
  if (they_call) {
    need(plan.answers_to_platform, "to the platform");
    const MessagePlan* unanswered = FindUnanswered(plan, Answer::MEANING_DONE);
    if (unanswered != nullptr && Has(plan.answers_to_platform, Answer::MEANING_DONE)) {
      mistakes.Add(place, absl::StrCat("No answer to the platform with MEANING_DONE is for the message '",
                                       unanswered->name, "'."));
    }
  }
  const bool polls = transport == adapter::v1::TRANSPORT_HTTP_POLL || transport == adapter::v1::TRANSPORT_HTTP_CALLER;
  if (polls && !plan.platform.capabilities().receive_only() && plan.batches.empty()) {
    mistakes.Add(place, "The transport polls; the dialect has no batch.");
  } else if (transport == adapter::v1::TRANSPORT_HTTP_POLL && !plan.platform.capabilities().receive_only() &&
             plan.dialect.polls().empty()) {
    mistakes.Add(place, "The platform is asked for news; the dialect has no poll.");
  }
}

}  // namespace interline::adapters
