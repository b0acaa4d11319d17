#include "adapters/engine/message_compiler.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "adapters/engine/condition_compiler.h"
#include "adapters/engine/contract.h"
#include "adapters/engine/message_checks.h"
#include "adapters/engine/our_path.h"
#include "adapters/engine/value_compiler.h"
#include "adapters/engine/wire_compiler.h"
#include "adapters/engine/wire_paths.h"
#include "core/ticket/bounds.h"

namespace interline::adapters {
namespace {

using adapter::v1::Implied;
using adapter::v1::Message;
using google::protobuf::FieldDescriptor;
using v1::TicketEvent;

// With ":" and 32 digits it makes an event id of 64 characters.
constexpr size_t kMostNameCharacters = 31;

// Left out of every message without a word: what the broker keeps for itself, and what follows from the direction or
// the rule for ticket ids.
constexpr const char* kIgnored[] = {"journal", "provenance", "received_at", "traceparent",
                                    "source",  "recipient",  "ticket_id",   "generation"};
// Set by whoever takes the message in, never by the message.
constexpr const char* kNeverRead[] = {"journal", "provenance", "received_at"};

bool IsName(absl::string_view name) {
  return !name.empty() && name.size() <= kMostNameCharacters && absl::c_all_of(name, [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_' || c == '-';
  });
}

const WirePlan& WireOf(const Message& message, const Plan& plan) {
  return message.direction() == adapter::v1::DIRECTION_TO_PLATFORM ? plan.to_wire : plan.from_wire;
}

// The fields that a signature of this form adds to the message itself.
std::vector<std::string> SignedFields(const adapter::v1::ParameterSignature& rule, adapter::v1::WireFormat format) {
  using adapter::v1::ParameterSignature;
  const bool is_in_message =
      (rule.place() == ParameterSignature::PLACE_QUERY && format == adapter::v1::WIRE_FORMAT_QUERY) ||
      (rule.place() == ParameterSignature::PLACE_FORM && format == adapter::v1::WIRE_FORMAT_FORM) ||
      (rule.place() == ParameterSignature::PLACE_JSON && format == adapter::v1::WIRE_FORMAT_JSON);
  std::vector<std::string> fields;
  if (!is_in_message) return fields;
  for (const std::string& name : {rule.app_id(), rule.timestamp(), rule.nonce(), rule.sign()}) {
    if (!name.empty()) fields.push_back(name);
  }
  return fields;
}

std::string FirstStep(absl::string_view path) { return std::string(path.substr(0, path.find('.'))); }

}  // namespace

MessageCompiler::MessageCompiler(const CompileContext& context, const Message& message, const Place& place, Plan& plan)
    : context_(context),
      message_(message),
      place_(place),
      whole_(plan),
      plan_(std::make_unique<MessagePlan>()),
      rows_(context, WirePaths(WireOf(message, plan)), *TicketEvent::descriptor(), plan_->block) {}

std::unique_ptr<MessagePlan> MessageCompiler::Compile() {
  plan_->name = message_.name();
  plan_->ticket_id_rule = message_.ticket_id();
  plan_->specification = &message_;
  if (!IsName(message_.name()))
    Add(place_.In("name"), "A message needs a name of 1 to 31 characters of [A-Za-z0-9._-].");
  if (message_.direction() == adapter::v1::DIRECTION_UNSPECIFIED) Add(place_, "The message has no direction.");
  if (!CompileKind()) return nullptr;
  CompileConditions();
  CompileImplied();
  CompileRows();
  rows_.AddIgnored(message_.ignores(), place_);
  AddForeign();
  plan_->roots = FindRoots(WireOf(message_, whole_), plan_->block, place_, *context_.mistakes);
  CompileDay();
  CompileDrops();
  rows_.Finish(exceptions_);
  plan_->carries_generation = rows_.IsWritten("generation") || IsWrittenOrLeftOut("generation");
  CompileIdentity();
  CheckTicketId();
  CheckEnvelope();
  CheckKind();
  CheckLimits();
  NotePaths();
  CheckMessage(context_, *plan_, whole_, place_);
  return std::move(plan_);
}

bool MessageCompiler::Goes(adapter::v1::Direction direction) const {
  return message_.direction() == direction || message_.direction() == adapter::v1::DIRECTION_BOTH;
}

bool MessageCompiler::CompileKind() {
  const FieldDescriptor* kind = TicketEvent::descriptor()->FindFieldByName(message_.kind());
  if (kind == nullptr || kind->real_containing_oneof() == nullptr) {
    Add(place_.In("kind"), absl::StrCat("An event has no kind '", message_.kind(), "'."));
    return false;
  }
  plan_->kind = kind;
  plan_->kind_node = rows_.NodeFor(message_.kind());
  for (const char* path : kIgnored) exceptions_.ignored.insert(path);
  for (int i = 0; i < kind->containing_oneof()->field_count(); ++i) {
    const FieldDescriptor* other = kind->containing_oneof()->field(i);
    if (other != kind) exceptions_.ignored.insert(other->name());
  }
  return true;
}

void MessageCompiler::CompileConditions() {
  CompiledConditions conditions = adapters::CompileConditions(message_.when(), place_, context_, whole_.subjects);
  plan_->conditions = std::move(conditions.conditions);
  plan_->headers = std::move(conditions.headers);
  for (const int index : conditions.on_fields) rows_.AddCondition(message_.when(index), place_.In("when", index));
}

// Fields of the outer document by which both sides know each other.
void MessageCompiler::AddForeign() {
  const WirePlan& wire = WireOf(message_, whole_);
  const auto add = [&](const std::string& path, const Place& place) {
    const bool is_of_this_root = !wire.has_root() || absl::c_any_of(plan_->block.rows, [&](const RowPlan& row) {
      return FirstStep(row.theirs) == FirstStep(path);
    });
    if (is_of_this_root && WirePaths(wire).Check(path, WirePaths::Use::kValue).ok()) rows_.AddForeign(path, place);
  };
  if (whole_.dialect.has_signature()) {
    add(whole_.dialect.signature().path(), Place(SpecificationPart::kDialect).In("signature").In("path"));
  }
  const auto add_proofs = [&](const auto& proofs, const char* name) {
    for (int i = 0; i < proofs.size(); ++i) {
      const Place here = Place(SpecificationPart::kPlatform).In("access").In(name, i);
      const auto& paths = proofs[i].body_fields().paths();
      for (int k = 0; k < paths.size(); ++k) add(paths[k], here.In("body_fields").In("paths", k));
      for (const std::string& path : SignedFields(proofs[i].parameter_signature(), wire.format)) {
        add(path, here.In("parameter_signature"));
      }
    }
  };
  const adapter::v1::Access& access = whole_.platform.access();
  if (message_.direction() != adapter::v1::DIRECTION_TO_PLATFORM) add_proofs(access.from_platform(), "from_platform");
  if (message_.direction() != adapter::v1::DIRECTION_FROM_PLATFORM) add_proofs(access.to_platform(), "to_platform");
}

void MessageCompiler::CompileImplied() {
  for (int i = 0; i < message_.implies_size(); ++i) {
    const Implied& implied = message_.implies(i);
    const Place here = place_.In("implies", i);
    const auto chain = ResolveOurPath(*TicketEvent::descriptor(), implied.ours());
    if (!chain.ok()) {
      Add(here.In("ours"), std::string(chain.status().message()));
      continue;
    }
    const bool is_set_by_us = absl::c_linear_search(kNeverRead, FirstStep(implied.ours()));
    if (is_set_by_us && message_.direction() != adapter::v1::DIRECTION_TO_PLATFORM) {
      Add(here.In("ours"), absl::StrCat("'", implied.ours(), "' is set by Interline and cannot be read."));
      continue;
    }
    ImpliedPlan plan;
    plan.ours = implied.ours();
    plan.field = chain->back();
    // Nothing else that is read would make it.
    plan.is_made = is_set_by_us;
    if (!SetImplied(implied, plan)) {
      Add(here, absl::StrCat("'", implied.ours(), "' cannot have this value."));
      continue;
    }
    plan.access = &AccessTo(*plan.field);
    const size_t dot = plan.ours.rfind('.');
    plan.node = dot == std::string::npos ? 0 : rows_.NodeFor(absl::string_view(plan.ours).substr(0, dot));
    if (!exceptions_.implied.insert(plan.ours).second) Add(here, absl::StrCat("'", plan.ours, "' is implied twice."));
    plan_->implied.push_back(std::move(plan));
  }
}

bool MessageCompiler::SetImplied(const Implied& implied, ImpliedPlan& plan) {
  const FieldDescriptor& field = *plan.field;
  if (field.is_repeated() || implied.what_case() == Implied::WHAT_NOT_SET) return false;
  plan.text = implied.platform() ? whole_.platform.id() : implied.equals();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return field.type() == FieldDescriptor::TYPE_STRING && !plan.text.empty() && HasForm(FormOf(field), plan.text) &&
             ticket::CountCharacters(plan.text) <= MostCharacters(field);
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* value = field.enum_type()->FindValueByName(plan.text);
      plan.number = value == nullptr ? 0 : value->number();
      return plan.number != 0;
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      plan.number = plan.text == "true";
      return plan.text == "true" || plan.text == "false";
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_UINT32: {
      int32_t number = 0;
      const int64_t most = MostNumber(field);
      const bool is_number = absl::SimpleAtoi(plan.text, &number) && number >= 0 && (most == 0 || number <= most);
      plan.number = number;
      return is_number;
    }
    default:
      return false;
  }
}

