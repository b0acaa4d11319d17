// Telephone numbers: E.164 inside, the mainland's own forms outside. Nothing is guessed: a text that is not surely a
// number of a known form passes through as it is.
#ifndef INTERLINE_ADAPTERS_ENGINE_PHONE_H_
#define INTERLINE_ADAPTERS_ENGINE_PHONE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace interline::adapters {

// "+" and 7 to 15 digits, the first of them not zero.
bool IsE164(absl::string_view number);

// Ours for theirs: E.164 for "+...", "00...", mainland mobile numbers with or without "86" and numbers with an area
// code; blanks, dashes and brackets are taken out of them. Anything else as it is.
std::string ReadPhone(absl::string_view theirs);

// Theirs for ours: mainland numbers in their national form, other E.164 numbers with "00" for the plus, anything else
// as it is. ReadPhone(WritePhone(x)) is x for every E.164 number x.
std::string WritePhone(absl::string_view ours);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_PHONE_H_
