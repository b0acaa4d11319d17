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
#include "adapters/engine/adapter.h"
#include "adapters/engine/code_table.h"
#include "adapters/engine/contract.h"
#include "adapters/engine/time_format.h"
#include "interline/adapter/v1/specification.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::adapters {

// No such row, slot or node.
inline constexpr int kNone = -1;

struct Block;

// ---- How a value is written ----

struct AsText {
  Form form = Form::kFree;
  // In characters.
  size_t most_read = 0;
  size_t most_written = 0;
  // A list of texts.
  bool is_list = false;
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
};

struct AsCode {
  adapter::v1::Lexical lexical = adapter::v1::LEXICAL_UNSPECIFIED;
  // Never null; lives as long as the plan.
  const CodeTable* table = nullptr;
};

struct AsRegion {
  size_t digits = 0;
};

struct AsConstant {
  adapter::v1::Lexical lexical = adapter::v1::LEXICAL_UNSPECIFIED;
  std::string value;
};

struct AsGroup {
  std::unique_ptr<Block> block;
  size_t max_items = 0;
};

struct AsBytes {
  adapter::v1::Bytes::Encoding encoding = adapter::v1::Bytes::ENCODING_HEX_LOWER;
  // 0 = any number.
  size_t exact_bytes = 0;
};

using As = std::variant<AsText, AsNumber, AsBool, AsTime, AsCode, AsRegion, AsConstant, AsGroup, AsBytes>;

// ---- One level of objects: a message, or an entry of a list ----

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
  // Of the message that holds the field.
  const google::protobuf::Reflection* reflection = nullptr;
  As as;
};

// A name in their object.
struct TheirNode {
  std::string name;
  // Nodes below; empty for a field. In the order of writing.
  std::vector<int> children;
  // A field's place among the values that reading gathers.
  int slot = kNone;
  // The row that is written here.
  int row = kNone;
  // Whether a row reads the field; otherwise it is known and passed over.
  bool is_read = false;
};

// A message of ours: the root, or a field of the node above.
struct OurNode {
  int above = kNone;
  const google::protobuf::FieldDescriptor* field = nullptr;
  const google::protobuf::Reflection* reflection = nullptr;
  // Fields that no row writes and that are not left out knowingly: an event that has one cannot be written.
  std::vector<const google::protobuf::FieldDescriptor*> inexpressible;
};

struct Block {
  std::vector<TheirNode> theirs;  // [0] is the object itself
  std::vector<OurNode> ours;      // [0] is the message itself; a node stands after the one above it
  std::vector<RowPlan> rows;
  size_t slots = 0;
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
  int node = kNone;
  const google::protobuf::FieldDescriptor* field = nullptr;
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

struct Plan {
  adapter::v1::Platform platform;
  adapter::v1::Dialect dialect;
  // "dialect/version".
  std::string mapping;
  bool refuse_unknown_fields = true;
  std::vector<std::unique_ptr<CodeTable>> tables;
  std::vector<Subject> subjects;
  std::vector<std::unique_ptr<MessagePlan>> messages;
  // In the order of the specification.
  std::vector<const MessagePlan*> from_platform;
  std::vector<const MessagePlan*> to_platform;

  const std::vector<const MessagePlan*>& For(Direction direction) const {
    return direction == Direction::kFromPlatform ? from_platform : to_platform;
  }
};

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_PLAN_H_
