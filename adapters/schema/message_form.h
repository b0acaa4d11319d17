// What a partner's messages look like, worked out of the specification: one tree of fields for each message in each
// direction. Documents and schemas are printed from it.
#ifndef INTERLINE_ADAPTERS_SCHEMA_MESSAGE_FORM_H_
#define INTERLINE_ADAPTERS_SCHEMA_MESSAGE_FORM_H_

#include <string>
#include <vector>

#include "adapters/engine/adapter.h"
#include "adapters/schema/specification.h"
#include "adapters/schema/value_form.h"
#include "interline/adapter/v1/specification.pb.h"

namespace interline::schema {

// A field or an object.
struct FieldForm {
  // In its object: "title", "@id", "#text".
  std::string name;
  // Of an object or of the document inside a text, in the order of writing.
  std::vector<FieldForm> children;
  // Never absent and never empty.
  bool required = false;
  // Several of them; 0 = no bound.
  bool is_list = false;
  size_t max_items = 0;
  // A text that is a document of its own, or whose parts are fields (ENCODING_PATTERN).
  adapter::v1::Nested::Encoding nested = adapter::v1::Nested::ENCODING_UNSPECIFIED;
  std::vector<std::string> patterns;
  // Of a field.
  ValueForm value;
  // Ours, dotted; empty for what is always the same, and for what is made outside the rows.
  std::string ours;
  // What it means.
  Bilingual meaning;
  // When the partner writes: known, but not read.
  bool is_passed_over = false;
  // Known with everything below it, whatever it is; never written.
  bool is_ignored = false;
  // An object that may have further fields when the partner writes, which are passed over.
  bool is_open = false;
  // A signature or credential: made outside the rows, and required by whoever checks it.
  bool is_proof = false;
  // More than one row speaks of it, or its row goes one way only.
  bool is_one_way = false;

  // Null when there is none.
  FieldForm* Child(const std::string& child_name);
};

struct MessageForm {
  std::string name;
  adapters::Direction direction = adapters::Direction::kFromPlatform;
  adapter::v1::WireFormat format = adapter::v1::WIRE_FORMAT_UNSPECIFIED;
  // Null for an answer.
  const adapter::v1::Message* message = nullptr;
  // Null for a message.
  const adapter::v1::Answer* answer = nullptr;
  // The whole document; no name of its own.
  FieldForm root;
};

// "from_platform.transferred": unique within its list.
std::string KeyOf(const MessageForm& form);

// In the order of the specification; what goes in both directions stands twice.
std::vector<MessageForm> MessageFormsOf(const Specification& specification);
std::vector<MessageForm> AnswerFormsOf(const Specification& specification);

// How messages in the direction are written.
adapter::v1::WireFormat FormatOf(const adapter::v1::Dialect& dialect, adapters::Direction direction);

// XML and SOAP.
bool IsXml(adapter::v1::WireFormat format);

// A field with its path, "body.files[].id", those in nested documents and lists included; objects are left out.
struct FlatField {
  std::string path;
  const FieldForm* field;
};
std::vector<FlatField> FlatFieldsOf(const FieldForm& root);

}  // namespace interline::schema

#endif  // INTERLINE_ADAPTERS_SCHEMA_MESSAGE_FORM_H_
