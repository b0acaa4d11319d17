// The bounds that hold for every field of the contract, checked by what the contract itself says of a field.
#ifndef INTERLINE_CORE_TICKET_BOUNDS_H_
#define INTERLINE_CORE_TICKET_BOUNDS_H_

#include <google/protobuf/message.h>

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace interline::ticket {

// In characters of Unicode, not bytes.
inline constexpr size_t kMostTextCharacters = 20000;  // free text: what the citizen asked, what was answered
inline constexpr size_t kMostLinkCharacters = 2000;   // names of files and links to them
inline constexpr size_t kMostNameCharacters = 500;    // everything else
inline constexpr int kMostEntries = 100;              // of a list
// Of an attachment's content in one event.
inline constexpr size_t kMostContentBytes = 256 * 1024;
inline constexpr uint32_t kMostParts = 1000;

// At any depth: texts and lists within the bounds above (OUT_OF_RANGE), enums with a value that the contract knows
// (OUT_OF_RANGE), times that exist and lie between the years 2000 and 2100 (INVALID_TIME). Errors are refusals with the
// path of the field, dotted from `message` down.
absl::Status CheckBounds(const google::protobuf::Message& message);

size_t CountCharacters(absl::string_view utf8);
// How many bytes the first `characters` take, or all when there are fewer.
size_t BytesOfCharacters(absl::string_view utf8, size_t characters);

}  // namespace interline::ticket

#endif  // INTERLINE_CORE_TICKET_BOUNDS_H_
