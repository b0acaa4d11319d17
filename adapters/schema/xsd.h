// A partner's XML messages as an XML Schema 1.0: elements in any order, but for those beside a list, which stand in the
// order in which they are written. Read they are in any, and elements that say nothing to us may stand between them.
// Where several messages have one root element, it holds what any of them has.
#ifndef INTERLINE_ADAPTERS_SCHEMA_XSD_H_
#define INTERLINE_ADAPTERS_SCHEMA_XSD_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "adapters/schema/message_form.h"
#include "adapters/schema/specification.h"

namespace interline::schema {

enum class XsdPart {
  // The messages themselves; for SOAP what stands in the Body.
  kMessages,
  // XML documents inside texts.
  kInner,
};

// Empty when the dialect has none.
std::string XsdOf(const Specification& specification, XsdPart part);

// The root elements of those of the forms that are XML, as the children of what is returned.
FieldForm XmlRootsOf(const std::vector<MessageForm>& forms);

// The elements of a schema for these roots, each line `depth` steps in.
std::string XsdElements(const FieldForm& roots, size_t depth);

// As the text of an element or the value of an attribute.
std::string XmlText(absl::string_view text);

}  // namespace interline::schema

#endif  // INTERLINE_ADAPTERS_SCHEMA_XSD_H_
