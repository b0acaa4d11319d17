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
using adapter::v1::Batch;
using adapter::v1::Dialect;

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
    if (BlockCompiler::IsDated(plan_->block)) Add(place_, "An answer tells no day, so its codes cannot be dated.");
    for (const RowPlan& row : plan_->block.rows) {
      const auto* code = std::get_if<AsCode>(&row.as);
      if (code == nullptr || !row.writes || code->table->ours() == nullptr) continue;
      for (int i = 0; i < code->table->ours()->value_count(); ++i) {
        const auto* value = code->table->ours()->value(i);
        if (value->number() == 0 || code->table->Theirs(value->number(), Day{0}) != nullptr) continue;
        Add(place_,
            absl::StrCat("'", row.theirs, "' has no code for ", value->name(), "; an answer needs one for each."));
        return;
      }
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

absl::string_view RootOf(absl::string_view path) { return path.substr(0, path.find('.')); }

// As JSON writes it.
std::string JsonOf(const adapter::v1::Condition& condition) {
  if (condition.lexical() != adapter::v1::LEXICAL_UNSPECIFIED) return condition.equals();
  wire::JsonWriter json;
  json.Text(condition.equals());
  return std::string(json.json());
}

void CompileBatch(const CompileContext& context, const Batch& batch, const Place& place, Plan& plan) {
  Mistakes& mistakes = *context.mistakes;
  const WirePaths paths(plan.answer_wire);
  BatchPlan made;
  made.name = batch.name();
  made.list = batch.list();
  if (batch.name().empty()) mistakes.Add(place, "A batch needs a name.");
  CompiledConditions conditions = CompileConditions(batch.when(), place, context, plan.subjects);
  made.conditions = std::move(conditions.conditions);
  made.headers = std::move(conditions.headers);
  const auto check = [&](const std::string& path, WirePaths::Use use, const Place& where) {
    const absl::Status fits = paths.Check(path, use);
    if (!fits.ok()) mistakes.Add(where, std::string(fits.message()));
  };
  for (const int index : conditions.on_fields) {
    const adapter::v1::Condition& condition = batch.when(index);
    const Place here = place.In("when", index);
    check(condition.path(), WirePaths::Use::kValue, here.In("path"));
    if (condition.lexical() != adapter::v1::LEXICAL_UNSPECIFIED && paths.AreTexts(condition.path())) {
      mistakes.Add(here, "It is always a text in this format, so it has no `lexical`.");
    }
    if (plan.answer_wire.has_root() && RootOf(condition.path()) != RootOf(batch.list())) {
      mistakes.Add(here.In("path"), "It stands below another root than the list.");
    }
    made.constants.push_back({condition.path(), JsonOf(condition)});
  }
  check(batch.list(), WirePaths::Use::kObjects, place.In("list"));
  for (int i = 0; i < batch.skip_size(); ++i) {
    const Place here = place.In("skip", i);
    if (batch.skip(i).when().empty()) mistakes.Add(here, "What is skipped needs a condition.");
    made.skips.push_back(CompileConditions(batch.skip(i).when(), here, context, plan.subjects).conditions);
  }
  const auto is_same = [&](const BatchPlan& other) { return other.name == made.name; };
  if (absl::c_any_of(plan.batches, is_same)) {
    mistakes.Add(place.In("name"), absl::StrCat("There are two batches '", made.name, "'."));
  }
  plan.batches.push_back(std::move(made));
}

bool Has(const std::vector<const AnswerPlan*>& answers, Answer::Meaning meaning) {
  return absl::c_any_of(answers, [&](const AnswerPlan* answer) { return answer->meaning == meaning; });
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

void CompileBatches(const CompileContext& context, Plan& plan) {
  for (int i = 0; i < plan.dialect.batches_size(); ++i) {
    CompileBatch(context, plan.dialect.batches(i), DialectPlace().In("batches", i), plan);
  }
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
  if (they_call) need(plan.answers_to_platform, "to the platform");
  const bool polls = transport == adapter::v1::TRANSPORT_HTTP_POLL || transport == adapter::v1::TRANSPORT_HTTP_CALLER;
  if (polls && !plan.platform.capabilities().receive_only() && plan.batches.empty()) {
    mistakes.Add(place, "The transport polls; the dialect has no batch.");
  }
}

}  // namespace interline::adapters
