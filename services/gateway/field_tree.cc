#include "services/gateway/field_tree.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace interline::gateway {
namespace {

using adapter::v1::Condition;
using adapter::v1::Dialect;
using adapter::v1::Nested;
using adapter::v1::Row;

// The part of the path that is a field of the outer document.
std::string OuterPath(const Dialect& dialect, const std::string& path) {
  for (const Nested& nested : dialect.nested()) {
    if (absl::StartsWith(path, nested.path() + ".")) return OuterPath(dialect, nested.path());
  }
  return path;
}

// The node at the path; those on the way are required when it is.
FieldNode& NodeAt(const std::string& path, bool required, FieldNode& root) {
  FieldNode* node = &root;
  for (const absl::string_view step : absl::StrSplit(path, '.')) {
    node = &node->Child(step);
    node->required |= required;
  }
  return *node;
}

void AddRow(const Dialect& dialect, const Row& row, FieldNode& root) {
  const std::string path = OuterPath(dialect, row.theirs());
  const bool is_read = row.way() != adapter::v1::WAY_WRITE_ONLY;
  FieldNode& node = NodeAt(path, row.required() && is_read, root);
  if (path != row.theirs()) return;
  if (is_read) node.row = &row;
  for (const std::string& more : row.text().more()) NodeAt(more, false, root).row = &row;
  if (!row.has_group()) return;
  node.is_list = true;
  for (const Row& inner : row.group().rows()) AddRow(dialect, inner, node);
}

template <typename Conditions>
void AddConditions(const Dialect& dialect, const Conditions& conditions, FieldNode& root) {
  for (const Condition& condition : conditions) {
    if (condition.path().empty()) continue;
    const std::string path = OuterPath(dialect, condition.path());
    FieldNode& node = NodeAt(path, true, root);
    if (path != condition.path()) continue;
    node.fixed = condition.equals();
    node.fixed_lexical = condition.lexical();
  }
}

}  // namespace

FieldNode& FieldNode::Child(absl::string_view child) {
  const auto found =
      std::find_if(children.begin(), children.end(), [&](const FieldNode& node) { return node.name == child; });
  if (found != children.end()) return *found;
  children.emplace_back().name = std::string(child);
  return children.back();
}

bool ComesFromPlatform(const adapter::v1::Message& message) {
  return message.direction() != adapter::v1::DIRECTION_TO_PLATFORM;
}

void AddMessage(const Dialect& dialect, const adapter::v1::Message& message, FieldNode& root) {
  AddConditions(dialect, message.when(), root);
  for (const Row& row : message.rows()) AddRow(dialect, row, root);
}

void AddProofs(const Dialect& dialect, const adapter::v1::Access& access, FieldNode& root) {
  const bool has_root = dialect.wire_format() == adapter::v1::WIRE_FORMAT_XML ||
                        dialect.wire_format() == adapter::v1::WIRE_FORMAT_SOAP_1_1 ||
                        dialect.wire_format() == adapter::v1::WIRE_FORMAT_SOAP_1_2;
  const auto add = [&](const std::string& path, bool required) {
    const bool is_of_message =
        !has_root || std::any_of(root.children.begin(), root.children.end(),
                                 [&](const auto& own) { return absl::StartsWith(path, own.name + "."); });
    if (is_of_message) NodeAt(path, required, root).is_proof = true;
  };
  bool signs = false;
  for (const adapter::v1::Proof& proof : access.from_platform()) {
    for (const std::string& path : proof.body_fields().paths()) add(path, true);
    signs |= proof.has_dialect_signature();
  }
  if (!dialect.signature().path().empty()) add(dialect.signature().path(), signs);
}

void AddAnswer(const Dialect& dialect, const adapter::v1::Answer& answer, FieldNode& root) {
  AddConditions(dialect, answer.when(), root);
  for (const Row& row : answer.rows()) AddRow(dialect, row, root);
}

}  // namespace interline::gateway