void MessageCompiler::CompileRows() {
  // Groups need to know what is left out below them before they are compiled.
  exceptions_.drops.assign(message_.drops().begin(), message_.drops().end());
  for (int i = 0; i < message_.rows_size(); ++i) {
    const adapter::v1::Row& row = message_.rows(i);
    const Place here = place_.In("rows", i);
    const std::string first = FirstStep(row.ours());
    const bool reads = row.way() != adapter::v1::WAY_WRITE_ONLY;
    const FieldDescriptor* field = TicketEvent::descriptor()->FindFieldByName(first);
    if (field != nullptr && field->real_containing_oneof() != nullptr && field != plan_->kind) {
      Add(here.In("ours"), absl::StrCat("'", row.ours(), "' belongs to another kind than '", message_.kind(), "'."));
    } else if (reads && absl::c_linear_search(kNeverRead, first)) {
      Add(here.In("ours"), absl::StrCat("'", first, "' is set by Interline and cannot be read."));
    } else if (reads && IsImplied(row.ours())) {
      Add(here, absl::StrCat("'", row.ours(), "' is implied and read."));
    } else {
      rows_.AddRow(row, here, exceptions_);
    }
  }
}

void MessageCompiler::CompileDrops() {
  for (int i = 0; i < message_.drops_size(); ++i) {
    const std::string& drop = message_.drops(i);
    const Place here = place_.In("drops", i);
    const auto chain = ResolveOurPath(*TicketEvent::descriptor(), drop, /*through_lists=*/true);
    if (!chain.ok()) {
      Add(here, std::string(chain.status().message()));
    } else if (chain->front()->real_containing_oneof() != nullptr && chain->front() != plan_->kind) {
      Add(here, absl::StrCat("'", drop, "' belongs to another kind than '", message_.kind(), "'."));
    } else if (rows_.IsWritten(drop)) {
      Add(here, absl::StrCat("'", drop, "' is both written and left out."));
    }
  }
}

