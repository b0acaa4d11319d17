// Random bytes and the text forms in which people and programs are given secrets.
#ifndef INTERLINE_SERVICES_INBOX_PEOPLE_RANDOM_H_
#define INTERLINE_SERVICES_INBOX_PEOPLE_RANDOM_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace interline::inbox {

// From the system's generator for secrets.
std::string RandomBytes(size_t count);

// RFC 4648 base32, without padding.
std::string Base32(absl::string_view bytes);
// Takes either case, and passes over blanks and hyphens; none when another character stands there.
absl::optional<std::string> Base32Decode(absl::string_view text);

// Letters and digits that people do not mistake for others, in groups of four: "k7mq-…". `bits` is rounded up to whole
// characters of five bits. Taken from `bytes`, which must have so many bits.
std::string ReadableSecret(absl::string_view bytes, size_t bits);
// What somebody typed, as ReadableSecret writes it: blanks and hyphens and case do not matter.
std::string NormalisedSecret(absl::string_view typed);

// RFC 4648 base64url without padding, as in tokens and addresses.
std::string Base64Url(absl::string_view bytes);
// None when it is anything else, padding included.
absl::optional<std::string> Base64UrlDecode(absl::string_view text);

}  // namespace interline::inbox

#endif  // INTERLINE_SERVICES_INBOX_PEOPLE_RANDOM_H_
