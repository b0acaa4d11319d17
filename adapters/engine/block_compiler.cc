#include "adapters/engine/block_compiler.h"

#include <google/protobuf/message.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "adapters/engine/our_path.h"
#include "adapters/engine/value_compiler.h"
#include "core/ticket/bounds.h"

namespace interline::adapters {
namespace {

using adapter::v1::Row;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

constexpr size_t kMostSteps = 30;
constexpr size_t kUsualItems = 100;

std::string Under(const std::string& path, const std::string& name) {
  return path.empty() ? name : absl::StrCat(path, ".", name);
}

const google::protobuf::Reflection* ReflectionOf(const Descriptor& type) {
  return google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->GetReflection();
}

// What `exceptions` says below the list `ours`, seen from one entry of it.
Exceptions Below(const Exceptions& exceptions, const std::string& ours) {
  Exceptions below;
  for (const std::string& drop : exceptions.drops) {
    if (drop != ours && IsAtOrBelow(drop, ours)) below.drops.push_back(drop.substr(ours.size() + 1));
  }
  return below;
}

WirePaths::Use UseOf(const Row& row) {
  return row.as_case() == Row::kGroup ? WirePaths::Use::kObjects : WirePaths::Use::kValue;
}

adapter::v1::Lexical LexicalOf(const Row& row) {
  switch (row.as_case()) {
    case Row::kBoolWords:
      return row.bool_words().lexical();
    case Row::kCode:
      return row.code().lexical();
    case Row::kConstant:
      return row.constant().lexical();
    default:
      return adapter::v1::LEXICAL_UNSPECIFIED;
  }
}

// The row as it is where all values are texts.
Row AmongTexts(Row row) {
  if (row.as_case() == Row::kNumber) row.mutable_number()->set_quoted(true);
  if (row.as_case() == Row::kTime && row.time().has_epoch()) row.mutable_time()->set_quoted(true);
  return row;
}

}  // namespace

BlockCompiler::BlockCompiler(const CompileContext& context, const WirePaths& paths, const Descriptor& ours,
                             Block& block)
    : context_(context), paths_(paths), ours_(ours), block_(block) {
  block_.theirs.emplace_back();
  block_.ours.push_back({kNone, nullptr, nullptr, ReflectionOf(ours), {}});
}

void BlockCompiler::AddCondition(const adapter::v1::Condition& condition, const Place& place) {
  const int leaf = AddTheirs(condition.path(), place);
  if (leaf == kNone || !ClaimWriter(leaf, place)) return;
  CheckLexical(condition.lexical(), condition.path(), place);
  RowPlan plan;
  plan.theirs = condition.path();
  plan.reads = false;
  plan.required = true;
  plan.slot = block_.theirs[leaf].slot;
  plan.as = AsConstant{condition.lexical(), condition.equals()};
  block_.theirs[leaf].row = static_cast<int>(block_.rows.size());
  block_.rows.push_back(std::move(plan));
  places_.push_back(place);
}

void BlockCompiler::AddRow(const Row& row, const Place& place, const Exceptions& exceptions) {
  RowPlan plan;
  plan.theirs = row.theirs();
  plan.ours = row.ours();
  plan.reads = row.way() != adapter::v1::WAY_WRITE_ONLY;
  plan.writes = row.way() != adapter::v1::WAY_READ_ONLY;
  plan.required = row.required();
  const int leaf = AddTheirs(row.theirs(), place.In("theirs"), UseOf(row));
  if (!AddOurs(row, place, plan) || leaf == kNone) return;
  CheckLexical(LexicalOf(row), row.theirs(), place);
  if (row.as_case() == Row::kGroup) {
    CompileGroup(row.group(), place, exceptions, plan);
  } else {
    const bool is_texts = paths_.AreTexts(row.theirs());
    absl::StatusOr<As> as = CompileValue(is_texts ? AmongTexts(row) : row, plan.field, context_);
    if (!as.ok()) {
      context_.mistakes->Add(place, std::string(as.status().message()));
      return;
    }
    plan.as = *std::move(as);
    auto* text = std::get_if<AsText>(&plan.as);
    if (text != nullptr && text->is_list) {
      text->takes_one = is_texts;
      const absl::Status fits = paths_.Check(row.theirs(), WirePaths::Use::kTexts);
      if (!fits.ok()) context_.mistakes->Add(place.In("theirs"), std::string(fits.message()));
    }
  }
  if (plan.writes && !ClaimWriter(leaf, place)) return;
  if (plan.reads && plan.field != nullptr && Reader(plan.ours) != nullptr) {
    context_.mistakes->Add(place, absl::StrCat("'", plan.ours, "' is read twice; mark one row WAY_WRITE_ONLY."));
    return;
  }
  plan.slot = block_.theirs[leaf].slot;
  block_.theirs[leaf].is_read |= plan.reads;
  if (plan.writes) block_.theirs[leaf].row = static_cast<int>(block_.rows.size());
  AddMore(row.text(), place.In("text"), plan);
  block_.rows.push_back(std::move(plan));
  places_.push_back(place);
}

void BlockCompiler::AddMore(const adapter::v1::Text& text, const Place& place, RowPlan& plan) {
  for (int i = 0; i < text.more_size(); ++i) {
    const Place here = place.In("more", i);
    const int leaf = AddTheirs(text.more(i), here);
    if (leaf == kNone) continue;
    TheirNode& node = block_.theirs[static_cast<size_t>(leaf)];
    if (node.is_read || node.row != kNone) {
      context_.mistakes->Add(here, absl::StrCat("'", text.more(i), "' is the field of another row."));
      continue;
    }
    plan.more.push_back({text.more(i), node.slot});
    node.is_read = plan.reads;
    node.part = plan.more.size();
    if (plan.writes) node.row = static_cast<int>(block_.rows.size());
  }
}

void BlockCompiler::AddIgnored(const google::protobuf::RepeatedPtrField<std::string>& ignores, const Place& place) {
  for (int i = 0; i < ignores.size(); ++i) {
    const Place here = place.In("ignores", i);
    const int object = FindObject(ignores[i]);
    if (object != kNone) {
      PassOver(object);
      continue;
    }
    const size_t known = block_.theirs.size();
    const int leaf = AddTheirs(ignores[i], here);
    // A new field without a row is just that.
    if (leaf == kNone || block_.theirs.size() > known) continue;
    context_.mistakes->Add(here,
                           absl::StrCat("'", ignores[i], "' is the field of a row or condition, or ignored twice."));
  }
}

// The node at `path` when it has fields of its own, or kNone.
int BlockCompiler::FindObject(absl::string_view path) const {
  int at = 0;
  for (const absl::string_view step : absl::StrSplit(path, '.')) {
    const auto& children = block_.theirs[static_cast<size_t>(at)].children;
    const auto it =
        absl::c_find_if(children, [&](int child) { return block_.theirs[static_cast<size_t>(child)].name == step; });
    if (it == children.end()) return kNone;
    at = *it;
  }
  return block_.theirs[static_cast<size_t>(at)].children.empty() ? kNone : at;
}

void BlockCompiler::PassOver(int node) {
  TheirNode& here = block_.theirs[static_cast<size_t>(node)];
  here.passes_over = here.slot == kNone;
  for (const int child : here.children) PassOver(child);
}

void BlockCompiler::AddForeign(absl::string_view path, const Place& place) {
  const size_t known = block_.theirs.size();
  if (AddTheirs(path, place) == kNone || block_.theirs.size() > known) return;
  context_.mistakes->Add(place, absl::StrCat("'", path, "' is the field of a row or condition too."));
}

void BlockCompiler::CheckLexical(adapter::v1::Lexical lexical, absl::string_view path, const Place& place) {
  if (lexical == adapter::v1::LEXICAL_UNSPECIFIED || !paths_.AreTexts(path)) return;
  context_.mistakes->Add(place, absl::StrCat("'", path, "' is always a text in this format, so it has no `lexical`."));
}

// The leaf at `path`, made if it is not there yet.
int BlockCompiler::AddTheirs(absl::string_view path, const Place& place, WirePaths::Use use) {
  const std::vector<std::string> steps = absl::StrSplit(path, '.');
  if (absl::c_linear_search(steps, "")) {
    context_.mistakes->Add(place, "Their path is empty or has an empty part.");
    return kNone;
  }
  if (steps.size() > kMostSteps) {
    context_.mistakes->Add(place, "Their path is too deep.");
    return kNone;
  }
  const absl::Status fits = paths_.Check(path, use);
  if (!fits.ok()) {
    context_.mistakes->Add(place, std::string(fits.message()));
    return kNone;
  }
  int at = 0;
  std::string here;
  for (const std::string& step : steps) {
    here = Under(here, step);
    int next = kNone;
    for (const int child : block_.theirs[at].children) {
      if (block_.theirs[child].name == step) next = child;
    }
    if (next == kNone) {
      if (block_.theirs[at].slot != kNone) {
        context_.mistakes->Add(place, absl::StrCat("'", path, "': '", block_.theirs[at].name, "' is a field already."));
        return kNone;
      }
      next = static_cast<int>(block_.theirs.size());
      block_.theirs[at].children.push_back(next);
      block_.theirs.emplace_back();
      block_.theirs[next].name = step;
      block_.theirs[next].is_texts = paths_.AreTexts(here);
    }
    at = next;
  }
  if (!block_.theirs[at].children.empty()) {
    context_.mistakes->Add(place, absl::StrCat("'", path, "' has fields of its own already."));
    return kNone;
  }
  if (block_.theirs[at].slot == kNone) block_.theirs[at].slot = static_cast<int>(block_.slots++);
  return at;
}

bool BlockCompiler::ClaimWriter(int leaf, const Place& place) {
  if (block_.theirs[leaf].row == kNone) return true;
  context_.mistakes->Add(place, absl::StrCat("The field '", block_.theirs[leaf].name,
                                             "' is written by an earlier row or condition; mark one WAY_READ_ONLY."));
  return false;
}

bool BlockCompiler::AddOurs(const Row& row, const Place& place, RowPlan& plan) {
  if (row.as_case() == Row::kConstant) {
    if (row.ours().empty()) return true;
    context_.mistakes->Add(place.In("ours"), "A constant has no field of ours; see `implies`.");
    return false;
  }
  const absl::StatusOr<std::vector<const FieldDescriptor*>> chain = ResolveOurPath(ours_, row.ours());
  if (!chain.ok()) {
    context_.mistakes->Add(place.In("ours"), std::string(chain.status().message()));
    return false;
  }
  plan.field = chain->back();
  plan.node = NodeFor({chain->begin(), chain->end() - 1});
  plan.access = &AccessTo(*plan.field);
  return true;
}

void BlockCompiler::CompileGroup(const adapter::v1::Group& group, const Place& place, const Exceptions& exceptions,
                                 RowPlan& plan) {
  AsGroup as;
  as.block = std::make_unique<Block>();
  as.max_items = group.max_items() == 0 ? kUsualItems : group.max_items();
  const bool is_list = plan.field->is_repeated() && plan.field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
  const Place here = place.In("group");
  if (!is_list) {
    context_.mistakes->Add(place, absl::StrCat("A group needs a list of ours; ", plan.field->name(), " is none."));
  } else if (group.rows().empty()) {
    context_.mistakes->Add(here, "A group needs rows.");
  } else if (as.max_items > ticket::kMostEntries) {
    context_.mistakes->Add(here.In("max_items"), absl::StrCat("A list has at most ", ticket::kMostEntries, " items."));
  } else {
    const Exceptions below = Below(exceptions, plan.ours);
    as.takes_one = paths_.AreTexts(plan.theirs);
    BlockCompiler inner(context_, paths_.InEntry(plan.theirs), *plan.field->message_type(), *as.block);
    for (int i = 0; i < group.rows_size(); ++i) inner.AddRow(group.rows(i), here.In("rows", i), below);
    inner.AddIgnored(group.ignores(), here);
    inner.Finish(below);
    const RowPlan* id = inner.Reader("id");
    if (plan.field->message_type()->name() == "Attachment" && plan.reads && (id == nullptr || !id->required)) {
      context_.mistakes->Add(here, "An attachment needs an id: a required row that reads `id`.");
    }
  }
  plan.as = std::move(as);
}

int BlockCompiler::NodeFor(absl::string_view path) {
  const auto chain = ResolveOurPath(ours_, path);
  return chain.ok() && chain->back()->message_type() != nullptr ? NodeFor(*chain) : kNone;
}

int BlockCompiler::NodeFor(const std::vector<const FieldDescriptor*>& chain) {
  int at = 0;
  for (const FieldDescriptor* field : chain) {
    const auto it = std::find_if(block_.ours.begin(), block_.ours.end(),
                                 [&](const OurNode& node) { return node.field == field && node.above == at; });
    if (it == block_.ours.end()) {
      block_.ours.push_back({at, field, &AccessTo(*field), ReflectionOf(*field->message_type()), {}});
      at = static_cast<int>(block_.ours.size()) - 1;
    } else {
      at = static_cast<int>(it - block_.ours.begin());
    }
  }
  return at;
}

void BlockCompiler::Finish(const Exceptions& exceptions) {
  const auto is_dropped = [&](const std::string& path) {
    return absl::c_any_of(exceptions.drops, [&](const std::string& drop) { return IsAtOrBelow(path, drop); });
  };
  for (size_t i = 0; i < block_.rows.size(); ++i) {
    const RowPlan& row = block_.rows[i];
    if (row.field == nullptr || row.writes || IsWritten(row.ours) || is_dropped(row.ours)) continue;
    if (exceptions.ignored.count(row.ours) > 0) continue;
    context_.mistakes->Add(places_[i], absl::StrCat("'", row.ours, "' is read only: name it in `drops` too, or write ",
                                                    "it by another row."));
  }
  FindInexpressible(ours_, 0, "", exceptions);
}

void BlockCompiler::FindInexpressible(const Descriptor& ours, int node, const std::string& path,
                                      const Exceptions& exceptions) {
  for (int i = 0; i < ours.field_count(); ++i) {
    const FieldDescriptor* field = ours.field(i);
    const std::string here = Under(path, field->name());
    const auto is_here = [&](const std::string& other) { return IsAtOrBelow(here, other); };
    if (absl::c_any_of(exceptions.drops, is_here) || absl::c_any_of(exceptions.ignored, is_here)) continue;
    if (IsWritten(here) || exceptions.implied.count(here) > 0) continue;
    const auto lies_below = [&](const std::string& other) { return IsAtOrBelow(other, here); };
    const bool has_rows = absl::c_any_of(block_.rows, [&](const RowPlan& row) { return lies_below(row.ours); }) ||
                          absl::c_any_of(exceptions.drops, lies_below) ||
                          absl::c_any_of(exceptions.implied, lies_below);
    const bool has_fields = field->message_type() != nullptr && !IsTimestamp(*field) && !field->is_repeated();
    // The kind itself is told by the choice of the message, so it needs no row.
    const bool is_kind = field->real_containing_oneof() != nullptr;
    if ((has_rows || is_kind) && has_fields) {
      FindInexpressible(*field->message_type(), NodeFor(here), here, exceptions);
    } else {
      block_.ours[static_cast<size_t>(node)].inexpressible.push_back(&AccessTo(*field));
    }
  }
}

const RowPlan* BlockCompiler::Reader(absl::string_view ours) const {
  const auto it = absl::c_find_if(
      block_.rows, [&](const RowPlan& row) { return row.field != nullptr && row.reads && row.ours == ours; });
  return it == block_.rows.end() ? nullptr : &*it;
}

bool BlockCompiler::PassesOver(const Block& block) {
  return absl::c_any_of(block.theirs, [](const TheirNode& node) { return node.passes_over; }) ||
         absl::c_any_of(block.rows, [](const RowPlan& row) {
           const auto* group = std::get_if<AsGroup>(&row.as);
           return group != nullptr && PassesOver(*group->block);
         });
}

bool BlockCompiler::IsDated(const Block& block) {
  return absl::c_any_of(block.rows, [](const RowPlan& row) {
    const auto* code = std::get_if<AsCode>(&row.as);
    const auto* group = std::get_if<AsGroup>(&row.as);
    return (code != nullptr && code->table->is_dated()) || (group != nullptr && IsDated(*group->block));
  });
}

bool BlockCompiler::IsWritten(absl::string_view ours) const {
  return absl::c_any_of(block_.rows, [&](const RowPlan& row) { return row.writes && row.ours == ours; });
}

}  // namespace interline::adapters
