// SHA-256.
#ifndef INTERLINE_CORE_BASE_SHA256_H_
#define INTERLINE_CORE_BASE_SHA256_H_

#include <string>

#include "absl/strings/string_view.h"

namespace interline {

// 32 bytes.
std::string Sha256(absl::string_view data);
// 64 lower-case hexadecimal digits.
std::string Sha256Hex(absl::string_view data);

}  // namespace interline

#endif  // INTERLINE_CORE_BASE_SHA256_H_
