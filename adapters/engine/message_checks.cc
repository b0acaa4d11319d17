#include "adapters/engine/message_checks.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "adapters/engine/contract.h"
#include "adapters/engine/our_path.h"
#include "adapters/engine/wire_document.h"
#include "core/wire/json_reader.h"

namespace interline::adapters {
namespace {

using adapter::v1::Message;
using adapter::v1::Nested;
using adapter::v1::Row;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using Rows = google::protobuf::RepeatedPtrField<Row>;
using v1::TicketEvent;

// Parts of a request that stand among the headers.
constexpr absl::string_view kPath = ":path";
constexpr absl::string_view kMethod = ":method";
constexpr absl::string_view kBatch = ":batch";
constexpr absl::string_view kContentType = "content-type";

bool IsRead(const Row& row) { return row.way() != adapter::v1::WAY_WRITE_ONLY; }
bool IsWritten(const Row& row) { return row.way() != adapter::v1::WAY_READ_ONLY; }

// The first row that reads the field of ours, or null.
const Row* ReaderIn(const Rows& rows, absl::string_view ours) {
  const auto it = absl::c_find_if(rows, [&](const Row& row) { return IsRead(row) && row.ours() == ours; });
  return it == rows.end() ? nullptr : &*it;
}

// Levels of objects and lists, the outermost object included.
size_t DepthOf(const Block& block, const TheirNode& node) {
  size_t below = 0;
  for (const int child : node.children) {
    below = std::max(below, DepthOf(block, block.theirs[static_cast<size_t>(child)]));
  }
  if (node.row != kNone) {
    const RowPlan& row = block.rows[static_cast<size_t>(node.row)];
    const auto* group = std::get_if<AsGroup>(&row.as);
    const auto* text = std::get_if<AsText>(&row.as);
    // Without rows it was not compiled.
    if (group != nullptr && group->block->theirs.empty()) return 1;
    if (group != nullptr) return 1 + DepthOf(*group->block, group->block->theirs[0]);
    if (text != nullptr && text->is_list) return 1;
  }
  return node.slot == kNone ? 1 + below : 0;
}

class MessageChecker {
 public:
  MessageChecker(const CompileContext& context, const MessagePlan& message, const Plan& plan, const Place& place)
      : context_(context), message_(*message.specification), compiled_(message), plan_(plan), place_(place) {}

  void Check() {
    CheckWhoSaysIt();
    CheckHeaders();
    CheckImplied();
    CheckRows(message_.rows(), *TicketEvent::descriptor(), place_);
    CheckExplained();
    CheckPatterns();
    if (DepthOf(compiled_.block, compiled_.block.theirs[0]) > wire::kMaxJsonDepth) {
      Add(place_, absl::StrCat("A message is at most ", wire::kMaxJsonDepth, " levels deep."));
    }
  }

 private:
  void Add(const Place& place, std::string what) { context_.mistakes->Add(place, std::move(what)); }

  bool ComesFromPlatform() const { return message_.direction() != adapter::v1::DIRECTION_TO_PLATFORM; }
  bool GoesToPlatform() const { return message_.direction() != adapter::v1::DIRECTION_FROM_PLATFORM; }
  const WirePlan& wire() const { return ComesFromPlatform() ? plan_.from_wire : plan_.to_wire; }

  void CheckWhoSaysIt() {
    if (!ComesFromPlatform() || IsSaidByPlatforms(*compiled_.kind)) return;
    Add(place_.In("kind"),
        absl::StrCat("Interline alone says '", message_.kind(), "'; no message from a platform has this kind."));
  }

  void CheckHeaders() {
    for (int i = 0; i < message_.when_size(); ++i) {
      const std::string& header = message_.when(i).header();
      const std::string& value = message_.when(i).equals();
      const Place here = place_.In("when", i);
      if (header == kPath) {
        if (!absl::StartsWith(value, "/") || value.find_first_of("?# ") != std::string::npos) {
          Add(here.In("equals"), "A path begins with '/' and has no query: \"/api/orders\".");
        }
      } else if (header == kBatch) {
        const auto is_meant = [&](const adapter::v1::Batch& batch) { return batch.name() == value; };
        if (absl::c_none_of(plan_.dialect.batches(), is_meant)) {
          Add(here.In("equals"), absl::StrCat("There is no batch '", value, "'."));
        } else if (GoesToPlatform()) {
          Add(here, "Only messages from the platform stand in a batch.");
        }
      } else if (absl::StartsWith(header, ":") && header != kMethod) {
        Add(here.In("header"), absl::StrCat("No message has a header '", header, "'."));
      } else if (header == kContentType && !CheckCharset(wire(), {{header, value}}).ok()) {
        Add(here.In("equals"), "It declares another character set than the dialect's.");
      }
    }
  }

  bool IsImplied(absl::string_view ours) const {
    return absl::c_any_of(message_.implies(), [&](const auto& implied) { return implied.ours() == ours; });
  }

