// What the sections of a partner's interface document share.
#ifndef INTERLINE_CLI_DOCUMENTS_SECTION_PARTS_H_
#define INTERLINE_CLI_DOCUMENTS_SECTION_PARTS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "adapters/schema/message_form.h"
#include "cli/documents/page.h"
#include "interline/adapter/v1/specification.pb.h"

namespace interline::cli {

// Between backticks; empty stays empty.
std::string Code(absl::string_view text);

// "`head.type` = `transfer`, header `target` = `/urge`".
std::string ConditionsOf(const google::protobuf::RepeatedPtrField<adapter::v1::Condition>& conditions);

// The fields of a document as a table.
void WriteFields(const schema::FieldForm& root, Page& page);

// For Page::Code: "json", "xml", or empty.
const char* LanguageOf(adapter::v1::WireFormat format);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_DOCUMENTS_SECTION_PARTS_H_
