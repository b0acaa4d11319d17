// Secrets that must be read again, sealed before they go into the database: AES-256-GCM.
#ifndef INTERLINE_SERVICES_INBOX_PEOPLE_SEALED_H_
#define INTERLINE_SERVICES_INBOX_PEOPLE_SEALED_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace interline::inbox {

// `key` has 32 bytes. `owner` is bound to it: what was sealed for one account opens for no other.
std::string Seal(absl::string_view key, absl::string_view owner, absl::string_view secret);
// DATA_LOSS when it was changed, or sealed with another key or for another owner.
absl::StatusOr<std::string> Unseal(absl::string_view key, absl::string_view owner, absl::string_view sealed);

}  // namespace interline::inbox

#endif  // INTERLINE_SERVICES_INBOX_PEOPLE_SEALED_H_
