// A partner's JSON messages as a JSON Schema (draft 2020-12).
#ifndef INTERLINE_ADAPTERS_SCHEMA_JSON_SCHEMA_H_
#define INTERLINE_ADAPTERS_SCHEMA_JSON_SCHEMA_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "adapters/schema/message_form.h"
#include "adapters/schema/specification.h"
#include "core/wire/json_writer.h"

namespace interline::schema {

// A document of texts, numbers and truth values; forms and query strings as objects of texts.
struct JsonDocument {
  // "from_platform.transferred", "answer.to_platform.done"; a document inside a text has the path of the text behind
  // it: "from_platform.submit:Submit.json".
  std::string key;
  const FieldForm* root;
  // Inside a text of a document that is JSON itself.
  bool is_inner = false;
};

// All JSON documents of the messages and answers, those inside texts included. `forms` must outlive the result.
std::vector<JsonDocument> JsonDocumentsOf(const std::vector<MessageForm>& messages,
                                          const std::vector<MessageForm>& answers);

// The schema of one object, with words that draft 7, and so AsyncAPI, has too, and OpenAPI 3.1. `closed`: it has no
// fields but these.
void WriteObjectSchema(const FieldForm& object, bool closed, wire::JsonWriter& out);

// Whether messages of the dialect have no fields but those of its rows.
bool IsClosed(const adapter::v1::Dialect& dialect);

// JSON as a person reads it, with a line end.
std::string Indented(absl::string_view json);

// The whole schema: each document under `$defs`; any message from the platform and any to it under
// `$defs/from_platform` and `$defs/to_platform`, one of which a valid document is. Empty when the dialect
// has no JSON.
std::string JsonSchemaOf(const Specification& specification);

}  // namespace interline::schema

#endif  // INTERLINE_ADAPTERS_SCHEMA_JSON_SCHEMA_H_