void MessageCompiler::CompileDay() {
  plan_->block.zone = context_.zone;
  if (!BlockCompiler::IsDated(plan_->block)) return;
  const RowPlan* row = rows_.Reader("occurred_at");
  if (row == nullptr || !row->required) return Add(place_, "Dated codes need a required row that reads `occurred_at`.");
  plan_->block.day_row = static_cast<int>(row - plan_->block.rows.data());
}

void MessageCompiler::CompileIdentity() {
  if (message_.identity().empty()) return;
  if (rows_.Reader("id") != nullptr) Add(place_.In("identity", 0), "A row reads `id`; `identity` would never be used.");
  bool required = false;
  for (int i = 0; i < message_.identity_size(); ++i) {
    const auto& rows = plan_->block.rows;
    const auto row = absl::c_find_if(rows, [&](const RowPlan& plan) {
      return plan.theirs == message_.identity(i) && !std::holds_alternative<AsGroup>(plan.as);
    });
    if (row == rows.end()) {
      Add(place_.In("identity", i), absl::StrCat("No row or condition has the field '", message_.identity(i), "'."));
      continue;
    }
    required |= row->required && row->reads;
    plan_->identity.push_back(row->slot);
  }
  if (!required) Add(place_.In("identity", 0), "One field of the identity must be of a required row that is read.");
}

bool MessageCompiler::IsAlwaysRead(const std::string& ours) const {
  const RowPlan* row = rows_.Reader(ours);
  return IsImplied(ours) || (row != nullptr && row->required);
}

bool MessageCompiler::IsWrittenOrLeftOut(const std::string& ours) const {
  return rows_.IsWritten(ours) || IsImplied(ours) ||
         absl::c_any_of(exceptions_.drops, [&](const std::string& drop) { return IsAtOrBelow(ours, drop); });
}

void MessageCompiler::RequireReader(const std::string& ours, absl::string_view rule) {
  if (IsAlwaysRead(ours)) return;
  Add(place_.In("ticket_id"), absl::StrCat(rule, " needs a required row that reads `", ours, "`."));
}

