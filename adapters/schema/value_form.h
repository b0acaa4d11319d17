// How one value of a partner's message is written, as a document or a schema needs to know it.
#ifndef INTERLINE_ADAPTERS_SCHEMA_VALUE_FORM_H_
#define INTERLINE_ADAPTERS_SCHEMA_VALUE_FORM_H_

#include <google/protobuf/descriptor.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/optional.h"
#include "adapters/engine/adapter.h"
#include "adapters/schema/specification.h"
#include "interline/adapter/v1/specification.pb.h"

namespace interline::schema {

// In two languages, as one value.
struct Bilingual {
  std::string zh;
  std::string en;
};

struct ValueForm {
  // In JSON; everywhere else all values are texts.
  enum class Type { kText, kInteger, kBoolean };

  Type type = Type::kText;
  // Just these, in their words; empty = any.
  std::vector<std::string> allowed;
  // Regular expression over the whole value; empty = any. Without "^" and "$", and of a kind that JSON Schema and XML
  // Schema read alike.
  std::string pattern;
  // In characters; 0 = no bound.
  size_t max_chars = 0;
  absl::optional<int64_t> min;
  absl::optional<int64_t> max;
  // "date-time" for times with an offset.
  std::string json_format;
  // "text, at most 200 characters".
  Bilingual words;
};

// The form of a row's value. `ours` is the field that the row names, null for a constant. In the direction the partner
// writes, codes that we only write are left out, and the other way round. Not for groups.
ValueForm ValueFormOf(const Specification& specification, const adapter::v1::Row& row,
                      const google::protobuf::FieldDescriptor* ours, adapters::Direction direction);

// A value that is always the same.
ValueForm FixedForm(const std::string& value, adapter::v1::Lexical lexical);

// By name, the platform's before the dialect's; null when there is none.
const adapter::v1::CodeTable* FindCodeTable(const Specification& specification, const std::string& name);
const adapter::v1::ZoneTable* FindZoneTable(const Specification& specification, const std::string& name);

// Whether the way of a row or a code goes in the direction.
bool Goes(adapter::v1::Way way, adapters::Direction direction);

}  // namespace interline::schema

#endif  // INTERLINE_ADAPTERS_SCHEMA_VALUE_FORM_H_
