#include "adapters/engine/specification_checks.h"

#include <google/protobuf/message.h>
#include <simdjson.h>

#include <set>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "adapters/engine/contract.h"
#include "adapters/engine/our_path.h"
#include "core/wire/controls.h"

namespace interline::adapters {
namespace {

using adapter::v1::Platform;
using adapter::v1::Row;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Rows = google::protobuf::RepeatedPtrField<Row>;

const Place& DialectPlace() {
  static const auto* const kPlace = new Place(SpecificationPart::kDialect);
  return *kPlace;
}

// ---- Texts: what no format could write ----

void CheckText(const std::string& text, const Place& place, Mistakes& mistakes) {
  if (!simdjson::validate_utf8(text.data(), text.size())) {
    mistakes.Add(place, "The text is not UTF-8.");
  } else if (wire::HasControls(text)) {
    mistakes.Add(place, "The text holds a control character.");
  }
}

void CheckTexts(const Message& message, const Place& place, Mistakes& mistakes) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const bool is_list = field->is_repeated();
    const int size = is_list ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < size; ++i) {
      const Place here = place.In(field->name(), is_list ? i : Place::kSingular);
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        CheckTexts(is_list ? reflection.GetRepeatedMessage(message, field, i) : reflection.GetMessage(message, field),
                   here, mistakes);
      } else if (field->type() == FieldDescriptor::TYPE_STRING) {
        CheckText(is_list ? reflection.GetRepeatedString(message, field, i) : reflection.GetString(message, field),
                  here, mistakes);
      }
    }
  }
}

// ---- Tables that nothing uses ----

struct UsedTables {
  std::set<std::string> codes;
  std::set<std::string> zones;

  void Add(const Rows& rows) {
    for (const Row& row : rows) {
      if (row.has_code()) codes.insert(row.code().table());
      if (row.has_region()) zones.insert(row.region().table());
      if (row.has_group()) Add(row.group().rows());
    }
  }
};

void CheckTablesAreUsed(const adapter::v1::Dialect& dialect, Mistakes& mistakes) {
  UsedTables used;
  for (const auto& message : dialect.messages()) used.Add(message.rows());
  for (const auto& answer : dialect.answers()) used.Add(answer.rows());
  const auto check = [&](const auto& tables, const std::set<std::string>& names, const char* field, const char* what) {
    for (int i = 0; i < tables.size(); ++i) {
      if (tables[i].name().empty() || names.count(tables[i].name()) > 0) continue;
      mistakes.Add(DialectPlace().In(field, i).In("name"),
                   absl::StrCat("No row uses the ", what, " '", tables[i].name(), "'."));
    }
  };
  check(dialect.tables(), used.codes, "tables", "table");
  check(dialect.zone_tables(), used.zones, "zone_tables", "zone table");
}

// ---- The signature ----

// Whether every message in the direction has the field or a document in it.
const MessagePlan* FindWithout(const std::vector<const MessagePlan*>& messages, const std::string& field) {
  const auto it = absl::c_find_if(messages, [&](const MessagePlan* message) {
    return absl::c_none_of(message->block.rows, [&](const RowPlan& row) { return IsAtOrBelow(row.theirs, field); });
  });
  return it == messages.end() ? nullptr : *it;
}

void CheckSignature(const Plan& plan, Mistakes& mistakes) {
  if (!plan.dialect.has_signature()) return;
  const adapter::v1::Signature& signature = plan.dialect.signature();
  const Place place = DialectPlace().In("signature");
  const std::vector<std::string> steps = absl::StrSplit(signature.path(), '.');
  if (absl::c_linear_search(steps, "")) mistakes.Add(place, "The signature needs the path of its field.");
  if (signature.algorithm() == adapter::v1::Signature::ALGORITHM_UNSPECIFIED) {
    mistakes.Add(place, "The signature needs an algorithm.");
  }
  if (signature.over().empty()) mistakes.Add(place, "The signature is over nothing.");
  std::set<std::string> seen;
  for (int i = 0; i < signature.over_size(); ++i) {
    const std::string& field = signature.over(i);
    const Place here = place.In("over", i);
    if (field == signature.path()) {
      mistakes.Add(here, "A signature is not over itself.");
    } else if (!seen.insert(field).second) {
      mistakes.Add(here, absl::StrCat("'", field, "' stands twice."));
    } else {
      const MessagePlan* without = FindWithout(plan.from_platform, field);
      if (without == nullptr) without = FindWithout(plan.to_platform, field);
      if (without == nullptr) continue;
      mistakes.Add(here, absl::StrCat("The message '", without->name, "' has no field '", field, "'."));
    }
  }
}