void MessageCompiler::CheckTicketId() {
  const Place here = place_.In("ticket_id");
  const RowPlan* shown = rows_.Reader("ticket_id");
  if (shown != nullptr && message_.ticket_id() != adapter::v1::TICKET_ID_RULE_SHOWN) {
    Add(here, "A row reads `ticket_id`, so the rule is TICKET_ID_RULE_SHOWN.");
  }
  switch (message_.ticket_id()) {
    case adapter::v1::TICKET_ID_RULE_SHOWN: {
      const bool has_number = rows_.Reader("source_number") != nullptr || rows_.Reader("recipient_number") != nullptr;
      if (shown == nullptr || (!shown->required && !has_number)) {
        Add(here, "TICKET_ID_RULE_SHOWN needs a row that reads `ticket_id`, required unless a number is read too.");
      } else if (!rows_.IsWritten("ticket_id")) {
        Add(here, "TICKET_ID_RULE_SHOWN needs a row that writes `ticket_id`.");
      }
      break;
    }
    case adapter::v1::TICKET_ID_RULE_SENDER_IS_ORIGIN:
      RequireReader("source_number", "TICKET_ID_RULE_SENDER_IS_ORIGIN");
      if (Goes(adapter::v1::DIRECTION_TO_PLATFORM)) {
        RequireReader("source", "TICKET_ID_RULE_SENDER_IS_ORIGIN to the platform");
      }
      break;
    case adapter::v1::TICKET_ID_RULE_RECIPIENT_IS_ORIGIN:
      RequireReader("recipient_number", "TICKET_ID_RULE_RECIPIENT_IS_ORIGIN");
      if (Goes(adapter::v1::DIRECTION_FROM_PLATFORM)) {
        RequireReader("recipient", "TICKET_ID_RULE_RECIPIENT_IS_ORIGIN from the platform");
      }
      break;
    case adapter::v1::TICKET_ID_RULE_ALIAS:
      RequireReader("source_number", "TICKET_ID_RULE_ALIAS");
      break;
    default:
      Add(place_, "The message has no rule for the ticket id.");
  }
}

void MessageCompiler::CheckEnvelope() {
  const RowPlan* id = rows_.Reader("id");
  if (id != nullptr && !id->required) Add(place_, "The row that reads `id` must be required.");
  // Who plays the platform has a clock of his own; what comes from a platform has only what it says.
  const bool is_left_out =
      !Goes(adapter::v1::DIRECTION_FROM_PLATFORM) && absl::c_linear_search(message_.drops(), "occurred_at");
  if (!IsAlwaysRead("occurred_at") && !is_left_out) Add(place_, "No required row reads `occurred_at`.");
  for (const char* path : {"id", "occurred_at"}) {
    if (IsWrittenOrLeftOut(path)) continue;
    Add(place_, absl::StrCat("`", path, "` is always there: a row must write it, or `drops` name it."));
  }
}

void MessageCompiler::CheckKind() {
  for (const std::vector<std::string>& one_of : MustTell(message_.kind())) {
    const std::string names = absl::StrJoin(one_of, "` or `");
    const bool is_read =
        one_of.size() == 1 ? IsAlwaysRead(one_of.front()) : absl::c_any_of(one_of, [&](const std::string& path) {
          return IsImplied(path) || rows_.Reader(path) != nullptr;
        });
    if (!is_read) {
      Add(place_, absl::StrCat("The contract asks for `", names, "`: a ", one_of.size() == 1 ? "required " : "",
                               "row must read it, or `implies` give it."));
    }
    if (absl::c_none_of(one_of, [&](const std::string& path) { return IsWrittenOrLeftOut(path); })) {
      Add(place_, absl::StrCat("`", names, "` is always there: a row must write it, or `drops` name it."));
    }
  }
}

void MessageCompiler::CheckLimits() {
  const auto is_told = [&](const std::string& path) { return rows_.Reader(path) != nullptr || IsImplied(path); };
  for (const RowPlan& row : plan_->block.rows) {
    if (row.field == nullptr || !row.reads || row.field->containing_type()->name() != "TimeLimit") continue;
    const std::string limit(row.ours.substr(0, row.ours.rfind('.')));
    const bool is_value = row.field->name() == "value";
    if (!is_value && row.field->name() != "unit") continue;
    const std::string other = limit + (is_value ? ".unit" : ".value");
    if (!is_told(other)) Add(place_, absl::StrCat("`", row.ours, "` is read, and no row reads `", other, "`."));
  }
}

void MessageCompiler::NotePaths() {
  const auto note = [&](absl::string_view ours, std::string& path) {
    const RowPlan* row = rows_.Reader(ours);
    if (row != nullptr) path = row->theirs;
  };
  note("source", plan_->source_path);
  note("recipient", plan_->recipient_path);
  note("ticket_id", plan_->ticket_id_path);
  note("source_number", plan_->source_number_path);
  note("recipient_number", plan_->recipient_number_path);
}

}  // namespace interline::adapters