  void CheckImplied() {
    for (int i = 0; i < message_.implies_size(); ++i) {
      const adapter::v1::Implied& implied = message_.implies(i);
      const Place here = place_.In("implies", i);
      const auto chain = ResolveOurPath(*TicketEvent::descriptor(), implied.ours());
      if (!chain.ok()) continue;
      CheckImpliedEnd(implied, here);
      if (chain->back()->containing_type()->name() == "TimeLimit") CheckImpliedLimit(implied, *chain->back(), here);
      const EnumDescriptor* type = chain->back()->enum_type();
      const auto* value = type == nullptr ? nullptr : type->FindValueByName(implied.equals());
      if (ComesFromPlatform() && value != nullptr && IsBrokersOwn(*value)) Add(here, BrokersOwn(value->name()));
    }
  }

  // Whoever speaks is the platform, and what is said to it is for it.
  void CheckImpliedEnd(const adapter::v1::Implied& implied, const Place& here) {
    const bool is_own = implied.platform() || implied.equals() == plan_.platform.id();
    const auto wrong = [&](absl::string_view ours, bool goes, bool must_be_own, absl::string_view why) {
      if (goes && implied.ours() == ours && is_own != must_be_own) Add(here, std::string(why));
    };
    wrong("source", ComesFromPlatform(), true, "A platform speaks for itself only: say `platform: true`.");
    wrong("recipient", GoesToPlatform(), true, "What is written to a platform is for it: say `platform: true`.");
    wrong("recipient", ComesFromPlatform(), false, "A platform writes to others than itself.");
    wrong("transferred.to", ComesFromPlatform(), false, "A platform transfers tickets to others than itself.");
  }

  // A unit without a value is refused, and so is a value without a unit.
  void CheckImpliedLimit(const adapter::v1::Implied& implied, const FieldDescriptor& field, const Place& here) {
    const bool is_value = field.name() == "value";
    if (!is_value && field.name() != "unit") return;
    const std::string limit = implied.ours().substr(0, implied.ours().rfind('.'));
    const std::string other = absl::StrCat(limit, is_value ? ".unit" : ".value");
    const Row* reader = ReaderIn(message_.rows(), other);
    const bool is_told_otherwise = absl::c_any_of(message_.rows(), [&](const Row& row) {
      return IsRead(row) && row.ours() != other && IsAtOrBelow(row.ours(), limit);
    });
    if (IsImplied(other) || (reader != nullptr && (reader->required() || !is_told_otherwise))) return;
    Add(here, absl::StrCat("`", implied.ours(), "` is implied wherever `", limit, "` is told, so a required row must ",
                           "read `", other, "`."));
  }

  static std::string BrokersOwn(absl::string_view value) {
    return absl::StrCat("Interline alone says ", value, "; no message from a platform does.");
  }

  void CheckRows(const Rows& rows, const google::protobuf::Descriptor& ours, const Place& above) {
    for (int i = 0; i < rows.size(); ++i) {
      const Row& row = rows[i];
      const Place here = above.In("rows", i);
      const auto chain = ResolveOurPath(ours, row.ours());
      if (!chain.ok()) continue;
      const google::protobuf::Descriptor* type = chain->back()->message_type();
      if (row.has_code() && IsRead(row) && ComesFromPlatform()) CheckCode(row, here);
      if (!row.has_group() || type == nullptr || !chain->back()->is_repeated()) continue;
      if (IsRead(row)) CheckEntries(row, *type, here);
      CheckRows(row.group().rows(), *type, here.In("group"));
    }
  }

  const CodeTable* TableOf(const Row& row) const {
    const auto it = context_.tables.find(row.code().table());
    return it == context_.tables.end() || it->second->ours() == nullptr ? nullptr : it->second;
  }

  void CheckCode(const Row& row, const Place& here) {
    const CodeTable* table = TableOf(row);
    for (int i = 0; table != nullptr && i < table->ours()->value_count(); ++i) {
      const auto* value = table->ours()->value(i);
      if (IsBrokersOwn(*value) && table->Reads(value->number())) Add(here, BrokersOwn(value->name()));
    }
  }

  void CheckEntries(const Row& row, const google::protobuf::Descriptor& entry, const Place& here) {
    const Rows& rows = row.group().rows();
    const std::vector<std::string> one_of = EntriesMustTell(row.ours());
    const auto is_read = [&](const std::string& ours) { return ReaderIn(rows, ours) != nullptr; };
    if (!one_of.empty() && absl::c_none_of(one_of, is_read)) {
      Add(here.In("group"), absl::StrCat("The contract asks for `", absl::StrJoin(one_of, "` or `"),
                                         "` in each entry: a row must read it."));
    }
    if (entry.name() != "Attachment") return;
    for (int i = 0; i < rows.size(); ++i) {
      const std::string& ours = rows[i].ours();
      if (!IsRead(rows[i]) || (ours != "part" && ours != "parts")) continue;
      for (const char* other : {"part", "parts", "content"}) {
        if (is_read(other)) continue;
        Add(here.In("group").In("rows", i), absl::StrCat("`", ours, "` is read, and no row reads `", other, "`."));
      }
    }
  }

