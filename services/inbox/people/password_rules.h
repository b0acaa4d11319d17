// Which passwords are taken. Length counts; what is well known, repeats itself or walks along the keyboard does not.
#ifndef INTERLINE_SERVICES_INBOX_PEOPLE_PASSWORD_RULES_H_
#define INTERLINE_SERVICES_INBOX_PEOPLE_PASSWORD_RULES_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace interline::inbox {

inline constexpr size_t kFewestPasswordCharacters = 12;
inline constexpr size_t kMostPasswordBytes = 256;

// INVALID_ARGUMENT says which rule; never the password.
absl::Status CheckPassword(absl::string_view password, absl::string_view account);

}  // namespace interline::inbox

#endif  // INTERLINE_SERVICES_INBOX_PEOPLE_PASSWORD_RULES_H_
