#include "adapters/engine/batch_compiler.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "adapters/engine/condition_compiler.h"
#include "adapters/engine/our_path.h"
#include "adapters/engine/wire_paths.h"
#include "core/wire/json_writer.h"

namespace interline::adapters {
namespace {

using adapter::v1::Batch;
using adapter::v1::Condition;

constexpr absl::string_view kBatchHeader = ":batch";

absl::string_view RootOf(absl::string_view path) { return path.substr(0, path.find('.')); }

absl::string_view LastOf(absl::string_view path) { return path.substr(path.rfind('.') + 1); }

// As JSON writes it.
std::string JsonOf(const Condition& condition) {
  if (condition.lexical() != adapter::v1::LEXICAL_UNSPECIFIED) return condition.equals();
  wire::JsonWriter json;
  json.Text(condition.equals());
  return std::string(json.json());
}

// Used once.
class BatchCompiler {
 public:
  BatchCompiler(const CompileContext& context, const Batch& batch, const Place& place, Plan& plan)
      : context_(context), batch_(batch), place_(place), plan_(plan), paths_(plan.answer_wire) {}

  BatchPlan Compile() {
    made_.name = batch_.name();
    made_.list = batch_.list();
    if (batch_.name().empty()) Add(place_, "A batch needs a name.");
    CheckPath(paths_, batch_.list(), WirePaths::Use::kObjects, place_.In("list"));
    CompiledConditions conditions = CompileConditions(batch_.when(), place_, context_, plan_.subjects);
    made_.conditions = std::move(conditions.conditions);
    made_.headers = std::move(conditions.headers);
    for (const int index : conditions.on_fields) AddConstant(batch_.when(index), place_.In("when", index));
    for (int i = 0; i < batch_.skip_size(); ++i) AddSkip(batch_.skip(i), place_.In("skip", i));
    CheckMessages();
    return std::move(made_);
  }

 private:
  void Add(const Place& place, std::string what) { context_.mistakes->Add(place, std::move(what)); }

  void CheckPath(const WirePaths& paths, const std::string& path, WirePaths::Use use, const Place& where) {
    const absl::Status fits = paths.Check(path, use);
    if (!fits.ok()) Add(where, std::string(fits.message()));
  }

  void CheckLexical(const WirePaths& paths, const Condition& condition, const Place& here) {
    if (condition.lexical() == adapter::v1::LEXICAL_UNSPECIFIED || !paths.AreTexts(condition.path())) return;
    Add(here, "It is always a text in this format, so it has no `lexical`.");
  }

  void AddConstant(const Condition& condition, const Place& here) {
    CheckPath(paths_, condition.path(), WirePaths::Use::kValue, here.In("path"));
    CheckLexical(paths_, condition, here);
    if (plan_.answer_wire.has_root() && RootOf(condition.path()) != RootOf(batch_.list())) {
      Add(here.In("path"), "It stands below another root than the list.");
    }
    if (IsAtOrBelow(condition.path(), batch_.list()) || IsAtOrBelow(batch_.list(), condition.path())) {
      Add(here.In("path"), "A value and the list cannot stand at one place.");
    }
    made_.constants.push_back({condition.path(), JsonOf(condition)});
  }

  void AddSkip(const Batch::Skip& skip, const Place& here) {
    if (skip.when().empty()) Add(here, "What is skipped needs a condition.");
    const WirePaths entry = paths_.InEntry(batch_.list());
    for (int i = 0; i < skip.when_size(); ++i) {
      const Condition& condition = skip.when(i);
      const Place where = here.In("when", i);
      if (condition.has_header()) {
        Add(where.In("header"), "An entry has no headers.");
      } else if (condition.has_path()) {
        CheckPath(entry, condition.path(), WirePaths::Use::kValue, where.In("path"));
        CheckLexical(entry, condition, where);
      }
    }
    made_.skips.push_back(CompileConditions(skip.when(), here, context_, plan_.subjects).conditions);
  }

  // An entry that is no message is refused, every time.
  void CheckMessages() {
    const bool has_root = plan_.from_wire.has_root();
    const auto stands_here = [&](const MessagePlan* message) {
      const auto& when = message->specification->when();
      const bool is_of_another = absl::c_any_of(when, [&](const Condition& condition) {
        return condition.header() == kBatchHeader && condition.equals() != batch_.name();
      });
      const bool fits = !has_root || message->roots.empty() || message->roots.front().front() == LastOf(batch_.list());
      return !is_of_another && fits;
    };
    if (absl::c_any_of(plan_.from_platform, stands_here)) return;
    Add(place_, absl::StrCat("No message from the platform stands in this batch",
                             has_root ? absl::StrCat(": none begins with '", LastOf(batch_.list()), "'.") : "."));
  }

  const CompileContext& context_;
  const Batch& batch_;
  const Place place_;
  Plan& plan_;
  const WirePaths paths_;
  BatchPlan made_;
};

// Whether whatever is `later` is `earlier` too.
bool Covers(const BatchPlan& earlier, const BatchPlan& later, const Plan& plan) {
  if (plan.answer_wire.has_root() && RootOf(earlier.list) != RootOf(later.list)) return false;
  return absl::c_all_of(earlier.conditions, [&](const ConditionPlan& mine) {
    return absl::c_any_of(later.conditions, [&](const ConditionPlan& theirs) {
      return mine.subject == theirs.subject && mine.equals == theirs.equals;
    });
  });
}

}  // namespace

void CompileBatches(const CompileContext& context, Plan& plan) {
  for (int i = 0; i < plan.dialect.batches_size(); ++i) {
    const Place place = Place(SpecificationPart::kDialect).In("batches", i);
    BatchPlan made = BatchCompiler(context, plan.dialect.batches(i), place, plan).Compile();
    for (const BatchPlan& earlier : plan.batches) {
      if (earlier.name == made.name) {
        context.mistakes->Add(place.In("name"), absl::StrCat("There are two batches '", made.name, "'."));
      } else if (Covers(earlier, made, plan)) {
        context.mistakes->Add(place, absl::StrCat("The batch '", made.name, "' is never reached: '", earlier.name,
                                                  "' fits whenever it does."));
      }
    }
    plan.batches.push_back(std::move(made));
  }
}

}  // namespace interline::adapters
