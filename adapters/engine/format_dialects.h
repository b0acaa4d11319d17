// One small dialect in every wire format, for tests of the formats and for fuzzing.
#ifndef INTERLINE_ADAPTERS_ENGINE_FORMAT_DIALECTS_H_
#define INTERLINE_ADAPTERS_ENGINE_FORMAT_DIALECTS_H_

#include <string>
#include <vector>

namespace interline::adapters {

// A way to write the small dialect.
struct Format {
  // "soap_11_with_json", ...
  std::string name;
  // Of WireFormat, without WIRE_FORMAT_.
  std::string wire_format;
  // What is in front of the path of every field.
  std::string prefix;
  // More of the dialect's text: what is nested, namespaces.
  std::string more;
};

// Every wire format, and every encoding of a document inside a document.
const std::vector<Format>& AllFormats();

// As the text of a dialect.textproto without a mistake: the messages "transfer" and "urge". `charset` is of Charset.
std::string FormatDialectText(const Format& format, const std::string& charset = "CHARSET_UTF_8");

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_FORMAT_DIALECTS_H_
