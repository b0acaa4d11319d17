// A platform with its dialect, compiled: everything that reading or writing one message needs, looked up once. Made by
// CompilePlan (compile.h), used by Decoder and Encoder. Immutable once made; thread-safe.
#ifndef INTERLINE_ADAPTERS_ENGINE_PLAN_H_
#define INTERLINE_ADAPTERS_ENGINE_PLAN_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "adapters/engine/adapter.h"
#include "adapters/engine/code_table.h"
#include "adapters/engine/contract.h"
#include "adapters/engine/field_access.h"
#include "adapters/engine/quirks.h"
#include "adapters/engine/time_format.h"
#include "adapters/engine/wire_plan.h"
#include "adapters/engine/zone_table.h"
#include "interline/adapter/v1/specification.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::adapters {

// No such row, slot or node.
inline constexpr int kNone = -1;

struct Block;

// ---- How a value is written ----

struct AsText {
  Form form = Form::kFree;
  // In characters, of the whole text.
  size_t most_read = 0;
  size_t most_written = 0;
  // A list of texts.
  bool is_list = false;
  // One text is a list of one.
  bool takes_one = false;
  // Longest part, in characters, where further fields take what does not fit into the first (RowPlan::more).
  size_t most_part = 0;
  // What ours has in front of theirs.
  std::string prefix;
};

// A list of texts in one text.
struct AsJoined {
  Form form = Form::kFree;
  std::string separator;
  // In characters: of one text, and of the whole.
  size_t most_read = 0;
  size_t most_whole = 0;
};

struct AsPhone {
  bool e164 = false;
  // In characters.
  size_t most_read = 0;
  size_t most_written = 0;
};

struct AsNumber {
  bool quoted = false;
  int64_t min = 0;
  int64_t max = 0;
};

struct AsBool {
  adapter::v1::Lexical lexical = adapter::v1::LEXICAL_UNSPECIFIED;
  // The first of each is written.
  std::vector<std::string> true_words;
  std::vector<std::string> false_words;
};

struct AsTime {
  TimeFormat format;
  // An epoch as a text of digits.
  bool quoted = false;
};

struct AsCode {
  adapter::v1::Lexical lexical = adapter::v1::LEXICAL_UNSPECIFIED;
  // Never null; lives as long as the plan.
  const CodeTable* table = nullptr;
};

struct AsRegion {
  size_t digits = 0;
  // Instead of digits; null when there is none. Lives as long as the plan.
  const ZoneTable* zones = nullptr;
};

struct AsConstant {
  adapter::v1::Lexical lexical = adapter::v1::LEXICAL_UNSPECIFIED;
  std::string value;
};

struct AsGroup {
  std::unique_ptr<Block> block;
  size_t max_items = 0;
  // One object is a list of one.
  bool takes_one = false;
};

struct AsBytes {
  adapter::v1::Bytes::Encoding encoding = adapter::v1::Bytes::ENCODING_HEX_LOWER;
  // 0 = any number.
  size_t exact_bytes = 0;
  size_t most_read = 0;
  size_t most_written = 0;
};

using As =
    std::variant<AsText, AsNumber, AsBool, AsTime, AsCode, AsRegion, AsConstant, AsGroup, AsBytes, AsJoined, AsPhone>;

// ---- One level of objects: a message, or an entry of a list ----

// A field that takes a further part of a row's text.
struct MorePlan {
  std::string theirs;
  int slot = kNone;
};

struct RowPlan {
  // For refusals: dotted, from this level down.
  std::string theirs;
  std::string ours;
  bool reads = true;
  bool writes = true;
  bool required = false;
  // Where reading puts their value.
  int slot = kNone;
  // The message of ours that holds the field, and the field; none for a constant.
  int node = kNone;
  const google::protobuf::FieldDescriptor* field = nullptr;
  const FieldAccess* access = nullptr;
  As as;
  std::vector<MorePlan> more;
};

// A name in their object.
struct TheirNode {
  std::string name;
  // Nodes below; empty for a field. In the order of writing.
  std::vector<int> children;
  // A field's place among the values that reading gathers.
  int slot = kNone;
  // The row that is written here, and which part of its text: 0, or a place in RowPlan::more from 1.
  int row = kNone;
  size_t part = 0;
  // Whether a row reads the field; otherwise it is known and passed over.
  bool is_read = false;
  // Whether names that are not among the children are passed over too.
  bool passes_over = false;
  // Whether the format has no other values than texts here.
  bool is_texts = false;
};

// A message of ours: the root, or a field of the node above.
struct OurNode {
  int above = kNone;
  const google::protobuf::FieldDescriptor* field = nullptr;
  // To the field of the message above.
  const FieldAccess* access = nullptr;
  // Of this message.
  const google::protobuf::Reflection* reflection = nullptr;
  // Fields that no row writes and that are not left out knowingly: an event that has one cannot be written.
  std::vector<const FieldAccess*> inexpressible;
};

