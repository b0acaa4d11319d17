#include "cli/coverage.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "adapters/engine/answers.h"
#include "adapters/engine/wire_tree.h"
#include "cli/wire_fields.h"

namespace interline::cli {
namespace {

using adapter::v1::CodeTable;
using adapter::v1::Row;
using adapters::Direction;
using adapters::Plan;

using Rows = google::protobuf::RepeatedPtrField<Row>;

std::string Join(const std::string& above, const std::string& path) {
  return above.empty() ? path : absl::StrCat(above, ".", path);
}

// Calls `visit(row, path)` for each row, those inside groups included.
template <typename Visit>
void ForEachRow(const Rows& rows, const std::string& above, const Visit& visit) {
  for (const Row& row : rows) {
    const std::string path = Join(above, row.theirs());
    visit(row, path);
    if (row.has_group()) ForEachRow(row.group().rows(), path, visit);
  }
}

void AddCodes(const CodeTable& table, Parts& parts) {
  for (const auto& row : table.rows()) parts.insert({Part::Kind::kCode, absl::StrCat(table.name(), " ", row.theirs())});
}

template <typename Tables>
const CodeTable* FindTable(const Tables& tables, const std::string& name) {
  for (const CodeTable& table : tables) {
    if (table.name() == name) return &table;
  }
  return nullptr;
}

Part MessagePart(const std::string& name, Direction direction) {
  const bool from = direction == Direction::kFromPlatform;
  return {Part::Kind::kMessage, absl::StrCat(name, from ? " from_platform" : " to_platform")};
}

Part CodePart(const Row& row, const std::string& code) {
  return {Part::Kind::kCode, absl::StrCat(row.code().table(), " ", code)};
}

Part RowPart(const std::string& message, const std::string& path) {
  return {Part::Kind::kRow, absl::StrCat(message, " ", path)};
}

}  // namespace

const char* WordOf(Part::Kind kind) {
  switch (kind) {
    case Part::Kind::kMessage:
      return "message";
    case Part::Kind::kRow:
      return "row";
    default:
      return "code";
  }
}

Parts PartsOfDialect(const Plan& plan) {
  Parts parts;
  for (const auto& message : plan.dialect.messages()) {
    if (message.direction() != adapter::v1::DIRECTION_TO_PLATFORM) {
      parts.insert(MessagePart(message.name(), Direction::kFromPlatform));
    }
    if (message.direction() != adapter::v1::DIRECTION_FROM_PLATFORM) {
      parts.insert(MessagePart(message.name(), Direction::kToPlatform));
    }
    ForEachRow(message.rows(), "",
               [&](const Row&, const std::string& path) { parts.insert(RowPart(message.name(), path)); });
  }
  for (const CodeTable& table : plan.dialect.tables()) {
    if (FindTable(plan.platform.tables(), table.name()) == nullptr) AddCodes(table, parts);
  }
  return parts;
}

Parts PartsOfPlatform(const Plan& plan) {
  Parts parts;
  for (const CodeTable& table : plan.platform.tables()) AddCodes(table, parts);
  return parts;
}

Parts PartsShownBy(const Plan& plan, Direction direction, const adapters::WireMessage& message) {
  const adapters::MessagePlan* chosen = adapters::ChooseMessage(plan, direction, message);
  if (chosen == nullptr) return {};
  std::map<std::string, std::set<std::string>> values;
  for (const auto& [place, text] : FieldsOf(plan, direction, message)) {
    // A group shows with everything in it.
    const std::string path = WithoutIndexes(place);
    values[path].insert(text);
    for (size_t dot = path.find('.'); dot != std::string::npos; dot = path.find('.', dot + 1)) {
      values[path.substr(0, dot)];
    }
  }
  Parts parts{MessagePart(chosen->name, direction)};
  ForEachRow(chosen->specification->rows(), "", [&](const Row& row, const std::string& path) {
    const auto found = values.find(path);
    if (found == values.end()) return;
    parts.insert(RowPart(chosen->name, path));
    if (!row.has_code()) return;
    for (const std::string& text : found->second) parts.insert(CodePart(row, text));
  });
  return parts;
}

Parts CodesShownBy(const Plan& plan, Direction direction, const adapters::WireAnswer& answer) {
  const std::string name = adapters::ReadAnswer(plan, direction, answer).name;
  const WireFields fields = FieldsOf(plan, answer);
  Parts parts;
  for (const auto& one : plan.dialect.answers()) {
    if (one.name() != name) continue;
    for (const Row& row : one.rows()) {
      const auto found = fields.find(row.theirs());
      if (row.has_code() && found != fields.end()) parts.insert(CodePart(row, found->second));
    }
  }
  return parts;
}

}  // namespace interline::cli
