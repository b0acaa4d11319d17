// The fields and codes of the contract in words, Chinese and English, for documents that partners read.
#ifndef INTERLINE_ADAPTERS_SCHEMA_CONTRACT_WORDS_H_
#define INTERLINE_ADAPTERS_SCHEMA_CONTRACT_WORDS_H_

#include <google/protobuf/descriptor.h>

#include "absl/strings/string_view.h"

namespace interline::schema {

struct Words {
  absl::string_view zh;
  absl::string_view en;
};

// Both empty for a field that is not of TicketEvent or AnswerContent.
Words WordsOfField(const google::protobuf::FieldDescriptor& field);

// Both empty for a value that means "not stated".
Words WordsOfCode(const google::protobuf::EnumValueDescriptor& value);

}  // namespace interline::schema

#endif  // INTERLINE_ADAPTERS_SCHEMA_CONTRACT_WORDS_H_
