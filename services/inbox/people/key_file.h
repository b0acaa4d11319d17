// Keys of the inbox's own, each in a file of 32 random bytes that only its owner reads. Instances that share a database
// must have the same files.
#ifndef INTERLINE_SERVICES_INBOX_PEOPLE_KEY_FILE_H_
#define INTERLINE_SERVICES_INBOX_PEOPLE_KEY_FILE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/identity/secret.h"

namespace interline::inbox {

inline constexpr size_t kKeyBytes = 32;

// The key in the file `folder`/`name`. Where there is none it is made, with mode 0400, and so is the folder, with mode
// 0700; two processes that start at once get the same key. INVALID_ARGUMENT when the file has another length or others
// may read it, UNAVAILABLE when it cannot be read or made.
absl::StatusOr<std::unique_ptr<const identity::Secret>> LoadOrMakeKey(const std::string& folder,
                                                                      const std::string& name);

// A key for one purpose, made of a key for several: 32 bytes.
std::string DerivedKey(const identity::Secret& key, absl::string_view purpose);

}  // namespace interline::inbox

#endif  // INTERLINE_SERVICES_INBOX_PEOPLE_KEY_FILE_H_
