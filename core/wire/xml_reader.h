// Reads XML 1.0 that a stranger wrote, as a JSON object, so that one reader serves all formats.
//
// An element without attributes and elements is its text; any other is an object: "@name" for an attribute, one member
// for each name below it, a list where a name stands several times, "#text" for text beside attributes. Every value is
// a text; xsi:nil="true" is null. Names are without prefix, and so are the codes of a fault of SOAP.
//
// Refused, beside what is not well-formed: a DOCTYPE (at its first character, so that nothing is ever expanded or
// fetched), processing instructions, text between elements, a byte order mark, and whatever is beyond the limits.
#ifndef INTERLINE_CORE_WIRE_XML_READER_H_
#define INTERLINE_CORE_WIRE_XML_READER_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/wire/charset.h"
#include "core/wire/json_writer.h"

namespace interline::wire {

inline constexpr size_t kMaxXmlBytes = 1 << 20;
// Elements inside each other; the root is the first.
inline constexpr size_t kMaxXmlDepth = 32;
inline constexpr size_t kMaxXmlElements = 10000;
// Of one element.
inline constexpr size_t kMaxXmlAttributes = 64;
// Of an element or attribute, in bytes, without its namespace.
inline constexpr size_t kMaxXmlName = 256;

enum class Soap {
  kNone,
  k11,
  k12,
};

// The namespace of a version's Envelope.
const char* SoapNamespace(Soap soap);

struct XmlReadOptions {
  // What the declaration must agree with, if there is one. The bytes themselves are UTF-8 already.
  Charset charset = Charset::kUtf8;
  // Elements are of this one or of none.
  std::string name_space;
  // Whether elements of other namespaces are passed over, with all below them, instead of being refused.
  bool skip_foreign = false;
  // With SOAP the object holds what stands in the Body, a fault as "Fault".
  Soap soap = Soap::kNone;
};

// Errors are refusals, with the path where one is known: MALFORMED, TOO_LARGE, WRONG_CHARSET (the declaration),
// UNKNOWN_FIELD (a foreign namespace; a header of SOAP that must be understood), UNKNOWN_MESSAGE (an Envelope of
// another version of SOAP). Memory is bounded by a small multiple of the limits.
absl::Status XmlToJson(absl::string_view utf8, const XmlReadOptions& options, JsonWriter& json);

}  // namespace interline::wire

#endif  // INTERLINE_CORE_WIRE_XML_READER_H_