struct Block {
  std::vector<TheirNode> theirs;  // [0] is the object itself
  std::vector<OurNode> ours;      // [0] is the message itself; a node stands after the one above it
  std::vector<RowPlan> rows;
  size_t slots = 0;
  // The row by whose day codes are chosen; kNone unless some table is dated.
  int day_row = kNone;
  absl::TimeZone zone;
};

// ---- A message ----

// What tells messages apart: a field, or a header.
struct Subject {
  bool is_header = false;
  std::string name;
  std::vector<std::string> steps;  // of a field's path
  adapter::v1::Lexical lexical = adapter::v1::LEXICAL_UNSPECIFIED;
};

struct ConditionPlan {
  size_t subject = 0;  // in Plan::subjects
  std::string equals;
};

struct ImpliedPlan {
  std::string ours;
  // Whether reading makes the message that holds the field; otherwise nothing is implied where it is absent.
  bool is_made = false;
  int node = kNone;
  const google::protobuf::FieldDescriptor* field = nullptr;
  const FieldAccess* access = nullptr;
  // By the field's type.
  std::string text;
  int64_t number = 0;  // also truth values and codes
};

struct MessagePlan {
  std::string name;
  const google::protobuf::FieldDescriptor* kind = nullptr;
  adapter::v1::TicketIdRule ticket_id_rule = adapter::v1::TICKET_ID_RULE_UNSPECIFIED;
  Block block;
  // The node of the kind.
  int kind_node = kNone;
  std::vector<ConditionPlan> conditions;
  // Elements, as steps, that stand at the root of an XML document, the whole one or one in a text. Where there is such
  // a document it has this root, or it is another message. The outer one, if any, comes first.
  std::vector<std::vector<std::string>> roots;
  std::vector<ImpliedPlan> implied;
  // Whether the message can tell, or leaves out knowingly, which dispatch is meant.
  bool carries_generation = false;
  // Headers that are written.
  std::vector<std::pair<std::string, std::string>> headers;
  // Slots whose values together identify the message.
  std::vector<int> identity;
  // Their names for fields of the envelope, for refusals; empty when no row reads them.
  std::string source_path;
  std::string recipient_path;
  std::string ticket_id_path;
  std::string source_number_path;
  std::string recipient_number_path;
  // The specification's words for it, for tools.
  const adapter::v1::Message* specification = nullptr;
};

// An answer; its fields of ours are those of AnswerContent.
struct AnswerPlan {
  std::string name;
  adapter::v1::Answer::Meaning meaning = adapter::v1::Answer::MEANING_UNSPECIFIED;
  uint32_t http_status = 0;
  Block block;
  std::vector<ConditionPlan> conditions;
  std::vector<std::vector<std::string>> roots;  // as in MessagePlan
  std::vector<std::pair<std::string, std::string>> headers;
  // Names of the messages that it answers; empty = any.
  std::vector<std::string> messages;
  const adapter::v1::Answer* specification = nullptr;

  bool has_body() const { return !block.rows.empty(); }
};

struct BatchPlan {
  // A field beside the list that always has the same value.
  struct Constant {
    std::string path;
    // As JSON.
    std::string value;
  };

  std::string name;
  std::vector<ConditionPlan> conditions;
  std::vector<std::pair<std::string, std::string>> headers;
  std::vector<Constant> constants;
  std::string list;
  // Entries that are left out: those for which all conditions of one list hold.
  std::vector<std::vector<ConditionPlan>> skips;
};

struct Plan {
  adapter::v1::Platform platform;
  adapter::v1::Dialect dialect;
  // "dialect/version".
  std::string mapping;
  bool refuse_unknown_fields = true;
  // Applied to the bytes by everything that reads or writes them.
  QuirkList quirks;
  std::vector<std::unique_ptr<CodeTable>> tables;
  std::vector<std::unique_ptr<ZoneTable>> zone_tables;
  std::vector<Subject> subjects;
  std::vector<std::unique_ptr<MessagePlan>> messages;
  // In the order of the specification.
  std::vector<const MessagePlan*> from_platform;
  std::vector<const MessagePlan*> to_platform;
  WirePlan from_wire;
  WirePlan to_wire;
  WirePlan answer_wire;
  std::vector<std::unique_ptr<AnswerPlan>> answers;
  // In the order of the specification.
  std::vector<const AnswerPlan*> answers_from_platform;
  std::vector<const AnswerPlan*> answers_to_platform;
  std::vector<BatchPlan> batches;

  const std::vector<const MessagePlan*>& For(Direction direction) const {
    return direction == Direction::kFromPlatform ? from_platform : to_platform;
  }
  const WirePlan& WireFor(Direction direction) const {
    return direction == Direction::kFromPlatform ? from_wire : to_wire;
  }
  const std::vector<const AnswerPlan*>& AnswersFor(Direction direction) const {
    return direction == Direction::kFromPlatform ? answers_from_platform : answers_to_platform;
  }
};

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_PLAN_H_
