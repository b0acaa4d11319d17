// Hashes, keyed hashes and their text forms. MD5 and SHA-1 are here for partners' conventions that ask for them;
// nothing of ours rests on them.
#ifndef INTERLINE_CORE_IDENTITY_DIGEST_H_
#define INTERLINE_CORE_IDENTITY_DIGEST_H_

#include <string>

#include "absl/strings/string_view.h"

namespace interline::identity {

enum class Hash { kMd5, kSha1, kSha256, kSm3 };

// The digest's bytes: 16, 20, 32, 32.
std::string Digest(Hash hash, absl::string_view data);
std::string Hmac(Hash hash, absl::string_view key, absl::string_view data);

std::string HexLower(absl::string_view bytes);
std::string HexUpper(absl::string_view bytes);

// Takes the same time wherever they differ; texts of different lengths differ at once.
bool EqualInConstantTime(absl::string_view a, absl::string_view b);

}  // namespace interline::identity

#endif  // INTERLINE_CORE_IDENTITY_DIGEST_H_
