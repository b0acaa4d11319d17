// A text as it stands inside other texts.
#ifndef INTERLINE_CORE_WIRE_WRITTEN_H_
#define INTERLINE_CORE_WIRE_WRITTEN_H_

#include <string>

#include "absl/strings/string_view.h"

namespace interline::wire {

// In a query string or form: all but [A-Za-z0-9-._~] percent-encoded.
std::string AsPercent(absl::string_view text);
// As the text of an element or attribute.
std::string AsXml(absl::string_view text);
// Inside the quotes of a JSON string. UTF-8 stays.
std::string AsJson(absl::string_view text);

}  // namespace interline::wire

#endif  // INTERLINE_CORE_WIRE_WRITTEN_H_
