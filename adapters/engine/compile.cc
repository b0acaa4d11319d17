#include "adapters/engine/compile.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "adapters/engine/access_checks.h"
#include "adapters/engine/answer_compiler.h"
#include "adapters/engine/batch_compiler.h"
#include "adapters/engine/message_compiler.h"
#include "adapters/engine/our_path.h"
#include "adapters/engine/poll_checks.h"
#include "adapters/engine/specification_checks.h"
#include "adapters/engine/wire_compiler.h"
#include "core/base/ids.h"

namespace interline::adapters {
namespace {

using adapter::v1::Dialect;
using adapter::v1::Platform;

const Place& DialectPlace() {
  static const auto* const kPlace = new Place(SpecificationPart::kDialect);
  return *kPlace;
}

const Place& PlatformPlace() {
  static const auto* const kPlace = new Place(SpecificationPart::kPlatform);
  return *kPlace;
}

void CheckEvidence(const adapter::v1::Evidence& evidence, const Place& place, Mistakes& mistakes) {
  if (evidence.grade() != adapter::v1::Evidence::GRADE_UNSPECIFIED && !evidence.source().empty()) return;
  mistakes.Add(place, "Evidence is missing: a grade and its source in words.");
}

void CheckDialect(const Dialect& dialect, Mistakes& mistakes) {
  const Place& place = DialectPlace();
  const auto need = [&](bool there, absl::string_view what) {
    if (!there) mistakes.Add(place, absl::StrCat("The dialect has no ", what, "."));
  };
  need(!dialect.name().empty(), "name");
  need(dialect.version() > 0, "version");
  need(!dialect.summary().empty(), "summary");
  need(dialect.wire_format() != adapter::v1::WIRE_FORMAT_UNSPECIFIED, "wire_format");
  need(dialect.charset() != adapter::v1::CHARSET_UNSPECIFIED, "charset");
  need(dialect.unknown_fields() != adapter::v1::UNKNOWN_FIELDS_UNSPECIFIED, "rule for unknown_fields");
  need(!dialect.messages().empty(), "messages");
  CheckEvidence(dialect.evidence(), place, mistakes);
}

absl::TimeZone CheckZone(const Dialect& dialect, Mistakes& mistakes) {
  absl::TimeZone zone;
  if (dialect.time_zone().empty() || !absl::LoadTimeZone(dialect.time_zone(), &zone)) {
    mistakes.Add(DialectPlace().In("time_zone"), absl::StrCat("There is no time zone '", dialect.time_zone(), "'."));
  }
  return zone;
}

// The dialect's tables by name, with the platform's in place of those of the same name.
std::map<std::string, const CodeTable*> CompileTables(Plan& plan, Mistakes& mistakes) {
  std::map<std::string, const CodeTable*> by_name;
  for (int i = 0; i < plan.dialect.tables_size(); ++i) {
    const Place here = DialectPlace().In("tables", i);
    plan.tables.push_back(std::make_unique<CodeTable>(CodeTable::Make(plan.dialect.tables(i), here, mistakes)));
    if (!by_name.emplace(plan.dialect.tables(i).name(), plan.tables.back().get()).second) {
      mistakes.Add(here, absl::StrCat("There are two tables '", plan.dialect.tables(i).name(), "'."));
    }
  }
  std::set<std::string> own;
  for (int i = 0; i < plan.platform.tables_size(); ++i) {
    const adapter::v1::CodeTable& table = plan.platform.tables(i);
    const Place here = PlatformPlace().In("tables", i);
    plan.tables.push_back(std::make_unique<CodeTable>(CodeTable::Make(table, here, mistakes)));
    const auto replaced = by_name.find(table.name());
    if (replaced == by_name.end()) {
      mistakes.Add(here, absl::StrCat("The dialect has no table '", table.name(), "' that this one could replace."));
      continue;
    }
    if (!own.insert(table.name()).second)
      mistakes.Add(here, absl::StrCat("There are two tables '", table.name(), "'."));
    if (replaced->second->ours() != plan.tables.back()->ours()) {
      mistakes.Add(here, absl::StrCat("The dialect's table '", table.name(), "' is for another enum."));
      continue;
    }
    replaced->second = plan.tables.back().get();
  }
  return by_name;
}

std::map<std::string, const ZoneTable*> CompileZoneTables(Plan& plan, Mistakes& mistakes) {
  std::map<std::string, const ZoneTable*> by_name;
  for (int i = 0; i < plan.dialect.zone_tables_size(); ++i) {
    const adapter::v1::ZoneTable& table = plan.dialect.zone_tables(i);
    const Place here = DialectPlace().In("zone_tables", i);
    plan.zone_tables.push_back(std::make_unique<ZoneTable>(ZoneTable::Make(table, here, mistakes)));
    if (by_name.emplace(table.name(), plan.zone_tables.back().get()).second) continue;
    mistakes.Add(here, absl::StrCat("There are two zone tables '", table.name(), "'."));
  }
  std::set<std::string> own;
  for (int i = 0; i < plan.platform.zone_tables_size(); ++i) {
    const adapter::v1::ZoneTable& table = plan.platform.zone_tables(i);
    const Place here = PlatformPlace().In("zone_tables", i);
    plan.zone_tables.push_back(std::make_unique<ZoneTable>(ZoneTable::Make(table, here, mistakes)));
    const auto replaced = by_name.find(table.name());
    if (replaced == by_name.end()) {
      mistakes.Add(here,
                   absl::StrCat("The dialect has no zone table '", table.name(), "' that this one could ", "replace."));
    } else if (!own.insert(table.name()).second) {
      mistakes.Add(here, absl::StrCat("There are two zone tables '", table.name(), "'."));
    } else {
      replaced->second = plan.zone_tables.back().get();
    }
  }
  return by_name;
}

bool Knows(const MessagePlan& message, const std::string& field) {
  return absl::c_any_of(message.block.rows, [&](const RowPlan& row) {
    return IsAtOrBelow(row.theirs, field) || IsAtOrBelow(field, row.theirs);
  });
}

// Whether `one` asks for a field that `other` does not know.
bool AsksForStrangeField(const MessagePlan& one, const MessagePlan& other, const std::vector<Subject>& subjects) {
  return absl::c_any_of(one.conditions, [&](const ConditionPlan& condition) {
    const Subject& subject = subjects[condition.subject];
    return !subject.is_header && !Knows(other, subject.name);
  });
}

bool RequiresSomethingIn(const MessagePlan& message, const std::string& document) {
  return absl::c_any_of(message.block.rows, [&](const RowPlan& row) {
    // Conditions must hold too.
    return row.required && (row.reads || row.field == nullptr) && IsAtOrBelow(row.theirs, document);
  });
}

// Whether some document of XML, that both must have, has another root in each.
bool HaveOtherRoots(const MessagePlan& one, const MessagePlan& other) {
  return absl::c_any_of(one.roots, [&](const std::vector<std::string>& mine) {
    return absl::c_any_of(other.roots, [&](const std::vector<std::string>& theirs) {
      const size_t above = mine.size() - 1;
      if (theirs.size() != mine.size() || theirs.back() == mine.back()) return false;
      if (!std::equal(mine.begin(), mine.end() - 1, theirs.begin())) return false;
      const std::string document = absl::StrJoin(mine.begin(), mine.end() - 1, ".");
      return above == 0 || RequiresSomethingIn(one, document) || RequiresSomethingIn(other, document);
    });
  });
}

// Whether no bytes can be both: some place must have one value for the one and another value for the other, or each has
// a field that makes the other refuse the message.
bool AreApart(const MessagePlan& one, const MessagePlan& other, const Plan& plan) {
  if (HaveOtherRoots(one, other)) return true;
  if (plan.refuse_unknown_fields && AsksForStrangeField(one, other, plan.subjects) &&
      AsksForStrangeField(other, one, plan.subjects)) {
    return true;
  }
  return absl::c_any_of(one.conditions, [&](const ConditionPlan& mine) {
    return absl::c_any_of(other.conditions, [&](const ConditionPlan& theirs) {
      if (mine.subject == theirs.subject) return mine.equals != theirs.equals;
      const Subject& a = plan.subjects[mine.subject];
      const Subject& b = plan.subjects[theirs.subject];
      return a.is_header == b.is_header && a.name == b.name && a.lexical != b.lexical;
    });
  });
}

bool HaveSameConditions(const MessagePlan& one, const MessagePlan& other) {
  const auto has = [](const MessagePlan& message, const ConditionPlan& wanted) {
    return absl::c_any_of(message.conditions, [&](const ConditionPlan& condition) {
      return condition.subject == wanted.subject && condition.equals == wanted.equals;
    });
  };
  return one.conditions.size() == other.conditions.size() &&
         absl::c_all_of(one.conditions, [&](const ConditionPlan& condition) { return has(other, condition); });
}

// Whether `later` knows of a field that tells `earlier` apart, and never writes it: then what it writes is not
// `earlier`, and what has the field is read as `earlier`, which comes first.
bool LeavesConditionTo(const MessagePlan& later, const MessagePlan& earlier, const Plan& plan) {
  return absl::c_any_of(earlier.conditions, [&](const ConditionPlan& condition) {
    const Subject& subject = plan.subjects[condition.subject];
    const auto covers = [&](const std::string& path) { return IsAtOrBelow(subject.name, path); };
    return !subject.is_header && absl::c_any_of(later.specification->ignores(), covers) &&
           absl::c_none_of(later.block.rows, [&](const RowPlan& row) { return row.theirs == subject.name; });
  });
}

Place PlaceOf(const MessagePlan& message, const Dialect& dialect) {
  const auto& all = dialect.messages();
  const auto it = absl::c_find_if(all, [&](const auto& candidate) { return &candidate == message.specification; });
  return DialectPlace().In("messages", static_cast<int>(it - all.begin()));
}

void CheckApart(const std::vector<const MessagePlan*>& messages, const Plan& plan, Mistakes& mistakes) {
  for (size_t later = 1; later < messages.size(); ++later) {
    for (size_t earlier = 0; earlier < later; ++earlier) {
      if (AreApart(*messages[earlier], *messages[later], plan)) continue;
      if (LeavesConditionTo(*messages[later], *messages[earlier], plan)) continue;
      const bool same = HaveSameConditions(*messages[earlier], *messages[later]);
      mistakes.Add(PlaceOf(*messages[later], plan.dialect),
                   absl::StrCat("The message '", messages[later]->name, "' ",
                                same ? "has the same conditions as '" : "can be mistaken for '",
                                messages[earlier]->name, same ? "' and is never reached." : "'."));
    }
  }
}

void CompileMessages(const CompileContext& context, Plan& plan) {
  std::set<std::string> names;
  for (int i = 0; i < plan.dialect.messages_size(); ++i) {
    const adapter::v1::Message& message = plan.dialect.messages(i);
    const Place here = DialectPlace().In("messages", i);
    if (!names.insert(message.name()).second) {
      context.mistakes->Add(here.In("name"), absl::StrCat("There are two messages '", message.name(), "'."));
    }
    auto compiled = MessageCompiler(context, message, here, plan).Compile();
    if (compiled == nullptr) continue;
    if (message.direction() != adapter::v1::DIRECTION_TO_PLATFORM) plan.from_platform.push_back(compiled.get());
    if (message.direction() != adapter::v1::DIRECTION_FROM_PLATFORM) plan.to_platform.push_back(compiled.get());
    plan.messages.push_back(std::move(compiled));
  }
  CheckApart(plan.from_platform, plan, *context.mistakes);
  CheckApart(plan.to_platform, plan, *context.mistakes);
  if (absl::c_any_of(plan.messages, [](const auto& message) { return BlockCompiler::PassesOver(message->block); })) {
    plan.from_wire.rows_see_all_names = false;
    plan.to_wire.rows_see_all_names = false;
  }
}

void FindQuirksOf(const std::string& name, const google::protobuf::RepeatedPtrField<std::string>& listed,
                  const Place& place, Plan& plan, Mistakes& mistakes) {
  const Quirks* quirks = FindQuirks(name);
  if (quirks != nullptr) plan.quirks.push_back(quirks);
  if (quirks == nullptr && !listed.empty()) {
    mistakes.Add(place.In("quirks", 0), absl::StrCat("No quirks.cc for '", name, "' is part of this program."));
  } else if (quirks != nullptr && listed.empty()) {
    mistakes.Add(place, "There is a quirks.cc: `quirks` says in words what it does.");
  }
}

}  // namespace

std::unique_ptr<const Plan> CompilePlan(const Platform& platform, const Dialect& dialect, Mistakes& mistakes) {
  const size_t before = mistakes.all().size();
  auto plan = std::make_unique<Plan>();
  plan->platform = platform;
  plan->dialect = dialect;
  plan->mapping = absl::StrCat(dialect.name(), "/", dialect.version());
  plan->refuse_unknown_fields = dialect.unknown_fields() != adapter::v1::UNKNOWN_FIELDS_IGNORE;
  CheckPlatform(platform, mistakes);
  if (platform.dialect() != dialect.name()) {
    mistakes.Add(PlatformPlace().In("dialect"),
                 absl::StrCat("The platform speaks '", platform.dialect(), "', not '", dialect.name(), "'."));
  }
  CheckDialect(dialect, mistakes);
  CompileContext context;
  context.mistakes = &mistakes;
  context.zone = CheckZone(dialect, mistakes);
  context.tables = CompileTables(*plan, mistakes);
  context.zone_tables = CompileZoneTables(*plan, mistakes);
  FindQuirksOf(platform.id(), platform.quirks(), PlatformPlace(), *plan, mistakes);
  FindQuirksOf(dialect.name(), dialect.quirks(), DialectPlace(), *plan, mistakes);
  CompileWires(*plan, mistakes);
  CompileMessages(context, *plan);
  CompileAnswers(context, *plan);
  CompileBatches(context, *plan);
  CheckNestedIsUsed(*plan, mistakes);
  CheckTransport(*plan, mistakes);
  CheckPolls(*plan, mistakes);
  CheckSpecification(*plan, mistakes);
  CheckAccess(platform, dialect, mistakes);
  if (mistakes.all().size() > before) return nullptr;
  return plan;
}

void CheckPlatform(const Platform& platform, Mistakes& mistakes) {
  const Place& place = PlatformPlace();
  if (!IsPlatformId(platform.id())) {
    mistakes.Add(place.In("id"), absl::StrCat("'", platform.id(), "' is no platform id: six digits, or 12367."));
  }
  const auto need = [&](bool there, absl::string_view what) {
    if (!there) mistakes.Add(place, absl::StrCat("The platform has no ", what, "."));
  };
  need(!platform.name_zh().empty(), "name_zh");
  need(!platform.name_en().empty(), "name_en");
  need(!platform.dialect().empty(), "dialect");
  need(platform.transport() != adapter::v1::TRANSPORT_UNSPECIFIED, "transport");
  need(platform.maturity() != adapter::v1::MATURITY_UNSPECIFIED, "maturity");
  need(!platform.owner().empty(), "owner");
  CheckEvidence(platform.evidence(), place, mistakes);
  const adapter::v1::Capabilities& can = platform.capabilities();
  if (can.receive_only() && (can.acknowledges() || can.returns() || can.extends() || can.calls_back())) {
    mistakes.Add(place.In("capabilities"), "A platform that only receives has no other capability.");
  }
}

Platform TrialPlatform(const Dialect& dialect) {
  Platform platform;
  platform.set_id(kTrialPlatform);
  platform.set_name_zh("试验平台");
  platform.set_name_en("Trial");
  platform.set_dialect(dialect.name());
  platform.set_transport(adapter::v1::TRANSPORT_KAFKA);
  platform.set_maturity(adapter::v1::MATURITY_DRAFT);
  platform.mutable_evidence()->set_grade(adapter::v1::Evidence::GRADE_REFERENCE);
  platform.mutable_evidence()->set_source("None: it exists to try the dialect.");
  platform.set_owner("Interline");
  return platform;
}

}  // namespace interline::adapters