// ---- Values that only the choice of the message tells ----

const ImpliedPlan* FindImplied(const MessagePlan& message, const std::string& ours) {
  const auto it = absl::c_find_if(message.implied, [&](const ImpliedPlan& one) { return one.ours == ours; });
  return it == message.implied.end() ? nullptr : &*it;
}

// An event of the kind has one of the values, and some message must be for each.
void CheckImpliedValues(const Plan& plan, const MessagePlan& first, const std::string& ours, Mistakes& mistakes) {
  const ImpliedPlan* implied = FindImplied(first, ours);
  if (implied == nullptr || implied->field->enum_type() == nullptr) return;
  std::set<int64_t> said;
  for (const MessagePlan* message : plan.to_platform) {
    if (message->kind != first.kind) continue;
    const ImpliedPlan* own = FindImplied(*message, ours);
    // A message that implies nothing takes what the others leave.
    if (own == nullptr) return;
    said.insert(own->number);
  }
  const auto& all = plan.dialect.messages();
  const auto it = absl::c_find_if(all, [&](const auto& message) { return &message == first.specification; });
  const Place place = DialectPlace().In("messages", static_cast<int>(it - all.begin()));
  for (int i = 0; i < implied->field->enum_type()->value_count(); ++i) {
    const auto* value = implied->field->enum_type()->value(i);
    if (value->number() == 0 || said.count(value->number()) > 0) continue;
    mistakes.Add(place, absl::StrCat("No message to the platform says ", value->name(), " in `", ours, "`."));
  }
}

void CheckImplied(const Plan& plan, Mistakes& mistakes) {
  std::set<const FieldDescriptor*> seen;
  for (const MessagePlan* message : plan.to_platform) {
    if (!seen.insert(message->kind).second) continue;
    for (const std::vector<std::string>& one_of : MustTell(message->kind->name())) {
      if (one_of.size() == 1) CheckImpliedValues(plan, *message, one_of.front(), mistakes);
    }
  }
}

// ---- Capabilities ----

bool Has(const std::vector<const MessagePlan*>& messages, absl::string_view kind) {
  return absl::c_any_of(messages, [&](const MessagePlan* message) { return message->kind->name() == kind; });
}

void CheckCapabilities(const Plan& plan, Mistakes& mistakes) {
  const adapter::v1::Capabilities& can = plan.platform.capabilities();
  const Place place = Place(SpecificationPart::kPlatform).In("capabilities");
  const auto need = [&](bool is_able, const char* field, const std::vector<const MessagePlan*>& messages,
                        const char* kind, const char* whose) {
    if (!is_able || Has(messages, kind)) return;
    mistakes.Add(place.In(field),
                 absl::StrCat("The dialect has no message ", whose, " the platform of the kind '", kind, "'."));
  };
  need(can.acknowledges(), "acknowledges", plan.from_platform, "received", "from");
  need(can.returns(), "returns", plan.to_platform, "return_requested", "to");
  need(can.extends(), "extends", plan.to_platform, "extension_requested", "to");
  need(can.calls_back(), "calls_back", plan.to_platform, "callback_recorded", "to");
}

}  // namespace

void CheckSpecification(const Plan& plan, Mistakes& mistakes) {
  CheckTexts(plan.dialect, DialectPlace(), mistakes);
  CheckTexts(plan.platform, Place(SpecificationPart::kPlatform), mistakes);
  CheckTablesAreUsed(plan.dialect, mistakes);
  CheckSignature(plan, mistakes);
  CheckImplied(plan, mistakes);
  CheckCapabilities(plan, mistakes);
}

}  // namespace interline::adapters
