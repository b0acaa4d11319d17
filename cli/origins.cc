#include "cli/origins.h"

#include <google/protobuf/message.h>

#include <map>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "adapters/engine/our_path.h"
#include "cli/wire_fields.h"
#include "cli/words.h"

namespace interline::cli {
namespace {

using adapter::v1::Row;
using adapters::Direction;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// A row with its whole paths, inside groups too.
struct FlatRow {
  const Row* row;
  std::string theirs;
  std::string ours;
};

void Collect(const google::protobuf::RepeatedPtrField<Row>& rows, const std::string& theirs, const std::string& ours,
             std::vector<FlatRow>& all) {
  for (const Row& row : rows) {
    const std::string their_path = absl::StrCat(theirs, row.theirs());
    const std::string our_path = row.ours().empty() ? "" : absl::StrCat(ours, row.ours());
    if (row.has_group()) {
      Collect(row.group().rows(), their_path + ".", our_path + ".", all);
    } else {
      all.push_back({&row, their_path, our_path});
    }
  }
}

// Paths of all single values of the message, without the numbers of lists.
void CollectPaths(const Message& message, const std::string& above, std::set<std::string>& paths) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string path = absl::StrCat(above, field->name());
    if (field->message_type() == nullptr || adapters::IsTimestamp(*field)) {
      paths.insert(path);
    } else if (field->is_repeated()) {
      for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
        CollectPaths(message.GetReflection()->GetRepeatedMessage(message, field, i), path + ".", paths);
      }
    } else {
      CollectPaths(message.GetReflection()->GetMessage(message, field), path + ".", paths);
    }
  }
}

// How a field without a row came to be.
std::string RuleFor(const std::string& ours, const adapters::Plan& plan, const adapter::v1::Message& message,
                    Direction direction) {
  for (const auto& implied : message.implies()) {
    if (implied.ours() == ours) return absl::StrCat("(kind of message ", message.name(), ")");
  }
  const bool from = direction == Direction::kFromPlatform;
  if (ours == (from ? "source" : "recipient")) return absl::StrCat("(platform ", plan.platform.id(), ")");
  if (ours == "ticket_id") {
    const std::string& rule = adapter::v1::TicketIdRule_Name(message.ticket_id());
    return absl::StrCat("(", EnumWord(rule, "TICKET_ID_RULE_"), ")");
  }
  if (ours == "id") {
    return message.identity().empty() ? "(digest of the bytes)"
                                      : absl::StrCat("(", absl::StrJoin(message.identity(), " + "), ")");
  }
  return "(no row)";
}

}  // namespace

std::string WordsOf(const Row& row) {
  const FieldDescriptor* as =
      row.GetReflection()->GetOneofFieldDescriptor(row, Row::descriptor()->FindOneofByName("as"));
  std::string words = as == nullptr ? "" : absl::StrJoin(absl::StrSplit(as->name(), '_'), " ");
  if (row.has_code()) absl::StrAppend(&words, " ", row.code().table());
  if (row.way() == adapter::v1::WAY_READ_ONLY) words += ", read only";
  if (row.way() == adapter::v1::WAY_WRITE_ONLY) words += ", written only";
  return words;
}

std::vector<Origin> OriginsOf(const adapters::Plan& plan, const adapters::MessagePlan& chosen, Direction direction,
                              const adapters::WireMessage& message, const v1::TicketEvent& event) {
  std::vector<FlatRow> rows;
  Collect(chosen.specification->rows(), "", "", rows);
  std::multimap<std::string, const FlatRow*> by_theirs;
  for (const FlatRow& row : rows) by_theirs.emplace(row.theirs, &row);

  std::vector<Origin> origins;
  std::set<std::string> explained;
  for (const auto& [place, text] : FieldsOf(plan, direction, message)) {
    const auto [begin, end] = by_theirs.equal_range(WithoutIndexes(place));
    if (begin == end) origins.push_back({place, "", "no row"});
    for (auto it = begin; it != end; ++it) {
      origins.push_back({place, it->second->ours, WordsOf(*it->second->row)});
      explained.insert(it->second->ours);
    }
  }
  std::set<std::string> ours;
  CollectPaths(event, "", ours);
  for (const std::string& path : ours) {
    if (explained.count(path) == 0) {
      origins.push_back({RuleFor(path, plan, *chosen.specification, direction), path, ""});
    }
  }
  return origins;
}

}  // namespace interline::cli
