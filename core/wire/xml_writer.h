// Writes a JSON object as XML, the other way round from XmlToJson.
#ifndef INTERLINE_CORE_WIRE_XML_WRITER_H_
#define INTERLINE_CORE_WIRE_XML_WRITER_H_

#include <simdjson.h>

#include <string>

#include "absl/status/statusor.h"
#include "core/wire/charset.h"
#include "core/wire/xml_reader.h"

namespace interline::wire {

struct XmlWriteOptions {
  // Declared in front; the text that is returned is UTF-8 all the same.
  Charset charset = Charset::kUtf8;
  // False for a document in a string, whose character set is that of the outer one.
  bool declare = true;
  // Of the root, or in SOAP of the element in the Body; empty = none. A Fault is of SOAP's own.
  std::string name_space;
  // Whether what is below it is of that namespace too.
  bool qualified = false;
  Soap soap = Soap::kNone;
};

// `object` has one member, the root, which is no list; names are names of XML. NOT_EXPRESSIBLE (a refusal) for
// a character that XML does not have; FAILED_PRECONDITION for another number of members.
absl::StatusOr<std::string> JsonToXml(const simdjson::dom::object& object, const XmlWriteOptions& options);

// Whether `name` may be that of an element: a letter or "_" first, then also digits, "-" and ".". Letters of other
// scripts are taken.
bool IsXmlName(absl::string_view name);

}  // namespace interline::wire

#endif  // INTERLINE_CORE_WIRE_XML_WRITER_H_