  // Whether a message can be read that says `value` in the field `ours`, and where: a row, or what is implied.
  bool CanSay(const std::string& ours, const std::string& value, Place& where) const {
    for (int i = 0; i < message_.implies_size(); ++i) {
      if (message_.implies(i).ours() != ours) continue;
      where = place_.In("implies", i);
      return message_.implies(i).equals() == value;
    }
    for (int i = 0; i < message_.rows_size(); ++i) {
      const Row& row = message_.rows(i);
      if (row.ours() != ours || !IsRead(row)) continue;
      where = place_.In("rows", i);
      const CodeTable* table = TableOf(row);
      const auto* meant = table == nullptr ? nullptr : table->ours()->FindValueByName(value);
      return meant != nullptr && table->Reads(meant->number());
    }
    return false;
  }

  void CheckExplained() {
    if (!ComesFromPlatform()) return;
    for (const Explained& one : MustExplain()) {
      Place where = place_;
      if (!CanSay(one.code, one.value, where) || ReaderIn(message_.rows(), one.words) != nullptr) continue;
      if (IsImplied(one.words)) continue;
      Add(where, absl::StrCat("With ", one.value, " the contract asks for `", one.words, "`, and no row reads it."));
    }
  }

  // ---- Patterns ----

  // What a message says of the names in one text, each with whether it is written and required.
  struct Names {
    std::set<std::string> known;
    std::set<std::string> written;
    std::set<std::string> required;
    // Of the first row.
    Place place;
  };

  Names NamesIn(const std::string& above) const {
    Names names{{}, {}, {}, place_};
    const auto add = [&](const std::string& path, bool is_written, bool is_required, const Place& place) {
      if (!absl::StartsWith(path, above)) return;
      const std::string name = path.substr(above.size());
      if (names.known.empty()) names.place = place;
      names.known.insert(name);
      if (is_written) names.written.insert(name);
      if (is_written && is_required) names.required.insert(name);
    };
    for (int i = 0; i < message_.when_size(); ++i) add(message_.when(i).path(), true, true, place_.In("when", i));
    for (int i = 0; i < message_.rows_size(); ++i) {
      const Row& row = message_.rows(i);
      add(row.theirs(), IsWritten(row), row.required() || row.has_constant(), place_.In("rows", i));
      for (const std::string& more : row.text().more()) add(more, IsWritten(row), false, place_.In("rows", i));
    }
    for (int i = 0; i < message_.ignores_size(); ++i) add(message_.ignores(i), false, false, place_.In("ignores", i));
    return names;
  }

  void CheckPatterns() {
    for (const Nested& nested : plan_.dialect.nested()) {
      if (nested.encoding() != Nested::ENCODING_PATTERN) continue;
      const Names names = NamesIn(nested.path() + ".");
      if (names.known.empty()) continue;
      std::vector<std::set<std::string>> patterns;
      for (const std::string& text : nested.patterns()) {
        const auto pattern = TextPattern::Make(text);
        if (pattern.ok()) patterns.emplace_back(pattern->names().begin(), pattern->names().end());
      }
      CheckRead(names, patterns);
      CheckWritten(names, patterns);
    }
  }

  // Whatever follows a pattern has all of its names.
  void CheckRead(const Names& names, const std::vector<std::set<std::string>>& patterns) {
    if (!plan_.refuse_unknown_fields) return;
    const auto is_known = [&](const std::string& name) { return names.known.count(name) > 0; };
    std::set<std::string> told;
    for (const auto& pattern : patterns) {
      // One that has nothing for this message is another's.
      if (absl::c_none_of(pattern, is_known)) continue;
      for (const std::string& name : pattern) {
        if (is_known(name) || !told.insert(name).second) continue;
        Add(names.place, absl::StrCat("A pattern has '", name, "' too: a row must have it, or `ignores` name it."));
      }
    }
  }

  // A pattern is used when it has just the names that have a value.
  void CheckWritten(const Names& names, const std::vector<std::set<std::string>>& patterns) {
    for (const std::string& name : names.written) {
      const bool can_be_written = absl::c_any_of(patterns, [&](const std::set<std::string>& pattern) {
        return pattern.count(name) > 0 && absl::c_includes(names.written, pattern) &&
               absl::c_includes(pattern, names.required);
      });
      if (can_be_written) continue;
      Add(names.place, absl::StrCat("No pattern has '", name, "' with just the names that this message writes."));
    }
  }

  const CompileContext& context_;
  const Message& message_;
  const MessagePlan& compiled_;
  const Plan& plan_;
  const Place place_;
};

}  // namespace

void CheckMessage(const CompileContext& context, const MessagePlan& message, const Plan& plan, const Place& place) {
  MessageChecker(context, message, plan, place).Check();
}

}  // namespace interline::adapters
