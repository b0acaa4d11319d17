// Percent-encoding as forms and query strings have it (application/x-www-form-urlencoded).
#ifndef INTERLINE_CORE_WIRE_PERCENT_H_
#define INTERLINE_CORE_WIRE_PERCENT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace interline::wire {

// "+" is a blank. None when a "%" is not followed by two hexadecimal digits.
absl::optional<std::string> PercentDecode(absl::string_view text);

// Letters, digits and "-._*" stand as they are, a blank becomes `blank`: "+" in forms, "%20" where it is not known
// whether the reader takes "+" for one.
void AppendPercentEncoded(absl::string_view bytes, absl::string_view blank, std::string& text);

}  // namespace interline::wire

#endif  // INTERLINE_CORE_WIRE_PERCENT_H_
